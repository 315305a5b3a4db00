"""Standups: the prompt and its reminder, the day's thread, each person's card, the end of the day."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any

from bot.locales import marked
from bot.notices import StandupCard, StandupPaused, StandupPrompt, StandupReminder, StandupThread, StandupWrap
from bot.render.slack.blocks import Block, actions, button, context, section
from bot.render.slack.text import (
    Mrkdwn,
    bold,
    channel_link,
    escape,
    joined,
    lines,
    one_line,
    quoted,
    safe,
    several_lines,
)
from bot.render.slack.times import clock, day, left, moment, weekday, written_day
from bot.render.slack.voice import Voice
from bot.rules import standups as rules
from models import Channel, Person

SHOWN_QUESTIONS = 10
SHOWN_NAMES = 30
SHOWN_BLOCKERS = 10
OVER = {
    "answered": (marked("✅ Standup in {channel}, {day}: answered. Thanks!"), marked("Change my answer")),
    "skipped": (marked("Standup in {channel}, {day}: skipped."), marked("Answer after all")),
    "away": (marked("Standup in {channel}, {day}: you're away."), marked("Answer after all")),
    "missed": (marked("Standup in {channel}, {day}: closed."), marked("Answer late")),
}


def question(v: Voice, text: str) -> str:
    """The usual questions in the reader's language; a team's own as they were written."""
    return v.plain(text) if text in rules.QUESTIONS else text


def questions(v: Voice, asked: Sequence[str]) -> list[str]:
    return [question(v, text) for text in rules.asked(asked)][:SHOWN_QUESTIONS]


def prompt(v: Voice, notice: StandupPrompt) -> list[Block]:
    """The questions, with what the tasks say already."""
    if notice.state:
        return _asked_no_more(v, notice)
    blocks = [section(v("Standup in {channel}, {day}: how's it going?", channel=channel_link(notice.channel.id),
                        day=written_day(v, notice.on)))]  # fmt: skip
    for index, asked in enumerate(questions(v, notice.questions)):
        known = notice.filled[index] if index < len(notice.filled) else ""
        blocks.append(section(_question(asked, known, 700)))
    if planned := last_plan(v, notice.said_next):
        blocks.append(context(planned))
    blocks.append(context(joined([
        v("Open until {when}", when=moment(v, notice.closes_at)),
        v("You can also reply in this thread."),
    ])))  # fmt: skip
    return [*blocks, *actions(_prompt_buttons(v, notice.channel, notice.on, has_tasks=any(notice.filled)))]


def last_plan(v: Voice, said_next: str) -> Mrkdwn:
    """What they meant to do next when they answered last."""
    return v("Your plan last time: {words}", words=one_line(said_next, 400)) if said_next.strip() else Mrkdwn("")


def _question(question: str, answer: str, most: int) -> Mrkdwn:
    """A question and, quoted below it, what is known."""
    asked = escape(one_line(question, 300))
    return lines(bold(asked), quoted(answer, most)) if answer.strip() else bold(asked)


def _prompt_buttons(v: Voice, channel: Channel, on: date, *, has_tasks: bool = True) -> Iterator[Block | None]:
    where = f"{channel.id} {on.isoformat()}"
    yield button(v.plain("Answer"), f"/standup answer {where}", style="primary")
    if has_tasks:
        yield button(v.plain("Same as my tasks"), f"/standup same {where}")
    yield button(v.plain("Skip today"), f"/standup skip {where}")
    yield button(v.plain("I'm away until…"), "/muster away new", name="away")


def reminder(v: Voice, notice: StandupReminder) -> list[Block]:
    if notice.state:
        return _asked_no_more(v, notice)
    return [
        section(v("The standup in {channel} closes in {left}.", channel=channel_link(notice.channel.id),
                  left=left(v, notice.closes_at - v.reader.now))),
        *actions(_prompt_buttons(v, notice.channel, notice.on)),
    ]  # fmt: skip


def _asked_no_more(v: Voice, notice: StandupPrompt | StandupReminder) -> list[Block]:
    """What became of the question, and one way to say something else."""
    said, then = OVER[notice.state]
    line = v(said, channel=channel_link(notice.channel.id), day=written_day(v, notice.on))
    where = f"{notice.channel.id} {notice.on.isoformat()}"
    return [section(line), *actions([button(v.plain(then), f"/standup answer {where}")])]


def thread(v: Voice, notice: StandupThread) -> list[Block]:
    """The parent message: its answers are in the thread."""
    return [section(joined([
        v("🗓️ Standup, {day}", day=written_day(v, notice.on)),
        v("{answered} of {asked} answered", answered=notice.answered, asked=notice.asked),
    ]))]  # fmt: skip


def card(v: Voice, notice: StandupCard) -> list[Block]:
    """One person's answers, without the questions they left empty."""
    marks = [v("late") if notice.late else Mrkdwn(""), v("edited") if notice.edited else Mrkdwn("")]
    blocks = [section(joined([bold(escape(one_line(notice.person.called, 80))), *marks]))]
    for asked, answer in zip(questions(v, notice.questions), notice.answers, strict=False):
        if answer.strip():
            blocks.append(section(lines(bold(escape(one_line(asked, 200))), _words(answer))))
    return blocks if len(blocks) > 1 else [*blocks, context(v("No answers today."))]


def _words(answer: str) -> Mrkdwn:
    return safe(several_lines(answer, 900))


def wrap(v: Voice, notice: StandupWrap) -> list[Block]:
    """The end of the day. Who is missing is said to leads only."""
    where, on = channel_link(notice.channel.id), written_day(v, notice.on)
    heading = v("🏁 Standup in {channel}, {day}", channel=where, day=on)
    figures = [v("{answered} of {asked} answered", answered=notice.answered, asked=notice.asked)]
    if notice.late:
        figures.append(v("{n} came in late", n=notice.late))
    blocks = [section(lines(heading, joined(figures)))]
    if notice.blockers:
        blocks.append(section(lines(bold(v("Blockers")), *_blockers(v, notice.blockers))))
    if notice.away:
        blocks.append(context(v("Away: {names}", names=_names(v, notice.away))))
    if notice.for_leads and notice.missing:
        blocks.append(section(v("No answer from {names}. Only leads see this.", names=_names(v, notice.missing))))
    return blocks


def _blockers(v: Voice, blockers: Sequence[tuple[Person, str]]) -> Iterator[Mrkdwn]:
    for person, words in blockers[:SHOWN_BLOCKERS]:
        yield v("• {name}: {words}", name=one_line(person.called, 60), words=one_line(words, 200))
    if (more := len(blockers) - SHOWN_BLOCKERS) > 0:
        yield v.plural("and {n} more", "and {n} more", more)


def _names(v: Voice, people: Sequence[Person]) -> Mrkdwn:
    """Names to read, which call nobody."""
    shown = [escape(one_line(person.called, 60)) for person in people[:SHOWN_NAMES]]
    more = len(people) - len(shown)
    return v.listed(shown + ([v("{n} more", n=more)] if more > 0 else []))


def status(v: Voice, params: dict[str, Any]) -> list[Block]:
    """How a channel's standup is set up, and when it comes next."""
    heading = v("Standup in {channel}", channel=channel_link(str(params["channel"])))
    zone = params.get("zone") or v.plain("each member's own time zone")
    when = joined(
        [escape(days_listed(v, params["days"])), escape(clock(params["at"])), escape(str(zone).replace("_", " "))]
    )
    members, optional = len(params["members"]), len(params["optional"])
    who = v.plural("{n} participant", "{n} participants", members)
    if optional:
        who = joined([who, v("{n} optional", n=optional)])
    if params.get("paused") or not params.get("next_on"):
        comes = v("Paused. `/standup resume` restarts it.")
    else:
        comes = v("Next: {day}", day=day(v, params["next_on"]))
    return [
        section(lines(bold(heading), when, who, comes)),
        *actions([
            button(v.plain("Settings…"), "/standup setup"),
            button(v.plain("Preview"), "/standup preview"),
        ]),
    ]  # fmt: skip


def days_listed(v: Voice, days: Sequence[int]) -> str:
    return v.plain(", ").join(weekday(v, number) for number in days)


def paused(v: Voice, notice: StandupPaused) -> list[Block]:
    """Why there is silence, and what ends it."""
    channel = channel_link(notice.channel.id)
    return [section(v("The standup in {channel} is paused: the channel is archived, or I'm no longer in it. "
                      "Invite me back and run `/standup resume` there.", channel=channel))]  # fmt: skip


def open_until(v: Voice, closes_at: datetime) -> Mrkdwn:
    """What the form says of its time."""
    if closes_at <= v.reader.now:
        return v("This standup has closed. Your answer will be added and marked as late.")
    return v("Open until {when}", when=moment(v, closes_at))
