"""What can be said to Muster: COMMANDS, FORMS and REPLIES are the whole map."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from bot.answers import Answer, AskIfTask, Help, Nothing
from bot.commands import chapters, digests, forms, muster, standups, tasks
from bot.commands.call import Call, Command
from bot.commands.finding import lists, saving
from bot.commands.lines import carrying, mending, recent, replies, sources, talking, threads, together
from bot.commands.people import away, calendars
from bot.commands.rhythm import wishes
from bot.commands.work import bulk, opening
from bot.errors import UserError
from bot.heard import Door, Heard
from bot.rules import kept_by_forms, permissions
from bot.services.messages import hearing
from bot.services.messages import sources as origins
from bot.services.people.actors import Actor
from models import Outbox, Session
from models.queries import people

COMMANDS: dict[str, Command] = {
    command.name: command for command in (tasks.TASK, standups.STANDUP, digests.DIGEST, muster.MUSTER)
}

FORMS: dict[str, Callable[[Call], Answer]] = {**forms.FORMS, **muster.FORMS, **standups.FORMS, **digests.FORMS}

points_elsewhere = sources.points_elsewhere

REPLIES: dict[str, Callable[[Call, Outbox], Answer | None]] = {**threads.REPLIES, **replies.REPLIES, **standups.REPLIES}


def run(session: Session, heard: Heard, now: datetime) -> Answer:
    """Understand a line and do it. A line may begin with a command's name; without one it is a /task line."""
    call = carrying.expanded(_call(session, heard, now))
    name, rest = [*call.line.split(None, 1), "", ""][:2]
    command = COMMANDS.get(name.lower())
    if command is not None:
        call = call.with_line(rest.strip())
    else:
        command = COMMANDS["/task"]
        if answer := threads.in_thread(call):
            return answer
    if not call.line:
        return command.empty(call)
    typed_task = command is COMMANDS["/task"] and heard.door not in (Door.BUTTON, Door.HOME)
    if typed_task and (each := together.answered(call, command.find, lambda one: _answer(one, command, True))):
        return each
    return _answer(call, command, typed_task)


def _answer(call: Call, command: Command, typed_task: bool) -> Answer:
    if command is COMMANDS["/task"]:
        call = saving.by_name(call, lists.is_list)
    if typed_task and (told := away.freely(call) or wishes.freely(call) or calendars.freely(call)):
        return told
    if typed_task:
        meant = talking.understood(call, command.find)
        if not isinstance(meant, str):
            return meant
        call = call.with_line(meant)
    put_right = _put_right(call, command, typed_task)
    if not isinstance(put_right, str):
        return put_right
    call = call.with_line(put_right)
    if found := command.find(call.line, with_hidden=not typed_task):
        subcommand, args = found
        if subcommand.name == "help":
            return help_on(call, command, args)
        done = bulk.run(subcommand, call.with_args(args))
        opening.check(call, command.row_of(subcommand), done)
        return done
    if typed_task and (asked := recent.about(call)):
        return asked
    answer = command.other(call.with_args(call.line))
    if isinstance(answer, AskIfTask):
        return talking.with_offers(call, answer)
    return replace(answer, unknown=call.line.split(None, 1)[0]) if isinstance(answer, Help) else answer


def _put_right(call: Call, command: Command, typed_task: bool) -> str | Answer:
    """The line without a slip in it, a question whether it was meant so, or the line as it stands."""
    is_task = command is COMMANDS["/task"]
    if command.find(call.line, with_hidden=not typed_task) or (is_task and not typed_task):
        return call.line
    meant = mending.mended(call, command) if is_task else mending.of_settings(call, command, COMMANDS["/task"])
    return meant or call.line


def submit(session: Session, heard: Heard, now: datetime) -> Answer:
    """Do what a form asks for. One that is not as it was opened changes nothing."""
    if not kept_by_forms.is_whole(heard.form, heard.meta):
        raise UserError("form_is_odd")
    about = heard.meta.get("person")
    if about is not None and people.get(session, heard.workspace_id, about) is None:
        raise UserError("form_is_odd")
    return FORMS[heard.form](_call(session, heard, now))


def reply(session: Session, heard: Heard, row: Outbox, now: datetime) -> Answer:
    """A reply in the thread of something we said belongs to it; elsewhere it is a line like any other."""
    if row.kind not in REPLIES:
        return Nothing() if heard.meta.get("thread_only") else run(session, heard, now)
    answer = REPLIES[row.kind](_call(session, heard, now), row)
    return run(session, heard, now) if answer is None else answer


def edited(session: Session, heard: Heard, now: datetime) -> Answer:
    """A message that tasks came from reads otherwise now."""
    return sources.edited(_call(session, heard, now))


def overheard(session: Session, heard: Heard, now: datetime) -> Answer:
    """Words in a thread that were not said to us: they are theirs, unless they can only mean a task of the thread."""
    return threads.overheard(_call(session, heard, now))


def captured(session: Session, heard: Heard, now: datetime) -> Answer:
    """Somebody reacted to a message with the workspace's own emoji."""
    return sources.captured(_call(session, heard, now))


def help_on(call: Call, command: Command, topic: str) -> Help:
    """What can be said, from the docstrings of what runs."""
    found = chapters.chosen(command, topic.strip().lower())
    entries = tuple(_usage(sub.help) for sub in found or chapters.chosen(command, ""))
    is_admin = permissions.is_admin(call.workspace, call.person)
    unknown = "" if found else topic.strip()
    has_chapters = command is COMMANDS["/task"] and topic.strip().lower() not in chapters.ALL
    about = tuple(chapters.CHAPTERS) if has_chapters and len(entries) > 1 else ()
    return Help(command.name.removeprefix("/"), is_admin, entries, unknown, about)


def _usage(line: str) -> tuple[str, str]:
    """(`usage`, what it does) of a docstring's first line."""
    usage, _, what = line.partition(" — ")
    return usage.strip("` "), what.strip()


def _call(session: Session, heard: Heard, now: datetime) -> Call:
    workspace, person = hearing.hear(session, heard, now)
    heard = origins.at_origin(session, heard)
    return Call(session, heard, Actor(workspace, person, now, heard.expects), heard.text.strip())
