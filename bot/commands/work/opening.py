"""A form about a task opens only for somebody who may send it: nobody writes a page and is refused then."""

from bot.answers import Answer, RolesForm, SmallForm, TaskForm
from bot.answers.reviews import RecordForm
from bot.commands.call import Call
from bot.rules import permissions
from bot.services.work import rights
from models import Task


def check(call: Call, row: str, answer: Answer) -> None:
    """`row` is what the order needed that opens it. Raises the refusal that sending it would meet."""
    task = _task_of(answer)
    if task is not None and row in permissions.OF_TASKS:
        rights.check(call.session, call.workspace, call.person, task, row)


def _task_of(answer: Answer) -> Task | None:
    match answer:
        case SmallForm(task=task) | RecordForm(task=task):
            return task
        case TaskForm(view=view) | RolesForm(view=view):
            return view.task if view else None
        case _:
            return None
