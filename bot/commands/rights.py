"""Which rows of the table of rights each order and each form needs."""

from bot.commands import COMMANDS, FORMS

# forms whose row has another name than the form, or that do the work of several rows
OF_FORMS = {
    "form:task": ("add", "edit"),
    "form:repeat": ("edit",),
    "form:answer": ("standup answer",),
    "form:standup": ("standup setup",),
    "form:digest": ("digest setup",),
    "form:shape": ("muster shape",),
    "form:setup": ("muster setup",),
    "form:rules": ("muster rules",),
    "form:person": ("muster person",),
    "form:directory_import": ("muster directory",),
    "form:directory_fields": ("muster directory",),
    "form:handover": ("muster handover",),
    "form:policy": ("workspace escalation", "team escalation"),
    "form:nudges": ("muster nudges", "team nudges"),
    "form:away": ("muster away", "away of others"),
    "form:hours": ("muster hours", "away of others"),
    "form:day": ("days off",),
}


def rows_of_form(form: str) -> tuple[str, ...]:
    return OF_FORMS.get(form, (form.removeprefix("form:"),))


def said_as() -> dict[str, tuple[str, ...]]:
    """Every row that an order or a form needs, and what people type for it. What only buttons say is left out."""
    found: dict[str, dict[str, None]] = {}
    for form in FORMS:
        for row in rows_of_form(form):
            found.setdefault(row, {})
    for command in COMMANDS.values():
        for subcommand in command.subcommands:
            names = found.setdefault(command.row_of(subcommand), {})
            if not subcommand.hidden:
                names[f"{command.name} {subcommand.name}"] = None
    return {row: tuple(names) for row, names in found.items()}
