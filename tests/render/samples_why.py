"""One of every answer about reminders: each kind, each rule, each end and each reason."""

from datetime import timedelta

from bot.answers import Message
from bot.answers.whys import Expected, Fell, Next, Rehearsal, Rehearsing, Why, Would
from bot.notices import Notice
from bot.render import occurrences as words
from models import OccurrenceState
from tests.render import samples

FACTS = {"hours": 4.0, "days": 2, "level": "light"}
KINDS = (*words.RULES, "something new")


def _fell(kind: str, policy: str = "", **fields: object) -> Fell:
    name, _, when = kind.partition(".")
    facts = FACTS | {"when": when} if name == "escalation" else FACTS
    given: dict[str, object] = {
        "kind": f"escalation.{policy or 'late'}" if name == "escalation" else kind,
        "due_at": samples.NOW - timedelta(hours=1),
        "state": OccurrenceState.SENT, "facts": facts, "nth": 2, "channel_id": "C0LAUNCH",
        "clock": samples.NOW - timedelta(days=1),
    }  # fmt: skip
    return Fell(**(given | fields))  # type: ignore[arg-type]


def _ends() -> list[Fell]:
    reasons = (*words.REASONS, "msg_too_long", "could not be composed: KeyError", "")
    ended = [_fell("stale", state=state, reason=reason) for reason in reasons
             for state in (OccurrenceState.SUPERSEDED, OccurrenceState.DEAD)]  # fmt: skip
    waits = _fell("stale", state=OccurrenceState.PENDING, waits_until=samples.NOW + timedelta(hours=2))
    return [*ended, waits, _fell("stale", state=OccurrenceState.PENDING), _fell("late", state=OccurrenceState.UNKNOWN)]


def coming() -> tuple[Expected, ...]:
    at = samples.NOW + timedelta(hours=3)
    kinds = ("brief", "soon", "stale", "escalation.late")
    people = (("U0ANN",), ("U0BOB",), ("U0BOB", "U0ANN"))
    return tuple(Expected(kind, at, some, 1, FACTS | {"when": "late"}) for kind in kinds for some in people)


def messages(text: str) -> dict[str, Message]:
    ann, task = samples.person(), samples.full_task(text)
    wants = samples.person("U0ANN", "Ann").model_copy(update={
        "nudging": {"all": "light"}, "quiet_until": samples.NOW + timedelta(hours=2),
    })  # fmt: skip
    rows = [_fell(kind, task=None if kind.startswith(("brief", "standup")) else task) for kind in KINDS]
    rows += [_fell("escalation.late", text or "x", task=task), *_ends()]
    pages = {f"why {at}": Why(ann, tuple(rows[at : at + 12]), 2, 9, 14) for at in range(0, len(rows), 12)}
    others = tuple(_fell("stale", person_id="U0BOB", state=OccurrenceState.PENDING) for _ in range(3))
    return {
        **pages,
        "why nothing": Why(wants, (), 1, 1, 14),
        "why of a task": Why(ann, (*rows[:3], *others), 1, 2, 14, task, coming()),
        "why nothing of a task": Why(ann, (), 1, 1, 14, task),
        "why of a message": Why(ann, tuple(rows[:8]), 1, 1, 14, is_of_message=True, more=3),
        "why of a message of forty": Why(ann, tuple(rows[2:6] * 10), 1, 1, 14, is_of_message=True, more=1),
        "next": Next(task, coming()),
        "next nothing": Next(samples.task(title=text[:300] or "x"), ()),
        "next of a closed one": Next(samples.task(title=text[:300] or "x", state="done"), ()),
        "rehearsing": Rehearsing(3),
    }


def notices(text: str) -> dict[str, Notice]:
    task, ann = samples.full_task(text), samples.person()
    kinds = (*words.SENT, "something new")
    rows = tuple(Would(samples.NOW + timedelta(hours=at), kind, to, tuple((one, task) for one in some), more)
                 for at, kind in enumerate(kinds) for to in ("U0BOB", "C0LAUNCH") for more in (0, 4)
                 for some in ((), ("stale",), (*words.SHORT, "escalation.late", "late")))  # fmt: skip
    return {
        "rehearsal": Rehearsal(ann, 3, rows[:40]),
        "rehearsal cut short": Rehearsal(ann, 14, rows[40:] * 9, samples.NOW + timedelta(days=2)),
        "rehearsal of nothing": Rehearsal(ann, 1, ()),
    }
