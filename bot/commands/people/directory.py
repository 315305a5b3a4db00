"""`/muster directory`, `person` and `handover`: who belongs where, and who takes over from somebody who leaves."""

import re
from collections.abc import Callable
from typing import Any

from bot.answers import Answer, HandedOver, Said
from bot.answers.people import FieldsForm, HandoverForm, ImportForm, PersonForm
from bot.commands.call import Call, Subcommand
from bot.commands.lines import naming
from bot.commands.lines.carrying import WHO, carry
from bot.errors import UserError, not_found
from bot.parsing.orders.rosters import read_roster
from bot.rules import permissions
from bot.services.people import directory as services
from bot.services.people import leaving, people, posts
from bot.services.people.leaving import Takers
from bot.services.work import tasks
from models import Person

IMPORT = frozenset({"import", "导入"})
FIELDS = frozenset({"fields", "字段"})
PAGE = re.compile(r"(?:page|p|第)?\s*(\d{1,4})\s*页?", re.IGNORECASE)
APPLY = "/muster directory apply\n"
MOST_BACK = 100  # teams that a button names
BACK = re.compile(r"<@(?P<who>\w+)> <@(?P<taker>\w+)>(?P<teams>(?: \+?[CG]\w+)+)")
OF_A_TASK = re.compile(r"task(\d{1,9})")


def reads(args: str) -> bool:
    first = args.split(None, 1)[0].lower() if args.split() else ""
    return not args or first in IMPORT | FIELDS | {"apply"} or PAGE.fullmatch(args) is not None


def names_one(args: str) -> bool:
    return bool(args) and len(args.split()) <= naming.WORDS_OF_A_NAME


def directory(call: Call) -> Answer:
    """`directory` — who has which department, manager and stand-in; `directory import` takes a table."""
    first = call.args.split(None, 1)[0].lower() if call.args else ""
    if first == "apply":
        return _apply(call)
    if first in IMPORT:
        services.check_admin(call.actor)
        return ImportForm()
    if first in FIELDS:
        services.check_admin(call.actor)
        return FieldsForm(dict(call.workspace.directory_fields or {}))
    page = PAGE.fullmatch(call.args)
    return services.page(call.session, call.actor, int(page[1]) if page else 1)


def _apply(call: Call) -> Answer:
    _, _, table = call.args.partition("\n")
    return Said("directory_applied", {"count": services.apply(call.session, call.actor, read_roster(table))})


def imported(call: Call) -> Answer:
    """What a pasted table would do, before it does it."""
    table = str(call.heard.values.get("table") or "")
    kept = carry(call, f"{APPLY}{table}", 0)
    return services.preview(call.session, call.actor, read_roster(table), kept)


def fields(call: Call) -> Answer:
    """Keep which fields of the profiles hold what."""
    services.check_admin(call.actor)
    chosen = {name: str(call.heard.values.get(name) or "").strip()[:80] for name in services.FIELDS}
    call.workspace.directory_fields = {name: label for name, label in chosen.items() if label} or None
    call.session.add(call.workspace)
    return Said("directory_fields_saved", {})


def person(call: Call) -> Answer:
    """`person @ann` — a person's department, manager and stand-in; your own stand-in without a name."""
    found = _who(call, "person") if call.args else call.person
    if not isinstance(found, Person):
        return found
    is_admin = permissions.is_admin(call.workspace, call.person)
    if not is_admin and found.id != call.person.id:
        services.check_admin(call.actor)
    return PersonForm(found, all_of_it=is_admin)


def save_person(call: Call) -> Answer:
    values: dict[str, Any] = call.heard.values
    found = naming.by_id(call, str(call.heard.meta["person"]))
    said = {name: str(values.get(name) or "").strip() for name in services.FIELDS if name in values}
    people.known(call.session, call.workspace, [said[name] for name in said if name != "department" and said[name]],
                 call.actor.now)  # fmt: skip
    services.save(call.session, call.actor, found, said)
    return Said("person_saved", {"name": found.called})


def handover(call: Call) -> Answer:
    """`handover @ann` — give all that somebody has in hand to others, in one form."""
    found = _who(call, "handover")
    if not isinstance(found, Person):
        return found
    leaving.check_may(call.actor, found)
    held = leaving.holdings(call.session, call.person, found, call.actor.now)
    if held.is_empty:
        return Said("nothing_in_hand", {"name": found.called})
    return HandoverForm(held)


def hand_over(call: Call) -> Answer:
    """Do what the form says."""
    values = call.heard.values
    found = naming.by_id(call, str(call.heard.meta["person"]))
    by_task = {int(match[1]): str(value) for name, value in values.items()
               if value and (match := OF_A_TASK.fullmatch(name))}  # fmt: skip
    takers = Takers(values.get("everything") or None, {name: values.get(name) or None for name in
                    ("owned", "reviews", "parts", "leads", *posts.GROUPS)}, by_task)  # fmt: skip
    people.known(call.session, call.workspace, takers.ids, call.actor.now)
    done = leaving.hand_over(call.session, call.actor, found, takers)
    is_nothing = not (done.done or done.teams or done.posts)
    if is_nothing and done.not_done:
        raise done.not_done[0]
    if is_nothing:
        return Said("nothing_in_hand", {"name": found.called})
    views = tuple(tasks.view(call.session, task, now=call.actor.now) for task, _ in done.done)
    entries = tuple(entry.id for _, entry in done.done if entry.id is not None)
    back = _line_back(found, takers.of("leads") or "", done) if done.teams else ""
    return HandedOver("handover", views, undo=entries, not_done=tuple(done.not_done), teams=done.teams, back=back,
                      posts=done.posts)  # fmt: skip


def names_teams(args: str) -> bool:
    return BACK.fullmatch(args) is not None


def _line_back(person: Person, taker_id: str, done: leaving.HandedOver) -> str:
    """What a button says to give the lead of the teams back; `+` stands before those the taker led already."""
    teams = [f"+{team}" if team in done.led_before else team for team in done.teams[:MOST_BACK]]
    return " ".join([f"/muster handback <@{person.id}> <@{taker_id}>", *teams])


def hand_back(call: Call) -> Answer:
    """`handback …` — give the lead of teams back to who had it."""
    said = BACK.fullmatch(call.args)
    assert said is not None, "the table lets only such lines through"
    found, teams = naming.by_id(call, said["who"]), said["teams"].split()
    led_before = [team.removeprefix("+") for team in teams if team.startswith("+")]
    done = leaving.hand_back(
        call.session, call.actor, found, said["taker"], [team.removeprefix("+") for team in teams], led_before
    )
    return Said("teams_handed_back", {"count": len(done), "name": found.called}, anywhere=True)


def _who(call: Call, verb: str) -> Person | Answer:
    words = call.args
    named = naming.first(call, words if words.startswith(("@", "<@")) else f"@{words}")
    if named.unclear:
        return naming.ask(call, named.unclear, f"/muster {verb}", WHO)
    if named.person is None:
        raise not_found("no_such_person", name=words)
    if named.person.is_bot:
        raise UserError("cannot_be_named", name=named.person.called)
    return named.person


SUBCOMMANDS = (
    Subcommand("directory", directory, ("通讯录", "组织"), reads),
    Subcommand("person", person, ("成员",), lambda args: not args or names_one(args)),
    Subcommand("handover", handover, ("hand-over", "交接"), names_one),
    Subcommand("handback", hand_back, hidden=True, reads=names_teams, needs="muster handover"),
)

FORMS: dict[str, Callable[[Call], Answer]] = {
    "form:directory_import": imported,
    "form:directory_fields": fields,
    "form:person": save_person,
    "form:handover": hand_over,
}
