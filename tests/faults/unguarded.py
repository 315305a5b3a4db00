"""Takes the safety net away, one rule at a time, and shows that the tests notice: `make unguarded` (ONLY=R3,R6).

Each break is made in a copy of the tree; the tree itself stays as it is. A rule that can be broken while every test
stays green is a rule that nothing holds.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
COPIED = ("bot", "handlers", "models", "playground", "scheduler", "tests", "docs")
LONGEST = 300  # seconds for the tests of one break
FAILED = 1  # what pytest answers when tests ran and some failed; anything else proves nothing


@dataclass(frozen=True)
class Break:
    """A rule of the net, what is done to it, and the tests of which one must go red. `find` stands once in the file."""

    rule: str
    what: str
    file: str
    find: str
    replace: str
    tests: tuple[str, ...]


BREAKS = (
    Break("R1", "a signature is not compared", "handlers/http/ingress.py",
          "if not hmac.compare_digest(_signature(secret, stamp, raw), signature):", "if False:",
          ("tests/handlers/test_ingress.py",)),
    Break("R1", "an old request counts as a new one", "handlers/http/ingress.py",
          "if abs(time.time() - int(stamp)) > WINDOW:", "if False:", ("tests/handlers/test_ingress.py",)),
    Break("R2", "what was heard before is done again", "bot/services/messages/inbox.py",
          "return row if row is not None and row.state == InboxState.RECEIVED else None", "return row",
          ("tests/services/test_inbox.py", "tests/faults/test_repeats.py")),
    Break("R2", "an event is forgotten when the process ends before its work", "models/queries/deliveries.py",
          "query = select(Inbox).where(IS_RECEIVED)\n",
          "query = select(Inbox).where(IS_RECEIVED, Inbox.attempts > 0)\n",
          ("tests/faults/test_kill.py",)),
    Break("R3", "an answer is written in a transaction of its own", "bot/turn.py",
          "_close(session, row, work(session), say, now)",
          "_close(session, row, work(session), _say_nothing, now)",
          ("tests/faults/test_kill.py", "tests/services/test_inbox.py", "tests/scenarios/test_first_tasks.py")),
    Break("R3", "a turn is answered before it is on disk", "models/sqlite.py",
          "settle.extend(_attempt(connection, work, future) for work, future in batch)",
          "[_attempt(connection, work, future)() for work, future in batch]",
          ("tests/test_database.py",)),
    Break("R4", "what was not kept is acknowledged", "handlers/slack/__init__.py",
          'reason=str(error)[:200])\n        return BoltResponse(status=503',
          'reason=str(error)[:200])\n        return BoltResponse(status=200',
          ("tests/faults/test_database_away.py",)),
    Break("R5", "the same words make a second task", "bot/commands/lines/adding.py",
          "since = call.actor.now - AGAIN_WITHIN", "since = call.actor.now", ("tests/scenarios/test_verbs.py",)),
    Break("R6", "who looked at an older version is not told", "bot/services/work/changing.py",
          "if actor.expects is not None and actor.expects != task.version:", "if False:",
          ("tests/services/test_two_at_once.py", "tests/services/test_tasks.py")),
    Break("R7", "any state may follow any other", "bot/rules/lifecycle.py",
          "if task.state not in sources:", "if False:", ("tests/services/test_tasks.py",)),
    Break("R8", "a writer takes the lock only when it writes", "models/sqlite.py",
          'begin="BEGIN IMMEDIATE"', 'begin="BEGIN"', ("tests/test_database.py",)),
    Break("R8", "a commit may still be on its way to the disk", "models/sqlite.py",
          '"synchronous=FULL"', '"synchronous=OFF"', ("tests/test_database.py",)),
    Break("R9", "an occurrence has another name each time", "bot/services/rhythm/occurrences.py",
          "person_id=person_id, when=when, due_at=due_at,", 'person_id=person_id, when=f"{when} {now}", due_at=due_at,',
          ("tests/services/test_nudges.py", "tests/services/test_briefs.py", "tests/services/test_two_ticks.py")),
    Break("R10", "what fell due never ends", "bot/services/messages/outbox.py",
          "    _end_occurrences(session, row, now)\n    return row\n\n\ndef found",
          "    return row\n\n\ndef found",
          ("tests/services/test_outbox.py", "tests/services/test_nudges.py", "tests/services/test_why.py")),
    Break("R11", "a reminder is not judged again before it goes", "bot/services/rhythm/merged.py",
          "    return _objection(reader, row, task if is_seen else None)\n", "    return None\n",
          ("tests/services/test_after_acting.py", "tests/services/test_chasing.py", "tests/services/test_nudges.py")),
    Break("R12", "an hour that comes twice counts twice", "bot/rules/civil.py",
          "at.replace(fold=0) if at.fold else at", "at.replace(fold=1)", ("tests/rules/test_civil.py",)),
    Break("R12", "an hour that is skipped is an hour late", "bot/rules/civil.py",
          "return _end_of_gap(wall.astimezone(UTC), where) if is_skipped else wall.astimezone(UTC)",
          "return wall.astimezone(UTC)", ("tests/rules/test_civil.py", "tests/rules/test_every_zone.py")),
    Break("R13", "a wrong clock says what is due", "scheduler/__init__.py",
          "if not await agrees():", "if False:",
          ("tests/scheduler/test_wall_clock.py", "tests/scenarios/test_wrong_clock.py")),
    Break("R13", "what waits in the outbox goes by a wrong clock", "bot/delivery.py",
          "held=self._clock.skew.is_wrong,\n        ))", "held=False,\n        ))",
          ("tests/services/test_clocks_apart.py",)),
    Break("R13", "jobs wait for a clock that was set back", "scheduler/wall_clock.py",
          "job.modify(next_run_time=_soonest(job.trigger, now))", "pass", ("tests/scheduler/test_wall_clock.py",)),
    Break("R14", "a row that is being sent may be claimed again", "bot/services/messages/outbox.py",
          "        row.state = OutboxState.SENDING\n        row.generation += 1\n", "        row.generation += 1\n",
          ("tests/services/test_outbox.py",)),
    Break("R14", "two processes take the same rows", "models/holding.py",
          "return query.with_for_update(key_share=True, of=model, skip_locked=True)", "return query",
          ("tests/services/test_outbox.py", "tests/services/test_two_at_once.py")),
    Break("R15", "the library sends again by itself", "handlers/slack/identity.py", '"retry_handlers": [],', "",
          ("tests/handlers/test_messenger.py",)),
    Break("R15", "an error nobody knows counts as not sent", "bot/rules/sending.py",
          "return Verdict.REFUSED if error in REFUSALS else Verdict.UNKNOWN",
          "return Verdict.REFUSED if error in REFUSALS else Verdict.NOT_SENT", ("tests/rules/test_sending.py",)),
    Break("R16", "what broke off is sent again without looking", "bot/services/messages/outbox.py",
          "            row.state, row.try_real = OutboxState.UNKNOWN, real + patience.settle\n",
          "            _retry(row, real)\n", ("tests/services/test_outbox.py",)),
    Break("R16", "it is looked for before it can be seen", "bot/services/messages/outbox.py",
          "row.state, row.try_real = OutboxState.UNKNOWN, real + patience.settle",
          "row.state, row.try_real = OutboxState.UNKNOWN, real", ("tests/services/test_outbox.py",)),
    Break("R17", "a send begins when its lease is nearly over", "bot/services/messages/outbox.py",
          "else row.started_real + patience.begin", "else row.started_real + patience.lease",
          ("tests/services/test_outbox.py",)),
    Break("R17", "and nobody looks again before the first byte", "handlers/slack/last_look.py",
          "if real_now() >= bound.until:", "if False:", ("tests/handlers/test_messenger.py",)),
    Break("R18", "messages of a conversation overtake each other", "models/queries/deliveries.py",
          "else could_go), ~_is_behind())", "else could_go))",
          ("tests/services/test_outbox.py",)),
    Break("R18", "somebody is spoken to while another message to them is under way", "models/queries/deliveries.py",
          "        conversation.not_in(_under_way()),\n", "",
          ("tests/services/test_front_of_the_line.py",)),
    Break("R18", "who waits behind many others is not looked for", "bot/delivery.py",
          "at_front = began < self._next_whole_line\n", "at_front = self._next_whole_line > 0\n",
          ("tests/services/test_front_of_the_line.py",)),
    Break("R18", "Slack's pause is not kept", "bot/rules/pace.py",
          "return allowance.paused_until is not None and allowance.paused_until > now", "return False",
          ("tests/rules/test_pace.py",)),
    Break("R18", "Slack's pause is kept only by who was asked", "bot/services/messages/pacing.py",
          "moment)\n        if allowances.keep(session, there):\n", "moment)\n        if there:\n",
          ("tests/services/test_pacing.py",)),
    Break("R18", "a pause in drawing is kept only by who was asked", "bot/services/messages/pacing.py",
          "or until)\n        if allowances.keep(session, there):\n", "or until)\n        if there:\n",
          ("tests/services/test_redraws.py",)),
    Break("R18", "what one process draws is drawn by another, too", "bot/services/messages/redraws.py",
          "        one.redraw_at = until\n", "        pass\n", ("tests/services/test_redraws.py",)),
    Break("R19", "a card that was deleted is drawn for ever", "bot/services/messages/redraws.py",
          "if outcome.verdict == Verdict.DROPPED or outcome.reason in MESSAGE_IS_LOST:",
          "if outcome.verdict == Verdict.DROPPED:", ("tests/faults/test_slack_fails.py",)),
    Break("R20", "a message is tried for ever", "bot/services/messages/outbox.py",
          "if row.attempts >= TRIES:", "if False:", ("tests/services/test_outbox.py",)),
    Break("R21", "a number of another workspace is found", "models/queries/tasks.py",
          "where(Task.workspace_id == viewer.workspace_id, Task.number == number, visible(viewer, now))",
          "where(Task.number == number, visible(viewer, now))",
          ("tests/commands/test_other_workspaces.py",)),
    Break("R22", "tasks of private channels are shown", "models/queries/sight.py",
          "[col(task.source_is_private).is_(False)]", "[col(task.number) > 0]",
          ("tests/services/test_rosters.py", "tests/commands/test_two_worlds.py")),
    Break("R22", "an old list of members counts", "models/queries/sight.py",
          "            col(Channel.roster_at) > fresh_after(now),\n", "", ("tests/services/test_rosters.py",)),
    Break("R23", "guests see what every member sees", "models/queries/sight.py",
          "return [] if viewer.is_guest or viewer.is_stranger else ", "return ",
          ("tests/services/test_rosters.py", "tests/commands/test_rights.py")),
    Break("F35", "what people write becomes markup", "bot/render/slack/text.py",
          'text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")', "text",
          ("tests/render/test_safety.py",)),
    Break("F37", "a cell may be a formula", "bot/render/exports.py",
          'return f"\'{text}"', "return text", ("tests/render/test_exports.py",)),
    Break("F38", "where a calendar's address leads on is followed unseen", "scheduler/fetching.py",
          "allow_redirects=False", "allow_redirects=True", ("tests/scheduler/test_fetching.py",)),
    Break("F38", "a hop may lead behind the open internet", "scheduler/fetching.py",
          "if not all(network.is_open(number) for number in numbers):", "if False:",
          ("tests/scheduler/test_fetching.py",)),
    Break("F38", "a hop may be of a host that no admin named", "scheduler/fetching.py",
          "if not is_among(host_of(address), hosts):", "if False:", ("tests/scheduler/test_fetching.py",)),
    Break("F38", "a hop may be of any kind of address", "scheduler/fetching.py",
          "    address = read_address(address)\n", "", ("tests/scheduler/test_fetching.py",)),
    Break("F38", "a call may go wherever an answer says", "handlers/slack/detours.py",
          "    trace.on_request_start.append(look)\n", "", ("tests/handlers/test_detours.py",)),
    Break("F38", "a call that is sent on goes there", "handlers/slack/detours.py",
          "    trace.on_request_redirect.append(refuse)\n", "", ("tests/handlers/test_detours.py",)),
    Break("F46", "a sealed token opens for any workspace", "bot/sealing.py",
          'return f"{VERSION}.{key_id}.{bound_to}".encode()', 'return f"{VERSION}.{key_id}".encode()',
          ("tests/test_sealing.py",)),
    Break("F46", "a row's token opens in another workspace's row", "bot/sealing.py",
          'return f"{VERSION}.{key_id}.{bound_to}".encode()', 'return b"muster"',
          ("tests/services/test_installing.py",)),
    Break("F46", "tokens stay where Muster was removed", "bot/services/people/installing.py",
          'row.token, row.refresh_token = "", None  # of no use any more, and nobody shall find them', "pass",
          ("tests/services/test_installing.py",)),
    Break("F47", "secrets stand in the log", "bot/logs.py", 'return SECRET.sub("•••", value)', "return value",
          ("tests/test_logs.py",)),
    Break("F50", "everything is let through", "handlers/slack/turnstile.py",
          "refused = await self._refused(body)", "refused = None", ("tests/handlers/test_turnstile.py",)),
    Break("F50", "one person may ask as often as they like", "bot/rules/rates.py",
          "if own is not None and (wait := own.wait(now)):", "if False:", ("tests/rules/test_rates.py",)),
    Break("F50", "a workspace may ask as often as it likes", "bot/rules/rates.py",
          "if wait := everywhere.wait(now):", "if False:", ("tests/rules/test_rates.py",)),
    Break("F50", "an event over the limit is lost", "handlers/slack/turnstile.py",
          "return BoltResponse(status=503)", "return BoltResponse(status=200)",
          ("tests/handlers/test_turnstile.py",)),
    Break("F50", "the end of a consent may be put off", "handlers/slack/turnstile.py",
          'if body["event"]["type"] in installing.ABOUT_CONSENT:', "if False:", ("tests/handlers/test_turnstile.py",)),
    Break("F54", "a way back counts in any browser", "bot/rules/states.py",
          'return f"{nonce}.{expires}.{hashlib.sha256(of_browser.encode()).hexdigest()}"',
          'return f"{nonce}.{expires}"', ("tests/rules/test_states.py",)),
    Break("F54", "every browser has the same name", "bot/rules/states.py",
          "return said if said and BROWSER.fullmatch(said) else secrets.token_urlsafe(32)", 'return "x" * 43',
          ("tests/rules/test_states.py",)),
    Break("F54", "a way back counts twice", "bot/services/people/installing.py",
          "if session.get(SpentState, fingerprint) is not None:", "if False:", ("tests/services/test_installing.py",)),
    Break("F54", "a way back counts for ever", "bot/rules/states.py", "if real >= ends:", "if False:",
          ("tests/rules/test_states.py",)),
    Break("F46", "a new token is lost with the call that waited for it", "handlers/slack/tokens.py",
          "await asyncio.shield(self._renewal(old))", "await self._renewal(old)", ("tests/handlers/test_tokens.py",)),
    Break("F53", "an older backup brings back who was erased", "models/restoring.py",
          "            erased = _erased_again(part, place, forget)\n", "            erased = 0\n",
          ("tests/test_erasing.py",)),
    Break("F32", "a form's own notes are taken as they come", "bot/rules/kept_by_forms.py",
          "return ours if all(KINDS[name](value) for name, value in ours.items()) else {ODD: True}", "return ours",
          ("tests/rules/test_kept_by_forms.py",)),
    Break("3.4", "pages may run, frame and send anything", "handlers/http/headers.py",
          '    "Content-Security-Policy": "default-src \'none\'; base-uri \'none\'; form-action \'none\'; '
          'frame-ancestors \'none\'",\n', "", ("tests/handlers/test_headers.py",)),
    Break("3.4", "a browser may guess what an answer is", "handlers/http/headers.py",
          '    "X-Content-Type-Options": "nosniff",\n', "", ("tests/handlers/test_headers.py",)),
    Break("3.4", "answers go out as they are", "handlers/http/__init__.py",
          "    app.on_response_prepare.append(guard)\n", "", ("tests/handlers/test_headers.py",)),
)  # fmt: skip


def copy_into(folder: Path) -> None:
    """The tree with its compiled modules, so that a run begins as fast as here."""
    for name in COPIED:
        shutil.copytree(ROOT / name, folder / name, symlinks=True)
    for file in ROOT.iterdir():
        if file.is_file() and not file.name.startswith(".env"):
            shutil.copy2(file, folder / file.name)


def break_it(folder: Path, one: Break) -> str:
    """Break the rule; how the file was. Raises ValueError where what is to be broken does not stand there once."""
    path = folder / one.file
    text = path.read_text(encoding="utf-8")
    if text.count(one.find) != 1:
        raise ValueError(f"{one.file} holds {text.count(one.find)} times: {one.find}")
    path.write_text(text.replace(one.find, one.replace), encoding="utf-8")
    return text


def notices(folder: Path, one: Break) -> tuple[bool, str]:
    """Whether a test goes red that is green without the break, and which."""
    whole = break_it(folder, one)
    try:
        status, said = _run(folder, one.tests)
    finally:
        (folder / one.file).write_text(whole, encoding="utf-8")
    red = [line.partition(" - ")[0].removeprefix("FAILED ") for line in said if line.startswith("FAILED ")]
    if status != FAILED or not red:
        return False, said[-1]
    status, _ = _run(folder, red[:1])
    return status == 0, red[0] if status == 0 else f"red without the break, too: {red[0]}"


def _run(folder: Path, tests: Sequence[str]) -> tuple[int, list[str]]:
    """Up to the first that fails; with all repetitions, since a sample may leave out the one that would."""
    command = [sys.executable, "-m", "pytest", "-q", "-x", "--no-header", *tests]
    environment = os.environ | {"MUSTER_EXAMPLES": "1", "PYTHONDONTWRITEBYTECODE": "1"}
    try:
        run = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, timeout=LONGEST,
                             check=False)  # fmt: skip
    except subprocess.TimeoutExpired:
        return -1, [f"no end within {LONGEST} s"]
    return run.returncode, run.stdout.splitlines() or run.stderr.splitlines() or ["nothing said"]


def table(breaks: Iterable[Break] = BREAKS) -> bool:
    """Try them one after the other and print what went red; whether each was noticed."""
    all_noticed = True
    with tempfile.TemporaryDirectory(prefix="muster-unguarded-") as name:
        folder = Path(name)
        copy_into(folder)
        for one in breaks:
            began = time.monotonic()
            noticed, by = notices(folder, one)
            all_noticed &= noticed
            mark = "noticed" if noticed else "NOT NOTICED"
            print(f"{one.rule:4} {one.what:58} {mark:11} {time.monotonic() - began:4.0f} s  {by}", flush=True)  # noqa: T201
    return all_noticed


if __name__ == "__main__":
    rules = set(os.environ.get("ONLY", "").split(",")) - {""}
    if unknown := rules - {one.rule for one in BREAKS}:
        sys.exit(f"! there is no {', '.join(sorted(unknown))}")
    sys.exit(0 if table(one for one in BREAKS if not rules or one.rule in rules) else 1)
