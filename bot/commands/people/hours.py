"""`/muster hours`: when somebody works, in one form."""

from collections.abc import Callable
from datetime import time
from typing import Any

from bot.answers import Answer, Said
from bot.answers.away import HoursForm
from bot.commands.call import Call, Subcommand
from bot.commands.lines import naming
from bot.commands.lines.carrying import WHO
from bot.commands.people import calendars
from bot.commands.people.away import reads_one
from bot.errors import UserError
from bot.parsing.orders.week_hours import read_week_hours
from bot.rules import standups as rules
from bot.rules.availability import NO_REGION
from bot.services.people import away, working_hours
from bot.services.people import calendars as services
from bot.services.people.working_hours import Chosen
from models import Person


def hours(call: Call) -> Answer:
    """`hours` — your working days and hours, and whose public holidays are yours; `hours @ann` for your people."""
    person = call.person
    if call.args:
        named = naming.first(call, call.args)
        if named.unclear or named.person is None:
            return naming.ask(call, named.unclear or call.args.removeprefix("@"), "/muster hours", WHO)
        person = named.person
        if not person.is_active:
            raise UserError("cannot_be_named", name=person.called)
    away.check(call.session, call.actor, person)
    return HoursForm(person, call.workspace, _calendar_of(call, person))


def _calendar_of(call: Call, person: Person) -> str | None:
    """Where it is; None where the form does not ask for it: of somebody else, or where calendars are switched off."""
    if person.id != call.person.id or call.workspace.calendar_hosts == []:
        return None
    return services.shown(call.actor, person).host


def save(call: Call) -> Answer:
    """Keep what the form says."""
    values: dict[str, Any] = call.heard.values
    person = naming.by_id(call, str(call.heard.meta["person"]))
    week, unread = read_week_hours(str(values.get("week") or ""))
    if unread:
        raise UserError("no_week_hours", field="week", words=unread[:80])
    working_hours.save(call.session, call.actor, person, Chosen(
        tuple(rules.days_of(values.get("days") or ())), _clock(values.get("from"), "from"),
        _clock(values.get("to"), "to"), week, _region(values),
    ))  # fmt: skip
    if person.id != call.person.id:
        return Said("hours_saved", {"name": person.called})
    return _with_calendar(call, str(values.get("calendar") or "").strip())


def _with_calendar(call: Call, words: str) -> Answer:
    if not words:
        return Said("hours_saved", {})
    try:
        found = calendars.put(call, words)
    except UserError as error:
        raise UserError(error.key, error.kind, field="calendar", **error.params) from None
    return Said("hours_saved_reading", {"host": found.host})


def _region(values: dict[str, Any]) -> str | None:
    """None is the workspace's."""
    mode = values.get("holidays") or "workspace"
    if mode == "own":
        if not values.get("region"):
            raise UserError("which_region", field="region")
        return str(values["region"])
    return NO_REGION if mode == "none" else None


def _clock(value: object, field: str) -> time:
    try:
        return rules.clock_of(str(value or ""))
    except UserError as error:
        raise UserError(error.key, field=field, **error.params) from None


SUBCOMMANDS = (Subcommand("hours", hours, ("工作时间", "上班时间"), reads_one),)

FORMS: dict[str, Callable[[Call], Answer]] = {"form:hours": save}
