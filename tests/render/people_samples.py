"""One of every answer, form and notice about people: parts, hand-overs, the directory, who leaves."""

from bot.answers import Form, Message, RolesForm, SmallForm, TaskView
from bot.answers.people import (
    DirectoryPage,
    FieldsForm,
    HandoverForm,
    Holdings,
    ImportForm,
    ImportPreview,
    PersonForm,
)
from bot.notices import Leaving, Notice, TaskTold
from models import Person, Task

TOLD = ("decline", "helping", "consult_start", "consult_review", "informed_done", "informed_cancel", "owner_gone",
        "owner_left")  # fmt: skip
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
        "handover of one": HandoverForm(Holdings(person, owned=(view.task,))),
    }


def notices(tasks: tuple[Task, ...], view: TaskView, person: Person, words: str) -> dict[str, Notice]:
    found: dict[str, Notice] = {
        "leaving": Leaving(Holdings(person, tasks, tasks, tasks, TEAMS, 2, (person,) * 50, (person,) * 50)),
        "leaving, all hidden": Leaving(Holdings(person, hidden=1)),
    }
    return found | {f"told {verb}": TaskTold(view, person, verb, words, person) for verb in TOLD}


def messages(people: tuple[Person, ...], words: str) -> dict[str, Message]:
    lacking = {"department": 3, "manager_id": 0, "stand_in_id": 1}
    unread = tuple((number, words) for number in range(2, 40))
    return {
        "directory": DirectoryPage(people[:20], lacking, 30, 1, 2, is_admin=True),
        "directory, last page": DirectoryPage(people[20:], {}, 30, 2, 2),
        "import preview": ImportPreview(12, 3, 1, unread, "&17"),
        "import of nothing": ImportPreview(0, 0, 0, (), "&17"),
    }
