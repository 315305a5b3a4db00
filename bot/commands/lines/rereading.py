"""The two answers to what an edited message would change: take it over, or leave the tasks as they are."""

import re
from dataclasses import dataclass, field, replace
from datetime import date

from bot.answers import Answer, Changed, Refused, Said, SeveralMade, TaskView
from bot.commands.call import Call, Subcommand
from bot.commands.lines import naming, several
from bot.errors import UserError, conflict, not_found
from bot.rules import civil
from bot.services.messages import sources
from bot.services.messages.sources import IN_DOUBT, Offer, Part
from bot.services.people import people
from bot.services.plan import order
from bot.services.work import changing, roles, tasks
from models import Outbox, Task
from models.queries import deliveries
from models.queries import sources as source_queries
from models.queries import tasks as queries

OFFER_ID = re.compile(r"@(\d{1,18})")
PEOPLE = ("people", "accountable", "reviewers", "consulted", "informed")


@dataclass
class _Taking:
    """What was done so far, and what of it could not be."""

    views: list[TaskView] = field(default_factory=list)
    entries: list[int] = field(default_factory=list)
    not_done: list[UserError] = field(default_factory=list)


def reread(call: Call) -> Answer:
    """`reread @17` — change the tasks as their edited message says."""
    row = _offer(call)
    offered, session, now = sources.offered_in(row), call.session, call.actor.now
    parts = _standing(call, offered)
    for task, part in parts:
        if task.version != part.version:
            sources.refresh(session, row, now)
            return Refused(changing.changed_under(session, task, part.version))
    taking = _Taking()
    for task, part in parts:
        _take(call, taking, task, part)
    made = _add(call, taking, offered) if offered.added else None
    if not taking.views and made is None and taking.not_done:
        sources.close(session, row, "nothing", now)
        return Refused(taking.not_done[0])
    sources.close(session, row, "taken", now)
    return _told(taking, made)


def _standing(call: Call, offered: Offer) -> list[tuple[Task, Part]]:
    """The tasks of the offer that were shown in it."""
    found = []
    for part in offered.parts:
        task = queries.get(call.session, call.person, part.number, call.actor.now, hold=True)
        if task is not None and sources.may_offer(call.session, call.workspace, call.person, task):
            found.append((task, part))
    return found


def _take(call: Call, taking: _Taking, task: Task, part: Part) -> None:
    doubts = _doubts(call, task, part)
    taking.not_done += doubts.values()
    kept = {name: getattr(part.old, name) for doubt in doubts for name in IN_DOUBT[doubt]}
    try:
        with call.session.begin_nested():
            entry = sources.apply(call.session, call.actor, task, replace(part, new=replace(part.new, **kept)))
    except UserError as error:
        taking.not_done.append(error)
        return
    if entry is not None and entry.id is not None:
        taking.views.append(tasks.view(call.session, task, now=call.actor.now))
        taking.entries.append(entry.id)


def _doubts(call: Call, task: Task, part: Part) -> dict[str, UserError]:
    """Time passes before a button is tapped: what was clear then and is not any more, by its key in IN_DOUBT."""
    found: dict[str, UserError] = {}
    old, new = part.old, part.new
    today = civil.local_date(call.actor.now, civil.zone(call.person.zone)).isoformat()
    if new.due_on and new.words != old.words and new.due_on < today:
        found["due"] = UserError("date_is_past", on=date.fromisoformat(new.due_on))
    fresh = new.named - old.named
    for key in PEOPLE:
        written = [one for name in IN_DOUBT[key] for one in getattr(new, name) or () if name != "owner_id"]
        ids = {roles.read_role(one)[0] for one in written} | ({new.owner_id} if key == "people" else set())
        for person_id in sorted(fresh & ids):
            if error := _not_there(call, person_id):
                found[key] = error
    number = new.parent_number
    if number and number != old.parent_number and not order.may_be_part(call.session, call.actor, task, number):
        found["parent"] = not_found("no_such_task", number=number)
    for link in set(new.after) - set(old.after):
        if not order.may_come_after(call.session, call.actor, task, link):
            found["after"] = not_found("no_such_task", number=roles.read_link(link)[0])
    return found


def _not_there(call: Call, person_id: str) -> UserError | None:
    try:
        people.check_active(naming.by_id(call, person_id))
    except UserError as error:
        return error
    return None


def _add(call: Call, taking: _Taking, offered: Offer) -> SeveralMade | None:
    """Tasks of the lines that are new and clear; those that are not are asked about."""
    here = replace(call, heard=replace(call.heard, meta=call.heard.meta | {"beside": _made(call, offered)}))
    try:
        with call.session.begin_nested():
            return several.make_of(here, offered.added)
    except UserError as error:
        taking.not_done.append(error)
        return None


def _made(call: Call, offered: Offer) -> list[int]:
    """The numbers of all that came of the message before."""
    channel_id, ts = offered.source["channel"], offered.source["ts"]
    return [task.number for task in source_queries.list_of_message(call.session, call.workspace.id, channel_id, ts)]


def _told(taking: _Taking, made: SeveralMade | None) -> Answer:
    updated = Changed("edit", tuple(taking.views), tuple(taking.entries), not_done=tuple(taking.not_done))
    if made is None:
        return updated
    if made.asked or made.not_made or made.rest:
        return replace(made, updated=updated if taking.views or taking.not_done else None)
    views = (*updated.views, *(view for _, view in made.rows))
    return replace(updated, verb="edit" if taking.views else "add", views=views, undo=(*updated.undo, *made.undo))


def leave(call: Call) -> Answer:
    """`leave @17` — leave the tasks as they are."""
    sources.close(call.session, _offer(call), "left", call.actor.now)
    return Said("left_as_it_was", {})


def _offer(call: Call) -> Outbox:
    """The offer a button belongs to, if it is theirs and still stands."""
    found = OFFER_ID.search(call.args)
    row = deliveries.outbox_row(call.session, int(found[1]), lock=True) if found else None
    if row is None or row.kind != sources.OFFER or (row.workspace_id, row.to) != (call.workspace.id, call.person.id):
        raise not_found("offer_gone")
    if not sources.is_open(row):
        raise conflict("offer_gone")
    return row


SUBCOMMANDS = (
    Subcommand("reread", reread, hidden=True, reads=lambda args: bool(OFFER_ID.fullmatch(args)), needs="edit"),
    Subcommand("leave", leave, hidden=True, reads=lambda args: bool(OFFER_ID.fullmatch(args)), needs="edit"),
)
