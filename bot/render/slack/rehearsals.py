"""A rehearsal for reading: day by day, who would get what, and of which tasks."""

from collections.abc import Iterable, Iterator
from datetime import date

from bot.answers.whys import Rehearsal, Would
from bot.render import occurrences as words
from bot.render.slack.blocks import Block, context, section
from bot.render.slack.text import Mrkdwn, bold, channel_link, escape, joined, lines, mention, one_line
from bot.render.slack.times import day, hour, moment
from bot.render.slack.voice import Voice
from bot.rules import civil

SHOWN, SHOWN_TASKS, LINES_IN_A_BLOCK = 80, 3, 12


def rehearsal(v: Voice, found: Rehearsal) -> list[Block]:
    heading = v.plural("*What would be sent in the next {n} day, if nothing changed*",
                       "*What would be sent in the next {n} days, if nothing changed*", found.days)  # fmt: skip
    count = v.plural("{n} message", "{n} messages", len(found.rows))
    blocks = [section(lines(heading, count if found.rows else v("Nothing at all.")))]
    for on, rows in _by_day(v, found.rows[:SHOWN]):
        told = [_line(v, row) for row in rows]
        for start in range(0, len(told), LINES_IN_A_BLOCK):
            title = [] if start else [bold(day(v, on))]
            blocks.append(section(lines(*title, *told[start : start + LINES_IN_A_BLOCK])))
    if (rest := len(found.rows) - SHOWN) > 0:
        blocks.append(context(v.plural("and {n} more: ask for one person, or for fewer days",
                                       "and {n} more: ask for one person, or for fewer days", rest)))  # fmt: skip
    if found.cut_at is not None:
        blocks.append(context(v("It goes as far as {when}: the rest would have taken too long. "
                                "Ask for fewer days, or an admin for `muster rehearse` on the server.",
                                when=moment(v, found.cut_at))))  # fmt: skip
    return [*blocks, context(v("A rehearsal: nobody was sent anything, and nothing was changed."))]


def _by_day(v: Voice, rows: Iterable[Would]) -> Iterator[tuple[date, list[Would]]]:
    days: dict[date, list[Would]] = {}
    for row in rows:
        days.setdefault(civil.local_date(row.at, civil.zone(v.reader.zone)), []).append(row)
    yield from days.items()


def _line(v: Voice, row: Would) -> Mrkdwn:
    """`• 10:00 @Ann · reminder: #42 Send the deck (no news)`"""
    to = channel_link(row.to) if row.to.startswith(("C", "G")) else mention(row.to)
    kind = v(words.SENT.get(row.kind, words.SENT_OTHER))
    shown = row.items if row.kind == "nudge" else row.items[:SHOWN_TASKS]
    tasks = [_task(v, name, task.number, task.title) for name, task in shown[:SHOWN_TASKS]]
    more = len(row.items) - len(tasks) + row.more
    rest = [v("{n} more", n=more)] if more and tasks else [v.plural("{n} task", "{n} tasks", more)] if more else []
    about = v.listed([*tasks, *rest])
    return joined([Mrkdwn("•"), hour(v, row.at), to, v("{kind}: {about}", kind=kind, about=about) if about else kind],
                  " ")  # fmt: skip


def _task(v: Voice, kind: str, number: int, title: str) -> Mrkdwn:
    named = Mrkdwn(f"{escape(f'#{number}')} {escape(one_line(title, 40))}")
    short = words.SHORT.get(words.group_of(kind) if words.policy_of(kind) is not None else kind)
    return v("{task} ({why})", task=named, why=v(short)) if short else named
