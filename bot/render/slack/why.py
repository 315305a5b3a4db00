"""Why a reminder came or did not, and what comes next: the rule, the clock and the end of each, in words."""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from typing import assert_never

from bot.answers.whys import Expected, Fell, Next, Rehearsing, Why, WhyAnswer
from bot.locales import marked
from bot.render import occurrences as words
from bot.render.slack.blocks import Block, actions, button, context, section
from bot.render.slack.facts import title
from bot.render.slack.text import Mrkdwn, bold, channel_link, escape, joined, lines, mention, one_line
from bot.render.slack.times import clock, hour, left, moment, weekday
from bot.render.slack.times import day as named_day
from bot.render.slack.voice import Voice
from bot.rules import civil
from models import OccurrenceState, Person

SHOWN_COMING, IN_A_BLOCK, MOST_NUMBERS = 3, 10, 40
OF_THE_HOUR = ("soon", "passed")
COMES = {
    "brief": (marked("{people} reads of it in the brief {when}"), marked("{people} read of it in their briefs {when}"),
              marked("it's in your brief {when}")),
    "reminded": (marked("{people} is reminded {when}"), marked("{people} are reminded {when}"),
                 marked("you're reminded {when}")),
    "asked": (marked("{people} is asked {when}"), marked("{people} are asked {when}"), marked("you're asked {when}")),
    "escalation": (marked("{people} hears of it {when}"), marked("{people} hear of it {when}"),
                   marked("you hear of it {when}")),
}  # fmt: skip
ENDED = {
    OccurrenceState.SENT: marked("sent {when}"),
    OccurrenceState.UNKNOWN: marked("sent; Slack hasn't confirmed it yet"),
}


def answer(v: Voice, found: WhyAnswer) -> list[Block]:
    match found:
        case Why():
            return why(v, found)
        case Next():
            return next_(v, found)
        case Rehearsing():
            return [section(v("On its way: the rehearsal comes as a direct message. Nothing is sent to anybody else."))]
        case _:
            assert_never(found)


def why(v: Voice, found: Why) -> list[Block]:
    if found.is_of_message:
        return _of_message(v, found)
    blocks = [section(_heading(v, found))]
    for on, rows in _by_day(v, found.rows):
        blocks.append(section(lines(bold(named_day(v, on)), *(_row(v, found, one) for one in rows))))
    if following := in_short(v, found.coming):
        blocks.append(context(following))
    if found.page == 1:
        blocks.append(context(_your_clock(v, found.person)))
    return [*blocks, *_pager(v, found)]


def _heading(v: Voice, found: Why) -> Mrkdwn:
    days = found.days
    if found.task is not None:
        heading = v("Reminders about {task} in the last {days} days", task=title(found.task, 80), days=days)
        nothing = v("None fell due for you.")
    else:
        heading = v("*Your reminders in the last {days} days*", days=days)
        nothing = v("None fell due. Reminders come from tasks with a date, and from tasks that stand still.")
    return heading if found.rows else lines(heading, nothing)


def _of_message(v: Voice, found: Why) -> list[Block]:
    """A line for each task of it: the rule, the moment it went by, and what became of it."""
    told = [_row(v, found, row, clocked=True) for row in found.rows]
    blocks = [section(v("*Why you were told of this*"))]
    blocks += [section(lines(*told[start : start + IN_A_BLOCK])) for start in range(0, len(told), IN_A_BLOCK)]
    if found.more:
        blocks.append(context(v.plural("{n} more was only counted: it stays due.",
                                       "{n} more were only counted: they stay due.", found.more)))  # fmt: skip
    return [*blocks, context(_your_clock(v, found.person))]


def _by_day(v: Voice, rows: Iterable[Fell]) -> Iterator[tuple[date, list[Fell]]]:
    """By the days of the reader's zone, as they come."""
    days: dict[date, list[Fell]] = {}
    for row in rows:
        days.setdefault(civil.local_date(row.due_at, civil.zone(v.reader.zone)), []).append(row)
    yield from days.items()


def _row(v: Voice, found: Why, row: Fell, *, clocked: bool = False) -> Mrkdwn:
    """`• 10:00 #42 Send the deck: an hour before it is due → sent 10:00`"""
    about = title(row.task, 60) if row.task is not None and found.task is None else Mrkdwn("")
    whose = mention(row.person_id) if row.person_id else Mrkdwn("")
    clock = _clock(v, row) if clocked else Mrkdwn("")
    said = joined([hour(v, row.due_at), whose, about, rule(v, row), clock])
    return v("• {said} → {end}", said=said, end=end(v, row))


def _clock(v: Voice, row: Fell) -> Mrkdwn:
    """The moment that the rule went by."""
    if row.clock is None:
        return Mrkdwn("")
    if row.kind in OF_THE_HOUR:
        return v("due {when}", when=moment(v, row.clock))
    return v("counted from {when}", when=moment(v, row.clock))


def rule(v: Voice, row: Fell | Expected) -> Mrkdwn:
    """Which rule it was, and what it went by: hours of silence, how often, and whose pace."""
    facts, kind = row.facts, words.kind_of(row.kind, row.facts)
    silence = waited(v, float(facts.get("days") or 0), float(facts.get("hours") or 0))
    channel = channel_link(row.channel_id) if isinstance(row, Fell) and row.channel_id else Mrkdwn("…")
    told = v(words.RULES.get(kind, words.OTHER), waited=silence, channel=channel)
    policy = words.policy_of(row.kind)
    if policy is not None:
        step = v("escalation, step {n}", n=row.nth)
        own = v("policy “{name}”", name=one_line(policy, 40)) if policy not in words.SHIPPED else Mrkdwn("")
        return joined([told, joined([step, own], v.words(", "))], v.words("; "))
    again = v("{n} times by now", n=row.nth) if row.nth > 1 else Mrkdwn("")
    level = words.LEVELS.get(str(facts.get("level") or ""))
    pace = v(level) if level and isinstance(row, Fell) else Mrkdwn("")
    return joined([told, again, pace], v.words(", "))


def waited(v: Voice, days: float, hours: float) -> str:
    """Working time, in whole days and hours."""
    in_days = v.plain_plural("{n} working day", "{n} working days", int(days)) if days else ""
    if not hours:
        return in_days
    in_hours = left(v, timedelta(hours=hours))
    if days:
        return v.plain("{days} and {hours}", days=in_days, hours=in_hours)
    return v.plain("{time} of working time", time=in_hours)


def end(v: Voice, row: Fell) -> Mrkdwn:
    """What became of it, and why."""
    state = OccurrenceState(row.state)
    if state == OccurrenceState.PENDING:
        if row.waits_until is not None:
            return v("waits until {when}, when it may be told", when=moment(v, row.waits_until))
        return v("on its way") if not row.person_id else v("not told yet")
    if state in ENDED:
        return v(ENDED[state], when=hour(v, row.ended_at or row.due_at))
    reason = words.reason(row.reason)
    if state == OccurrenceState.DEAD:
        refused = v(reason) if reason else v("it answered `{answer}`", answer=one_line(row.reason, 60))
        return v("could not be sent: {reason}", reason=refused)
    return v("left out: {reason}", reason=v(reason)) if reason else v("left out")


def in_short(v: Voice, coming: tuple[Expected, ...]) -> Mrkdwn:
    """The first two or three things that silence brings, in one line."""
    told = [_comes(v, one) for one in coming[:SHOWN_COMING]]
    return v("🔭 If nothing moves: {coming}", coming=joined(told, v.words("; "))) if told else Mrkdwn("")


def _comes(v: Voice, one: Expected) -> Mrkdwn:
    other, others, you = COMES[words.group_of(one.kind)]
    when = moment(v, one.at)
    if len(one.people) == 1 and v.is_me(one.people[0]):
        return v(you, when=when)
    *first, last = (v("you") if v.is_me(ident) else mention(ident) for ident in one.people)
    people = v("{people} and {last}", people=v.listed(first), last=last) if first else last
    return v(others if first else other, people=people, when=when)


def next_(v: Voice, found: Next) -> list[Block]:
    """All of it, a line each, with the rule that brings it."""
    heading = section(v("What happens next on {task} if nothing moves", task=title(found.task, 120)))
    if not found.coming:
        nothing = v("Nothing: no date comes, and nobody is waited for.") if found.task.is_live else v("It is closed.")
        return [heading, context(nothing)]
    told = [_line(v, one) for one in found.coming[:20]]
    return [heading, section(lines(*told)), context(v("Whatever anybody does with it starts these clocks anew."))]


def _line(v: Voice, one: Expected) -> Mrkdwn:
    """That it stands in the brief says already which rule it is."""
    said = _comes(v, one)
    return Mrkdwn(f"• {said}") if one.kind == "brief" else v("• {said} – {rule}", said=said, rule=rule(v, one))


def _your_clock(v: Voice, person: Person) -> Mrkdwn:
    """Whose hours it all went by."""
    days = v.listed([escape(weekday(v, one)) for one in person.workdays])
    hours = v("By your clock: {zone}, {starts}–{ends}, {days}", zone=person.zone or v.reader.zone,
              starts=clock(person.works_from), ends=clock(person.works_to), days=days)  # fmt: skip
    wanted = words.WANTED.get((person.nudging or {}).get("all", "standard"))
    quiet = person.quiet_until is not None and person.quiet_until > v.reader.now
    silence = v("quiet until {when}", when=moment(v, person.quiet_until)) if quiet and person.quiet_until else ""
    return joined([hours, v(wanted) if wanted else Mrkdwn(""), Mrkdwn(silence)])


def _pager(v: Voice, found: Why) -> list[Block]:
    if found.pages < 2:
        return []
    line = f"/muster why {found.task.number}" if found.task is not None else "/muster why"
    newer = button(v.plain("‹ Newer"), f"{line} page {found.page - 1}", name="why:newer")
    older = button(v.plain("Older ›"), f"{line} page {found.page + 1}", name="why:older")
    return [context(v("Page {page} of {pages}", page=found.page, pages=found.pages)),
            *actions([newer if found.page > 1 else None, older if found.page < found.pages else None])]  # fmt: skip


def button_to(v: Voice, *numbers: int) -> Block | None:
    """The way from a message about several to why each came."""
    label, line = why_line(v, *numbers)
    return button(label, line, name="why")


def why_line(v: Voice, *numbers: int) -> tuple[str, str]:
    """The same as an entry of a menu: what it is called and the line it types."""
    return v.plain("Why?"), " ".join(["/muster why", *map(str, numbers[:MOST_NUMBERS])])
