"""One of every answer, form, notice and Home, built around words that may be anything."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Any

from bot.answers import (
    AnswerForm,
    AskIfTask,
    Broken,
    Changed,
    Created,
    DidYouMean,
    DigestForm,
    Form,
    Help,
    LineAsked,
    LineRead,
    Message,
    Nothing,
    NotSaved,
    Outsiders,
    PastDate,
    Preview,
    Reader,
    Refused,
    Repeated,
    Said,
    SaidBefore,
    SetupForm,
    SeveralLines,
    SeveralMade,
    Shown,
    SmallForm,
    SmallTalk,
    StandupForm,
    TaskForm,
    TaskList,
    TaskView,
    TooFast,
    WhichTask,
    WhoIs,
    Working,
)
from bot.answers.slips import Unread
from bot.errors import UserError, conflict, forbidden, not_found
from bot.notices import (
    Brief,
    DigestPaused,
    DigestPost,
    Hello,
    Lapsing,
    Notice,
    Ready,
    StandupCard,
    StandupPaused,
    StandupPrompt,
    StandupReminder,
    StandupThread,
    StandupWrap,
    TaskCard,
    TaskGone,
    TasksGiven,
    TaskTold,
    Welcome,
)
from bot.rules import priority
from bot.rules.priority import Around
from models import AnswerState, Channel, Digest, History, Person, Role, RoleKind, Standup, Task, Workspace
from models.queries.listing import Filter, Page
from tests.render import samples_life, samples_troubles, source_samples

TEAM = "T0MUSTER1"
NOW = datetime(2026, 3, 9, 8, 20, tzinfo=UTC)  # Monday, 09:20 in Berlin
TODAY = date(2026, 3, 9)
LINK = "https://muster.slack.com/archives/C0LAUNCH/p1773044400000100"
VERBS = ("add", "start", "done", "cancel", "reopen", "block", "unblock", "assign", "due", "priority", "snooze",
         "edit", "note", "undo")  # fmt: skip
TAKEN = ("people", "due", "rrule", "start", "priority", "important", "estimate_days", "labels", "project", "reviewers",
         "parent", "after")  # fmt: skip
PEOPLE_IDS = ("U0ANN", "U0BOB", "U0DANA", "U0MAYA")


def reader(language: str = "en", person_id: str | None = "U0ANN", zone: str = "Europe/Berlin") -> Reader:
    return Reader(person_id, language, zone, NOW)


@lru_cache(maxsize=99)
def person(person_id: str = "U0ANN", name: str = "Ann") -> Person:
    return Person(workspace_id=TEAM, id=person_id, name=name.lower(), real_name=name, zone="Europe/Berlin")


def channel(name: str = "launch") -> Channel:
    return Channel(workspace_id=TEAM, id="C0LAUNCH", name=name, kind="public")


def task(number: int = 42, title: str = "Send the deck", **fields: Any) -> Task:
    given: dict[str, Any] = {
        "workspace_id": TEAM, "number": number, "title": title, "owner_id": "U0ANN", "creator_id": "U0ANN",
        "version": 7, "created_at": NOW, "updated_at": NOW, "source_is_private": False,
    }  # fmt: skip
    made = Task(**(given | fields))
    if "level" not in fields:
        weight = priority.weigh(made, Around(), priority.SHIPPED, NOW)
        made.level, made.level_reasons = weight.level, list(weight.reasons)
    return made


def view(of: Task, **fields: Any) -> TaskView:
    people = {ident: person(ident, ident[2:].title()) for ident in PEOPLE_IDS}
    given: dict[str, Any] = {"owner": people[of.owner_id], "creator": people[of.creator_id]}
    return TaskView(task=of, **(given | fields))


def entry(
    kind: str, before: dict[str, Any] | None = None, after: dict[str, Any] | None = None, **fields: Any
) -> History:
    given: dict[str, Any] = {"id": 55, "at": NOW, "actor_id": "U0BOB", "version": 7, "note": ""}
    return History(workspace_id=TEAM, number=42, kind=kind, before=before or {}, after=after or {}, **(given | fields))


def full_task(words: str, number: int = 42, **fields: Any) -> Task:
    """A task with everything on it."""
    given: dict[str, Any] = {
        "title": words[:300] or "x", "note": words, "owner_id": "U0DANA", "creator_id": "U0MAYA",
        "due_on": date(2026, 3, 13), "due_at": datetime(2026, 3, 13, 16, tzinfo=UTC),
        "ends_at": datetime(2026, 3, 13, 16, tzinfo=UTC), "rrule": "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU",
        "priority": 1, "estimate_days": 2.5, "project": words, "labels": [words] * 20, "parent_number": 40,
        "blocked_at": NOW, "blocked_reason": words, "blocked_by_id": "U0BOB", "blocked_by_number": 41,
        "snoozed_until": NOW + timedelta(hours=2), "source_link": LINK, "start_on": date(2026, 3, 10),
        "other_on": date(2026, 3, 20), "other_at": datetime(2026, 3, 13, 4, tzinfo=UTC),
    }  # fmt: skip
    return task(number, **(given | fields))


def full_view(words: str, **fields: Any) -> TaskView:
    roles = tuple(Role(workspace_id=TEAM, number=42, person_id=f"U{n:07d}", kind=kind)
                  for kind in (RoleKind.HELPER, RoleKind.REVIEWER) for n in range(30))  # fmt: skip
    return view(full_task(words, **fields), roles=roles, after=tuple(range(100, 150)), undo=entry("add"),
                is_fresh=True, taken=dict.fromkeys(TAKEN, words or "x"), notes=3)  # fmt: skip


def crowd(words: str, count: int = 30) -> tuple[Person, ...]:
    return tuple(person(f"U{n:07d}", words or "x") for n in range(count))


def many_tasks(words: str, count: int = 50, **fields: Any) -> tuple[Task, ...]:
    return tuple(_one_of_many(words, number, **fields) for number in range(1000, 1000 + count))


@lru_cache(maxsize=999)  # making a row costs more than drawing it, and many samples show the same
def _one_of_many(words: str, number: int, **fields: Any) -> Task:
    return full_task(words, number, **fields)


def histories(words: str) -> tuple[History, ...]:
    return (
        entry("add", {}, {"title": words, "owner_id": "U0ANN"}),
        entry("assign", {"owner_id": "U0ANN"}, {"owner_id": "U0DANA"}),
        entry("due", {"due_on": "2026-03-12", "due_at": None}, {"due_on": "2026-03-13",
              "due_at": "2026-03-13T16:00:00+00:00"}),
        entry("priority", {"priority": None}, {"priority": 1}),
        entry("block", {"blocked_reason": None, "blocked_by_id": None, "blocked_by_number": None},
              {"blocked_reason": words, "blocked_by_id": "U0BOB", "blocked_by_number": 41}),
        entry("snooze", {"snoozed_until": None}, {"snoozed_until": "2026-03-10T08:00:00+00:00"}),
        entry("edit", {"title": words, "labels": [], "estimate_days": 1.0, "project": words},
              {"title": words + "!", "labels": [words] * 9, "estimate_days": None, "project": ""}),
        entry("note", note=words, actor_id="U0GONE"),
        entry("done", undone_by=70, note=words, actor_id="U0ANN"),
        entry("something new", {"title": words}, {}),
        entry("undo"),
    )  # fmt: skip


def refusals(words: str) -> dict[str, UserError]:
    return {
        "no_such_task": not_found("no_such_task", number=42),
        "cannot_move": conflict("cannot_move", number=42, verb="start", state="done"),
        "not_yours": forbidden("not_yours", number=42, owner="U0DANA", creator="U0MAYA"),
        "leads_only": forbidden("leads_only", leads=tuple(f"U{n:07d}" for n in range(30))),
        "admins_only": forbidden("admins_only", admins=()),
        "line_not_clear": UserError("line_not_clear", line=words),
        "date_is_past": UserError("date_is_past", field="due_on", on=date(2026, 3, 8)),
        "cannot_own": forbidden("cannot_own", name=words),
        "form_not_opened": UserError("form_not_opened", words=words),
        "form_needs_a_tap": UserError("form_needs_a_tap", words=words),
        "cannot_take_part": UserError("cannot_take_part", field="members", people=("U0ANN",)),
        "bad_window": UserError("bad_window", field="window", low=15, high=720),
        "nobody wrote this row": UserError("nobody wrote this row", words=words),
    } | samples_life.refusals(words)


def standup_status(*, paused: bool) -> Said:
    ids = tuple(f"U{n:07d}" for n in range(30))
    return Said("standup_status", {
        "channel": "C0LAUNCH", "next_on": TODAY, "next_at": NOW, "paused": paused, "days": (1, 2, 3), "at": time(9, 30),
        "zone": None if paused else "Asia/Shanghai", "members": ids, "optional": ids[:2], "leads": ids,
    })  # fmt: skip


def rows_read(words: str) -> tuple[LineRead, ...]:
    who = person("U0DANA", words or "x")
    return (
        LineRead(words or "x", heading=words, owner=who, due_on=TODAY, due_clock=time(17)),
        LineRead(words or "x", 1, repeats=True, owner=who),
        LineRead(words or "x", 2, trouble="who", words=words or "x"),
        LineRead(words or "x", trouble="past", words=words or "x"),
        *(LineRead(words or "x", owner=who, due_on=TODAY),) * 46,
    )


def several(words: str) -> dict[str, Message]:
    """What is asked and told of many lines."""
    rows, made = rows_read(words), ((0, full_view(words)), *((2, full_view(words)),) * 49)
    who = LineAsked(rows[2], "&18", "&19", candidates=crowd(words, 5), more=3)
    failed = ((words or "x", not_found("no_such_task", number=9)),) * 9
    past = LineAsked(rows[3], "&20", "&21", without="&22", on=TODAY)
    return {
        "several lines": SeveralLines(rows, "&17", (words or "x",) * 20, (words or "x",) * 20, crowd(words), 12),
        "several lines that are one": SeveralLines(rows[:3], "&17", is_one=True),
        "several made": SeveralMade(made, tuple(range(10**6, 10**6 + 60)), rest="&23", further=12),
        "several made, who is it": SeveralMade(made, (7,), who, failed),
        "several made, when is it": SeveralMade((), (), past),
        "several made, nobody near": SeveralMade((), (), replace(who, candidates=())),
        "nothing made": SeveralMade(()),
    }


def questions(words: str) -> dict[str, Message]:
    """Answers that ask back, and small talk."""
    plain_line = words.strip() or "x"
    return {
        **several(words),
        "ask if task": AskIfTask(plain_line),
        "ask a question back": AskIfTask(plain_line, words, is_question=True),
        "did you mean": DidYouMean(plain_line, plain_line),
        "unread": Unread(words, words, "task", ("spent 42 3h [words]", words), plain_line, plain_line),
        "unread setting": Unread(words, "", "muster", ("rules", words)),
        "said before": SaidBefore(full_view(words), plain_line),
        "who is": WhoIs(words, crowd(words, 8), f"{plain_line} <@WHO>", kept="&17"),
        "who is nobody": WhoIs(words, (), f"{plain_line} <@WHO>"),
        "past date": PastDate(date(2026, 3, 2), plain_line, words, kept="&18"),
        "which task": WhichTask(words, (full_task(words), full_task(words, 43)), ("done 42", "done 43")),
        "outsiders": Outsiders(crowd(words), plain_line),
        "greeting": SmallTalk("greeting"),
        "thanks": SmallTalk("thanks"),
        "courtesy": SmallTalk("courtesy"),
    }


def messages(words: str = "Send the deck") -> dict[str, Message]:
    """Every answer, by a name for the test's report."""
    whole = full_view(words)
    page = Page(many_tasks(words, 8), 20, 2, 8)
    found: dict[str, Message] = {
        "created": Created(whole, posted="dm", invite=True),
        "created for another, untold": Created(whole, posted="thread", told=False),
        "help": Help("task", entries=(("done 42 [what happened]", "finish one or more tasks."),) * 30),
        "changed some of them": Changed("done", (whole,), not_done=(not_found("no_such_task", number=9),) * 30),
        "help overview": Help("muster"),
        "help after an unknown word": Help("muster", unknown=words),
        "help for admins": Help("muster", is_admin=True, entries=(("setup", "what Muster can do."),)),
        "preview": Preview(notices(words)["digest"]),
        "nothing": Nothing(),
        "repeated": Repeated(),
        "working": Working(),
        "broken": Broken("A1B2C3"),
        "not saved": NotSaved(words),
        "too fast": TooFast(59, words=words),
        "all too fast": TooFast(1, everybody=True, words=words),
        "shown": Shown(whole, histories(words), {ident: person(ident, words or "x") for ident in PEOPLE_IDS}),
        "said": Said("standup_saved", {"channel": "C0LAUNCH", "next_on": TODAY, "next_at": NOW}),
        "said before the first": Said("standup_saved", {"channel": "C0LAUNCH", "next_on": None, "next_at": None}),
        "said digest": Said("digest_saved", {"channel": "C0LAUNCH", "next_at": NOW, "zone": "UTC"}),
        "status": standup_status(paused=False),
        "status paused": standup_status(paused=True),
        "said unknown": Said("nobody wrote this row", {"words": words}),
    }
    for heading in ("mine", "person", "channel", "late", "blocked", "given", "all", "found"):
        wanted = Filter(words=words, owner_id="U0DANA" if heading == "person" else None)
        dana = person("U0DANA", words or "x")
        found[f"list {heading}"] = TaskList(heading, wanted, page, f"list {heading}", {"U0DANA": dana}, dana)
        found[f"empty list {heading}"] = TaskList(heading, wanted, Page((), 0, 1, 8), f"list {heading}", {}, dana)
    for verb in VERBS:
        found[f"changed {verb}"] = Changed(verb, (whole,), undo=(55,), detail=words)
        bare = view(task(title=words[:300] or "x"))
        found[f"changed many {verb}"] = Changed(verb, (whole, bare) * 15, undo=tuple(range(500)))
    found |= questions(words) | samples_life.messages(words) | samples_troubles.answers()
    return found | {f"refused {name}": Refused(error) for name, error in refusals(words).items()}


def notices(words: str = "Send the deck") -> dict[str, Notice]:
    """Every notice, by a name for the test's report."""
    whole, late = full_view(words), many_tasks(words, 50, state="doing")
    team, ann = channel(words), person("U0ANN", words or "x")
    people = {"U0DANA": person("U0DANA", words or "x")}
    crowded = crowd(words)
    found: dict[str, Notice] = {
        "ready": Ready({"text": "Hello"}),
        "card": TaskCard(whole),
        "card gone": TaskGone(12, 3),
        "card given": TaskCard(full_view(words, state="doing"), given_by=person("U0MAYA")),
        "given together": TasksGiven(many_tasks(words), person("U0MAYA")),
        "brief": Brief(ann, TODAY, late, many_tasks(words, 9), many_tasks(words, 2), (), people),
        "brief catching up": Brief(ann, TODAY, late[:1], (), (task(7, words[:300] or "x"),), (), people, catch_up=True),
        "prompt": StandupPrompt(team, TODAY, (words or "x",) * 12, (words,) * 12, NOW + timedelta(hours=2), words),
        "prompt of the usual": StandupPrompt(team, TODAY, (), (), NOW + timedelta(hours=2)),
        "reminder": StandupReminder(team, TODAY, NOW + timedelta(minutes=30)),
        "thread": StandupThread(team, TODAY, 5, 3),
        "standup card": StandupCard(ann, TODAY, (words or "x",) * 12, (words,) * 12, late=True, edited=True),
        "standup card without words": StandupCard(ann, TODAY, (), ("", "", ""), late=False, edited=False),
        "wrap": StandupWrap(team, TODAY, 30, 20, 3, crowded, tuple((one, words) for one in crowded), crowded),
        "wrap for leads": StandupWrap(team, TODAY, 30, 20, 3, (), (), crowded, for_leads=True),
        "digest": DigestPost(team, TODAY, NOW - timedelta(days=1), late, late, late, late, late, people,
                             {"late": 2, "done": -1, "new": 3}, full=True),
        "digest in short": DigestPost(channel(""), TODAY, None, late[:1], (), (), (), (), people, {"late": -1},
                                      full=False),
        "digest of nothing": DigestPost(channel(), TODAY, None, (), (), (), (), (), {}, {}, full=False, preview=True),
        "standup paused": StandupPaused(team),
        "digest paused": DigestPaused(team),
        "hello": Hello(team),
        "welcome": Welcome(),
        "lapsing": Lapsing(NOW),
    }  # fmt: skip
    found |= source_samples.about_sources(words, people, crowded) | samples_life.notices(words)
    return found | notices_of_every_state(words) | samples_troubles.notices()


def notices_of_every_state(words: str) -> dict[str, Notice]:
    """The same notice for every state, verb and kind there is."""
    found: dict[str, Notice] = {}
    for state in ("open", "doing", "review", "done", "cancelled", "archived"):
        found[f"card {state}"] = TaskCard(view(task(title=words[:300] or "x", state=state), undo=entry(state)))
    for verb in ("done", "cancel", "block", "blocked_on_you", "not_told", "something new"):
        state = verb if verb == "done" else "doing"
        found[f"told {verb}"] = TaskTold(full_view(words, state=state), person("U0DANA"), verb, words)
    return found


def forms(words: str = "Send the deck") -> dict[str, Form]:
    """Every form, by a name for the test's report."""
    team = channel(words)
    standup = Standup(workspace_id=TEAM, channel_id="C0LAUNCH", questions=[words] * 3, days=[1, 3], at=time(10, 15),
                      zone="Asia/Shanghai", window_minutes=77, remind_minutes=13)  # fmt: skip
    workspace = Workspace(id=TEAM, zone="Asia/Shanghai", holiday_region="CN", admins=["U0ANN"], leads=["U0BOB"])
    ids = tuple(f"U{n:07d}" for n in range(30))
    whole = full_view(words)
    found: dict[str, Form] = {
        "task new": TaskForm(title=words[:300], note=words, owner_id="U0ANN", channel_id="C0LAUNCH",
                             source_ts="1.2", link=LINK),
        "task new empty": TaskForm(),
        "task edit": TaskForm(whole, title=whole.task.title, note=whole.task.note, owner_id="U0DANA"),
        "task with a long note": TaskForm(whole, title="x", note="x" * 3001, owner_id="U0DANA"),
        "task with a long link": TaskForm(link=f"{LINK}?{'x' * 4000}", channel_id="C0LAUNCH"),
        "setup": SetupForm(workspace),
        "setup first": SetupForm(Workspace(id=TEAM)),
        "standup": StandupForm(team, standup, ids, ids, ids),
        "standup first": StandupForm(channel(), None, (), (), ()),
        "answer": AnswerForm(team, TODAY, (words or "x",) * 12, (words,) * 12, AnswerState.ASKED,
                             NOW + timedelta(hours=1), words),
        "answer late": AnswerForm(team, TODAY, (), (), AnswerState.MISSED, NOW - timedelta(hours=1)),
        "digest": DigestForm(team, Digest(workspace_id=TEAM, channel_id="C0LAUNCH", days=[5]), "UTC", time(17)),
        "digest first": DigestForm(channel(), None, "Europe/Berlin", time(17)),
    }  # fmt: skip
    found |= samples_life.forms(words)
    for verb in ("block", "snooze", "due", "assign", "note"):
        found[f"small {verb}"] = SmallForm(verb, whole.task)
        found[f"small {verb} plain"] = SmallForm(verb, task(title=words[:300] or "x"))
    return found
