"""Digests: a channel's summary at its team's hour, from the channel's own tasks and nothing else."""

from dataclasses import dataclass
from datetime import date, datetime, time
from itertools import chain
from typing import Any

from bot.answers import DigestForm
from bot.errors import not_found
from bot.notices import DigestPaused, DigestPost, Dropped
from bot.rules import availability, civil, priority
from bot.rules import digests as rules
from bot.rules import standups as standup_rules
from bot.rules.availability import ONE_DAY, Hours
from bot.services.messages import outbox
from bot.services.messages.outbox import Letter
from bot.services.people import teams
from bot.services.people.actors import Actor
from bot.services.rhythm import occurrences, standups
from models import Channel, Digest, Lane, OccurrenceState, Outbox, Session, Task, Workspace
from models.person import WORKDAYS
from models.queries import digests as queries
from models.queries import numbered
from models.queries import people as people_queries
from models.queries import standups as standup_queries
from models.queries.digests import Figures

NOTHING = "nothing to say"
LOST = "Muster is not in the channel any more"
DEFAULT_AT = time(17)


@dataclass(frozen=True)
class Settings:
    """What a lead chose: ISO weekdays and the hour in one zone."""

    days: tuple[int, ...]
    at: time
    zone: str


@dataclass(frozen=True)
class Span:
    """What one post covers: its day, since when things are news, and the figures of the post before."""

    on: date
    since: datetime
    is_first: bool
    last: dict[str, int]


def find(session: Session, workspace_id: str, channel_id: str) -> Digest:
    """The channel's digest. Raises not_found where there is none."""
    digest = queries.get(session, workspace_id, channel_id)
    if digest is None:
        raise not_found("no_digest_here", channel=channel_id)
    return digest


def form(session: Session, actor: Actor, channel: Channel) -> DigestForm:
    """The settings to change, or to begin with. Raises forbidden for those who may not."""
    standups.check_may_set_up(session, actor, channel, "digest setup")
    standups.check_reachable(channel)
    digest = queries.get(session, channel.workspace_id, channel.id)
    zone = _zone(session, actor.workspace, digest) if digest else actor.person.zone or actor.workspace.zone
    return DigestForm(channel, digest, zone, digest.at if digest else DEFAULT_AT)


def set_up(session: Session, actor: Actor, channel: Channel, chosen: Settings) -> Digest:
    """Keep a channel's settings; the next post follows them."""
    standups.check_may_set_up(session, actor, channel, "digest setup")
    standups.check_reachable(channel)
    teams.ensure(session, actor, channel)
    digest = queries.get(session, channel.workspace_id, channel.id)
    digest = digest or Digest(workspace_id=channel.workspace_id, channel_id=channel.id)
    digest.days, digest.at, digest.zone = list(chosen.days), chosen.at, chosen.zone
    return _begin(session, actor, digest)


def _begin(session: Session, actor: Actor, digest: Digest) -> Digest:
    """Post from now on; after a pause it starts afresh, so that old news is no news."""
    if digest.paused:
        digest.last_at, digest.last = None, {}
    digest.paused = False
    digest.next_at = rules.next_post(hours_of(session, actor.workspace, digest), actor.now)
    session.add(digest)
    session.flush()
    return digest


def pause(session: Session, actor: Actor, channel: Channel) -> Digest:
    digest = find(session, channel.workspace_id, channel.id)
    standups.check_may_set_up(session, actor, channel, "digest pause")
    digest.paused, digest.next_at = True, None
    session.add(digest)
    return digest


def resume(session: Session, actor: Actor, channel: Channel) -> Digest:
    """Post again from the next day on. Resuming one that was never paused changes nothing."""
    digest = find(session, channel.workspace_id, channel.id)
    standups.check_may_set_up(session, actor, channel, "digest resume")
    standups.check_reachable(channel)
    return _begin(session, actor, digest)


def off(session: Session, actor: Actor, channel: Channel) -> None:
    """Forget the settings; the team stays."""
    digest = find(session, channel.workspace_id, channel.id)
    standups.check_may_set_up(session, actor, channel, "digest off")
    session.delete(digest)
    session.flush()


def preview(session: Session, actor: Actor, channel: Channel) -> DigestPost:
    """The next post as it would be now; with no settings yet, as the usual ones would make it."""
    digest = queries.get(session, channel.workspace_id, channel.id)
    digest = digest or Digest(workspace_id=channel.workspace_id, channel_id=channel.id, at=DEFAULT_AT)
    hours = hours_of(session, actor.workspace, digest)
    day = hours.today(digest.next_at or rules.next_post(hours, actor.now))
    return _gather(session, channel, hours, _span(digest, hours, day), actor.now, preview=True)


def hours_of(session: Session, workspace: Workspace, digest: Digest) -> Hours:
    """The days and the hour of its posts: the team's wall clock and the workspace's holidays."""
    region = workspace.holiday_region if availability.is_region(workspace.holiday_region) else None
    zone = civil.zone(_zone(session, workspace, digest), workspace.zone)
    return Hours(zone, digest.at, rules.UNTIL, tuple(digest.days) or WORKDAYS, region)


def _zone(session: Session, workspace: Workspace, digest: Digest) -> str:
    team = standup_queries.team(session, digest.workspace_id, digest.channel_id)
    return digest.zone or (team.zone if team else None) or workspace.zone


def due(session: Session, now: datetime) -> list[tuple[str, str]]:
    """(workspace, channel) of the summaries whose time has come."""
    return [(digest.workspace_id, digest.channel_id) for digest in queries.due(session, now)]


def post(session: Session, key: tuple[str, str], now: datetime) -> None:
    """Write the day's post, once a day; of several missed ones only the newest, the others are noted."""
    digest, workspace = queries.hold(session, *key), people_queries.workspace(session, key[0])
    if digest is None or workspace is None or digest.next_at is None or digest.next_at > now:
        return
    hours = hours_of(session, workspace, digest)
    planned, day = hours.today(digest.next_at), rules.day_to_post(hours, now)
    digest.next_at = rules.next_post(hours, now)
    session.add(digest)
    channel = people_queries.channel(session, *key)
    if channel is None or standup_rules.is_lost(channel):
        _pause_lost(session, workspace, digest, hours, planned, now)
        return
    for missed in rules.missed(hours, planned, now):
        _keep(session, digest, hours, missed, now, state=OccurrenceState.EXPIRED, reason="late")
    if day is not None and not workspace.suspended:
        _write(session, digest, channel, hours, day, now)


def put_off(session: Session, key: tuple[str, str], until: datetime) -> None:
    """Try a post that failed later."""
    digest = queries.hold(session, *key)
    if digest is not None and digest.next_at is not None:
        digest.next_at = until
        session.add(digest)


def _write(session: Session, digest: Digest, channel: Channel, hours: Hours, day: date, now: datetime) -> None:
    span = _span(digest, hours, day)
    found = _figures(session, channel, hours, span, now)
    if not any(_said(found, full=rules.is_full(hours, day)).values()):
        _keep(session, digest, hours, day, now, state=OccurrenceState.SKIPPED, reason=NOTHING)
        return
    key = f"digest:{channel.id}:{day}"
    if not _keep(session, digest, hours, day, now, outbox_key=key):
        return
    outbox.put(session, channel.workspace_id, Letter(
        key=key, kind="digest", to=channel.id, lane=Lane.BULK, expires_at=rules.until(hours, day),
        subject={"channel": channel.id, "on": day.isoformat(), "since": span.since.isoformat(),
                 "is_first": span.is_first, "last": span.last},
    ), now=now)  # fmt: skip
    digest.last_at, digest.last = now, found.counts


def _keep(
    session: Session, digest: Digest, hours: Hours, day: date, now: datetime, *, outbox_key: str | None = None,
    state: OccurrenceState = OccurrenceState.PENDING, reason: str = "",
) -> bool:  # fmt: skip
    return occurrences.put(
        session, digest.workspace_id, kind="digest", subject=digest.channel_id, person_id="", when=day.isoformat(),
        due_at=hours.start_of(day), outbox_key=outbox_key, state=state, reason=reason, now=now,
    )  # fmt: skip


def _pause_lost(
    session: Session, workspace: Workspace, digest: Digest, hours: Hours, planned: date, now: datetime
) -> None:
    """The channel is archived or Muster was removed: stop, and tell the leads once."""
    digest.paused, digest.next_at = True, None
    _keep(session, digest, hours, planned, now, state=OccurrenceState.SKIPPED, reason=LOST)
    for lead in standups.leads_of(session, workspace, digest.channel_id):
        outbox.put(session, workspace.id, Letter(
            key=f"digest:paused:{digest.channel_id}:{planned}:{lead}", kind="digest.paused", to=lead, reader_id=lead,
            subject={"channel": digest.channel_id}, lane=Lane.PROMPTS,
        ), now=now)  # fmt: skip


def _span(digest: Digest, hours: Hours, day: date) -> Span:
    since = digest.last_at or rules.previous_post(hours, day)
    return Span(day, since, is_first=digest.last_at is None, last=dict(digest.last))


def _figures(session: Session, channel: Channel, hours: Hours, span: Span, now: datetime) -> Figures:
    """In the middle of a week new tasks and old blocks are known, or wait for Monday: only new blocks are named."""
    day, full = rules.soon_day(hours, now), rules.is_full(hours, span.on)
    looked_at = queries.Span(span.since, now, day, civil.instant(day + ONE_DAY, time.min, hours.zone))
    most = rules.FIRST_IN_FULL if full else rules.FIRST_IN_SHORT
    return queries.figures(session, channel.workspace_id, channel.id, looked_at, most=most, news_only=not full)


def _said(found: Figures, *, full: bool) -> dict[str, int]:
    return found.counts if full else found.counts | {"blocked": found.newly_blocked, "new": 0}


def _gather(
    session: Session, channel: Channel, hours: Hours, span: Span, now: datetime, *, preview: bool = False
) -> DigestPost:
    """The post of this moment: what belongs in it is counted, and only what it names is read."""
    found, full = _figures(session, channel, hours, span, now), rules.is_full(hours, span.on)
    numbers = found.first if full else found.first | {"new": []}
    named = numbered.list_these(session, channel.workspace_id, set(chain.from_iterable(numbers.values())))
    return DigestPost(
        channel=channel, on=span.on, since=None if span.is_first else span.since,
        people=_people(session, channel.workspace_id, named), full=full, preview=preview,
        change=rules.change(found.counts, span.last, full=full), counts=_said(found, full=full),
        **_in_parts(named, numbers, now, blocked_since=None if full else span.since),
    )  # fmt: skip


def _in_parts(
    named: list[Task], numbers: dict[str, list[int]], now: datetime, *, blocked_since: datetime | None
) -> dict[str, tuple[Task, ...]]:
    """Each in the order to do them in. What is late or due soon may be one of the blocked, however many come before."""
    twice = {task.number for task in named if task.number in (*numbers["late"], *numbers["soon"]) and task.is_blocked
             and (blocked_since is None or (task.blocked_at or now) >= blocked_since)}  # fmt: skip
    belongs = {name: set(of_part) for name, of_part in numbers.items()}
    belongs["blocked"] |= twice
    ordered = sorted(named, key=lambda task: priority.order(task, now))
    return {name: tuple(task for task in ordered if task.number in of_part) for name, of_part in belongs.items()}


def _people(session: Session, workspace_id: str, tasks: list[Task]) -> dict[str, Any]:
    named = {task.owner_id for task in tasks} | {task.blocked_by_id for task in tasks if task.blocked_by_id}
    return people_queries.list_by_ids(session, workspace_id, named)


def compose_digest(session: Session, row: Outbox, now: datetime) -> DigestPost | Dropped:
    """The post as things stand when it is read."""
    workspace = people_queries.workspace(session, row.workspace_id)
    digest = queries.get(session, row.workspace_id, row.to)
    channel = people_queries.channel(session, row.workspace_id, row.to)
    if workspace is None or digest is None or digest.paused:
        return Dropped("switched off")
    if channel is None or standup_rules.is_lost(channel):
        return Dropped(LOST)
    subject = row.subject
    span = Span(date.fromisoformat(subject["on"]), datetime.fromisoformat(subject["since"]),
                subject["is_first"], subject["last"])  # fmt: skip
    found = _gather(session, channel, hours_of(session, workspace, digest), span, now)
    return found if any(found.counts.values()) else Dropped(NOTHING)


def compose_paused(session: Session, row: Outbox, now: datetime) -> DigestPaused | Dropped:
    channel = people_queries.channel(session, row.workspace_id, row.subject["channel"])
    return DigestPaused(channel) if channel is not None else Dropped("unknown channel")
