"""App Home: a person's day at a glance, a page of each section, chosen as they like it."""

from collections.abc import Iterator

from bot.answers.days import MyDay, Waiting
from bot.locales import marked
from bot.render.slack import directory, history, home_choices, home_teams
from bot.render.slack.blocks import Block, actions, button, context, divider, header, menu, section
from bot.render.slack.facts import due, main_facts, title, weight
from bot.render.slack.home_pages import Heading, pager
from bot.render.slack.lists import row
from bot.render.slack.ranking import first_because
from bot.render.slack.standups import open_until
from bot.render.slack.tasks import undo_button
from bot.render.slack.text import Mrkdwn, channel_link, joined, lines, mention, one_line, quoted
from bot.render.slack.times import moment, written_day
from bot.render.slack.voice import Voice
from bot.rules.day_order import FirstBecause

SHOWN_STANDUPS = 4
MOST_BLOCKS = 100
AT_LEAST_TO_ORDER = 2
EXAMPLES = (
    marked("`/task send the deck to @dana by Friday 17:00`"),
    marked("`/task list`"),
    marked("`/task done 42`"),
)
WAITS = {
    "accept": marked("🟣 {person} wants your acceptance"),
    "blocked": marked("⛔ {person} is waiting for you"),
    "ack": marked("📬 {person} assigned you this"),
}


def home(v: Voice, day: MyDay) -> list[Block]:
    top = [header(_greeting(v, day)), section(_in_short(v, day)), *actions(_buttons(v)), *_just_now(v, day)]
    if day.is_empty and not day.choices.narrows and day.choices.show == "all":
        return [*top, *_of_the_workspace(v, day), *_first_steps(v)]
    chosen = list(_sections(v, day)) or _nothing_there(v, day)
    rest = [*home_choices.row(v, day), *_of_the_workspace(v, day), *chosen]
    return [*top, *rest][:MOST_BLOCKS]


def _sections(v: Voice, day: MyDay) -> Iterator[Block]:
    show = day.choices.show
    if show in ("all", "mine"):
        yield from _today(v, day)
    if show in ("all", "waiting"):
        yield from _waiting(v, day)
    if show in ("all", "given"):
        yield from _given(v, day)
    if show in ("all", "teams"):
        yield from home_teams.teams(v, day)
    if show in ("all", "mine"):
        yield from _part(v, day, Heading("soon", v.plain("Next few days")))
        yield from _part(v, day, Heading("later", v.plain("Later")))
        yield from _part(v, day, Heading("done", v.plain("✅ Done lately")))


def _nothing_there(v: Voice, day: MyDay) -> list[Block]:
    """The only section that is to be shown is empty."""
    fits = v("Nothing here fits what you chose above.")
    return [divider(), context(fits if day.choices.narrows else v("Nothing here right now."))]


def _greeting(v: Voice, day: MyDay) -> str:
    return v.plain("{name}, {day}", name=one_line(day.person.called, 60), day=written_day(v, day.on))


def _in_short(v: Voice, day: MyDay) -> Mrkdwn:
    if day.is_empty and not day.choices.narrows:
        return v("Nothing waits for you.")
    waiting = day.waiting.total + len(day.to_answer)
    counts = (
        (day.late, v("{n} late", n=day.late)),
        (day.today, v("{n} for today", n=day.today)),
        (waiting, v("{n} waiting for you", n=waiting)),
        (day.soon.total, v("{n} in the next few days", n=day.soon.total)),
    )
    return joined([words for n, words in counts if n]) or v("Nothing urgent right now.")


def _buttons(v: Voice) -> list[Block | None]:
    return [
        button(v.plain("New task"), "new", style="primary"),
        button(v.plain("My list"), "list"),
        button(v.plain("Search"), "find"),
        button(v.plain("Help"), "help"),
    ]


def _just_now(v: Voice, day: MyDay) -> list[Block]:
    """What they did last, as long as it can be taken back."""
    if day.just_now is None:
        return []
    entry, task = day.just_now
    did = v(history.KINDS.get(entry.kind, history.KINDS["edit"]), person=v.plain("you"))
    words = lines(title(task), joined([did, moment(v, entry.at)]))
    return [section(words, undo_button(v, (entry.id,)) if entry.id is not None else None)]


def _of_the_workspace(v: Voice, day: MyDay) -> list[Block]:
    """What admins see of how Muster stands there."""
    return [*_set_up(v, day), *directory.reading(v, day.reading)] if day.is_admin else []


def _set_up(v: Voice, day: MyDay) -> list[Block]:
    if day.is_set_up:
        return []
    words = v("Muster is ready to use. Take two minutes to set your language, time zone and holidays.")
    return [section(words, button(v.plain("Set up"), "/muster setup"))]


def _today(v: Voice, day: MyDay) -> list[Block]:
    """What is for today, in the order to do it in, and why it begins as it does."""
    heading = Heading("day", v.plain("📅 My day"))
    if not day.day.total:
        nothing = v("Nothing here fits what you chose above.") if day.choices.narrows else v("Nothing for today.")
        return [divider(), header(heading.words), context(nothing)]
    why = [_why(v, day, day.first_because)] if day.first_because else []
    blocks = _part(v, day, heading)
    return [*blocks[:2], *why, *blocks[2:]]


def _why(v: Voice, day: MyDay, because: FirstBecause) -> Block:
    """What to begin with, and the way to another order where there is a choice."""
    said = first_because(v, because)
    if day.day.total < AT_LEAST_TO_ORDER:
        return context(said)
    return section(said, button(v.plain("Re-order…"), "order"))


def _part(v: Voice, day: MyDay, heading: Heading) -> list[Block]:
    """One section of tasks; none where there is nothing in it."""
    part = getattr(day, heading.section)
    if not part.total:
        return []
    rows = [row(v, task, day.people.get(task.owner_id)) for task in part.rows]
    return [divider(), header(f"{heading.words} · {part.total}"), *rows, *pager(v, heading, part)]


def _waiting(v: Voice, day: MyDay) -> list[Block]:
    """Standups to answer, then whoever waits for a word of theirs."""
    part, heading = day.waiting, Heading("waiting", v.plain("🙋 Waiting for me"))
    count = part.total + len(day.to_answer)
    if not count:
        return []
    rows = [section(_asks(v, one), _answers(v, one)) for one in part.rows]
    return [divider(), header(f"{heading.words} · {count}"), *_standups(v, day), *rows, *pager(v, heading, part)]


def _standups(v: Voice, day: MyDay) -> list[Block]:
    """Standups that wait for an answer."""
    return [
        section(
            lines(v("🗓️ The standup in {channel} is waiting for you.", channel=channel_link(channel.id)),
                  open_until(v, closes_at)),
            button(v.plain("Answer"), f"/standup answer {channel.id} {on.isoformat()}", style="primary"),
        )
        for channel, on, closes_at in day.to_answer[:SHOWN_STANDUPS]
    ]  # fmt: skip


def _asks(v: Voice, one: Waiting) -> Mrkdwn:
    task = one.task
    who = mention(task.creator_id if one.kind == "ack" else task.owner_id)
    facts = {"blocked": [due(v, task)], "accept": [due(v, task), weight(v, task)]}.get(one.kind, main_facts(v, task))
    reason = quoted(task.blocked_reason, 300) if one.kind == "blocked" and task.blocked_reason else Mrkdwn("")
    return lines(title(task), joined([v(WAITS[one.kind], person=who), *facts]), reason)


def _answers(v: Voice, one: Waiting) -> Block:
    """What can be said to it, the likeliest first."""
    number = one.task.number
    show = (v.plain("Show"), f"show {number}")
    lines_of = {
        "accept": [(v.plain("Accept"), f"accept {number}"), (v.plain("Return…"), f"return {number}"), show],
        "blocked": [(v.plain("Note…"), f"note {number}"), show],
        "ack": [(v.plain("Got it"), f"ack {number}"), (v.plain("Not mine…"), f"decline {number}"),
                (v.plain("Start"), f"start {number}"), show],
    }  # fmt: skip
    return menu("more", lines_of[one.kind], version=one.task.version)


GROUPS = (
    ("late", marked("{n} late")),
    ("blocked", marked("{n} blocked")),
    ("review", marked("{n} in review")),
    ("doing", marked("{n} in progress")),
    ("open", marked("{n} not begun")),
)


def _given(v: Voice, day: MyDay) -> list[Block]:
    """Late first, then by state; how many of which, in one line."""
    heading = Heading("given", v.plain("Given to others"))
    blocks = _part(v, day, heading)
    counted = [v(words, n=day.given_counts[name]) for name, words in GROUPS if day.given_counts.get(name)]
    return [*blocks[:2], context(joined(counted)), *blocks[2:]] if blocks else []


def _first_steps(v: Voice) -> list[Block]:
    """What a newcomer can try."""
    return [
        divider(),
        section(lines(v("Nothing on your plate. One line adds a task, in any channel or right here with me:"),
                      *(Mrkdwn(f"• {v(example)}") for example in EXAMPLES))),
        context(v("Here you will find your day, what others wait for, what you gave away and the teams you lead.")),
    ]  # fmt: skip
