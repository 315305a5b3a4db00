"""App Home: a person's day at a glance."""

from bot.answers import MyDay
from bot.locales import marked
from bot.render.slack.blocks import Block, actions, button, context, divider, header, section
from bot.render.slack.lists import row
from bot.render.slack.standups import open_until
from bot.render.slack.text import Mrkdwn, channel_link, joined, lines, one_line
from bot.render.slack.times import written_day
from bot.render.slack.voice import Voice
from models import Person, Task

SHOWN_ROWS = 10
SHOWN_STANDUPS = 5
EXAMPLES = (
    marked("`/task send the deck to @dana by Friday 17:00`"),
    marked("`/task list`"),
    marked("`/task done 42`"),
)


def home(v: Voice, day: MyDay) -> list[Block]:
    parts = (
        *_part(v, v.plain("⏰ Late"), day.late, day.people),
        *_part(v, v.plain("📅 Today"), day.today, day.people),
        *_part(v, v.plain("Next few days"), day.soon, day.people),
        *_part(v, v.plain("Later"), day.later, day.people),
        *_part(v, v.plain("⛔ Blocked on you"), day.blocked_on, day.people, is_mine=False),
        *_part(v, v.plain("Assigned to others"), day.given, day.people),
    )
    blocks = [header(_greeting(v, day)), *([section(_in_short(v, day))] if parts else []), *actions(_buttons(v))]
    return [*blocks, *_set_up(v, day), *_standups(v, day), *(parts or _first_steps(v))]


def _greeting(v: Voice, day: MyDay) -> str:
    return v.plain("{name}, {day}", name=one_line(day.person.called, 60), day=written_day(v, day.on))


def _in_short(v: Voice, day: MyDay) -> Mrkdwn:
    counts = (
        (len(day.late), v("{n} late", n=len(day.late))),
        (len(day.today), v("{n} due today", n=len(day.today))),
        (len(day.soon), v("{n} in the next few days", n=len(day.soon))),
        (len(day.blocked_on), v("{n} blocked on you", n=len(day.blocked_on))),
    )
    return joined([words for n, words in counts if n]) or v("Nothing urgent right now.")


def _buttons(v: Voice) -> list[Block | None]:
    return [
        button(v.plain("New task"), "new", style="primary"),
        button(v.plain("My list"), "list"),
        button(v.plain("Help"), "help"),
    ]


def _set_up(v: Voice, day: MyDay) -> list[Block]:
    if day.is_set_up or not day.is_admin:
        return []
    words = v("Muster is ready to use. Take two minutes to set your language, time zone and holidays.")
    return [section(words, button(v.plain("Set up"), "/muster setup"))]


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


def _part(
    v: Voice, heading: str, tasks: tuple[Task, ...], people: dict[str, Person], *, is_mine: bool = True
) -> list[Block]:
    if not tasks:
        return []
    rows = [row(v, task, people.get(task.owner_id), is_mine=is_mine) for task in tasks[:SHOWN_ROWS]]
    more = len(tasks) - len(rows)
    rest = [context(v.plural("and {n} more: `/task list`", "and {n} more: `/task list`", more))] if more else []
    return [divider(), header(f"{heading} · {len(tasks)}"), *rows, *rest]


def _first_steps(v: Voice) -> list[Block]:
    """What a newcomer can try."""
    return [
        divider(),
        section(lines(v("Nothing on your plate. One line adds a task, in any channel or right here with me:"),
                      *(Mrkdwn(f"• {v(example)}") for example in EXAMPLES))),
    ]  # fmt: skip
