"""The form of who has which part in a task, and what goes with a task that changes hands."""

from collections.abc import Iterator

from bot.answers import RolesForm, TaskView
from bot.notices import TaskTold
from bot.render.slack.blocks import Block, button, context, section
from bot.render.slack.facts import title
from bot.render.slack.inputs import field, modal, one_of, one_person, people
from bot.render.slack.text import Mrkdwn, lines, mention, one_line
from bot.render.slack.voice import Voice
from bot.rules import lifecycle
from models import RoleKind, StepMode, Task

STEPS = 3


def word(v: Voice, view: TaskView) -> list[Block]:
    """What was said to its owner when they were given it."""
    if view.handed is None or not view.task.is_live:
        return []
    words = one_line(view.handed.note, 600)
    return [context(v("🤝 {person}: “{words}”", person=mention(view.handed.actor_id), words=words))]


def of_others(v: Voice, view: TaskView, facts: Mrkdwn) -> Mrkdwn:
    """Who has which part now, and that an acceptance fell away where its only reviewer has the task in hand."""
    entry = view.undo
    is_bare = entry is not None and entry.before.get("reviewers") and not entry.after.get("reviewers", ["-"])
    return lines(facts, v("⚠️ Nobody else reviews it now: `/task reviewers {number} @…`", number=view.task.number)
                 if is_bare else Mrkdwn(""))  # fmt: skip


def is_given(v: Voice, task: Task) -> bool:
    """Whether its reader has it from somebody else, and so did not write its line."""
    return v.is_me(task.owner_id) and task.owner_id != task.creator_id


def is_asked(v: Voice, task: Task) -> bool:
    """Whether its reader has yet to say that they take it."""
    return v.is_me(task.owner_id) and lifecycle.awaits_ack(task)


def buttons(v: Voice, view: TaskView) -> Iterator[Block | None]:
    """To its owner, as long as they have not said whether they take it."""
    task = view.task
    if is_asked(v, task):
        yield button(v.plain("Got it"), f"ack {task.number}", version=task.version, style="primary")
        yield button(v.plain("Not mine…"), f"decline {task.number}", version=task.version)


def told_buttons(v: Voice, notice: TaskTold) -> Iterator[Block | None]:
    """To who has it back, and to those whose advice is wanted."""
    task = notice.view.task
    if notice.verb == "decline" and v.is_me(task.owner_id) and task.is_live:
        if notice.suggested is not None:
            label = v.plain("Assign to {name}", name=one_line(notice.suggested.called, 40))
            yield button(label, f"assign {task.number} <@{notice.suggested.id}>", name="assign:suggested",
                         version=task.version, style="primary")  # fmt: skip
        yield button(v.plain("Reassign…"), f"assign {task.number}", version=task.version)
    if notice.verb in ("asked", "wrote", "answered") and task.is_live:
        yield button(v.plain("Answer…"), f"note {task.number}", version=task.version, style="primary")
    if notice.verb in ("consult_start", "consult_review", "helping"):
        yield button(v.plain("Note…"), f"note {task.number}", version=task.version)


def roles_form(v: Voice, answer: RolesForm) -> Block:
    """Everybody's part, and the review in up to three steps."""
    task = answer.view.task
    meta = {"number": task.number, "v": task.version}
    accountable = next(iter(_ids(answer, RoleKind.ACCOUNTABLE)), None)
    return modal(v.plain("Who's on #{number}", number=task.number), v.plain("Save"), v.plain("Cancel"),
                 name="form:roles", meta=meta, blocks=[
        section(title(task, 600)),
        field("accountable", v.plain("Answers for it"), one_person(accountable),
              hint=v.plain("Hears when it goes wrong. Empty means the team's lead.")),
        field("helpers", v.plain("Helpers"), people(_ids(answer, RoleKind.HELPER))),
        context(v("Review goes through these steps in order. Empty ones are left out.")),
        *(block for number in range(1, STEPS + 1) for block in _step_fields(v, answer, number)),
        field("consulted", v.plain("Consulted"), people(_ids(answer, RoleKind.CONSULTED)),
              hint=v.plain("They hear of it when it starts and before review.")),
        field("informed", v.plain("Informed"), people(_ids(answer, RoleKind.INFORMED)),
              hint=v.plain("They hear when it's finished.")),
    ])  # fmt: skip


def _step_fields(v: Voice, answer: RolesForm, number: int) -> list[Block]:
    steps = sorted({role.step for role in answer.view.roles if role.kind == RoleKind.REVIEWER})
    rows = [role for role in answer.view.roles if role.kind == RoleKind.REVIEWER and number <= len(steps)
            and (role.step == steps[number - 1] or (number == STEPS and role.step > steps[number - 1]))]  # fmt: skip
    mode = "any" if rows and rows[0].mode == StepMode.ANY else "all"
    modes = (("all", v.plain("All of them have to accept")), ("any", v.plain("Any one of them is enough")))
    return [
        field(f"step{number}", v.plain("Review, step {n}", n=number), people([role.person_id for role in rows])),
        field(f"mode{number}", v.plain("In step {n}", n=number), one_of(modes, mode)),
    ]


def _ids(answer: RolesForm, kind: RoleKind) -> list[str]:
    return [role.person_id for role in answer.view.roles if role.kind == kind]
