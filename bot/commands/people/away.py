"""`/muster away`, `back` and `skip`: when somebody is not there, said by themselves or by who leads them."""

from collections.abc import Callable
from datetime import date, datetime, timedelta

from bot.answers import Answer, Said
from bot.answers.away import AwayEnded, AwayForm, AwayKept, AwayList
from bot.commands.call import Call, Subcommand
from bot.commands.lines import naming
from bot.commands.lines.carrying import WHO, carry
from bot.errors import UserError
from bot.heard import Door
from bot.parsing.talk.talk_away import Absence, read_absence, said_freely
from bot.rules import absences, availability, civil
from bot.rules.availability import SKIP, Away, Part
from bot.services.people import away as services
from models import Person

ONE_DAY = timedelta(days=1)
NEW = frozenset({"new", "add", "新增", "填写"})
TODAY = frozenset({"", "today", "the day", "今天"})
TALK = (Door.DM, Door.MENTION)


def reads_one(args: str) -> bool:
    """Nothing, or one person."""
    return not args or (args.startswith(("@", "<@")) and len(args.split()) <= naming.WORDS_OF_A_NAME)


def away(call: Call) -> Answer:
    """`away until Friday` — be left in peace while you're away; `away 3/4-3/10 vacation`, `away tomorrow morning`."""
    person, words = _whose(call)
    if not isinstance(person, Person):
        return person
    first = words.split(None, 1)[0].lower() if words else ""
    if not words:
        return _list(call, person)
    if first in NEW:
        services.check(call.session, call.actor, person)
        return AwayForm(person, services.today_of(call.actor, person))
    if first in ("end", "restore"):
        return (_end if first == "end" else _restore)(call, person, words.partition(" ")[2])
    found = read_absence(words, _moment(call, person))
    if found is None:
        services.check(call.session, call.actor, person)
        raise UserError("no_such_absence", words=words)
    return _kept(call, person, found)


def _whose(call: Call) -> tuple[Person | Answer, str]:
    if not call.args.startswith(("@", "<@")):
        return call.person, call.args
    named = naming.first(call, call.args)
    if named.unclear or named.person is None:
        line = call.args.replace(f"@{named.unclear}", WHO, 1)
        return naming.ask(call, named.unclear or call.args.removeprefix("@"), "/muster away", line), ""
    if not named.person.is_active:
        raise UserError("cannot_be_named", name=named.person.called)
    return named.person, named.rest


def _moment(call: Call, person: Person) -> datetime:
    """When it was said, on the wall of whom it is about."""
    return civil.local(call.heard.spoken_at or call.actor.now, civil.zone(person.zone, call.workspace.zone))


def _list(call: Call, person: Person) -> Answer:
    services.check_own(call.actor)
    may = services.may_say(call.session, call.actor, person)
    kept = absences.ahead(services.kept_of(person), services.today_of(call.actor, person))
    return AwayList(person, tuple(kept), may)


def _kept(call: Call, person: Person, found: Absence) -> Answer:
    """ "Until Monday" is until they come back where nobody works on the day before; "until Friday" is Friday, too."""
    hours = availability.hours(person, call.workspace)
    last, other = found.last, None
    if found.until and found.last > found.first:
        before = found.last - ONE_DAY
        last, other = (found.last, before) if hours.works_on(before) else (before, found.last)
    return put(call, person, Away(found.first, last, Part(found.part), *_by(call, person), found.note), other)


def _by(call: Call, person: Person) -> tuple[str, str]:
    return ("self" if person.id == call.person.id else "lead"), call.person.id


def put(call: Call, person: Person, wanted: Away, other: date | None = None) -> Answer:
    """Keep it, and say what follows."""
    stands, way_back = services.put(call.session, call.actor, person, wanted)
    stand_in = services.stand_in_of(call.session, person)
    hours = availability.hours(person, call.workspace)
    return AwayKept(
        person, stands, hours.next_workday(stands.last) if stands.part == Part.WHOLE else stands.last,
        services.falls_due(call.session, call.actor, person, stands), stand_in,
        undo=_undo(call, person, way_back),
        other=(_line(person, wanted, other), other) if other else None,
        stand_in_away=services.away_until(call.workspace, stand_in, call.actor) if stand_in else None,
    )  # fmt: skip


def _line(person: Person, wanted: Away, last: date) -> str:
    return f"/muster away <@{person.id}> {wanted.first} to {last} {wanted.note}".strip()


def _undo(call: Call, person: Person, way_back: str) -> str:
    return carry(call, f"/muster away <@{person.id}> restore {way_back}")


def _end(call: Call, person: Person, words: str) -> Answer:
    first, last, part = [*words.split(), "", "", ""][:3]
    try:
        days = date.fromisoformat(first), date.fromisoformat(last), Part(part)
    except ValueError:
        raise UserError("no_such_absence", words=words) from None
    ended, way_back = services.end(call.session, call.actor, person, *days)
    return AwayEnded(person, ended, _undo(call, person, way_back))


def _restore(call: Call, person: Person, words: str) -> Answer:
    services.restore(call.session, call.actor, person, words)
    return Said("away_restored", {})


def back(call: Call) -> Answer:
    """`back` — you're here again: what you said of being away ends today."""
    person, _ = _whose(call)
    if not isinstance(person, Person):
        return person
    ended, way_back = services.back(call.session, call.actor, person)
    return AwayEnded(person, ended, _undo(call, person, way_back), back=True)


def skip(call: Call) -> Answer:
    """`skip today` — no questions and no reminders for the rest of today."""
    today = services.today_of(call.actor, call.person)
    return put(call, call.person, Away(today, today, Part.WHOLE, SKIP, call.person.id))


def submit(call: Call) -> Answer:
    """Keep the days of the form."""
    values = call.heard.values
    person = naming.by_id(call, str(call.heard.meta["person"]))
    first = _day(values.get("first"), "first")
    last = _day(values.get("last") or values.get("first"), "last")
    part = Part(str(values.get("part") or "whole"))
    if part != Part.WHOLE and last != first:
        raise UserError("half_of_one_day", field="part")
    note = " ".join(str(values.get("note") or "").split())[:80]
    return put(call, person, Away(first, last, part, *_by(call, person), note))


def _day(value: object, field: str) -> date:
    try:
        return date.fromisoformat(str(value or ""))
    except ValueError:
        raise UserError("no_such_date", field=field, words="") from None


def freely(call: Call) -> Answer | None:
    """ "I'm away until Monday", 我请假到周五: the same, said in any words that leave no doubt."""
    line = said_freely(call.line, _moment(call, call.person), in_talk=call.heard.door in TALK)
    return run_line(call, line) if line else None


def run_line(call: Call, line: str) -> Answer:
    verb, _, words = line.partition(" ")
    return {"away": away, "back": back, "skip": skip}[verb](call.with_args(words))


def reads_nothing_but_today(args: str) -> bool:
    return args.strip().lower() in TODAY


SUBCOMMANDS = (
    Subcommand("away", away, ("请假", "休假", "ooo")),
    Subcommand("back", back, ("回来", "销假"), reads_one),
    Subcommand("skip", skip, ("跳过",), reads_nothing_but_today),
)

FORMS: dict[str, Callable[[Call], Answer]] = {"form:away": submit}
