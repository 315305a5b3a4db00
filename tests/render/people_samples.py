"""One of every answer, form and notice about people: parts, hand-overs, the directory, who leaves."""

from datetime import UTC, date, datetime, timedelta

from bot.answers import Form, Message, RolesForm, SmallForm, TaskView
from bot.answers.away import (
    AwayEnded,
    AwayForm,
    AwayKept,
    AwayList,
    Calendar,
    CalendarShown,
    DayForm,
    DayOff,
    HolidaysShown,
    HoursForm,
)
from bot.answers.people import (
    DirectoryPage,
    DirectoryRead,
    FieldsForm,
    HandoverForm,
    Holdings,
    ImportForm,
    ImportPreview,
    PersonForm,
    Reading,
)
from bot.notices import CalendarRead, Leaving, Notice, OnHold, TaskTold, YearUnknown
from bot.render.slack.calendars import WHY
from bot.rules.availability import SKIP, Away, Part
from models import Person, Task, Workspace

TOLD = ("decline", "helping", "consult_start", "consult_review", "informed_done", "informed_cancel", "owner_gone",
        "owner_left")  # fmt: skip
TUESDAY, FRIDAY = date(2026, 3, 10), date(2026, 3, 13)
NOW = datetime(2026, 3, 9, 8, 20, tzinfo=UTC)
HOURS: tuple[tuple[str, dict[str, object], Workspace], ...] = (
    ("usual", {}, Workspace(id="T0MUSTER1", created_at=NOW)),
    ("of another country", {"region": "DE", "week": {"5": ["09:00", "13:00"]}, "works_on": [1, 5]},
     Workspace(id="T0MUSTER1", created_at=NOW, holiday_region="CN")),
    ("of nowhere", {"region": "none"}, Workspace(id="T0MUSTER1", created_at=NOW, holiday_region="DE")),
)  # fmt: skip
TEAMS = tuple(f"C{number:08d}" for number in range(30))


def forms(view: TaskView, words: str) -> dict[str, Form]:
    person = Person(workspace_id="T0MUSTER1", id="U0ANN", real_name=words or "x", department=words, manager_id="U0BOB")
    held = Holdings(person, (view.task,) * 3, (view.task,), (view.task,), TEAMS, 2, (person,) * 50, (person,) * 50)
    many = tuple(view.task.model_copy(update={"number": number}) for number in range(1, 40))
    return {
        "roles": RolesForm(view),
        "small decline": SmallForm("decline", view.task, person),
        "person": PersonForm(person, all_of_it=True),
        "own stand-in": PersonForm(person, all_of_it=False),
        "import": ImportForm(),
        "fields": FieldsForm({"department": words[:80]}),
        "handover": HandoverForm(
            Holdings(person, many, held.reviews, held.parts, held.teams, 2, held.stands_for, held.manages)
        ),
        "away": AwayForm(person, TUESDAY),
        "day": DayForm("DE", TUESDAY),
        "day of everybody": DayForm(None),
        **{f"hours {name}": HoursForm(person.model_copy(update=of), workspace) for name, of, workspace in HOURS},
        "hours with a calendar": HoursForm(person, HOURS[0][2], words[:80]),
        "hours without a calendar": HoursForm(person, HOURS[0][2], ""),
        "handover of one": HandoverForm(Holdings(person, owned=(view.task,))),
    }


def notices(tasks: tuple[Task, ...], view: TaskView, person: Person, words: str) -> dict[str, Notice]:
    found: dict[str, Notice] = {
        "leaving": Leaving(Holdings(person, tasks, tasks, tasks, TEAMS, 2, (person,) * 50, (person,) * 50)),
        "year unknown": YearUnknown("CN", 2027),
        "directory read": DirectoryRead(50_213),
        **{f"calendar {name}": CalendarRead(shown) for name, shown in calendars(words).items()},
        "on hold": OnHold(NOW - timedelta(days=1), NOW, 17),
        "on hold, one": OnHold(None, None, 1),
        "leaving, all hidden": Leaving(Holdings(person, hidden=1)),
    }
    return found | {f"told {verb}": TaskTold(view, person, verb, words, person) for verb in TOLD}


def messages(people: tuple[Person, ...], words: str) -> dict[str, Message]:
    lacking = {"department": 3, "manager_id": 0, "stand_in_id": 1}
    unread = tuple((number, words) for number in range(2, 40))
    return {
        "directory": DirectoryPage(people[:20], lacking, 30, 1, 2, is_admin=True),
        "directory, last page": DirectoryPage(people[20:], {}, 30, 2, 2),
        "directory, being read": DirectoryPage(people[:20], lacking, 12_400, 1, 620, reading=Reading(12_400)),
        "directory, read no further": DirectoryPage((), {}, 0, 1, 1, reading=Reading(12_400, words)),
        "import preview": ImportPreview(12, 3, 1, unread, "&17"),
        **_away(people[0], people[-1], words),
        **{f"calendar {name}": shown for name, shown in calendars(words).items()},
        "days off": HolidaysShown(
            "CN",
            tuple(
                DayOff(FRIDAY, part, words, by, group)
                for part in (None, *Part)
                for by, group in (("", None), ("U0BOB", ""), ("U0BOB", "DE"))
            ),
            2027,
            is_admin=True,
        ),
        "days off, none": HolidaysShown("DE", (), None, is_admin=False),
        "days off of nowhere": HolidaysShown(None, (), None, is_admin=True),
        "import of nothing": ImportPreview(0, 0, 0, (), "&17"),
    }


def calendars(words: str) -> dict[str, CalendarShown]:
    """In every state; a host and what could not be read are of others' making."""
    ahead = tuple(Away(TUESDAY, day, source="calendar") for day in (TUESDAY, FRIDAY))
    host = words[:80]
    return {
        "none": CalendarShown(Calendar.NONE),
        "none, of few": CalendarShown(Calendar.NONE, hosts=(host,) * 30),
        "none, off": CalendarShown(Calendar.NONE, hosts=()),
        "ended": CalendarShown(Calendar.NONE, ended=True),
        "waiting": CalendarShown(Calendar.WAITING, host),
        "read": CalendarShown(Calendar.READ, host, ahead, read_at=NOW),
        "read, one": CalendarShown(Calendar.READ, host, ahead[:1], read_at=NOW),
        "read, empty": CalendarShown(Calendar.READ, host, read_at=NOW),
        "failing at first": CalendarShown(Calendar.FAILING, host, why=words),
        **{f"failing, {why}": CalendarShown(Calendar.FAILING, host, ahead, why, NOW) for why in WHY},
    }


def _away(me: Person, other: Person, words: str) -> dict[str, Message]:
    """Of the reader and of somebody else, whole days and halves, with all that may follow."""
    found: dict[str, Message] = {}
    task = Task(workspace_id="T0MUSTER1", number=7, title=words or "x", owner_id=me.id, creator_id=me.id,
                due_on=FRIDAY, created_at=NOW, updated_at=NOW)  # fmt: skip
    for who in (me, other):
        week = Away(TUESDAY, FRIDAY, note=words, by=other.id)
        for name, away in (("week", week), ("morning", Away(TUESDAY, TUESDAY, Part.MORNING)),
                           ("afternoon", Away(TUESDAY, TUESDAY, Part.AFTERNOON)),
                           ("skip", Away(TUESDAY, TUESDAY, source=SKIP))):  # fmt: skip
            found[f"away {name} of {who.id}"] = AwayKept(who, away, FRIDAY, (), None, "/muster away restore x []")
        found[f"away and what follows of {who.id}"] = AwayKept(
            who, week, FRIDAY, (task,) * 12, other, "&17", ("/muster away x", TUESDAY), stand_in_away=FRIDAY
        )
        found[f"away still of {who.id}"] = AwayKept(
            who, week, FRIDAY, (task,), other, "&17", ("/muster away x", date(2026, 3, 16))
        )
        found[f"back of {who.id}"] = AwayEnded(who, week, "&17", back=True)
        found[f"removed of {who.id}"] = AwayEnded(who, week, "&17")
        sources = tuple(Away(TUESDAY, FRIDAY, source=source, by=other.id, note=words)
                        for source in ("self", "lead", "calendar", SKIP))  # fmt: skip
        found[f"absences of {who.id}"] = AwayList(who, sources * 3, may=True)
        found[f"absences of {who.id}, to others"] = AwayList(who, sources, may=False)
        found[f"no absences of {who.id}"] = AwayList(who, (), may=who is me)
    return found
