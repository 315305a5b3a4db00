"""Absences from a calendar that somebody gave the address of: when it is read, what follows, what they are told."""

import random
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from bot import sealing
from bot.answers.away import Calendar, CalendarShown
from bot.errors import UserError
from bot.notices import CalendarRead, Dropped, Notice
from bot.rules import absences, availability, calendar_days, civil, permissions
from bot.rules.addresses import host_of, is_among, read_address
from bot.rules.availability import Away
from bot.rules.calendar_text import Found
from bot.services.messages import outbox
from bot.services.messages.outbox import Letter
from bot.services.people import away
from bot.services.people.actors import Actor
from models import Lane, Outbox, Person, Session, Workspace, holding
from models.queries import calendars as queries
from models.queries import nudges as nudge_queries
from models.queries import people as people_queries

EVERYBODY = 1_000_000
KIND = "calendar"
VERB = "muster calendar"
EVERY = timedelta(hours=1)
LONGEST_WAIT = timedelta(days=1)
LEASE = timedelta(minutes=15)  # who takes a calendar and dies is followed by somebody else then
TELL_AFTER = 3  # failures in a row: a server that is busy for an hour is nobody's concern
AT_ONCE = 40

Key = tuple[str, str]


@dataclass(frozen=True)
class Reading:
    """What is needed to read one person's calendar, out of any transaction. `asked` names the address it is of."""

    address: str = field(repr=False)
    asked: str
    hosts: list[str] | None
    zone: str
    window: tuple[date, date]
    names: tuple[str, ...]


def address_of(person: Person) -> str | None:
    """The one place where an address is read; whoever calls this shows no more of it than its host.

    One that does not open any more is none: its owner gives it again.
    """
    if person.calendar_url is None:
        return None
    try:
        return sealing.opened(person.calendar_url, _bond(person))
    except sealing.CannotOpen:
        return None


def _keep_address(person: Person, address: str | None) -> None:
    """The one place where it is written, sealed where there are keys."""
    person.calendar_url = sealing.kept(address, _bond(person)) if address is not None else None


def _bond(person: Person) -> str:
    return f"{person.workspace_id} {person.id} calendar"


def count_closed(session: Session) -> int:
    """How many addresses do not open."""
    return sum(address_of(person) is None for person in queries.list_given(session, ("", ""), EVERYBODY))


def reseal(session: Session, after: Key, limit: int) -> tuple[int, Key | None]:
    """Seal the addresses anew, a few rows from there on: how many, and where to go on. Raises CannotOpen."""
    rows = queries.list_given(session, after, limit)
    for person in rows:
        held = _held(session, person)
        if held.calendar_url is not None:
            held.calendar_url = sealing.kept(sealing.opened(held.calendar_url, _bond(held)), _bond(held))
            session.add(held)
    return len(rows), (rows[-1].workspace_id, rows[-1].id) if len(rows) == limit else None


def give(session: Session, actor: Actor, words: str) -> CalendarShown:
    """Read their absences from there, soon and from then on every hour. The same address again is read at once."""
    away.check_own(actor, VERB)
    address, hosts = read_address(words), actor.workspace.calendar_hosts
    if not is_among(host_of(address), hosts):
        raise UserError("calendar_not_allowed" if hosts else "calendars_off", hosts=", ".join(hosts or ()))
    person = _held(session, actor.person)
    is_new = address_of(person) != address
    if is_new:
        _drop(session, actor, person)
        _keep_address(person, address)
    said = [] if is_new else (person.calendar or {}).get("said", [])
    person.calendar = {"asked": actor.now.isoformat(), "said": said}
    person.calendar_at = actor.now
    session.add(person)
    session.flush()
    return shown(actor, person)


def stop(session: Session, actor: Actor) -> CalendarShown:
    """Read it no more, and take away what came from it."""
    away.check_own(actor, VERB)
    person = _held(session, actor.person)
    had = address_of(person) is not None
    forget(session, person)
    _drop(session, actor, person)
    return CalendarShown(Calendar.NONE, hosts=_hosts(actor.workspace), ended=had)


def forget(session: Session, person: Person) -> None:
    """The address goes; what was read stays: for who stops it, and who leaves."""
    _keep_address(person, None)
    person.calendar, person.calendar_at = None, None
    session.add(person)
    session.flush()


def _held(session: Session, person: Person) -> Person:
    session.flush()
    holding.again(session, person)
    return person


def _drop(session: Session, actor: Actor, person: Person) -> None:
    kept = away.kept_of(person)
    stays = calendar_days.without_calendar(kept, away.today_of(actor, person))
    if stays != kept:
        away.keep(session, actor, person, stays)


def shown(actor: Actor, person: Person) -> CalendarShown:
    """How it stands. Only they themselves are shown it."""
    address, state, hosts = address_of(person), person.calendar or {}, _hosts(actor.workspace)
    if address is None:
        return CalendarShown(Calendar.NONE, hosts=hosts)
    kept = (one for one in away.kept_of(person) if one.source == absences.CALENDAR)
    stands = Calendar.FAILING if state.get("failed") else Calendar.READ if state.get("read_at") else Calendar.WAITING
    read_at = datetime.fromisoformat(state["read_at"]) if state.get("read_at") else None
    ahead = absences.ahead(kept, away.today_of(actor, person))
    return CalendarShown(stands, host_of(address), tuple(ahead), state.get("why", ""), read_at, hosts)


def _hosts(workspace: Workspace) -> tuple[str, ...] | None:
    return None if workspace.calendar_hosts is None else tuple(workspace.calendar_hosts)


def set_hosts(session: Session, actor: Actor, hosts: list[str] | None) -> None:
    """An admin says from where calendars may be read at all: None is from anywhere that is open, [] from nowhere."""
    permissions.check_set_up(actor.workspace, actor.person, "calendar hosts")
    actor.workspace.calendar_hosts = hosts
    session.add(actor.workspace)


# --- reading, in steps: what is due, taking one, and writing down what became of it ---------------------------------


def due(session: Session, now: datetime) -> list[Key]:
    return queries.list_to_read(session, now, AT_ONCE)


def take(session: Session, key: Key, now: datetime) -> Reading | None:
    """What is to be read, kept from other processes for a while; None where it is theirs, or over."""
    person, workspace = nudge_queries.claim_person(session, *key), people_queries.workspace(session, key[0])
    if person is None or workspace is None or person.calendar_at is None or person.calendar_at > now:
        return None
    address = address_of(person)
    if address is None or person.is_deleted:
        is_closed = person.calendar_url is not None and not person.is_deleted  # by keys that may come back
        person.calendar_at = now + LEASE if is_closed else None
        session.add(person)
        return None
    person.calendar_at = now + LEASE
    session.add(person)
    zone = civil.zone(person.zone, workspace.zone)
    names = tuple(dict.fromkeys(name for name in (person.display_name, person.real_name, person.called) if name))
    return Reading(address, str((person.calendar or {}).get("asked", "")), workspace.calendar_hosts, zone.key,
                   calendar_days.window(civil.local_date(now, zone)), names)  # fmt: skip


def read(session: Session, key: Key, reading: Reading, found: Iterable[Found], now: datetime) -> None:
    """Their absences are as the calendar says, but for what was said by hand; the first time they are told."""
    held = _still(session, key, reading)
    if held is None:
        return
    actor, person = Actor(held[0], held[1], now), held[1]
    state, today = dict(person.calendar or {}), away.today_of(actor, person)
    said = calendar_days.days_away(found, availability.hours(person, actor.workspace), today)
    before, kept = [Away.of(row) for row in state.get("said", ())], away.kept_of(person)
    after = calendar_days.taken_over(kept, before, said, today)
    is_first = not state.get("told")
    person.calendar = {"asked": state.get("asked", ""), "said": [one.kept() for one in said], "told": True,
                       "read_at": now.isoformat()}  # fmt: skip
    person.calendar_at = now + _spread(EVERY)
    session.add(person)
    if _in_order(after) != _in_order(kept):
        away.keep(session, actor, person, after)
    if is_first:
        _tell(session, person, f"read:{reading.asked}", failing=False, due_at=now, now=now)


def failed(session: Session, key: Key, reading: Reading, why: str, now: datetime) -> None:
    """Tried again later and later; what was read stays. They are told once: at first, or when it goes on failing."""
    held = _still(session, key, reading)
    if held is None:
        return
    workspace, person = held
    state = dict(person.calendar or {})
    times = int(state.get("failed", 0)) + 1
    state |= {"failed": times, "why": why, "since": state.get("since") or now.isoformat()}
    is_first, goes_on = not state.get("told"), times == TELL_AFTER and not state.get("told_of_failing")
    if is_first or goes_on:
        due_at = now if is_first else availability.hours(person, workspace).next_moment(now)
        _tell(session, person, f"failing:{state['since']}", failing=True, due_at=due_at, now=now)
        state |= {"told": True, "told_of_failing": True}
    person.calendar = state
    person.calendar_at = now + _spread(min(EVERY * 2 ** min(times - 1, 10), LONGEST_WAIT))
    session.add(person)


def _still(session: Session, key: Key, reading: Reading) -> tuple[Workspace, Person] | None:
    """The person, if it is the same address still."""
    person, workspace = nudge_queries.hold_person(session, *key), people_queries.workspace(session, key[0])
    if person is None or workspace is None or address_of(person) != reading.address:
        return None
    return (workspace, person) if str((person.calendar or {}).get("asked", "")) == reading.asked else None


def _in_order(kept: Iterable[Away]) -> list[Away]:
    return sorted(kept, key=lambda one: (one.first, one.last, one.part, one.source))


def _spread(wait: timedelta) -> timedelta:
    """Never sooner, up to a sixth later, so that many do not ask at once."""
    return wait * (1 + random.random() / 6)  # noqa: S311 - jitter, no secret


def _tell(session: Session, person: Person, name: str, *, failing: bool, due_at: datetime, now: datetime) -> None:
    asked = (person.calendar or {}).get("asked", "")
    outbox.put(session, person.workspace_id, Letter(
        key=f"calendar:{person.id}:{name}", kind=KIND, to=person.id, reader_id=person.id,
        subject={"asked": asked, "failing": failing}, due_at=due_at,
        lane=Lane.PROMPTS if due_at > now else Lane.PEOPLE,
    ), now=now)  # fmt: skip


def compose(session: Session, row: Outbox, now: datetime) -> Notice | Dropped:
    person = people_queries.get(session, row.workspace_id, row.to)
    workspace = people_queries.workspace(session, row.workspace_id)
    if person is None or workspace is None or (person.calendar or {}).get("asked") != row.subject["asked"]:
        return Dropped("another calendar by now")
    found = shown(Actor(workspace, person, now), person)
    if row.subject["failing"] and found.stands != Calendar.FAILING:
        return Dropped("read again by now")
    return CalendarRead(found)


COMPOSERS = {KIND: compose}
