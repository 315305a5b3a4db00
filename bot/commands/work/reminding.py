"""`remind`: a task for oneself that speaks up at its moment, or a plain task for somebody who is named."""

from dataclasses import replace
from datetime import datetime, timedelta

from bot.answers import Answer, Created, PastDate, WhichTask
from bot.commands.call import Call, Subcommand
from bot.commands.finding import lists
from bot.commands.lines.adding import Sure, announce, answered
from bot.commands.lines.carrying import WHO, carry
from bot.commands.lines.objects import later
from bot.commands.lines.several import add_lines
from bot.commands.work.amending import changed, moment_to_come, the_one
from bot.errors import UserError
from bot.parsing.dates.civil import ANY_DAY
from bot.parsing.talk.talk_reminders import Reminder, asks_which, called_off, hushed, reminder
from bot.rules import availability, civil
from bot.services.work import tasks
from bot.services.work.tasks import Source
from models import Task, TaskFields
from models.queries import listing
from models.queries.filters import Term
from models.queries.listing import Filter

OFFERED = 5
BEFORE_THE_END = timedelta(minutes=30)


def read(call: Call, line: str) -> Reminder | None:
    now = call.heard.spoken_at or call.actor.now
    return reminder(line, now.astimezone(civil.zone(call.person.zone)))


def line_of(said: Reminder) -> str:
    """As somebody would type it."""
    what, when = said.what, said.when
    if said.unclear and what in said.unclear:
        what = said.unclear
    elif said.unclear and said.unclear not in what:
        what = f"{said.unclear} to {what}" if said.unclear.isascii() else f"{said.unclear} {what}"
    elif said.unclear:
        what = f"to {what}"
    return " ".join(part for part in ("remind", said.who, what, when) if part)


def hushing(line: str) -> str | None:
    """Who wants no more reminders of a task puts it off; without its number they are told how."""
    if asks_which(line):
        return "reminders"
    number = hushed(line)
    return None if number is None else f"snooze {number}" if number else "help snooze"


def called_off_here(call: Call) -> Answer | None:
    """ "cancel the reminder about the contract": shown before it is done; without a word, the list of them."""
    words = called_off(call.line)
    if words is None:
        return None
    if not words:
        return reminders(call)
    found = tuple(task for task in _coming(call) if words.lower() in task.title.lower())[:OFFERED]
    return WhichTask(call.line, found, tuple(f"cancel {task.number}" for task in found)) if found else None


def _coming(call: Call) -> list[Task]:
    wanted = Filter(owner_id=call.person.id, terms=(Term("is", "reminder", ("reminder",)),))
    return list(listing.list_page(call.session, call.person, wanted, call.actor.now, size=100).tasks)


def reads(args: str) -> bool:
    """ "remind me to …" and "remind @dana to …"; "remind the team" is work like any other."""
    return later(args) or reminder(f"remind {args}", ANY_DAY) is not None


def remind(call: Call) -> Answer:
    """`remind me to call Bob tomorrow at 9` — be reminded at that moment; `remind @dana to …` is a task for Dana."""
    if later(call.args):
        return of_a_task(call)
    said = read(call, f"remind {call.args}")
    if said is None:
        raise UserError("which_work")
    what = said.what or ("this" if call.heard.meta.get("words") else "")
    if not what:
        raise UserError("remind_of_what", words=said.when)
    if said.who != "me":
        return add_lines(call, f"{said.who} {what} {said.when}".strip(), Sure(it_is_work=True))
    line = f"<@{call.person.id}> {what}"
    if said.unclear:
        return PastDate(None, carry(call, line), said.unclear, "make!", carry(call, f"{line} by {WHO}", 0))
    return _ringing(call, add_lines(call, f"{line} {said.when}".strip(), Sure(it_is_work=True, rings=True)))


def _ringing(call: Call, answer: Answer) -> Answer:
    if not isinstance(answer, Created):
        return answer
    _set_moment(call, answer.view.task)
    return replace(answer, view=tasks.view(call.session, answer.view.task, now=call.actor.now))


def make(call: Call) -> Answer:
    """`make! …` — be reminded of it."""
    return _ringing(call, answered(call, Sure(it_is_work=True, rings=True)))


def again(call: Call) -> Answer:
    """`again! …` — be reminded of the same once more."""
    return _ringing(call, answered(call, Sure(it_is_work=True, once_more=True, rings=True)))


def share(call: Call) -> Answer:
    """`share! …` — be reminded of it, people from outside the conversation may know."""
    sure = Sure(it_is_work=True, once_more=True, with_outsiders=True, rings=True)
    return _ringing(call, answered(call, sure))


def of_a_task(call: Call) -> Answer:
    """`remind 42 tomorrow` — be reminded of a task: of one's own as wished, of another's by a note for oneself."""
    task, words = the_one(call)
    until = moment_to_come(call, task, words)
    if task.owner_id == call.person.id:
        return changed(call, "snooze", [(task, tasks.snooze(call.session, call.actor, task, until))])
    fields = TaskFields(title=f"👀 #{task.number} {task.title}", owner_id=call.person.id)
    here = replace(call.heard, channel_id=None, channel_kind=None, thread_ts=None)  # nobody else needs to know
    made = tasks.add(call.session, call.actor, fields, tasks.People(), Source(call.heard.door))
    tasks.remind(call.session, call.actor, made, until)
    return announce(replace(call, heard=here), made)


def _set_moment(call: Call, task: Task) -> None:
    """A named hour speaks up when it comes, a named day to come when one begins to work; of a rhythm, the first time.

    Today, or no day at all, means the end of today's work; once that is near, the start of the next working day.
    """
    hours, now = availability.hours(call.person, call.workspace), call.actor.now
    today = hours.today(now)
    if task.due_at is not None:
        tasks.remind(call.session, call.actor, task, task.due_at)
    elif task.due_on is None or task.due_on == today:
        tasks.remind(call.session, call.actor, task, _end_of_work(hours, now))
    else:
        tasks.remind(call.session, call.actor, task, hours.start_of(task.due_on))


def _end_of_work(hours: availability.Hours, now: datetime) -> datetime:
    today = hours.today(now)
    end = hours.end_of(today)
    return end if hours.works_on(today) and end - now >= BEFORE_THE_END else hours.next_start(now)


def reminders(call: Call) -> Answer:
    """`reminders` — your reminders still to come, each to change or cancel."""
    return lists.list_(call.with_args("is:reminder sort:due"))


def asks_for_it(args: str) -> bool:
    return not args or args.lower() in ("list", "all", "列表")


SUBCOMMANDS = (
    Subcommand("reminders", reminders, ("我的提醒", "提醒列表", "有哪些提醒"), asks_for_it, needs="list"),
    Subcommand("make!", make, hidden=True, needs="add"),
    Subcommand("again!", again, hidden=True, needs="add"),
    Subcommand("share!", share, hidden=True, needs="add"),
)
