"""Samples of what series, histories and their refusals say."""

from typing import Any

from bot.answers import Changed, Form, Message, SmallForm, TaskHistory, TaskView
from bot.errors import UserError, conflict
from tests.render import samples

SERIES = {"rrule": "FREQ=YEARLY;BYMONTH=3,9;BYMONTHDAY=-1;UNTIL=20301231", "series": 12, "nth": 4, "next_one": "day"}


def seen(words: str, scope: str = "", **fields: Any) -> TaskView:
    given = samples.full_task(words, **(SERIES | {"blocked_at": None, "snoozed_until": None} | fields))
    return samples.view(given, scope=scope, undo=samples.entry("edit", actor_id="U0ANN"))


def messages(words: str) -> dict[str, Message]:
    people = {ident: samples.person(ident, words or "x") for ident in samples.PEOPLE_IDS}
    entries = samples.histories(words)
    found: dict[str, Message] = {
        "history": TaskHistory(seen(words), entries, people, 2, 30),
        "history empty": TaskHistory(seen(words), (), {}, 1, 1),
        "skipped": Changed("skip", (seen(words),), undo=(7,)),
        "followed": Changed("done", (seen(words, state="done", followed_by=57),), undo=(7,)),
    }
    for scope in ("one", "following"):
        found[f"changed for {scope}"] = Changed("edit", (seen(words, scope),), undo=(7,))
    for verb in ("only", "onwards"):
        found[verb] = Changed(verb, (seen(words),), undo=(7,))
    return found


def refusals(words: str) -> dict[str, UserError]:
    change = {"kind": "edit", "before": {"title": words}, "after": {"title": f"{words}!", "owner_id": "U0BOB"},
              "note": words, "name": words}  # fmt: skip
    return {
        "changed_under_you": conflict("changed_under_you", number=42, state="doing", owner="U0DANA", by="U0BOB",
                                      change=change),
        "changed_under_you with no trace": conflict("changed_under_you", number=42, state="doing", owner="U0DANA"),
        "this_or_the_series": UserError("this_or_the_series", number=42, words=words[:1500]),
        "followed_already": conflict("followed_already", number=42, next=57),
        "no_such_rhythm": UserError("no_such_rhythm", words=words),
    }  # fmt: skip


def forms(words: str) -> dict[str, Form]:
    return {
        "small repeat": SmallForm("repeat", seen(words).task),
        "small repeat plain": SmallForm("repeat", samples.task(title=words[:300] or "x")),
    }
