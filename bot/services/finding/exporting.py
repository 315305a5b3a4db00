"""Lists given as files: asked for in a turn, read and sent after it, with the rights of the moment of sending."""

import re
from collections.abc import Iterator
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

from bot.errors import UserError, conflict
from bot.logs import logger
from bot.notices import Dropped, Export, ExportFailed, Notice
from bot.services.finding import saved
from bot.services.messages import outbox
from bot.services.messages.outbox import Letter
from bot.services.people.actors import Actor
from models import Outbox, OutboxState, Person, Session
from models.queries import exports as queries
from models.queries import listing
from models.queries import people as people_queries
from models.queries.exports import Exported
from models.queries.filters import Term
from models.queries.listing import Filter
from models.queries.lists import Days

log = logger(__name__)

MOST = 50_000
KIND, FAILED = "export", "export.failed"
FORMS = ("csv", "json")
CHANNEL = re.compile(r"<#([CG][A-Z0-9]+)(?:\|[^>]*)?>")


def ask(session: Session, actor: Actor, wanted: Filter, form: str, line: str) -> int:
    """Put the file on its way to the actor; how many tasks will be in it, as things stand."""
    count = listing.count(session, actor.person, wanted, actor.now)
    if not count:
        raise UserError("export_nothing")
    if count > MOST:
        raise UserError("export_too_many", n=count, most=MOST)
    letter = Letter(
        key=f"export:{actor.person.id}:{form}:{actor.now:%Y%m%d%H%M}:{line}"[:250], kind=KIND, to=actor.person.id,
        reader_id=actor.person.id, subject={"form": form, "line": line, "wanted": packed(wanted)},
    )  # fmt: skip
    if not outbox.put(session, actor.workspace.id, letter, now=actor.now):
        raise conflict("export_under_way")
    return count


def packed(wanted: Filter) -> dict[str, Any]:
    """A filter as JSON; what it leaves open is left out."""

    def plain(value: Any) -> Any:
        if isinstance(value, date):
            return value.isoformat()
        if isinstance(value, dict):
            return {name: plain(one) for name, one in value.items()}
        return [plain(one) for one in value] if isinstance(value, list | tuple) else value

    return {name: plain(value) for name, value in asdict(wanted).items() if value not in (None, "", ())}


def unpacked(kept: dict[str, Any]) -> Filter:
    terms = tuple(
        Term(**{**term, "values": tuple(term["values"]), "days": _days(term["days"])}) for term in kept.get("terms", ())
    )
    spans = {name: _days(kept.get(name)) for name in ("due", "done", "new")}
    day = date.fromisoformat(kept["day"]) if kept.get("day") else None
    return Filter(**{**kept, **spans, "terms": terms, "day": day})


def _days(kept: dict[str, Any] | None) -> Days | None:
    if kept is None:
        return None
    first, last = (date.fromisoformat(kept[name]) if kept[name] else None for name in ("first", "last"))
    starts, ends = (datetime.fromisoformat(kept[name]) if kept[name] else None for name in ("starts", "ends"))
    return Days(first, last, starts, ends)


def compose(session: Session, row: Outbox, now: datetime) -> Notice | Dropped:
    """Read on a reader's connection, while it is drawn: so nothing holds all of it, and the writer goes on meanwhile.

    What is not theirs to see any more is not in it.
    """
    viewer = people_queries.get(session, row.workspace_id, row.to)
    if viewer is None or viewer.is_deleted:
        return Dropped("nobody to give it to")
    line = named(session, viewer, row.subject["line"])
    return Export(row.subject["form"], _rows(session, viewer, row, now), viewer, line, now)


def _rows(session: Session, viewer: Person, row: Outbox, now: datetime) -> Iterator[Exported]:
    count = 0
    for one in queries.list_seen(session, viewer, unpacked(row.subject["wanted"]), now, MOST):
        count += 1
        yield one
    log.info("exported", person=viewer.id, workspace=row.workspace_id, form=row.subject["form"], rows=count)


def named(session: Session, viewer: Person, line: str) -> str:
    """The line for reading: people and conversations by their names, as far as the viewer may know these."""

    def called(match: re.Match[str]) -> str:
        return f"#{people_queries.channel_name(session, viewer, match[1]) or '…'}"

    (line,) = saved.with_names(session, viewer.workspace_id, [line])
    return CHANNEL.sub(called, line)


def failed(session: Session, row: Outbox, now: datetime) -> None:
    """A file that Slack does not take: who waits for it is told, once."""
    if row.kind != KIND or row.state != OutboxState.DEAD:
        return
    subject = {"form": row.subject["form"], "line": row.subject["line"], "reason": row.reason}
    letter = Letter(key=f"{row.key}:failed", kind=FAILED, to=row.to, reader_id=row.to, subject=subject)
    outbox.put(session, row.workspace_id, letter, now=now)


def compose_failed(session: Session, row: Outbox, now: datetime) -> Notice | Dropped:
    subject = row.subject
    return ExportFailed(subject["form"], subject["line"], lacks_scope="missing_scope" in subject["reason"])


COMPOSERS = {KIND: compose, FAILED: compose_failed}
