"""What is said and asked about time: when people work, what they want to hear, what reminds them and why."""

from typing import assert_never

from bot.answers.away import AwayAnswer, AwayAnyForm, WorkTime, WorkTimeForm
from bot.answers.policies import Policies, PolicyForm
from bot.answers.whys import Next, Rehearsing, Why, WhyAnswer
from bot.answers.wishes import Wished, WishForm
from bot.notices import CalendarRead, StandingIn, YearUnknown
from bot.render.slack import away, calendars, days_off, policies, standing_in, why, wishes
from bot.render.slack.blocks import Block
from bot.render.slack.voice import Voice

News = YearUnknown | CalendarRead | StandingIn


def answer(v: Voice, said: WhyAnswer | AwayAnswer | Wished) -> list[Block]:
    match said:
        case Why() | Next() | Rehearsing():
            return why.answer(v, said)
        case WorkTime():
            return away.answer(v, said)
        case Policies():
            return policies.shown(v, said)
        case Wished():
            return wishes.answer(v, said)
        case _:
            assert_never(said)


def form(v: Voice, asked: AwayAnyForm | WishForm) -> Block:
    match asked:
        case WorkTimeForm():
            return away.form(v, asked)
        case PolicyForm():
            return policies.form(v, asked)
        case WishForm():
            return wishes.form(v, asked)
        case _:
            assert_never(asked)


def news(v: Voice, notice: News) -> list[Block]:
    match notice:
        case YearUnknown():
            return days_off.unknown_year(v, notice)
        case StandingIn():
            return standing_in.standing_in(v, notice)
        case CalendarRead():
            return calendars.shown(v, notice.shown)
        case _:
            assert_never(notice)
