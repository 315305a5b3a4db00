"""A busy channel's digest among very many tasks, beside the one grouped query that gives its figures."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import Any

from sqlalchemy import text

from benchmarks.bench import Bench
from benchmarks.large import BUSY, NOW, World, channel, in_the_middle, person
from benchmarks.rounds import middle, take_turns
from benchmarks.rows import Goal, between
from benchmarks.servers.cast import TEAM
from bot.answers import Reader
from bot.render import slack as render
from bot.services.people.actors import Actor
from bot.services.rhythm import digests
from models import Session
from models.db import plain_engine
from models.queries import people

GOAL = Goal(2, 1.3)
JUDGED_AT = 1_000_000
CHANNEL = channel(0)
SINCE = datetime(2026, 3, 6, 17, tzinfo=UTC)  # as a channel with no settings has it: the last working day, at five
# `|| ''` keeps SQLite from going through everybody's tasks in the order of their owners
GROUPED = text(
    "SELECT owner_id || '', count(*), sum(CASE WHEN state = 'done' THEN 1 ELSE 0 END), "
    "sum(CASE WHEN state <> 'done' AND ends_at < :now THEN 1 ELSE 0 END), "
    "sum(CASE WHEN state <> 'done' AND ends_at >= :now AND ends_at < :soon THEN 1 ELSE 0 END), "
    "sum(CASE WHEN state <> 'done' AND blocked_at IS NOT NULL THEN 1 ELSE 0 END), "
    "sum(CASE WHEN state <> 'done' AND created_at >= :since THEN 1 ELSE 0 END) "
    "FROM task WHERE workspace_id = :workspace AND source_channel = :channel "
    "AND (state IN ('open', 'doing', 'review') OR closed_at >= :since) GROUP BY owner_id || ''"
)


def part(bench: Bench) -> Iterator[str]:
    for *_, large in bench.worlds:
        engine = plain_engine(large.url)
        played = take_turns(
            {"ours": partial(in_the_middle, engine, post_now), "grouped": partial(in_the_middle, engine, _grouped)},
            bench.rounds,
        )
        engine.dispose()
        bench.keep(f"digest on {large.database}", played)
        remark = "" if large.size >= JUDGED_AT else f"it takes {JUDGED_AT:,}: of few, drawing is most of it"
        bench.rows.append(
            between(f"digest, {large.database}: {_of(large)}", "ms", played, GOAL, "ours", "grouped", remark=remark)
        )
        ours, grouped = middle(played, "ours"), middle(played, "grouped")
        yield f"digest on {large.database} {_of(large)}: {ours:.1f} ms, the grouped query {grouped:.1f}"


def _of(large: World) -> str:
    return f"of {large.size // BUSY:,} tasks among {large.size:,}"


def post_now(session: Session) -> dict[str, Any]:
    """What would be posted now, drawn."""
    workspace, someone = people.workspace(session, TEAM), people.get(session, TEAM, person(0))
    where = people.channel(session, TEAM, CHANNEL)
    assert workspace is not None
    assert someone is not None
    assert where is not None
    post = digests.preview(session, Actor(workspace, someone, NOW), where)
    return render.notice(post, Reader(None, "en", "UTC", NOW))


def _grouped(session: Session) -> list[Any]:
    at = partial(_moment, session)
    return list(session.execute(GROUPED, {
        "workspace": TEAM, "channel": CHANNEL, "now": at(NOW), "soon": at(NOW + timedelta(days=2)), "since": at(SINCE),
    }))  # fmt: skip


def _moment(session: Session, at: datetime) -> Any:
    return f"{at:%Y-%m-%d %H:%M:%S.%f}" if session.get_bind().dialect.name == "sqlite" else at
