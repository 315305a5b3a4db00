"""`remind`: a task for oneself that speaks up at its moment, or a plain task for somebody who is named."""

from datetime import UTC, datetime, timedelta

from bot.answers import Answer, Created
from bot.commands.adding import Sure
from bot.commands.call import Call
from bot.commands.several import add_lines
from bot.errors import UserError
from bot.parsing.talk_reminders import Reminder, reminder
from bot.rules import availability, civil
from bot.services import tasks
from models import Task

ANY_DAY = datetime(2026, 3, 11, 8, tzinfo=UTC)  # whether a line is a reminder at all hangs on no day
BEFORE_THE_END = timedelta(minutes=30)


def read(call: Call, line: str) -> Reminder | None:
    now = call.heard.spoken_at or call.actor.now
    return reminder(line, now.astimezone(civil.zone(call.person.zone)))


def line_of(said: Reminder) -> str:
    """As somebody would type it."""
    return " ".join(part for part in ("remind", said.who, said.what, said.when) if part)


def reads(args: str) -> bool:
    """ "remind me to …" and "remind @dana to …"; "remind the team" is work like any other."""
    return reminder(f"remind {args}", ANY_DAY) is not None


def remind(call: Call) -> Answer:
    """`remind me to call Bob tomorrow at 9` — be reminded at that moment; `remind @dana to …` is a task for Dana."""
    said = read(call, f"remind {call.args}")
    if said is None:
        raise UserError("which_work")
    owner = f"<@{call.person.id}>" if said.who == "me" else said.who
    answer = add_lines(call, f"{owner} {said.what} {said.when}".strip(), Sure(it_is_work=True))
    if isinstance(answer, Created) and said.who == "me":
        _set_moment(call, answer.view.task)
    return answer


def _set_moment(call: Call, task: Task) -> None:
    """A named hour speaks up when it comes, a named day to come in that morning's brief.

    Today, or no day at all, means the end of today's work; once that is near, the start of the next working day.
    """
    hours, now = availability.hours(call.person, call.workspace), call.actor.now
    today = hours.today(now)
    if task.rrule:
        return
    if task.due_at is not None:
        tasks.remind(call.session, call.actor, task, task.due_at)
    elif task.due_on is None or task.due_on == today:
        tasks.remind(call.session, call.actor, task, _end_of_work(hours, now))
    elif not hours.works_on(task.due_on):
        tasks.remind(call.session, call.actor, task, hours.start_of(task.due_on))


def _end_of_work(hours: availability.Hours, now: datetime) -> datetime:
    today = hours.today(now)
    end = hours.end_of(today)
    return end if hours.works_on(today) and end - now >= BEFORE_THE_END else hours.next_start(now)
