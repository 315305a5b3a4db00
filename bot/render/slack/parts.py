"""Who has which part in a task, in words."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from bot.answers import TaskView
from bot.locales import marked
from bot.render.slack.text import Mrkdwn, mention
from bot.render.slack.voice import Voice
from models import Role, RoleKind, StepMode

SHOWN_PEOPLE = 10
ROLES = (
    (RoleKind.ACCOUNTABLE, marked("{people} answers for it")),
    (RoleKind.HELPER, marked("with {people}")),
    (RoleKind.REVIEWER, ""),
    (RoleKind.CONSULTED, marked("consulting {people}")),
    (RoleKind.INFORMED, marked("cc {people}")),
)


def parts(v: Voice, view: TaskView) -> Iterator[Mrkdwn]:
    """One phrase a role that somebody has."""
    for kind, words in ROLES:
        if kind == RoleKind.REVIEWER and (reviewers := [role for role in view.roles if role.kind == kind]):
            yield review(v, reviewers)
        elif words and (named := people_with(v, view, kind)):
            yield v(words, people=named)


def review(v: Voice, reviewers: Sequence[Role]) -> Mrkdwn:
    """Its steps in order, "review: @ann or @bob, then @eve"; of very many the first."""
    shown = sorted(reviewers, key=lambda role: role.step)[:SHOWN_PEOPLE]
    told: Mrkdwn | None = None
    for _, rows in groupby(shown, key=lambda role: role.step):
        step = _step(v, list(rows))
        told = v("{steps}, then {step}", steps=told, step=step) if told else step
    if rest := len(reviewers) - len(shown):
        told = v.listed([told or Mrkdwn(""), v("{n} more", n=rest)])
    return v("review: {steps}", steps=told or Mrkdwn(""))


def _step(v: Voice, rows: list[Role]) -> Mrkdwn:
    names = [mention(role.person_id) for role in rows]
    return v.one_of(names) if rows[0].mode == StepMode.ANY else v.listed(names)


def people_with(v: Voice, view: TaskView, kind: RoleKind) -> Mrkdwn:
    found = [mention(role.person_id) for role in view.roles if role.kind == kind]
    more = len(found) - SHOWN_PEOPLE
    return v.listed(found[:SHOWN_PEOPLE] + ([v("{n} more", n=more)] if more > 0 else []))
