"""`/muster calendar`: the address of a calendar that says when somebody is away."""

import re

from bot.answers import Answer, Said
from bot.answers.away import CalendarShown
from bot.commands.call import Call, Subcommand
from bot.errors import UserError
from bot.heard import Door
from bot.rules.addresses import read_hosts
from bot.services.people import away
from bot.services.people import calendars as services

OFF = frozenset({"off", "none", "stop", "remove", "关", "关闭", "停", "停止", "无", "不用", "删除"})
NOW = frozenset({"now", "again", "立即", "重试", "再读一次"})
HOSTS = frozenset({"hosts", "host", "allow", "主机", "域名", "允许"})
FREELY = re.compile(
    r"(?:(?:please )?(?:read )?(?:my )?calendar(?: is)?(?: at)?|(?:请)?(?:读取?)?(?:我的)?日历(?:是)?|(?=<?webcals?:))"
    r"\s*[:：]?\s*(?P<address><?(?:https|webcals?)://\S+)",
    re.IGNORECASE,
)
ANYWHERE = frozenset({"any", "anywhere", "all", "任意", "所有", "不限"})


def calendar(call: Call) -> Answer:
    """`calendar https://…/basic.ics` — days away are read from your calendar; `calendar` shows it, `off` ends that."""
    away.check_own(call.actor, services.VERB)
    first, _, rest = call.args.partition(" ")
    if not call.args:
        return services.shown(call.actor, call.person)
    if first.lower() in HOSTS:
        return _hosts(call, rest.strip())
    if call.args.lower() in NOW:
        return _now(call)
    return put(call, call.args)


def put(call: Call, words: str) -> CalendarShown:
    """Read from there, or no more. Whoever says the address aloud has told everybody who is there."""
    if words.strip().lower() in OFF:
        return services.stop(call.session, call.actor)
    if call.heard.door == Door.MENTION:
        raise UserError("calendar_said_aloud")
    return services.give(call.session, call.actor, words)


def freely(call: Call) -> Answer | None:
    """ "My calendar is https://…" or 日历 webcal://… in a direct message: no task is made that has a secret in it."""
    match = FREELY.fullmatch(call.line.strip())
    return put(call, match["address"]) if match and call.heard.door in (Door.DM, Door.MENTION) else None


def _now(call: Call) -> Answer:
    address = services.address_of(call.person)
    if address is None:
        return services.shown(call.actor, call.person)
    return services.give(call.session, call.actor, address)


def _hosts(call: Call, words: str) -> Answer:
    """For admins: from where calendars may be read."""
    if words:
        hosts = None if words.lower() in ANYWHERE else [] if words.lower() in OFF else read_hosts(words)
        services.set_hosts(call.session, call.actor, hosts)
    allowed = call.workspace.calendar_hosts
    if allowed is None:
        return Said("calendar_anywhere", {})
    return Said("calendar_hosts", {"hosts": ", ".join(allowed)})


SUBCOMMANDS = (Subcommand("calendar", calendar, ("日历",)),)
