"""All that the clock does, as plain functions in the order of a tick: to be done for real, and to be rehearsed."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, NamedTuple

from bot.services.plan import recurring
from bot.services.priority import ranking
from bot.services.rhythm import briefs, chasing, digests, errands, merged, nudges, occurrences, standup_runs
from bot.services.rhythm import standup_moments as moments
from models import Session


class Step(NamedTuple):
    """Its name, what is due, doing one of it, putting off one that failed, taking several to do together, and reading
    at once what doing these asks for."""

    name: str
    list_due: Callable[[Session, datetime], list[Any]]
    do: Callable[[Session, Any, datetime], None]
    put_off: Callable[[Session, Any, datetime], None]
    take: Callable[[Session, Sequence[Any], datetime], Sequence[Any]] | None = None
    read_along: Callable[[Session, Sequence[Any]], None] | None = None


RECURRENCE = (Step("recurrence", recurring.due, recurring.make_due, recurring.put_off),)
STANDUPS = (
    Step("standups opened", moments.due_standups, standup_runs.open_due, moments.put_off_standup),
    Step("standup members", moments.due_answers, standup_runs.advance, moments.put_off_answer),
    Step("standups wrapped", moments.due_wraps, standup_runs.wrap, moments.put_off_wrap),
)
RANKING = (Step("levels", ranking.due, ranking.reckon, ranking.put_off),)
NUDGES = (
    Step("briefs", briefs.due, briefs.say, briefs.put_off, briefs.take),
    Step("nudges", nudges.due, nudges.fall_due, nudges.put_off, nudges.take, occurrences.read_along),
    Step("silence", chasing.due, chasing.look, chasing.put_off, chasing.take, occurrences.read_along),
    Step("telling", merged.due, merged.tell, merged.put_off, merged.take),
)
DIGESTS = (Step("digests", digests.due, digests.post, digests.put_off),)
ERRANDS = (Step("errands", errands.due, errands.go_on, errands.put_off, errands.take),)
STEPS = (*RECURRENCE, *STANDUPS, *RANKING, *NUDGES, *DIGESTS, *ERRANDS)
