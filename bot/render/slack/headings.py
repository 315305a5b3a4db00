"""What a list is called, and what it says when there is nothing in it: whose tasks they are, which, and of when."""

from datetime import date, timedelta

from bot.answers import TaskList
from bot.locales import marked
from bot.render.slack.finding import topics
from bot.render.slack.text import Mrkdwn, escape, joined, one_line
from bot.render.slack.times import today, written_day
from bot.render.slack.voice import Voice
from models.queries.listing import Filter
from models.queries.lists import Days

HEADINGS = {
    "mine": marked("Your tasks"),
    "person": marked("{person}'s tasks"),
    "channel": marked("Tasks in this channel"),
    "teams": marked("Tasks of the teams you lead"),
    "given": marked("Tasks you assigned to others"),
    "given to": marked("Tasks you assigned to {person}"),
    "given by": marked("Tasks {person} assigned to you"),
    "added": marked("Tasks you added"),
    "added by": marked("Tasks {person} added"),
    "all": marked("All open tasks"),
    "every": marked("All tasks"),
    "found": marked("Tasks matching “{words}”"),
    "found by": marked("Tasks found"),
    "mine late": marked("Your late tasks"),
    "person late": marked("{person}'s late tasks"),
    "channel late": marked("Late in this channel"),
    "given late": marked("Late tasks you assigned to others"),
    "all late": marked("All late tasks"),
    "mine blocked": marked("Your blocked tasks"),
    "person blocked": marked("{person}'s blocked tasks"),
    "channel blocked": marked("Blocked in this channel"),
    "given blocked": marked("Blocked tasks you assigned to others"),
    "all blocked": marked("All blocked tasks"),
    "mine done": marked("You finished {when}"),
    "person done": marked("{person} finished {when}"),
    "all done": marked("Finished {when}"),
    "mine due": marked("Your tasks due {when}"),
    "person due": marked("{person}'s tasks due {when}"),
    "all due": marked("Tasks due {when}"),
    "mine for": marked("Your tasks for {when}"),
    "person for": marked("{person}'s tasks for {when}"),
    "all for": marked("Tasks for {when}"),
    "mine new": marked("New on your list {when}"),
    "person new": marked("New for {person} {when}"),
    "all new": marked("New tasks {when}"),
    "mine doing": marked("What you're working on"),
    "person doing": marked("What {person} is working on"),
    "all doing": marked("Tasks in progress"),
    "mine review": marked("Your tasks in review"),
    "person review": marked("{person}'s tasks in review"),
    "all review": marked("Tasks in review"),
    "mine undated": marked("Your tasks without a date"),
    "person undated": marked("{person}'s tasks without a date"),
    "all undated": marked("Tasks without a date"),
    "mine urgent": marked("Your urgent tasks"),
    "person urgent": marked("{person}'s urgent tasks"),
    "all urgent": marked("Urgent tasks"),
    "mine important": marked("Your urgent and important tasks"),
    "person important": marked("{person}'s urgent and important tasks"),
    "all important": marked("Urgent and important tasks"),
    "all waiting": marked("Tasks waiting for you"),
    "all accept": marked("Waiting for your acceptance"),
    "mine next": marked("Your next tasks, first things first"),
}
EMPTY = {
    "mine": marked("Nothing on your plate. `/task send the deck by Friday` adds a task."),
    "person": marked("{person} has no open tasks that you can see."),
    "channel": marked("Nothing is open here. `/task send the deck by Friday` adds a task."),
    "teams": marked("The teams you lead have no open tasks."),
    "no teams": marked("You don't lead a team yet. `/standup setup` in its channel says who does."),
    "given": marked("No open tasks with others. `/task send the deck to @dana` assigns one."),
    "given to": marked("{person} has no open tasks from you."),
    "given by": marked("You have no open tasks from {person}."),
    "added": marked("None of the tasks you added are open."),
    "added by": marked("None of the tasks {person} added are open, as far as you can see."),
    "all": marked("Nothing is open. `/task send the deck by Friday` adds a task."),
    "found": marked("No tasks match. `/task list all` shows everything that's open."),
    "mine late": marked("You're not late with anything."),
    "late": marked("Nothing is late."),
    "mine blocked": marked("None of your tasks are blocked. `/task list all blocked` shows everyone's."),
    "blocked": marked("Nothing is blocked."),
    "done": marked("No finished tasks here yet."),
    "due": marked("No open tasks are due then."),
    "for": marked("Nothing is due. Enjoy the calm."),
    "new": marked("No new tasks."),
    "mine doing": marked("You haven't started any task. `/task start 42` shows what you're on."),
    "person doing": marked("{person} hasn't marked any task as started."),
    "doing": marked("No task has been started."),
    "review": marked("Nothing is in review."),
    "undated": marked("Every open task has a date."),
    "urgent": marked("Nothing is marked as urgent."),
    "important": marked("Nothing is marked as urgent or important."),
    "waiting": marked("Nobody is waiting for you."),
    "accept": marked("Nothing is waiting for your acceptance."),
    "mine next": marked("Nothing on your plate. `/task send the deck by Friday` adds a task."),
}
TAGS = {
    "channel": marked("in this channel"),
    "teams": marked("of the teams you lead"),
    "given": marked("assigned by you"),
    "given to": marked("assigned by you"),
    "given by": marked("assigned to you"),
    "added": marked("added by you"),
    "added by": marked("added by {person}"),
    "late": marked("overdue"),
    "blocked": marked("blocked"),
    "doing": marked("in progress"),
    "review": marked("in review"),
    "undated": marked("without a date"),
    "urgent": marked("urgent"),
    "important": marked("urgent or important"),
    "waiting": marked("waiting for you"),
    "accept": marked("waiting for your acceptance"),
}


def heading(v: Voice, answer: TaskList) -> Mrkdwn:
    """Whose tasks and which; what the sentence does not say follows it."""
    whose, which = whose_of(v, answer), which_of(v, answer.wanted)
    if answer.heading == "next" and not which and whose == "mine":
        which = ["next"]
    key = f"{whose} {which[0]}" if which else whose
    tags = [*which[1:]]
    if key not in HEADINGS:
        key, tags = f"all {which[0]}", [*([whose] if whose in TAGS else []), *tags]
    words = {"person": called(answer), "when": when(v, answer.wanted), "words": one_line(answer.wanted.words, 80)}
    said = Mrkdwn(" ".join(v(HEADINGS[key], **words).split()))
    beside = [escape(f"“{words['words']}”")] if words["words"] and not whose.startswith("found") else []
    named = (v(TAGS[tag], person=called(answer)) for tag in tags if tag in TAGS)
    return joined([said, *named, *beside, *_topics(v, answer.wanted)])


def nothing(v: Voice, answer: TaskList) -> Mrkdwn:
    whose, which = whose_of(v, answer), which_of(v, answer.wanted)
    first = which[0] if which else ""
    if answer.wanted.channel_ids == ():
        return v(EMPTY["no teams"])
    if not first and (_topics(v, answer.wanted) or (answer.wanted.words and whose != "found")):
        return v("No tasks match.")
    if first == "done" and (named := when(v, answer.wanted)):
        return v("Nothing was finished {when}.", when=named)
    key = first or whose if (first or whose) in EMPTY else "found"
    return v(EMPTY.get(f"{whose} {first}".strip()) or EMPTY[key], person=called(answer))


def whose_of(v: Voice, answer: TaskList) -> str:
    wanted = answer.wanted
    if answer.heading == "found":
        return "found" if wanted.words else "found by"
    if wanted.creator_id:
        return _from_whom(v, wanted)
    if wanted.channel_id:
        return "channel"
    if wanted.channel_ids is not None:
        return "teams"
    if wanted.owner_id is None:
        return "all" if wanted.live or wanted.done else "every"
    return "mine" if v.is_me(wanted.owner_id) or answer.person is None else "person"


def _from_whom(v: Voice, wanted: Filter) -> str:
    if v.is_me(wanted.creator_id or ""):
        return "given to" if wanted.owner_id else "added" if wanted.with_own else "given"
    if wanted.owner_id:
        return "given by"
    return "added by" if wanted.with_own else "given"  # drawn for nobody in particular


def which_of(v: Voice, wanted: Filter) -> list[str]:
    """What narrows the list, what tells most of it first."""
    said = (
        ("done", wanted.done), ("new", wanted.new), (_due_or_for(v, wanted.due), wanted.due), ("late", wanted.late),
        ("blocked", wanted.blocked and not wanted.waits_for_id), ("waiting", wanted.waits_for_id),
        ("accept", wanted.accepts_id),
        (wanted.state, wanted.state in ("doing", "review")), ("undated", wanted.undated),
        ("urgent", wanted.level == 1), ("important", wanted.level is not None and wanted.level > 1),
    )  # fmt: skip
    return [name for name, present in said if present]


def _due_or_for(v: Voice, due: Days | None) -> str:
    """Whatever is to be done up to the end of a day or week that has begun is for it, what was left over included."""
    begun = due is not None and due.first is None and due.last is not None and _named(v, due) != ""
    return "for" if begun else "due"


def called(answer: TaskList) -> str:
    return one_line(answer.person.called, 60) if answer.person else ""


def _topics(v: Voice, wanted: Filter) -> list[Mrkdwn]:
    hidden = [Mrkdwn(f"<#{wanted.label_channel_id}>")] if wanted.label_channel_id else []
    label = [escape(f"#{one_line(wanted.label, 40)}")] if wanted.label else hidden
    project = [escape(f"+{one_line(wanted.project, 40)}")] if wanted.project else []
    return [*label, *project, *topics(v, wanted.terms, wanted.sort)]


def when(v: Voice, wanted: Filter) -> str:
    """The days of a list in a few words; empty where there are none to name."""
    days = wanted.done or wanted.new or wanted.due
    if days is None or (days.first is None and days.last is None):
        return ""
    if name := _named(v, days):
        return name
    first, last = (written_day(v, day) if day else "" for day in (days.first, days.last))
    if not last:
        return v.plain("since {day}", day=first)
    if not first:
        return v.plain("by {day}", day=last)
    return v.plain("on {day}", day=first) if first == last else v.plain("{first} – {last}", first=first, last=last)


def _named(v: Voice, days: Days) -> str:
    """`this week` and the like; for what has no beginning, the period that ends on that day and has begun."""
    now = today(v)
    names = (
        (marked("today"), now, now), (marked("tomorrow"), now + timedelta(days=1), now + timedelta(days=1)),
        (marked("yesterday"), now - timedelta(days=1), now - timedelta(days=1)),
        (marked("this week"), *_week(now, 0)), (marked("next week"), *_week(now, 1)),
        (marked("last week"), *_week(now, -1)), (marked("this month"), *_month(now, 0)),
        (marked("next month"), *_month(now, 1)), (marked("last month"), *_month(now, -1)),
    )  # fmt: skip
    for name, first, last in names:
        open_begin = days.first is None and first <= now
        if days.last == last and (days.first == first or open_begin):
            return v.plain(name)
    return ""


def _week(now: date, ahead: int) -> tuple[date, date]:
    monday = now + timedelta(days=7 * ahead - now.weekday())
    return monday, monday + timedelta(days=6)


def _month(now: date, ahead: int) -> tuple[date, date]:
    year, month = divmod(now.year * 12 + now.month - 1 + ahead, 12)
    following = date(year + (month == 11), (month + 1) % 12 + 1, 1)
    return date(year, month + 1, 1), following - timedelta(days=1)
