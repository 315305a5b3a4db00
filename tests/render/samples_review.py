"""Samples of everything that acceptance, evidence, effort, descriptions and cases say."""

from dataclasses import replace
from typing import Any

from bot.answers import Changed, Form, Message, Shown, TaskView
from bot.answers.reviews import AskEnded, Beside, CaseList, Record, RecordForm, ReviewAsk, ShapeForm
from bot.notices import Notice, TaskCard, TaskTold
from bot.rules.reviewing import Round
from models import Case, Role, RoleKind, Task
from tests.render import samples

VERBS = ("submit", "accept", "return", "progress", "evidence", "evidence away", "spent", "describe", "closing",
         "archive")  # fmt: skip
TOLD = {"accept": "done", "return": "doing", "reviewer_gone": "review", "nobody_to_accept": "review"}
FORMS = ("done", "submit", "accept", "return", "evidence", "spent", "describe", "closing")
PARTS = ("goal", "done_when", "material", "where")


def worked_on(words: str, **fields: Any) -> Task:
    """A task in review with all that can be said of the work."""
    proof = [{"kind": "link", "value": samples.LINK, "name": words, "by": "U0ANN", "at": "-"},
             {"kind": "file", "value": samples.LINK, "name": "", "by": "U0ANN", "at": "-"},
             *({"kind": "figure", "value": words or "12", "name": "", "by": "U0ANN", "at": "-"},) * 18]  # fmt: skip
    given: dict[str, Any] = {
        "state": "review", "review_step": 2, "submitted_at": samples.NOW, "accepted_by": ["U0000001"], "returns": 2,
        "percent": 60, "spent_minutes": 1000, "evidence": proof, "needs_evidence": True, "asks_closing": True,
        "described": dict.fromkeys(PARTS, words), "score": 4, "blocked_at": None, "snoozed_until": None,
    }  # fmt: skip
    return samples.full_task(words, **(given | fields))


def seen(words: str, **fields: Any) -> TaskView:
    reviewers = tuple(
        Role(workspace_id=samples.TEAM, number=42, person_id=f"U{n:07d}", kind=RoleKind.REVIEWER, step=step, mode=mode)
        for step, mode in ((1, "all"), (2, "any"), (3, "all")) for n in range(step * 10, step * 10 + 10)
    )  # fmt: skip
    beside = Beside(PARTS, True, ("U0000020",), words or "x")
    return samples.view(worked_on(words, **fields), roles=reviewers, beside=beside, undo=samples.entry("accept"))


def ask(words: str) -> ReviewAsk:
    notes = (samples.entry("note", note=words or "x"),) * 5
    return ReviewAsk(samples.person("U0BOB", words or "x"), words, notes, {"U0BOB": samples.person("U0BOB", words)})


def case(words: str, number: int = 42) -> Case:
    return Case(workspace_id=samples.TEAM, number=number, documents=words, went_well=words, lesson=words,
                tags=[words] * 10, by_id="U0ANN", at=samples.NOW)  # fmt: skip


def record(words: str) -> Record:
    after = {"return_reason": "defect", "step": 2, "score": 5}
    said = [samples.entry(kind, {}, after, note=words) for kind in ("accept", "accept", "return")]
    return Record((Round(samples.entry("submit", note=words), said),) * 9, case(words), 200)


def messages(words: str) -> dict[str, Message]:
    people = {ident: samples.person(ident, words or "x") for ident in samples.PEOPLE_IDS}
    found: dict[str, Message] = {
        "record": Shown(seen(words), samples.histories(words), people, record=record(words)),
        "record of what is done": Shown(seen(words, state="done"), (), people, record=record(words)),
        "record without a case": Shown(seen(words, state="archived", evidence=None), (), people),
        "cases": CaseList(words, tuple((case(words), worked_on(words)) for _ in range(10)), people),
        "no cases": CaseList(words, (), {}),
        "no cases at all": CaseList("", (), {}),
    }
    for verb in VERBS:
        found[f"changed {verb}"] = Changed(verb, (seen(words),), undo=(55,), detail=words)
    done = seen(words, state="done", spent_minutes=0)
    returned = replace(seen(words, state="doing"), undo=samples.entry("return", {}, {"return_reason": "defect"}))
    return found | {"handed in": Changed("done", (seen(words),), (55,)), "done": Changed("done", (done,), (55, 56)),
                    "accepted": Changed("accept", (done,), (55,)),
                    "returned for a reason": Changed("return", (returned,), (55,), words)}  # fmt: skip


def notices(words: str) -> dict[str, Notice]:
    bob = samples.person("U0BOB", words or "x")
    open_ = seen(words, state="open", review_step=0, returns=0)
    nobody = replace(seen(words), roles=())
    found: dict[str, Notice] = {
        "card in review": TaskCard(seen(words)),
        "card to accept": TaskCard(seen(words), asked=ask(words)),
        "card asked anew": TaskCard(seen(words), ended=AskEnded("")),
        "card that lacks a description": TaskCard(open_),
        "card that lacks a part": TaskCard(replace(open_, beside=Beside(("goal",)))),
        "card that nobody accepts": TaskCard(nobody),
        "card without evidence": TaskCard(seen(words, evidence=[], state="doing")),
    }
    for by in ("U0BOB", "U0ANN"):
        found |= {f"card that ended by {kind} of {by}": TaskCard(seen(words), ended=AskEnded(kind, by, words))
                  for kind in ("accept", "return", "undo")}  # fmt: skip
    for verb, state in TOLD.items():
        found[f"told {verb}"] = TaskTold(seen(words, state=state), bob, verb, words)
    return found


def forms(words: str) -> dict[str, Form]:
    found: dict[str, Form] = {
        "shape": ShapeForm(samples.channel(words), PARTS, strict=True),
        "shape first": ShapeForm(samples.channel(), (), strict=False),
    }
    for verb in FORMS:
        whole = worked_on(words, title=words[:300] or "x", evidence=None)
        found[f"record {verb}"] = RecordForm(verb, whole, words, PARTS, case(words))
    return found | {"record plain": RecordForm("done", samples.task(title=words[:300] or "x"))}
