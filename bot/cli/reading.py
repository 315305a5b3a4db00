"""Commands that read the database beside a Muster that serves: `export`, `rehearse`."""

import sys
from enum import StrEnum
from typing import Annotated, Any

import typer

from bot.cli.asking import Language, plain_failures, read, the_workspace


class FileForm(StrEnum):
    """What a file of tasks may be."""

    CSV = "csv"
    JSON = "json"


def write_all(url: str, to: str, form: str, workspace_id: str, language: str) -> int:
    """Every task of a workspace, for who runs the server; how many there were. It only reads."""
    from pathlib import Path  # noqa: PLC0415 - start-up time of the other commands

    from bot.clock import real_now  # noqa: PLC0415 - start-up time of the other commands
    from bot.locales import words  # noqa: PLC0415 - start-up time of the other commands
    from bot.render import exports  # noqa: PLC0415 - start-up time of the other commands
    from models import Session  # noqa: PLC0415 - start-up time of the other commands
    from models.queries import exports as queries  # noqa: PLC0415 - start-up time of the other commands

    def work(session: Session) -> int:
        chosen = the_workspace(session, workspace_id)
        rows = queries.list_all(session, chosen.id)
        file = exports.file_of(form, rows, chosen.zone, words(language), at=real_now(), line="")
        Path(to).write_bytes(file.content)
        return file.count

    return read(url, work)


def write_person(url: str, to: str, person_id: str, workspace_id: str) -> int:
    """All about one person, in a file that is the caller's alone; how many entries. It only reads."""
    import json  # noqa: PLC0415 - start-up time of the other commands
    import os  # noqa: PLC0415 - start-up time of the other commands

    from bot.clock import real_now  # noqa: PLC0415 - start-up time of the other commands
    from bot.services.people import personal  # noqa: PLC0415 - start-up time of the other commands
    from bot.settings import WrongSetting  # noqa: PLC0415 - start-up time of the other commands
    from models import Session  # noqa: PLC0415 - start-up time of the other commands

    def work(session: Session) -> dict[str, Any] | None:
        return personal.everything(session, the_workspace(session, workspace_id).id, person_id, real_now())

    found = read(url, work)
    if found is None:
        raise WrongSetting(f"nobody has the id {person_id}: copy it from their profile in Slack, Copy member ID")
    handle = os.open(to, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        json.dump(found, file, ensure_ascii=False, indent=2)
    return sum(len(rows) for rows in found["rows"].values()) + 1


def export(
    to: Annotated[str, typer.Option(help="The file to write.")],
    form: Annotated[FileForm, typer.Option(help="What kind of file.")] = FileForm.CSV,
    workspace: Annotated[str, typer.Option(help="Which workspace, where there are several.")] = "",
    lang: Annotated[Language, typer.Option(help="Language of the heads in a CSV.")] = Language.EN,
    person: Annotated[str, typer.Option(help="Id of a person: all about them and nothing else, as JSON.")] = "",
) -> None:
    """Write every task of a workspace to a file, private ones too; it only reads, so Muster may go on serving."""
    from bot.settings import load_database_url  # noqa: PLC0415 - start-up time of the other commands

    with plain_failures():
        if person:
            count = write_person(load_database_url(), to, person, workspace)
            print(f"What is known about {person} is in {to}: {count} entries.")
            return
        count = write_all(load_database_url(), to, form.value, workspace, lang.value)
        print(f"{count} tasks are in {to}.")


def rehearsed(url: str, to: str, days: int, workspace_id: str, language: str) -> list[str]:
    """What would be sent, a line a message; how far it came is told on standard error. It only reads."""

    from bot.clock import real_now  # noqa: PLC0415 - start-up time of the other commands
    from bot.locales import words  # noqa: PLC0415 - start-up time of the other commands
    from bot.render import rehearsals as render  # noqa: PLC0415 - start-up time of the other commands
    from bot.rules import civil  # noqa: PLC0415 - start-up time of the other commands
    from bot.services.messages import notices  # noqa: PLC0415 - start-up time of the other commands
    from bot.services.rhythm import rehearsals  # noqa: PLC0415 - start-up time of the other commands
    from bot.settings import WrongSetting  # noqa: PLC0415 - start-up time of the other commands

    def work(session: Any) -> list[str]:
        workspace = the_workspace(session, workspace_id)
        zone = civil.zone(workspace.zone)
        found = rehearsals.in_full(session, workspace, to, real_now(), days, notices.compose, lambda at: print(
            f"… {render.stamp(at, zone)}", file=sys.stderr))  # fmt: skip
        if found is None:
            raise WrongSetting(f"nobody and no channel is called {to}")
        return list(render.lines(*found, zone, words(language)))

    return read(url, work)


def rehearse(
    to: Annotated[str, typer.Option(help="A person or a channel, by name or id; without it, everybody.")] = "",
    days: Annotated[int, typer.Option(min=1, max=31, help="How many days ahead.")] = 3,
    workspace: Annotated[str, typer.Option(help="Which workspace, where there are several.")] = "",
    lang: Annotated[Language, typer.Option(help="Language of the words.")] = Language.EN,
) -> None:
    """Show what would be sent to whom if nothing changed; nothing is sent, and Muster may go on serving."""
    from bot.settings import load_database_url  # noqa: PLC0415 - start-up time of the other commands

    with plain_failures():
        found = rehearsed(load_database_url(), to, days, workspace, lang.value)
        print("\n".join(found) if found else "Nothing would be sent.")
