"""What can be said, and the few words for surprises."""

from bot.answers import Broken, Help
from bot.locales import marked
from bot.render.slack.blocks import Block, context, section
from bot.render.slack.text import Mrkdwn, bold, escape, lines
from bot.render.slack.voice import Voice

ROWS_A_BLOCK = 12
TOPICS = {
    "task": marked("Tasks: begin with `/task`, or write to me directly"),
    "standup": marked("Standups: begin with `/standup` in the team's channel"),
    "digest": marked("Digests: begin with `/digest` in the team's channel"),
    "muster": marked("Muster"),
}
OVERVIEW = (
    marked("`/task send the deck to @dana by Friday` makes a task. `/task help` shows all verbs."),
    marked("`/standup setup` sets up a team's standup. `/standup help` shows more."),
    marked("`/digest setup` sets up a channel's daily summary. `/digest help` shows more."),
)


def help_(v: Voice, answer: Help) -> list[Block]:
    heading = bold(v(TOPICS.get(answer.topic, TOPICS["muster"])))
    rows = [_row(v, answer.topic, usage, what) for usage, what in answer.entries]
    if answer.topic == "muster" or not rows:
        rows = [*(v(line) for line in OVERVIEW), *(rows if answer.is_admin else [])]
    parts = [rows[start : start + ROWS_A_BLOCK] for start in range(0, len(rows), ROWS_A_BLOCK)]
    blocks = [section(lines(heading, *parts[0])), *(section(lines(*part)) for part in parts[1:])]
    if answer.topic == "task" and len(rows) > 1:
        blocks.append(context(v("Words with no verb are a new task. English and Chinese verbs both work.")))
    return blocks


def _row(v: Voice, topic: str, usage: str, what: str) -> Mrkdwn:
    """Both parts come from docstrings and are put into words here."""
    command = f"/{topic} " if topic in TOPICS else ""
    typed = Mrkdwn(f"`{command}{escape(v.plain(usage.strip('` ')))}`")
    return v("{usage} — {what}", usage=typed, what=v.plain(what))


def broken(v: Voice, answer: Broken) -> list[Block]:
    return [section(v("Something went wrong on our side. Nothing was changed. Tell an admin this number: {number}",
                      number=answer.incident))]  # fmt: skip


def working(v: Voice) -> list[Block]:
    return [section(v("Still working on it; I will confirm here."))]


def not_saved(v: Voice) -> list[Block]:
    return [section(v("That could not be saved just now, and nothing was changed. Please try again in a minute."))]
