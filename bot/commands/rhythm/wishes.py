"""`/muster quiet` and `/muster nudges`: how much somebody wants to hear, for a while and by kind."""

from collections.abc import Callable, Mapping
from datetime import datetime

from bot.answers import Answer
from bot.answers.wishes import Levels, LevelsForm, Quiet
from bot.commands.call import Call, Subcommand
from bot.commands.lines import places
from bot.commands.lines.carrying import carry
from bot.errors import UserError, forbidden
from bot.parsing.talk import talk_quiet
from bot.rules import availability, permissions
from bot.rules.chasing import Level
from bot.rules.wishes import ALL, KINDS
from bot.services.rhythm import standups
from bot.services.rhythm import wishes as services
from models import Channel
from models.queries import standups as team_queries

DEFAULT = "default"
NONE = "none"
TEAM = frozenset({"team", "团队", "频道"})
RESTORE, SET = "restore", "set"


def quiet(call: Call) -> Answer:
    """`quiet 2h` — hold all reminders back for a while: `2h`, `until 15:00`, `until Monday`; `quiet off` ends it."""
    check(call, "muster quiet")
    words = call.args
    if not words:
        return Quiet(services.quiet_until(call.actor))
    first, _, rest = words.partition(" ")
    if first.lower() == RESTORE:
        return _restore(call, rest)
    was = services.quiet_until(call.actor)
    until = None if words.lower() in talk_quiet.OFF else _until(call, words)
    services.set_quiet(call.session, call.actor, until)
    return Quiet(until, _undo(call, was, until) if was != until else "", ended=until is None)


def check(call: Call, verb: str) -> None:
    """Whom I write to may say how much. Raises forbidden for people from outside."""
    if not permissions.can_take_part(call.workspace, call.person, verb):
        raise forbidden("not_our_people")


def _until(call: Call, words: str) -> datetime:
    hours = availability.hours(call.person, call.workspace)
    now = call.heard.spoken_at or call.actor.now
    until = talk_quiet.read_quiet(words, now=now, zone=str(hours.zone), day_start=hours.starts)
    if until is None:
        raise UserError("no_such_quiet", words=words)
    return until


def _undo(call: Call, was: datetime | None, now: datetime | None) -> str:
    return carry(call, f"/muster quiet {RESTORE} {_written(was)} {_written(now)}")


def _written(until: datetime | None) -> str:
    return until.isoformat() if until is not None else NONE


def _restore(call: Call, words: str) -> Answer:
    """What it was before, unless it was changed since."""
    was, _, stands = words.partition(" ")
    if stands != _written(call.person.quiet_until):
        raise UserError("wish_changed_since")
    until = datetime.fromisoformat(was) if was != NONE else None
    if until is not None and until <= call.actor.now:
        until = None
    services.set_quiet(call.session, call.actor, until)
    return Quiet(until, ended=until is None)


def nudges(call: Call) -> Answer:
    """`nudges` — how much you want of each kind of reminder; `nudges light` for all, `nudges team` for a channel."""
    check(call, "muster nudges")
    first, _, rest = call.args.partition(" ")
    if first.lower() in TEAM:
        return _of_team(call, rest)
    if first.lower() == SET:
        return _save(call, _read(rest))
    if call.args:
        return _save(call, _read(call.args))
    return LevelsForm(_levels(call.person.nudging))


def _of_team(call: Call, rest: str) -> Answer:
    said = call.with_args(rest.removeprefix(SET).strip().partition(" ")[0])
    channel = places.named_or_here(said)
    team = standups.check_may_set_up(call.session, call.actor, channel, "team nudges")
    if rest.startswith(SET):
        return _save(call, _read(rest.removeprefix(SET).strip().partition(" ")[2]), channel)
    return LevelsForm(_levels(team.nudging if team else None), channel)


def _levels(kept: Mapping[str, str] | None) -> dict[str, Level]:
    known = set(Level)
    return {kind: Level(level) for kind, level in (kept or {}).items() if kind in KINDS and level in known}


def _read(spec: str) -> dict[str, Level]:
    """`light`, or `all:light stale:off`. Raises UserError for what is no kind or no level."""
    found = {}
    for word in spec.split():
        kind, _, level = word.lower().rpartition(":")
        try:
            found[kind or ALL] = Level(LEVELS.get(level, level))
        except ValueError:
            if word != NONE:
                raise UserError("no_such_level", words=word) from None
    services.check(found)
    return found


LEVELS = {
    "关": "off", "关闭": "off", "少": "light", "轻": "light", "标准": "standard", "普通": "standard", "多": "active",
    "积极": "active",
}  # fmt: skip


def _save(call: Call, wanted: Mapping[str, Level], channel: Channel | None = None) -> Answer:
    if channel is not None:
        team = team_queries.team(call.session, channel.workspace_id, channel.id)
        before = _spec(_levels(team.nudging if team else None))
        services.set_team_levels(call.session, call.actor, channel, wanted)
        return Levels(wanted, channel, carry(call, f"/muster nudges team {SET} {channel.id} {before}"))
    before = _spec(_levels(call.person.nudging))
    services.set_levels(call.session, call.actor, wanted)
    return Levels(wanted, undo=carry(call, f"/muster nudges {SET} {before}"))


def _spec(levels: Mapping[str, Level]) -> str:
    return " ".join(f"{kind}:{level.value}" for kind, level in levels.items()) or NONE


def submit(call: Call) -> Answer:
    """Keep the levels of the form."""
    check(call, "muster nudges")
    values, about = call.heard.values, call.heard.meta.get("channel")
    wanted = {kind: Level(str(values[kind])) for kind in KINDS
              if values.get(kind) and values[kind] != DEFAULT}  # fmt: skip
    return _save(call, wanted, places.channel(call, str(about)) if about else None)


def freely(call: Call) -> Answer | None:
    """ "Don't disturb me until 3pm", 别打扰我两小时: the same, in any words that leave no doubt."""
    hours = availability.hours(call.person, call.workspace)
    now = call.heard.spoken_at or call.actor.now
    line = talk_quiet.said_freely(call.line, now=now, zone=str(hours.zone), day_start=hours.starts)
    return quiet(call.with_args(line.removeprefix("quiet "))) if line else None


SUBCOMMANDS = (
    Subcommand("quiet", quiet, ("安静", "免打扰", "勿扰", "dnd")),
    Subcommand("nudges", nudges, ("提醒", "提醒设置")),
)

FORMS: dict[str, Callable[[Call], Answer]] = {"form:nudges": submit}
