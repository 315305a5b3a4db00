"""`/muster escalation`: who hears of what stands still, after how long; shown in words, changed in a form."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from bot.answers import Answer
from bot.answers.policies import Policies, PolicyForm
from bot.commands import picked
from bot.commands.call import Call, Subcommand
from bot.commands.lines import places
from bot.commands.lines.carrying import carry
from bot.errors import UserError, forbidden
from bot.parsing.orders.waits import read_wait
from bot.rules import permissions
from bot.rules.escalation import Hears, Policy, Step, When
from bot.services.rhythm import policies as services
from models import Channel

TEAM = frozenset({"team", "团队", "频道"})
CHANGE, NEW, REMOVE, SWITCH, SHIPPED, RESTORE = "change", "new", "remove", "switch", "shipped", "restore"
IN_THE_FORM = 3
LABEL = re.compile(r"[\s,，、]+")
LABELS_MAX = 10


def escalation(call: Call) -> Answer:
    """`escalation` — who hears of tasks that are late or stand still, and when; `escalation team` for a channel."""
    if not permissions.can_take_part(call.workspace, call.person, "muster escalation"):
        raise forbidden("not_our_people")
    first, _, rest = call.args.partition(" ")
    channel = None
    if first.lower() in TEAM:
        name, _, rest = rest.partition(" ")
        if places.ID.fullmatch(name):
            channel = places.named_or_here(call.with_args(name))
        else:
            channel, rest = places.here(call), f"{name} {rest}".strip()
        first, _, rest = rest.partition(" ")
    return DONE[first.lower()](call, channel, rest.strip())


def reads(args: str) -> bool:
    words = args.lower().split()
    if words and words[0] in TEAM:
        words = words[2:] if len(words) > 1 and places.ID.fullmatch(words[1].upper()) else words[1:]
    return not words or words[0] in DONE


def _shown(call: Call, channel: Channel | None, rest: str) -> Answer:
    found = services.in_force(call.session, call.actor, channel)
    may = services.may_change(call.session, call.actor, channel)
    own = bool(channel) and services.kept(call.session, call.actor, channel) is not None
    ahead = services.ahead(call.session, call.actor, channel) if may else None
    return Policies(found, channel, own, may, ahead)


def _change(call: Call, channel: Channel | None, rest: str) -> Answer:
    services.check_may_change(call.session, call.actor, channel)
    return PolicyForm(services.find(services.in_force(call.session, call.actor, channel), rest), channel)


def _new(call: Call, channel: Channel | None, rest: str) -> Answer:
    services.check_may_change(call.session, call.actor, channel)
    return PolicyForm(None, channel)


def _switch(call: Call, channel: Channel | None, rest: str) -> Answer:
    services.check_may_change(call.session, call.actor, channel)
    found = services.find(services.in_force(call.session, call.actor, channel), rest)
    wanted = replace(found, on=not found.on)
    return _done(call, channel, lambda: services.save(call.session, call.actor, channel, wanted))


def _remove(call: Call, channel: Channel | None, rest: str) -> Answer:
    return _done(call, channel, lambda: services.remove(call.session, call.actor, channel, rest))


def _as_shipped(call: Call, channel: Channel | None, rest: str) -> Answer:
    return _done(call, channel, lambda: services.put_back(call.session, call.actor, channel, None))


def _restore(call: Call, channel: Channel | None, rest: str) -> Answer:
    """As it was before the last change."""
    try:
        rows = json.loads(rest)
    except ValueError:
        raise UserError("no_such_policy") from None
    services.put_back(call.session, call.actor, channel, rows)
    return replace(_read_again(call, channel), saved=True)


DONE: dict[str, Callable[[Call, Channel | None, str], Answer]] = {
    "": _shown, CHANGE: _change, NEW: _new, SWITCH: _switch, REMOVE: _remove, SHIPPED: _as_shipped, RESTORE: _restore,
}  # fmt: skip


def _done(call: Call, channel: Channel | None, change: Callable[[], object]) -> Answer:
    before = json.dumps(services.kept(call.session, call.actor, channel), separators=(",", ":"))
    change()
    undo = carry(call, f"/muster escalation {f'team {channel.id} ' if channel else ''}{RESTORE} {before}")
    return replace(_read_again(call, channel), saved=True, undo=undo)


def _read_again(call: Call, channel: Channel | None) -> Policies:
    found = _shown(call, channel, "")
    assert isinstance(found, Policies), "that is what is shown"
    return found


def submit(call: Call) -> Answer:
    """Keep the policy of the form; every field says for itself what is amiss."""
    meta, values = call.heard.meta, call.heard.values
    channel = places.channel(call, str(meta["channel"])) if meta.get("channel") else None
    services.check_may_change(call.session, call.actor, channel)
    kept = meta.get("policy")
    found = services.in_force(call.session, call.actor, channel)
    before = services.find(found, str(kept)) if kept else None
    wanted = _read(values, before)
    return _done(call, channel, lambda: services.save(call.session, call.actor, channel, wanted))


def _read(values: Mapping[str, Any], before: Policy | None) -> Policy:
    steps = [step for at in range(1, IN_THE_FORM + 1) if (step := _step(values, at)) is not None]
    more = before.steps[IN_THE_FORM:] if before and len(steps) == IN_THE_FORM else ()
    labels = tuple(word.lstrip("#＃") for word in LABEL.split(str(values.get("labels") or "")) if word.strip("#＃"))
    return Policy(
        before.id if before else "", picked.one_of(When, values.get("when")), (*steps, *more),
        picked.whole(values.get("repeats") or 0), on="on" in (values.get("on") or ()),
        priority=picked.whole(values.get("priority") or 5), labels=labels[:LABELS_MAX],
    )  # fmt: skip


def _step(values: Mapping[str, Any], at: int) -> Step | None:
    said, to = str(values.get(f"wait{at}") or "").strip(), values.get(f"to{at}") or ()
    if not said and not to:
        return None
    wait = read_wait(said)
    if wait is None:
        raise UserError("no_such_wait", field=f"wait{at}", words=said)
    return Step(wait[0], wait[1], tuple(Hears(str(one)) for one in to))


SUBCOMMANDS = (Subcommand("escalation", escalation, ("升级", "升级规则", "升级提醒"), reads),)

FORMS: dict[str, Callable[[Call], Answer]] = {"form:policy": submit}
