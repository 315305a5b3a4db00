"""The table of rights as a page of Markdown."""

from collections.abc import Iterable, Mapping

from bot.rules.permissions import OF_OTHERS, OF_TASKS, Part

TITLES = {
    Part.OWNER: "owner", Part.CREATOR: "creator", Part.ACCOUNTABLE: "accountable", Part.HELPER: "helper",
    Part.REVIEWER: "reviewer", Part.CONSULTED: "consulted", Part.INFORMED: "informed", Part.AWAITED: "waited for",
    Part.LEAD: "lead", Part.ADMIN: "admin", Part.VIEWER: "sees it", Part.FOUNDER: "colleague, no team yet",
    Part.MANAGER: "manager", Part.COLLEAGUE: "colleague", Part.GUEST: "guest", Part.OUTSIDER: "from outside",
}  # fmt: skip
OF_A_TASK = (
    Part.OWNER, Part.CREATOR, Part.ACCOUNTABLE, Part.HELPER, Part.REVIEWER, Part.CONSULTED, Part.INFORMED,
    Part.AWAITED, Part.MANAGER, Part.LEAD, Part.ADMIN, Part.VIEWER,
)  # fmt: skip
OF_A_TEAM = (Part.COLLEAGUE, Part.GUEST, Part.OUTSIDER, Part.FOUNDER, Part.MANAGER, Part.LEAD, Part.ADMIN)
INTRODUCTION = """\
# Who may do what

This page is printed by `muster rights` from the table that every order is checked against, whether it is typed, tapped
or sent in a form. A right is always about a task that the person sees: a task that they do not see is not found,
whatever they are. Somebody may be several things at once, and one of them is enough. What nobody may do by this table,
Muster does itself when the clock says so.

A lead is a lead of the workspace or of the team in whose channel the task was named; an admin is an admin of Slack or
one named in `/muster setup`. Guests and people from outside the workspace are neither, whoever named them, and they see
what was said in a public channel only while they are in it. Accepting and returning wait for the people of the open
step; who accounts for a task is asked where no reviewer is named. Undo is for whoever made the change.
"""


def page(said_as: Mapping[str, Iterable[str]]) -> str:
    """`said_as` names the rows in use and what people type for them."""
    rows = {row: tuple(names) for row, names in said_as.items()}
    of_tasks = _table(OF_TASKS, OF_A_TASK, rows)
    of_others = _table(OF_OTHERS, OF_A_TEAM, rows)
    return f"{INTRODUCTION}\n## One task\n\n{of_tasks}\n## Teams, the workspace, and several tasks\n\n{of_others}"


def _table(
    rights: Mapping[str, frozenset[Part]], columns: tuple[Part, ...], said_as: Mapping[str, tuple[str, ...]]
) -> str:
    lines = [
        "| right | said as | " + " | ".join(TITLES[part] for part in columns) + " |",
        "|---|---|" + ":-:|" * len(columns),
    ]
    for row, parts in rights.items():
        everybody = Part.VIEWER in parts
        marks = ("✓" if part in parts or everybody else "" for part in columns)
        names = ", ".join(f"`{name}`" for name in said_as.get(row, ()))
        lines.append(f"| {row} | {names} | " + " | ".join(marks) + " |")
    return "\n".join(lines) + "\n"
