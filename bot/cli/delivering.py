"""`muster outbox`: what could not be delivered or worked on, for whoever looks after the server."""

import json
import sys
from enum import StrEnum
from typing import Annotated, Any

import typer

from bot.cli.asking import plain_failures, read, the_workspace, write

MOST = 10_000
NOTHING_LIKE_IT = 1


class Deed(StrEnum):
    """What is done."""

    LIST = "list"
    RETRY = "retry"
    DROP = "drop"
    RELEASE = "release"


def outbox(
    deed: Annotated[Deed, typer.Argument(metavar="[list|retry|drop|release]", help="What to do.")] = Deed.LIST,
    refs: Annotated[list[str] | None, typer.Option("--id", help="Which one, as the list names it; may repeat.")] = None,
    everything: Annotated[bool, typer.Option("--all", help="All that were given up.")] = False,
    workspace: Annotated[str, typer.Option(help="Which workspace, where there are several.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """List what could not be delivered, without its words; retry or drop it, or end a hold. SQLite: stop Muster first
    for all but the list; /muster outbox in Slack does the same."""
    from bot.settings import load_database_url  # noqa: PLC0415 - start-up time of the other commands

    if deed in (Deed.RETRY, Deed.DROP) and bool(refs) == everything:
        raise SystemExit(f"muster: say which: muster outbox {deed} --id ID, or --all")
    with plain_failures():
        url = load_database_url()
        if deed == Deed.LIST:
            _show(read(url, lambda session: _listed(session, workspace)), as_json=as_json)
            return
        count = _do(url, deed, refs or [], workspace)
        print(json.dumps({"done": deed.value, "count": count}) if as_json else f"{count} {SAID[deed]}.")


SAID = {
    Deed.RETRY: "are tried again when Muster serves; what may have arrived is looked for first",
    Deed.DROP: "dropped",
    Deed.RELEASE: "messages waited, and may go out",
}


def _listed(session: Any, workspace: str) -> dict[str, Any]:
    from bot.clock import real_now  # noqa: PLC0415 - start-up time of the other commands
    from bot.services.messages import undelivered  # noqa: PLC0415 - start-up time of the other commands
    from models.queries import holds, troubles  # noqa: PLC0415 - start-up time of the other commands

    chosen, now = the_workspace(session, workspace), real_now()
    dead, unknown, set_aside = troubles.counts(session, chosen.id)
    return {
        "workspace": chosen.id, "given_up": dead, "unknown": unknown, "set_aside": set_aside,
        "paused_since": chosen.broken_at.isoformat() if chosen.broken_at else None,
        "on_hold": holds.count_waiting(session, chosen.id, now) if chosen.on_hold else None,
        "rows": [
            {"id": one.ref, "state": one.state, "kind": one.kind, "to": one.to, "since": one.since.isoformat(),
             "reason": one.reason, "trouble": str(one.trouble), "can_retry": one.can_retry}
            for one in undelivered.list_all(session, chosen.id, MOST)
        ],
    }  # fmt: skip


def _show(found: dict[str, Any], *, as_json: bool) -> None:
    if as_json:
        print(json.dumps(found, indent=2))
        return
    for row in found["rows"]:
        words = (f"{row['id']:>13}", f"{row['state']:9}", f"{row['kind']:16}", f"{row['to']:12}", row["since"][:16])
        print("  ".join((*words, row["reason"])))
    if found["paused_since"]:
        print(f"Sending is paused since {found['paused_since'][:16]} UTC: Slack refused too much in a row.")
    if found["on_hold"] is not None:
        print(f"On hold since a restore: {found['on_hold']} messages wait. `muster outbox release` lets them go.")
    print(f"{found['workspace']}: {found['given_up']} given up, {found['unknown']} being looked for, "
          f"{found['set_aside']} not worked on.", file=sys.stderr)  # fmt: skip


def _do(url: str, deed: Deed, refs: list[str], workspace: str) -> int:
    """In turns of their own, until nothing is left. How many."""
    from bot.errors import UserError  # noqa: PLC0415 - start-up time of the other commands

    total = 0
    try:
        while done := write(url, lambda session: _some(session, deed, refs, workspace)):
            total += done
            if refs or deed == Deed.RELEASE:
                break
    except UserError as error:
        print(f"muster: {TOLD[error.key]}", file=sys.stderr)
        raise typer.Exit(NOTHING_LIKE_IT) from None
    return total


TOLD = {
    "no_such_letter": "one of these is not there, or settled already: nothing was changed. `muster outbox` lists them.",
    "letter_has_no_words": "its words are not kept any more: it can only be dropped.",
    "not_on_hold": "nothing is on hold.",
}


def _some(session: Any, deed: Deed, refs: list[str], workspace: str) -> int:
    from bot.clock import real_now  # noqa: PLC0415 - start-up time of the other commands
    from bot.services.messages import hold, undelivered  # noqa: PLC0415 - start-up time of the other commands

    chosen, now = the_workspace(session, workspace), real_now()
    match deed:
        case Deed.RETRY:
            return undelivered.retry(session, chosen.id, refs, now, now)
        case Deed.DROP:
            return undelivered.drop(session, chosen.id, refs, now)
        case _:
            return hold.end(session, chosen, now)
