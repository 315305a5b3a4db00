"""A person's day: what App Home shows, a page of each section, chosen as they like it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Any, TypeVar

from bot.answers.days import ONLY, SHOWS, SORTS, Choices, MyDay, Part, TeamLook, Waiting
from bot.rules import availability, civil, nudging, permissions
from bot.rules.availability import Hours
from bot.rules.day_order import FirstBecause
from bot.services.finding import homes
from bot.services.people import reading
from bot.services.people.actors import Actor
from bot.services.priority import ranking
from bot.services.work.tasks import UNDO_FOR
from models import History, Person, Session, Task
from models.queries import days as queries
from models.queries import homes as home_queries
from models.queries import leading
from models.queries import nudges as nudge_queries
from models.queries import people as people_queries
from models.queries.days import FOR_TODAY, LATE, LATER, PLACED, SOON, TODAY, Look

T = TypeVar("T")
ROWS = {"day": 8, "waiting": 6, "given": 6, "teams": 3, "soon": 5, "later": 5, "done": 5}
SECTIONS = {
    "all": frozenset(ROWS),
    "mine": frozenset({"day", "soon", "later", "done"}),
    "waiting": frozenset({"waiting"}),
    "given": frozenset({"given"}),
    "teams": frozenset({"teams"}),
}
PRESSING = 3
DONE_LATELY = timedelta(days=7)


def choices_of(kept: Mapping[str, Any] | None) -> Choices:
    """What a person chose, as far as it still is a choice."""
    held = kept or {}
    known = {"show": SHOWS, "only": ONLY, "sort": SORTS}
    chosen = {name: held[name] for name, values in known.items() if held.get(name) in values}
    return Choices(about=str(held.get("about") or ""), **chosen)


def choose(session: Session, actor: Actor, name: str, value: str) -> None:
    """Remember what they want to see from now on; it begins with the first pages again."""
    actor.person.home = {**(actor.person.home or {}), name: value}
    session.add(actor.person)
    homes.first_pages(session, actor.workspace.id, actor.person.id)


def choose_all(session: Session, actor: Actor) -> None:
    """Everything is shown again, in the usual order."""
    actor.person.home = None
    session.add(actor.person)
    homes.first_pages(session, actor.workspace.id, actor.person.id)


@dataclass(frozen=True)
class _Looking:
    """One read: whose day, as they chose to see it, and the pages they turned to."""

    session: Session
    actor: Actor
    look: Look
    sections: frozenset[str]
    pages: Mapping[str, int] = field(default_factory=dict)

    def part(self, section: str, total: int, list_some: Callable[[int, int], Iterable[T]]) -> Part[T]:
        """The page of a section they are on, the last one where there are fewer; nothing is read of an empty one."""
        size = ROWS[section]
        page = max(1, min(self.pages.get(section, 1), -(-total // size)))
        rows = tuple(list_some((page - 1) * size, size)) if total else ()
        return Part(rows, total, page, size)


def my_day(session: Session, actor: Actor) -> MyDay:
    """A page of each section they chose to see, and how much there is of it."""
    person, now = actor.person, actor.now
    hours = availability.hours(person, actor.workspace)
    choices = choices_of(person.home)
    home = home_queries.get(session, person.workspace_id, person.id)
    pages = home.pages if home is not None else {}
    looking = _Looking(session, actor, _look(person, hours, choices, now), SECTIONS[choices.show], pages)
    parts = _mine(looking) | _others(looking)
    just_now = _just_now(session, actor)
    projects, labels = queries.list_abouts(session, person)
    is_admin = permissions.is_admin(actor.workspace, person)
    return MyDay(
        person=person, on=looking.look.today, choices=choices, **parts,
        people=_people(session, person, parts, just_now), just_now=just_now,
        to_answer=tuple((channel, row.on, row.close_at)
                        for channel, row in nudge_queries.to_answer(session, person, now)),
        abouts=(*(f"+{name}" for name in projects), *(f"#{name}" for name in labels)),
        is_admin=is_admin, is_set_up=actor.workspace.set_up_at is not None,
        reading=reading.of(session, actor.workspace.id) if is_admin else None,
        first_because=_first_because(looking, parts["day"], hours),
    )  # fmt: skip


def _look(person: Person, hours: Hours, choices: Choices, now: datetime) -> Look:
    today = hours.today(now)
    soon_on = today + timedelta(days=nudging.SOON_DAYS)
    tonight, soon_until = (civil.instant(day + timedelta(days=1), time(), hours.zone) for day in (today, soon_on))
    mark, name = choices.about[:1], choices.about[1:]
    return Look(person, now, today, tonight, soon_on, soon_until, only=choices.only, sort=choices.sort,
                label=name if mark == "#" else "", project=name if mark == "+" else "")  # fmt: skip


def _mine(looking: _Looking) -> dict[str, Any]:
    """Their own work: for today, the next days and later, and what they finished."""
    if "day" not in looking.sections:
        return {"day": Part()}
    session, look = looking.session, looking.look
    counts = queries.count_mine(session, look)

    def of(section: str, *places: int) -> Part[Task]:
        total = sum(counts.get(place, 0) for place in places)
        return looking.part(section, total, lambda skip, size: queries.list_mine(
            session, look, places, skip=skip, limit=size,
        ))  # fmt: skip

    since = look.now - DONE_LATELY
    done = queries.count_done(session, look, since) if look.only not in ("late", "blocked", "review") else 0
    return {
        "day": of("day", *FOR_TODAY), "late": counts.get(LATE, 0),
        "today": counts.get(TODAY, 0) + counts.get(PLACED, 0), "soon": of("soon", SOON), "later": of("later", LATER),
        "done": looking.part("done", done, lambda skip, size: queries.list_done(
            session, look, since, skip=skip, limit=size,
        )),
    }  # fmt: skip


def _others(looking: _Looking) -> dict[str, Any]:
    """What others wait for, what others do for them, and the teams they lead."""
    found: dict[str, Any] = {}
    if "waiting" in looking.sections:
        found["waiting"] = _waiting(looking)
    if "given" in looking.sections:
        found |= _given(looking)
    if "teams" in looking.sections:
        found["teams"] = _teams(looking)
    return found


def _waiting(looking: _Looking) -> Part[Waiting]:
    """Kind after kind: who waits for a word of acceptance, for help, for a first sign."""
    session, look = looking.session, looking.look
    kinds = queries.waiting(look)
    counts = {kind: queries.count(session, conditions) for kind, conditions in kinds.items()}

    def rows(skip: int, size: int) -> Iterable[Waiting]:
        for kind, conditions in kinds.items():
            here = max(0, min(size, counts[kind] - skip))
            if here:
                yield from (Waiting(kind, task) for task in queries.list_some(
                    session, look, conditions, skip=skip, limit=here,
                ))  # fmt: skip
            skip, size = max(0, skip - counts[kind]), size - here

    return looking.part("waiting", sum(counts.values()), rows)


def _given(looking: _Looking) -> dict[str, Any]:
    session, look = looking.session, looking.look
    counted = queries.count_given(session, look)
    counts: dict[str, int] = {}
    for (state, late, blocked), n in counted.items():
        for name in (state, *(["late"] if late else []), *(["blocked"] if blocked else [])):
            counts[name] = counts.get(name, 0) + n
    given = looking.part("given", sum(counted.values()), lambda skip, size: queries.list_given(
        session, look, skip=skip, limit=size,
    ))  # fmt: skip
    return {"given": given, "given_counts": counts}


def _teams(looking: _Looking) -> Part[TeamLook]:
    session, look, actor = looking.session, looking.look, looking.actor
    person = actor.person
    leads_all = person.id in actor.workspace.leads
    led = leading.list_led(session, person, look.now, of_workspace=leads_all)

    def rows(skip: int, size: int) -> Iterable[TeamLook]:
        shown = led[skip : skip + size]
        counts = leading.count_of_teams(session, look, shown)
        standups, digests = leading.list_rituals(session, person.workspace_id, (team.channel.id for team in shown))
        for team in shown:
            channel = team.channel
            first = leading.list_of_team(session, look, team, PRESSING) if channel.id in counts else []
            yield TeamLook(channel, counts.get(channel.id, {}), tuple(first), channel.id in standups,
                           channel.id in digests)  # fmt: skip

    return looking.part("teams", len(led), rows)


def _first_because(looking: _Looking, day: Part[Task], hours: Hours) -> FirstBecause | None:
    """Why the first is the first, where they see it and have it in the order of what presses most."""
    if not day.rows or day.page > 1 or looking.look.sort != "pressing":
        return None
    now = looking.look.now
    return ranking.first_because(
        looking.session, looking.actor.person, nudging.agenda(day.rows, hours, now), hours, now
    )


def _just_now(session: Session, actor: Actor) -> tuple[History, Task] | None:
    """Their newest change, while it can be taken back and was not."""
    last = queries.last_change(session, actor.person, actor.now - UNDO_FOR)
    if last is None or last[0].undone_by is not None or last[0].kind == "undo":
        return None
    return last if last[0].version == last[1].version else None  # somebody changed it since


def _people(
    session: Session, person: Person, parts: Mapping[str, Any], just_now: tuple[History, Task] | None
) -> dict[str, Person]:
    """Whoever a row names."""
    shown: list[Task] = [just_now[1]] if just_now else []
    for name in ("day", "soon", "later", "given", "done"):
        shown += parts[name].rows if name in parts else ()
    shown += [row.task for row in parts["waiting"].rows] if "waiting" in parts else []
    shown += [task for team in parts["teams"].rows for task in team.first] if "teams" in parts else []
    ids = {one for task in shown for one in (task.owner_id, task.creator_id)} | {person.id}
    return people_queries.list_by_ids(session, person.workspace_id, ids)
