"""A reply in a task's thread belongs to it: it corrects the task, asks about it, or is kept as a comment."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from bot.answers import Answer, Changed, Nothing, PastDate, SmallTalk, WhichTask, WhoIs
from bot.commands.call import Call
from bot.commands.lines import mending, naming
from bot.commands.lines.adding import plain
from bot.commands.lines.carrying import WHO
from bot.commands.lines.numbers import read_numbers
from bot.commands.tasks import TASK
from bot.commands.work import working
from bot.commands.work.amending import changed, moved
from bot.errors import UserError, conflict
from bot.heard import Door
from bot.parsing.talk import corrections, said_to_us, talk_deeds, thread_words
from bot.parsing.talk.corrections import Correction
from bot.parsing.talk.small_talk import small_talk
from bot.rules import civil, lifecycle
from bot.services.work import rights, tasks
from models import Outbox, Task
from models.queries import tasks as queries

SHOWN_TASKS = 5
OF_A_NUMBER = frozenset((
    "show", "start", "done", "reopen", "block", "unblock", "assign", "due", "priority", "rename", "label", "repeat",
    "snooze", "remind", "edit", "note", "cancel", "why", "next",
))  # fmt: skip


def about_task(call: Call, row: Outbox) -> Answer | None:
    """Act on the task the message was about. None: it is about another, a line of its own."""
    task = tasks.find(call.session, call.actor, int(row.subject["number"]))
    if not call.line.strip():
        return _attached(call, task)
    if _is_overheard(call):
        if (correction := read(call)) and _may_change(call, task):
            return _correct(call, task, correction)
        working.noted(call, task, call.line, moves=False)
        return Nothing()
    if done := _put_right(call, task):
        return done
    if line := thread_words.asked(call.line, task.number, _moment(call)):
        return _typed(call, line)
    if done := _mended(call, task):
        return done
    if is_of_another(call):
        return None
    kind = small_talk(call.line)
    return SmallTalk(kind) if kind else _comment(call, task)


def _attached(call: Call, task: Task) -> Answer:
    """A reply without words: the files of it show the work."""
    if not working.files(call.heard.meta.get("files") or ()):
        raise UserError("empty_note")
    entry = working.noted(call, task, "")
    return Nothing() if _is_overheard(call) else changed(call, entry.kind, [(task, entry)], entry.note)


def _mended(call: Call, task: Task) -> Answer | None:
    """ "priority 42: high" in the thread of #42, where only marks were wrong; what is less sure stays a comment."""
    meant = mending.mended(call, TASK)
    is_of_it = isinstance(meant, str) and read_numbers(meant.partition(" ")[2])[0][:1] == (task.number,)
    return _typed(call, meant) if isinstance(meant, str) and is_of_it else None


def _is_overheard(call: Call) -> bool:
    """Said by people to each other: what of it corrects nothing is counted on the card and not answered."""
    return bool(call.heard.meta.get("thread_only"))


def _moment(call: Call) -> datetime:
    return civil.local(call.heard.spoken_at or call.actor.now, civil.zone(call.person.zone))


def is_of_another(call: Call) -> bool:
    """A question about other tasks, a cry for help, a verb and the number of a task: a line of its own."""
    rest = [*call.line.split(None, 1), "", ""][1]
    if found := TASK.find(call.line):
        numbers, words = read_numbers(rest)
        is_list = found[0].name in ("list", "help") and not (rest and not found[1])
        if is_list or (found[0].name in OF_A_NUMBER and numbers and (not words or rest.startswith("#"))):
            return True
    said = thread_words.of_another(call.line, _moment(call), call.person.zone)
    return said is not None and (not said[1] or bool(naming.fitting(call, said[1])))


def in_thread(call: Call) -> Answer | None:
    """Words to Muster in the thread where tasks were named: a correction is of the one task there. None: a new line."""
    if call.heard.thread_ts is None or call.heard.door not in (Door.MENTION, Door.DM):
        return None
    here = _tasks_here(call)
    if len(here) == 1:
        if line := thread_words.asked(call.line, here[0].number, _moment(call)):
            return _typed(call, line)
        return _put_right(call, here[0])
    return of_thread(call, read(call), here)


def _may_change(call: Call, task: Task) -> bool:
    """What a bystander says is no order, and no reason to refuse them anything."""
    return rights.can(call.session, call.workspace, call.person, task, "edit")


def overheard(call: Call) -> Answer:
    """What people say to each other stays theirs; in a thread that began by speaking to Muster, plain words act."""
    begun = [task for task in _tasks_here(call) if task.source_ts == call.heard.thread_ts and task.door == Door.MENTION]
    begun = [task for task in begun if _may_change(call, task)]
    correction = read(call)
    if correction is None or not correction.is_plain:
        return Nothing()
    return of_thread(call, correction, begun) or Nothing()


def _put_right(call: Call, task: Task) -> Answer | None:
    """What is said to Muster of this task is done, two things with one answer; None where it asks for no change."""
    now = call.heard.spoken_at or call.actor.now
    read = said_to_us.read_all(call.line, now=now, zone=call.person.zone)
    found = [known for one in read if (known := _with_known_person(call, one))]
    held = tasks.find(call.session, call.actor, task.number)
    if answer := _of_life(call, held, is_corrected=bool(found)):
        return answer
    if not found or len(found) < len(read):
        return None
    if question := _asked_back(call, held, found[0]):
        return question
    answers = [_correct(call, held, correction) for correction in found]
    done = [answer for answer in answers if isinstance(answer, Changed)]
    if len(done) < 2:
        return next((answer for answer in answers if not isinstance(answer, Changed)), answers[0])
    undo = tuple(entry for answer in reversed(done) for entry in answer.undo)  # the newest is taken back first
    return Changed("edit", done[-1].views, undo=undo)


def _of_life(call: Call, task: Task, *, is_corrected: bool) -> Answer | None:
    """ "Got it" is said to the task while that is asked of who says it, else it is a courtesy."""
    line = talk_deeds.of_it(call.line, task.number, _moment(call), call.person.zone)
    verb = line.partition(" ")[0] if line else ""
    if verb == "ack" and not (lifecycle.awaits_ack(task) and task.owner_id == call.person.id):
        return None
    return _typed(call, line) if line and not (verb == "decline" and is_corrected) else None


def _with_known_person(call: Call, correction: Correction) -> Correction | None:
    """A bare name is one only where it is exactly one person's."""
    if correction.verb != said_to_us.NAMED:
        return correction
    named = naming.first(call, correction.words)
    if named.person is None or named.rest:
        return None
    return said_to_us.with_person(correction, named.person.id)


def _asked_back(call: Call, task: Task, correction: Correction) -> Answer | None:
    """ "never mind" may be of the task or of nothing; a wrong date or person is picked anew."""
    if correction.verb == said_to_us.WITHDRAWN:
        raise UserError("cancel_or_comment", number=task.number, words=plain(call, call.line))
    if correction.verb == said_to_us.WRONG_DATE:
        return PastDate(None, f"{task.number} none", "", "due", str(task.number))
    if correction.verb == said_to_us.WRONG_PERSON:
        return WhoIs("", (), f"{task.number} {WHO}", "assign", str(task.number))
    return None


def read(call: Call) -> Correction | None:
    now = call.heard.spoken_at or call.actor.now
    return corrections.read(call.line, now=now, zone=call.person.zone)


def _tasks_here(call: Call) -> list[Task]:
    """The tasks named in this thread that the speaker may see: the live ones, if any is."""
    channel_id, thread_ts = call.heard.channel_id, call.heard.thread_ts
    if channel_id is None or thread_ts is None:
        return []
    found = queries.list_of_thread(call.session, call.person, channel_id, thread_ts, call.actor.now)
    return [task for task in found if task.is_live] or found


def of_thread(call: Call, correction: Correction | None, here: list[Task]) -> Answer | None:
    if correction is None or not here:
        return None
    if len(here) == 1:
        held = tasks.find(call.session, call.actor, here[0].number)
        return _correct(call, held, correction)
    shown = here[:SHOWN_TASKS]
    return WhichTask(plain(call, call.line), tuple(shown), tuple(line_of(call, task, correction) for task in shown))


def _comment(call: Call, task: Task) -> Answer:
    """Kept word for word, with the way back: it may have been meant for something else."""
    entry = working.noted(call, task, call.line)
    return changed(call, entry.kind, [(task, entry)], entry.note)


def _correct(call: Call, task: Task, correction: Correction) -> Answer:
    """Say it as a person would have typed it, with the number of the task."""
    return _typed(call, line_of(call, task, correction)) or _comment(call, task)


def _typed(call: Call, line: str) -> Answer | None:
    found = TASK.find(line, with_hidden=True)
    if found is None:
        return None
    subcommand, args = found
    return subcommand.run(replace(call, line=line).with_args(args))


def line_of(call: Call, task: Task, correction: Correction) -> str:
    if correction.verb == "undo":
        return f"undo @{_last_change(call, task)}"
    words = correction.words
    if correction.by is not None:
        words = moved(call, task, correction.by)
    elif correction.verb in ("done", "cancel") and read_numbers(f"{task.number} {words}")[0] != (task.number,):
        words = f"– {words}"  # what begins with a number is said of the task, it names no other
    return f"{correction.verb} #{task.number} {words}".strip()


def _last_change(call: Call, task: Task) -> int:
    """The newest change of this task that can be taken back."""
    history = queries.list_history(call.session, task, limit=20)
    for entry in history:
        foreign = entry.kind == "note" and entry.actor_id != call.person.id
        if (
            entry.undone_by is None
            and entry.kind not in ("undo", "source_gone")
            and not foreign
            and entry.id is not None
        ):
            return entry.id
    raise conflict("nothing_to_undo")


REPLIES: dict[str, Callable[[Call, Outbox], Answer | None]] = {
    "task.card": about_task,
    "task.given": about_task,
    "task.review": about_task,
    "task.told": about_task,
}
