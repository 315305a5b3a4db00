"""Absences in words: what is kept and what follows, and what whoever counts on somebody away is told."""

from datetime import date

import pytest

from bot.answers import Changed, Created, Shown
from bot.answers.away import AwayKept, AwayList
from bot.render import slack
from bot.rules.availability import Away, Part
from models import Person
from tests.render import reading, samples

TUESDAY, FRIDAY, NEXT_MONDAY = date(2026, 3, 10), date(2026, 3, 13), date(2026, 3, 16)
WEEK = Away(TUESDAY, FRIDAY, note="beach")


def page(answer: AwayKept | AwayList | Created | Changed | Shown, language: str = "en") -> str:
    return reading.page(slack.message(answer, samples.reader(language)))


def ben(**fields: object) -> Person:
    return samples.person("U0BOB", "Bob").model_copy(update=fields)


def test_who_is_away_reads_what_follows_and_the_way_back() -> None:
    task = samples.task(title="Send the deck", due_on=FRIDAY)
    answer = AwayKept(
        samples.person(), WEEK, NEXT_MONDAY, (task,), ben(), "/muster undo-it", ("/muster other", NEXT_MONDAY)
    )
    assert page(answer) == "\n".join([
        "🌴 You're away: Tue 10 Mar – Fri 13 Mar. No reminders and no standups meanwhile. Back on Mon 16 Mar.",
        "1 task falls due meanwhile:\n*#42* Send the deck · 📅 due Fri 13 Mar",
        "  <@U0BOB> stands in.",
        "  [Away on Mon 16 Mar, too = /muster other] [Undo = /muster undo-it]",
    ])  # fmt: skip
    assert page(answer, "zh") == "\n".join([
        "🌴 已登记你的休假：3月10日 周二至3月13日 周五。这段时间不发提醒，也不催站会。3月16日 周一回来上班。",
        "这段时间有 1 个任务到期：\n*#42* Send the deck · 📅 3月13日 周五截止",
        "  由 <@U0BOB> 代理。",
        "  [3月16日 周一也休假 = /muster other] [撤销 = /muster undo-it]",
    ])  # fmt: skip


@pytest.mark.parametrize(
    ("part", "english", "chinese"),
    [
        (Part.MORNING, "🌴 You're away: tomorrow, morning. No reminders until the other half of the day begins.",
         "🌴 已登记你的休假：明天上午。上午不提醒，下午照常。"),
        (Part.AFTERNOON, "🌴 You're away: tomorrow, afternoon. No reminders from noon on.",
         "🌴 已登记你的休假：明天下午。上午照常，下午不提醒。"),
    ],
)  # fmt: skip
def test_half_a_day_says_which_half(part: Part, english: str, chinese: str) -> None:
    answer = AwayKept(samples.person(), Away(TUESDAY, TUESDAY, part), TUESDAY, (), None, "&1")
    assert english in page(answer)
    assert chinese in page(answer, "zh")


def test_what_somebody_is_away_for_is_shown_to_those_only_who_say_it() -> None:
    assert "beach" in page(AwayList(ben(), (WEEK,), may=True))
    others = page(AwayList(ben(), (WEEK,), may=False))
    assert "beach" not in others
    assert "[" not in others
    assert "Tue 10 Mar – Fri 13 Mar" in others


@pytest.mark.parametrize(
    ("away", "english", "chinese"),
    [
        (Away(date(2026, 3, 9), FRIDAY), "🌴 <@U0BOB> is away up to Fri 13 Mar · stand-in <@U0DANA>",
         "🌴 <@U0BOB> 正在休假，到3月13日 周五为止 · 代理人 <@U0DANA>"),
        (WEEK, "🌴 <@U0BOB> is away when it's due: Tue 10 Mar – Fri 13 Mar · stand-in <@U0DANA>",
         "🌴 到期那天 <@U0BOB> 在休假：3月10日 周二至3月13日 周五 · 代理人 <@U0DANA>"),
    ],
)  # fmt: skip
def test_whoever_gives_a_task_to_somebody_away_is_told_until_when_and_who_stands_in(
    away: Away, english: str, chinese: str
) -> None:
    owner = ben(away=[away.kept()], stand_in_id="U0DANA")
    view = samples.view(samples.task(owner_id="U0BOB", due_on=FRIDAY), owner=owner)
    for answer in (Created(view, "here"), Changed("assign", (view,)), Shown(view, (), {})):
        assert english in page(answer)
        assert chinese in page(answer, "zh")


def test_a_task_due_while_they_are_here_says_nothing_of_it() -> None:
    view = samples.view(samples.task(owner_id="U0BOB", due_on=NEXT_MONDAY), owner=ben(away=[WEEK.kept()]))
    assert "🌴" not in page(Created(view, "here"))
