"""What can be said, and the few words for surprises."""

from bot.answers import Broken, Help
from bot.locales import marked
from bot.render.slack import directory
from bot.render.slack.blocks import Block, actions, button, context, section
from bot.render.slack.text import Mrkdwn, bold, escape, lines, one_line
from bot.render.slack.voice import Voice

ROWS_A_BLOCK = 12
BUTTONS_A_ROW = 4
TOPICS = {
    "task": marked("Tasks: start with `/task`, or message me directly"),
    "standup": marked("Standups: use `/standup` in the team's channel"),
    "digest": marked("Digests: use `/digest` in the team's channel"),
    "muster": marked("Muster"),
}
CHAPTERS = {
    "everyday": marked("Every day"),
    "change": marked("Change a task"),
    "people": marked("People on a task"),
    "review": marked("Progress and review"),
    "plan": marked("Parts and order"),
    "order": marked("Priority and your day"),
    "repeat": marked("Repeat and remind"),
    "lists": marked("Find and export"),
}
OVERVIEW = (
    marked("`/task send the deck to @dana by Friday` adds a task. `/task help` shows everything you can do."),
    marked("`/standup setup` sets up a team's standup. `/standup help` shows more."),
    marked("`/digest setup` sets up a channel's digest. `/digest help` shows more."),
)


def help_(v: Voice, answer: Help) -> list[Block]:
    heading = bold(v(TOPICS.get(answer.topic, TOPICS["muster"])))
    rows = [row(v, answer.topic, usage, what) for usage, what in answer.entries]
    if answer.topic == "muster" or not rows:
        rows = [*(v(line) for line in OVERVIEW), *(rows if answer.is_admin else [])]
    parts = [rows[start : start + ROWS_A_BLOCK] for start in range(0, len(rows), ROWS_A_BLOCK)]
    first = [section(v("I don't know “{word}”. Here's what I understand:", word=one_line(answer.unknown, 40)))]
    shown = [section(lines(heading, *parts[0])), *(section(lines(*part)) for part in parts[1:])]
    blocks = [*(first if answer.unknown else []), *shown]
    if answer.topic == "task" and len(rows) > 1:
        blocks.append(
            context(v("Anything that doesn't start with a verb becomes a new task. Verbs work in English and Chinese."))
        )
    return [*blocks, *directory.reading(v, answer.reading), *_chapters(v, answer)]


def _chapters(v: Voice, answer: Help) -> list[Block]:
    """The way to the rest, one tap each."""
    buttons = [button(v.plain(CHAPTERS[name]), f"help {name}", name=f"help:{name}") for name in answer.chapters]
    rows = [buttons[start : start + BUTTONS_A_ROW] for start in range(0, len(buttons), BUTTONS_A_ROW)]
    return [block for row in rows for block in actions(row)]


def row(v: Voice, topic: str, usage: str, what: str) -> Mrkdwn:
    """Both parts come from docstrings and are put into words here."""
    command = f"/{topic} " if topic in TOPICS else ""
    typed = Mrkdwn(f"`{command}{escape(v.plain(usage.strip('` ')))}`")
    return v("{usage} — {what}", usage=typed, what=v.plain(what))


def broken(v: Voice, answer: Broken) -> list[Block]:
    return [section(v("Something went wrong on our side, and nothing was changed. "
                      "Please give an admin this number: {number}", number=answer.incident))]  # fmt: skip


def working(v: Voice) -> list[Block]:
    return [section(v("Still working on it. I'll confirm here."))]
