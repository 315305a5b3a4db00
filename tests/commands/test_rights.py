"""Every order about a task, said by everybody there can be, wherever the task comes from, through every door."""

import os
from collections.abc import Iterable, Iterator

import pytest

from bot.commands import COMMANDS
from bot.commands import FORMS as ALL_FORMS
from bot.commands.rights import rows_of_form
from bot.heard import Door
from bot.rules.permissions import OF_TASKS
from models import Session
from tests.commands.walking import (
    ACTORS,
    CHANNELS,
    FORMS,
    OF_ONES_OWN,
    OF_ONES_OWN_FORMS,
    ORDERS,
    PUBLIC,
    Example,
    World,
    expected,
    kinds,
    sees,
)

TASK = COMMANDS["/task"]
ABOUT_A_TASK = {one.name: row for one in TASK.subcommands if (row := TASK.row_of(one)) in OF_TASKS}
ALL_OF_IT = "MUSTER_EXAMPLES" in os.environ
EVERY_SO_MANY = 20  # of the orders and forms, on the second database


def test_every_order_about_a_task_has_an_example() -> None:
    assert ORDERS.keys() == ABOUT_A_TASK.keys() - OF_ONES_OWN, "add an example to tests/commands/walking.py"


def test_every_form_about_a_task_has_an_example() -> None:
    of_tasks = {form for form in ALL_FORMS if set(rows_of_form(form)) & OF_TASKS.keys()}
    assert FORMS.keys() == of_tasks - OF_ONES_OWN_FORMS, "add an example to tests/commands/walking.py"


def said() -> Iterator[tuple[str, Example, str, tuple[Door, ...]]]:
    """Every order and form: its row, its example, its form, and the doors it comes through."""
    for name, example in ORDERS.items():
        yield ABOUT_A_TASK[name], example, "", example.only or (Door.SLASH, Door.BUTTON)
    for form, example in FORMS.items():
        yield rows_of_form(form)[-1], example, form, (Door.FORM,)


def walked(channel: str, at: int, doors: tuple[Door, ...]) -> Iterable[tuple[str, Door]]:
    """One of every kind for an order in the public channel; else two who see the task and two who do not.

    Each time it is others, so that everybody meets every door; with MUSTER_EXAMPLES everybody says everything.
    """
    groups = kinds(channel)
    if channel != PUBLIC or doors == (Door.FORM,):
        seeing = [one for one in ACTORS if sees(one, channel)]
        groups = [seeing, seeing[at % 3 + 1 :], *[[one for one in ACTORS if one not in seeing]] * 2]
    actors = [group[(at + place) % len(group)] for place, group in enumerate(groups)]
    for place, actor in enumerate(ACTORS if ALL_OF_IT else dict.fromkeys(actors)):
        for door in doors if ALL_OF_IT else (doors[(place + at) % len(doors)],):
            yield actor, door


@pytest.mark.parametrize("channel", CHANNELS)
def test_each_may_do_what_the_table_says_and_nothing_else(session: Session, channel: str) -> None:
    world = World(session, channel)
    wrong = []
    step = 1 if session.get_bind().dialect.name == "sqlite" or ALL_OF_IT else EVERY_SO_MANY
    for at, (row, example, form, doors) in list(enumerate(said()))[::step]:
        with world.prepared(example.prepare):
            for actor, door in walked(channel, at, doors):
                wanted = expected(actor, channel, row, opens=example.opens)
                found = world.outcome(actor, door, example, form)
                if wanted != found:
                    wrong.append(f"{example.line or form} by {actor}, {door.value}: {found}, not {wanted}")
    assert wrong == []
