"""`muster erase`: forget one person, in small turns, and leave nothing of them in the files."""

import sys
from typing import Annotated, Any

import typer

from bot.cli.asking import plain_failures, read, the_workspace

STILL_THERE = 3


def erase(
    person: Annotated[str, typer.Option(help="Id of the person, as in Slack's profile: Copy member ID.")] = "",
    workspace: Annotated[str, typer.Option(help="Which workspace, where there are several.")] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only count what would go.")] = False,
    with_tasks: Annotated[
        bool, typer.Option("--with-tasks", help="Also the words of tasks they made and of how these went.")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    as_in: Annotated[
        str, typer.Option(help="Whoever was erased in that database: after an older copy was restored.")
    ] = "",
) -> None:
    """Forget a person: profile, messages, answers, comments. Work that others share stays, under another name."""
    import asyncio  # noqa: PLC0415 - start-up time of the other commands

    from bot.settings import load_database_url  # noqa: PLC0415 - start-up time of the other commands

    if bool(person) == bool(as_in):
        raise typer.BadParameter("say whom: --person ID, or --as-in DATABASE_URL")
    with plain_failures():
        url = load_database_url()
        if as_in:
            print(_erase_as_in(url, as_in))
            return
        chosen, found = read(url, lambda session: _look(session, workspace, person))
        if found is None and not left_lying(url, person):
            print(f"Nobody in {chosen} has the id {person}: there is nothing to erase.")
            return
        if found is not None:
            print("\n".join(_told(found)))
        if dry_run:
            return
        if not yes and not typer.confirm(f"Erase {person} for good?"):
            raise typer.Exit(1)
        instead = asyncio.run(_erase(url, chosen, person, with_tasks=with_tasks))
        _tell_end(person, instead, left_lying(url, person))


def _tell_end(person: str, instead: str, left: int) -> None:
    if left:
        print(f"muster: {person} still stands {left} times in the files: run it again.", file=sys.stderr)
        raise typer.Exit(STILL_THERE)
    print("Erased." + (f" In the work of others they are {instead} from now on." if instead else "")
          + " Backups made before still hold them; `muster restore` erases them there, too.")  # fmt: skip


def _erase_as_in(url: str, other: str) -> str:
    """After pg_restore of an older copy, with the database as it was before beside it."""
    from bot.cli.keeping import erased_again  # noqa: PLC0415 - start-up time of the other commands
    from bot.settings import WrongSetting  # noqa: PLC0415 - start-up time of the other commands
    from models.db import for_itself  # noqa: PLC0415 - start-up time of the other commands
    from models.queries.erasures import listed_in  # noqa: PLC0415 - start-up time of the other commands

    known = listed_in(other)
    if known is None:
        raise WrongSetting("--as-in: there is no database of Muster's that tells who was erased")
    with for_itself(url):
        count = forget_again(url, known)
        if count:
            _scrub(url)
    return erased_again(count)


def forget_again(url: str, known: Any) -> int:
    """Erase in that database, which nobody serves, whom another tells of. How many."""
    from bot.clock import real_now  # noqa: PLC0415 - start-up time of the other commands
    from bot.services.people import erasing  # noqa: PLC0415 - start-up time of the other commands
    from models.db import alone_with  # noqa: PLC0415 - start-up time of the other commands

    now = real_now()
    with alone_with(url) as done:
        found = done(lambda session: erasing.begin_again(session, known, now))
        for one in found:
            for _, turn in one.turns(now):
                while done(turn):
                    pass
    return len(found)


def _look(session: Any, workspace: str, person: str) -> Any:
    from bot.services.people import erasing  # noqa: PLC0415 - start-up time of the other commands

    chosen = the_workspace(session, workspace).id
    return chosen, erasing.look(session, chosen, person)


def _told(found: Any) -> list[str]:
    """What there is, a line a table; and what to think of before."""
    lines = [f"{found.person.id}, {found.person.called}:"]
    lines += [f"  {number:>6}  {table}: goes" for table, number in found.theirs.items() if number]
    lines += [f"  {found.heard:>6}  inbox: words go"] if found.heard else []
    lines += [f"  {number:>6}  {table}: stays, under another name" for table, number in found.named.items() if number]
    if found.live:
        tasks = "1 task is" if found.live == 1 else f"{found.live} tasks are"
        lines.append(f"  {tasks} still in their hands: `/muster handover` gives them to others first.")
    if not found.person.is_deleted:
        lines.append("  The account is active in Slack: Muster meets it again. Deactivate it there first.")
    return lines


async def _erase(url: str, workspace: str, person: str, *, with_tasks: bool) -> str:
    import asyncio  # noqa: PLC0415 - start-up time of the other commands

    from bot.clock import real_now  # noqa: PLC0415 - start-up time of the other commands
    from bot.services.people import erasing  # noqa: PLC0415 - start-up time of the other commands
    from models.db import connect  # noqa: PLC0415 - start-up time of the other commands

    database, now = connect(url), real_now()
    try:
        naming = await database.submit(lambda session: erasing.begin(
            session, workspace, person, now, work_too=with_tasks))  # fmt: skip
        turns = erasing.turns(workspace, naming, work_too=with_tasks, now=now) if naming is not None else ()
        for name, turn in turns:
            total = 0
            while done := await database.submit(turn):
                total += done
                _tell(f"{name}: {total}")
        _tell("writing the database anew")
        await asyncio.to_thread(_scrub, url)  # while nobody else may write into it
        return naming.instead if naming is not None else ""
    finally:
        await database.close()


def _tell(said: str) -> None:
    print(f"… {said}", file=sys.stderr, flush=True)


def _scrub(url: str) -> None:
    from models.failures import Unfit  # noqa: PLC0415 - start-up time of the other commands
    from models.scrubbing import scrub  # noqa: PLC0415 - start-up time of the other commands

    try:
        scrub(url)
    except Unfit as error:
        raise SystemExit(f"muster: erased, but the files could not be written anew: {error}. Run it again.") from None


def left_lying(url: str, person: str) -> int:
    """How often the id is in the files, though nobody has it in any workspace, nor a longer one that begins alike."""
    from models.queries import personal  # noqa: PLC0415 - start-up time of the other commands
    from models.scrubbing import remains  # noqa: PLC0415 - start-up time of the other commands

    return 0 if read(url, lambda session: personal.is_elsewhere(session, person)) else remains(url, [person])
