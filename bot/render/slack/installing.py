"""What is said to whoever installed Muster: a welcome, and that it has to be installed again before it is too late."""

from bot.locales import marked
from bot.notices import Lapsing, Welcome
from bot.render.slack.blocks import Block, context, section
from bot.render.slack.text import Mrkdwn, lines
from bot.render.slack.times import moment
from bot.render.slack.voice import Voice

STEPS = (
    marked("Invite me to a channel: `/invite @muster`"),
    marked("Tell me when your team works: `/muster setup`"),
    marked("Write a first task, here or anywhere: `send the deck to @dana by Friday 17:00`"),
)


def drawn(v: Voice, notice: Welcome | Lapsing) -> list[Block]:
    return welcome(v) if isinstance(notice, Welcome) else lapsing(v, notice)


def welcome(v: Voice) -> list[Block]:
    """What to do next, in the order in which it helps."""
    return [
        section(lines(
            v("Thank you for installing me. I'm Muster: write me a line, and it becomes a task."),
            v("To begin:"),
            *(Mrkdwn(f"• {v(step)}") for step in STEPS),
        )),
        context(v("`/task help` shows everything. I only read messages that mention me or reply to me.")),
    ]  # fmt: skip


def lapsing(v: Voice, notice: Lapsing) -> list[Block]:
    """Until when I am here, and what helps; nothing is lost meanwhile."""
    until = moment(v, notice.until) if notice.until is not None else v("soon")
    return [section(lines(
        v("⚠️ My access to this workspace ends {until}, and Slack didn't let me renew it.", until=until),
        v("Please ask whoever runs Muster for its install page and add me once more. All tasks stay as they are."),
    ))]  # fmt: skip
