"""All that the clock does, as plain functions in the order of a tick: to be done for real, and to be rehearsed."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, NamedTuple

from bot.services.plan import recurring
from bot.services.priority import ranking
from bot.services.rhythm import briefs, chasing, digests, merged, nudges, standup_runs
from bot.services.rhythm import standup_moments as moments
from models import Session


class Step(NamedTuple):
    """What is due, doing one of it, and putting off one that failed."""

    list_due: Callable[[Session, datetime], list[Any]]
    do: Callable[[Session, Any, datetime], None]
    put_off: Callable[[Session, Any, datetime], None]


STEPS = (
    Step(recurring.due, recurring.make_due, recurring.put_off),
    Step(moments.due_standups, standup_runs.open_due, moments.put_off_standup),
    Step(moments.due_answers, standup_runs.advance, moments.put_off_answer),
    Step(moments.due_wraps, standup_runs.wrap, moments.put_off_wrap),
    Step(ranking.due, ranking.reckon, ranking.put_off),
    Step(briefs.due, briefs.say, briefs.put_off),
    Step(nudges.due, nudges.fall_due, nudges.put_off),
    Step(chasing.due, chasing.look, chasing.put_off),
    Step(merged.due, merged.tell, merged.put_off),
    Step(digests.due, digests.post, digests.put_off),
)
