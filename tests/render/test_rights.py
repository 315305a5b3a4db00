"""The page of rights is what the table says, and every order and form has its row."""

from pathlib import Path

import pytest

from bot.commands import COMMANDS, FORMS
from bot.commands.call import Command
from bot.commands.rights import rows_of_form, said_as
from bot.render.rights import OF_A_TASK, OF_A_TEAM, page
from bot.rules.permissions import OF_OTHERS, OF_TASKS, RIGHTS

DOCS = Path(__file__).parent.parent.parent / "docs"
# rows of what happens to a task through an order about another one
BY_THE_WAY = {"slip", "merged", "handover", "calendar hosts"}


def test_the_page_in_the_docs_is_what_is_printed() -> None:
    assert (DOCS / "rights.md").read_text(encoding="utf-8") == page(said_as()), "muster rights > docs/rights.md"


@pytest.mark.parametrize("command", COMMANDS.values(), ids=lambda command: command.name)
def test_every_order_has_a_row(command: Command) -> None:
    without = [one.name for one in command.subcommands if command.row_of(one) not in RIGHTS]
    assert without == [], "add a row to RIGHTS in bot/rules/permissions.py, or name one by `needs`"


def test_every_form_has_its_rows() -> None:
    without = [form for form in FORMS if not set(rows_of_form(form)) <= RIGHTS.keys()]
    assert without == [], "add a row to RIGHTS in bot/rules/permissions.py, or name one in commands/rights.py"


def test_every_row_is_in_use_and_its_cells_are_printed() -> None:
    assert RIGHTS.keys() - said_as().keys() <= BY_THE_WAY
    assert all(parts <= set(OF_A_TASK) for parts in OF_TASKS.values())
    assert all(parts <= set(OF_A_TEAM) for parts in OF_OTHERS.values())
    assert not OF_TASKS.keys() & OF_OTHERS.keys()
