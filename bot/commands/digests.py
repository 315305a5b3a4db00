"""`/digest`: a channel's summary: set up, preview, pause, resume, switch off."""

from collections.abc import Callable
from typing import Any

from bot.answers import Answer, Help, Preview, Said
from bot.commands.call import Call, Command, Subcommand, nothing
from bot.commands.lines import places
from bot.errors import UserError
from bot.rules import civil, permissions
from bot.rules import standups as team_rules
from bot.services.rhythm import digests
from bot.services.rhythm.digests import Settings
from models import Digest
from models.queries import digests as queries


def _about(digest: Digest) -> dict[str, Any]:
    return {"channel": digest.channel_id, "next_at": digest.next_at, "zone": digest.zone}


def setup(call: Call) -> Answer:
    """`setup` — choose days and time for this channel's digest"""
    return digests.form(call.session, call.actor, places.here(call))


def save(call: Call) -> Answer:
    """Keep what the form says."""
    channel = places.channel(call, call.heard.meta.get("channel"))
    digest = digests.set_up(call.session, call.actor, channel, _settings(call))
    return Said("digest_saved", _about(digest))


def _settings(call: Call) -> Settings:
    """The form's values. Raises UserError naming the field that is wrong."""
    values = call.heard.values
    zone = str(values.get("zone") or "") or call.person.zone or call.workspace.zone
    if not civil.is_zone(zone):
        raise UserError("no_such_zone", field="zone", words=zone)
    days = team_rules.days_of(values.get("days") or ())
    return Settings(tuple(days), team_rules.clock_of(str(values.get("at") or "")), zone)


def preview(call: Call) -> Answer:
    """`preview` — see the next digest, just for you"""
    return Preview(digests.preview(call.session, call.actor, places.named_or_here(call)))


def pause(call: Call) -> Answer:
    """`pause` — stop the digest until you resume"""
    return Said("digest_paused", _about(digests.pause(call.session, call.actor, places.here(call))))


def resume(call: Call) -> Answer:
    """`resume` — start the digest again"""
    return Said("digest_resumed", _about(digests.resume(call.session, call.actor, places.here(call))))


def off(call: Call) -> Answer:
    """`off` — turn this channel's digest off"""
    channel = places.here(call)
    digests.off(call.session, call.actor, channel)
    return Said("digest_off", {"channel": channel.id})


def help_(call: Call) -> Answer:
    """`help` — everything you can do here"""
    shown = (sub.help.partition(" — ") for sub in DIGEST.subcommands if not sub.hidden)
    entries = tuple((usage.strip("` "), what.strip()) for usage, _, what in shown)
    return Help(topic="digest", is_admin=permissions.is_admin(call.workspace, call.person), entries=entries)


def here_or_help(call: Call) -> Answer:
    """The next summary where there is one, else how to get one."""
    channel_id = call.heard.channel_id
    if channel_id is None or queries.get(call.session, call.workspace.id, channel_id) is None:
        return help_(call)
    return preview(call)


DIGEST = Command(
    "/digest",
    (
        Subcommand("setup", setup, ("settings", "设置"), nothing),
        Subcommand("preview", preview, ("预览",), places.names_at_most_one),
        Subcommand("pause", pause, ("暂停",), nothing),
        Subcommand("resume", resume, ("恢复",), nothing),
        Subcommand("off", off, ("关闭",), nothing),
        Subcommand("help", help_, ("?", "？", "帮助"), lambda args: len(args.split()) <= 1),
    ),
    empty=here_or_help,
    other=help_,
)

FORMS: dict[str, Callable[[Call], Answer]] = {"form:digest": save}
