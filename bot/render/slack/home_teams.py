"""The teams a person leads, in their App Home: figures, what presses most, and what can be done for the team."""

from bot.answers.days import MyDay, TeamLook
from bot.locales import marked
from bot.render.slack.blocks import Block, actions, button, divider, header, section
from bot.render.slack.home_pages import Heading, pager, spoken
from bot.render.slack.lists import row
from bot.render.slack.text import Mrkdwn, bold, channel_link, joined, lines, one_line
from bot.render.slack.voice import Voice

COUNTS = (
    ("late", marked("{n} late")),
    ("blocked", marked("{n} blocked")),
    ("review", marked("{n} in review")),
    ("doing", marked("{n} in progress")),
    ("unread", marked("{n} not acknowledged")),
    ("ownerless", marked("{n} whose owner has left")),
    ("undated", marked("{n} without a date")),
)


def teams(v: Voice, day: MyDay) -> list[Block]:
    part, heading = day.teams, Heading("teams", v.plain("Teams I lead"))
    if not part.total:
        return []
    looks = [block for look in part.rows for block in _team(v, day, look)]
    return [divider(), header(f"{heading.words} · {part.total}"), *looks, *pager(v, heading, part)]


def _team(v: Voice, day: MyDay, look: TeamLook) -> list[Block]:
    rows = [row(v, task, day.people.get(task.owner_id)) for task in look.first]
    return [section(_figures(v, look)), *rows, *actions(_buttons(v, look))]


def _figures(v: Voice, look: TeamLook) -> Mrkdwn:
    live = look.counts.get("live", 0)
    heading = joined([bold(channel_link(look.channel.id)),
                      v.plural("{n} open task", "{n} open tasks", live) if live else v("no open tasks")])  # fmt: skip
    return lines(heading, joined([v(words, n=look.counts[name]) for name, words in COUNTS if look.counts.get(name)]))


def _buttons(v: Voice, look: TeamLook) -> list[Block | None]:
    channel, name = look.channel.id, one_line(look.channel.name, 40)
    digest = button(v.plain("Digest now"), f"/digest preview {channel}", name=f"preview:{channel}")
    report = button(v.plain("Standup report"), f"/standup report {channel}", name=f"report:{channel}")
    all_of_it = button(v.plain("List"), f"list all <#{channel}>", name=f"list:{channel}")
    return [
        spoken(digest, v.plain("Digest of {channel} now", channel=name)),
        spoken(report, v.plain("Standup report of {channel}", channel=name)) if look.has_standup else None,
        spoken(all_of_it, v.plain("All tasks of {channel}", channel=name)),
    ]
