"""A channel's digest, and what Muster says when it is invited."""

from bot.locales import marked
from bot.notices import DigestPaused, DigestPost, Hello
from bot.render.slack.blocks import Block, context, section
from bot.render.slack.facts import due, title
from bot.render.slack.text import Mrkdwn, bold, channel_link, escape, joined, lines, one_line
from bot.render.slack.times import written_day
from bot.render.slack.voice import Voice
from bot.rules import civil
from bot.rules.digests import FIRST_IN_FULL, FIRST_IN_SHORT
from models import Person, Task

PARTS = {
    "done": marked("✅ Done"),
    "late": marked("⏰ Late"),
    "soon": marked("📅 Due soon"),
    "blocked": marked("⛔ Blocked"),
    "new": marked("🆕 New"),
}
MORE = {
    "late": marked("and {n} more: `/task list here late`"),
    "blocked": marked("and {n} more: `/task list here blocked`"),
}
MORE_OF_THE_REST = marked("and {n} more: `/task list here`")
EXAMPLES = (
    marked("`/task send the deck to @dana by Friday 17:00`"),
    marked("`/task list here`"),
    marked("`/standup setup`"),
)


def digest(v: Voice, notice: DigestPost) -> list[Block]:
    """What happened and what is due; the first of a week in full."""
    day = written_day(v, notice.on)
    channel = one_line(notice.channel.name, 80)
    heading = v("📰 #{channel}, {day}", channel=channel, day=day) if channel else v("📰 This channel, {day}", day=day)
    soon = tuple(sorted(notice.soon, key=_by_date))
    parts = (("done", notice.done), ("late", notice.late), ("soon", soon),
             ("blocked", notice.blocked), ("new", notice.new))  # fmt: skip
    whole = {name: notice.counts.get(name, len(tasks)) for name, tasks in parts}
    counts = [_count(v, name, count, notice.change.get(name, 0)) for name, count in whole.items()]
    blocks = [section(lines(bold(heading), joined(counts) or v("Nothing to report.")))]
    most = FIRST_IN_FULL if notice.full else FIRST_IN_SHORT
    told = {task.number for task in (*notice.late[:most], *soon[:most])}
    for name, tasks in parts:
        left = tuple(task for task in tasks if name != "blocked" or task.number not in told)
        more = whole[name] - len(tasks) + len(left[most:])
        blocks += [_part(v, name, left[:most], notice.people, more)] if left else []
    if notice.since and any(notice.change.values()):
        blocks.append(
            context(v("Since {day}. Numbers in brackets compare with the last digest.", day=_since(v, notice)))
        )
    return blocks


def _by_date(task: Task) -> tuple[bool, float, int]:
    """What has no moment to be done by comes last."""
    return task.ends_at is None, task.ends_at.timestamp() if task.ends_at else 0.0, task.number


def _since(v: Voice, notice: DigestPost) -> str:
    assert notice.since is not None
    return written_day(v, civil.local_date(notice.since, civil.zone(v.reader.zone)))


def _count(v: Voice, name: str, count: int, change: int) -> Mrkdwn:
    """`Late 3 (+2)`; of what there is none of, only the good news: fewer late or blocked."""
    if not count and not (change < 0 and name in ("late", "blocked")):
        return Mrkdwn("")
    moved = f" ({change:+d})".replace("-", "−") if change else ""
    return joined([v(PARTS[name]), escape(f"{count}{moved}")], " ")


def _part(v: Voice, name: str, tasks: tuple[Task, ...], people: dict[str, Person], more: int) -> Block:
    rows = [_row(v, name, task, people) for task in tasks]
    if more > 0:
        words = MORE.get(name, MORE_OF_THE_REST)
        rows.append(v(words, n=more))
    return section(lines(bold(v(PARTS[name])), *rows))


def _row(v: Voice, name: str, task: Task, people: dict[str, Person]) -> Mrkdwn:
    """Names to read, not mentions: a digest calls nobody."""
    owner = people.get(task.owner_id)
    called = escape(one_line(owner.called, 40)) if owner else Mrkdwn("")
    when = due(v, task, lasting=True) if name in ("late", "soon") else Mrkdwn("")
    blocked = v("⛔ *blocked*") if when and task.is_blocked else Mrkdwn("")
    is_told = name == "blocked" or blocked
    reason = escape(one_line(task.blocked_reason or "", 80)) if is_told else Mrkdwn("")
    return Mrkdwn(f"• {joined([title(task, 120), called, when, blocked, reason])}")


def paused(v: Voice, notice: DigestPaused) -> list[Block]:
    """Why there is silence, and what ends it."""
    channel = channel_link(notice.channel.id)
    return [section(v("The digest for {channel} is paused: the channel is archived, or I'm no longer in it. "
                      "Invite me back and run `/digest resume` there.", channel=channel))]  # fmt: skip


def hello(v: Voice, notice: Hello) -> list[Block]:
    """Three examples say more than a tour."""
    return [
        section(lines(
            v("Hello, I'm Muster. I keep track of who does what by when, and I run your standups."),
            v("Try one of these:"),
            *(Mrkdwn(f"• {v(example)}") for example in EXAMPLES),
        )),
        context(v("`/task help` shows everything. I only read messages that mention me or reply to me.")),
    ]  # fmt: skip
