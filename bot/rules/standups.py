"""Decisions about standups: who is asked, at which moment, what counts, who may set one up."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from bot.errors import UserError, forbidden
from bot.rules import civil, permissions
from bot.rules.availability import LOOK_AHEAD_DAYS, Hours
from models import AnswerState, Channel, ChannelKind, Person, Standup, StandupAnswer, Team, Workspace

QUESTIONS = ("What did you get done?", "What is next?", "Anything in the way?")
"""The usual three, as English source text; a team's own questions stay as they were written."""
IN_PROGRESS = "{task} (in progress)"
"""How a task that was begun stands in an answer; source text, too."""
BLOCKERS = 2

WEEKDAYS = (1, 2, 3, 4, 5)
PROMPT_LATE = timedelta(minutes=60)
WRAP_LATE = timedelta(hours=6)
ANSWER_FOR = timedelta(days=7)
CATCH_UP_DAYS = 7
AROUND_WORK = timedelta(hours=2)
WINDOW_MINUTES = (15, 720)
QUESTIONS_MAX, QUESTION_MAX, ANSWER_MAX = 10, 150, 2000

_CLOCK = re.compile(r"([01]?\d|2[0-3])[:：]([0-5]\d)")
_NO_BLOCKER = frozenset({
    "", "no", "none", "nothing", "nope", "nah", "nil", "n/a", "na", "no blockers", "not really", "all good",
    "没有", "没", "无", "暂无", "没啥", "没什么", "没有阻碍", "无阻碍", "没有问题", "没问题", "不",
})  # fmt: skip
_NUMBERED = re.compile(r"\s*(\d{1,2})\s*[.)、．）:：]\s*(.*)", re.S)


@dataclass(frozen=True)
class Window:
    """One member's moments of one day. `remind_at` None means no reminder."""

    ask_at: datetime
    remind_at: datetime | None
    close_at: datetime


@dataclass(frozen=True)
class Figures:
    """What a day's report counts."""

    asked: int
    answered: int
    late: int


def asked(questions: Sequence[str]) -> tuple[str, ...]:
    """What is asked; nothing of their own means the usual three."""
    return tuple(questions) or QUESTIONS


def ask_at(standup: Standup, hours: Hours, on: date) -> datetime:
    """The moment of that day's prompt: in the standup's one zone, else in the member's own."""
    where = civil.zone(standup.zone, hours.zone.key) if standup.zone else hours.zone
    return civil.instant(on, standup.at, where)


def run_date(standup: Standup, hours: Hours, now: datetime) -> date:
    """Which day's run it is by that clock."""
    where = civil.zone(standup.zone, hours.zone.key) if standup.zone else hours.zone
    return civil.local_date(now, where)


def window(standup: Standup, asked_at: datetime) -> Window:
    close = asked_at + timedelta(minutes=standup.window_minutes)
    remind = close - timedelta(minutes=standup.remind_minutes)
    return Window(asked_at, remind if standup.remind_minutes and remind > asked_at else None, close)


def is_held(standup: Standup, hours: Hours, on: date) -> bool:
    """Whether this member is asked in the run of that date: it is one of its days and they work.

    A standup of every weekday is held on make-up workdays too.
    """
    their_day = hours.today(ask_at(standup, hours, on))
    if not hours.works_on(their_day):
        return False
    days = set(standup.days or WEEKDAYS)
    makes_up = their_day.isoweekday() not in hours.days and set(hours.days) <= days
    return on.isoweekday() in days or makes_up


def opens_at(standup: Standup, members: Iterable[Hours], on: date, *, after: datetime | None = None) -> datetime | None:
    """The first prompt of that date, or the first that is still ahead; None when there is none."""
    moments = (ask_at(standup, hours, on) for hours in members if is_held(standup, hours, on))
    return min((moment for moment in moments if after is None or moment > after), default=None)


def next_run(
    standup: Standup, members: Sequence[Hours], *, since: date, after: datetime | None = None
) -> tuple[date, datetime] | None:
    """The first date from `since` on that has a prompt (later than `after`), and when its first one is due."""
    for ahead in range(LOOK_AHEAD_DAYS):
        on = since + timedelta(days=ahead)
        opens = opens_at(standup, members, on, after=after)
        if opens is not None:
            return on, opens
    return None


def previous_ask(standup: Standup, hours: Hours, on: date) -> datetime:
    """The prompt of the workday before: what was done since then is news."""
    day = on - timedelta(days=1)
    for _ in range(LOOK_AHEAD_DAYS):
        if is_held(standup, hours, day):
            break
        day -= timedelta(days=1)
    return ask_at(standup, hours, day)


def may_ask_now(hours: Hours, on: date, now: datetime) -> bool:
    """Whether a lead's "now" reaches this person: it is that day for them, they work, and it is not their night."""
    awake = hours.start_of(on) - AROUND_WORK <= now < hours.end_of(on) + AROUND_WORK
    return awake and hours.today(now) == on and hours.works_on(on)


def is_too_late(row: StandupAnswer, now: datetime) -> bool:
    """A prompt an hour old, or past its own deadline, is not sent any more."""
    return now > row.ask_at + PROMPT_LATE or now >= row.close_at


def is_expected(row: StandupAnswer) -> bool:
    """Whether the day's end waits for them."""
    return row.state not in (AnswerState.AWAY, AnswerState.UNASKED)


def is_counted(row: StandupAnswer) -> bool:
    """Who is among the asked: not those away or never asked, and the optional ones only when they answer."""
    return is_expected(row) and (not row.optional or row.state == AnswerState.ANSWERED)


def is_missing(row: StandupAnswer) -> bool:
    return row.state == AnswerState.MISSED and not row.optional


def figures(rows: Iterable[StandupAnswer]) -> Figures:
    counted = [row for row in rows if is_counted(row)]
    answered = [row for row in counted if row.state == AnswerState.ANSWERED]
    return Figures(len(counted), len(answered), sum(row.late for row in answered))


def is_blocker(words: str) -> bool:
    """Whether an answer to "anything in the way?" names something."""
    return words.strip(" .!。！~-—\n\t").casefold() not in _NO_BLOCKER


def blocker_of(questions: Sequence[str], answers: Sequence[str]) -> str:
    """What is in the way, by the last of the usual questions; empty when nothing is."""
    if questions or len(answers) <= BLOCKERS or not is_blocker(answers[BLOCKERS]):
        return ""
    return answers[BLOCKERS].strip()


def split_reply(text: str, count: int) -> list[str]:
    """A reply in words as answers: one each where its paragraphs or lines are as many as the questions."""
    text = text.strip()
    for pieces in (re.split(r"\n\s*\n", text), text.splitlines()):
        parts = [piece.strip() for piece in pieces if piece.strip()]
        if len(parts) == count:
            return _without_numbers(parts)
    return [text] + [""] * (count - 1)


def _without_numbers(parts: list[str]) -> list[str]:
    """Without "1." "2." "3.", where every part begins with its own number."""
    found = [_NUMBERED.fullmatch(part) for part in parts]
    if all(match and int(match[1]) == place for place, match in enumerate(found, 1)):
        return [match[2].strip() for match in found if match]
    return parts


def takes_part(channel: Channel, person: Person, is_member: bool) -> bool:
    """Whom a standup may ask and show its report: people in the channel; in a public one, any colleague."""
    if not person.can_be_told:
        return False
    return is_member or (channel.kind == ChannelKind.PUBLIC and not person.is_guest)


def is_lost(channel: Channel) -> bool:
    """Whether the report could no longer be posted there."""
    return channel.is_archived or not channel.bot_is_in


def can_set_up(workspace: Workspace, person: Person, team: Team | None, is_member: bool, verb: str) -> bool:
    """`verb` is a row of permissions.RIGHTS."""
    leads, founds = team.leads if team else (), team is None and is_member
    return bool(permissions.RIGHTS[verb] & permissions.standing(workspace, person, leads, founds=founds))


def check_set_up(workspace: Workspace, person: Person, team: Team | None, is_member: bool, verb: str) -> None:
    if not can_set_up(workspace, person, team, is_member, verb):
        leads = tuple(team.leads) if team else ()
        raise forbidden("leads_only", leads=leads or tuple(workspace.leads))


def clock_of(words: str) -> time:
    match = _CLOCK.fullmatch(words.strip())
    if match is None:
        raise UserError("bad_time", field="at", words=words)
    return time(int(match[1]), int(match[2]))


def days_of(chosen: Iterable[str | int]) -> list[int]:
    days = sorted({int(day) for day in chosen if str(day).isdecimal() and 1 <= int(day) <= 7})
    if not days:
        raise UserError("no_days", field="days")
    return days


def minutes_of(words: str, field: str, low: int, high: int) -> int:
    number = int(words) if words.strip().isdecimal() and len(words) < 6 else -1
    if not low <= number <= high:
        raise UserError(f"bad_{field}", field=field, low=low, high=high)
    return number


def questions_of(text: str) -> list[str]:
    """One question a line."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    if len(lines) > QUESTIONS_MAX:
        raise UserError("too_many_questions", field="questions", most=QUESTIONS_MAX)
    if any(len(line) > QUESTION_MAX for line in lines):
        raise UserError("question_too_long", field="questions", most=QUESTION_MAX)
    return lines
