"""`/muster`: set-up of the workspace and help on everything."""

from collections.abc import Callable

from bot.answers import Answer, Help, Said, SetupForm
from bot.commands import picked, undelivered
from bot.commands.call import Call, Command, Subcommand, nothing
from bot.commands.people import away, calendars, directory, holidays, hours
from bot.commands.priority import ranking
from bot.commands.rhythm import policies, rehearsing, why, wishes
from bot.commands.work import working
from bot.errors import UserError
from bot.parsing.orders.emoji import read_emoji
from bot.rules import availability, civil, permissions, retention
from bot.services.messages import hold
from bot.services.people import reading
from models import Style

OFF = frozenset({"off", "none", "no", "关", "关闭", "无", "不用"})


def setup(call: Call) -> Answer:
    """`setup` — language, time zone, holidays, admins and leads of this workspace."""
    permissions.check_set_up(call.workspace, call.person)
    return SetupForm(call.workspace, zone_hint=call.person.zone or None)


def save(call: Call) -> Answer:
    """Keep the settings of the form."""
    permissions.check_set_up(call.workspace, call.person)
    values, workspace = call.heard.values, call.workspace
    zone, region = values.get("zone") or workspace.zone, values.get("region") or None
    if not civil.is_zone(zone):
        raise UserError("no_such_zone", field="zone", words=zone)
    if region == "none":
        region = None
    if region is not None and not availability.is_region(region):
        raise UserError("no_such_region", field="region", words=region)
    workspace.locale = "zh" if values.get("language") == "zh" else "en"
    workspace.zone, workspace.holiday_region = zone, region
    workspace.admins, workspace.leads = list(values.get("admins") or ()), list(values.get("leads") or ())
    workspace.style = picked.one_of(Style, values.get("style") or workspace.style)
    if "emoji" in values:
        workspace.capture_emoji = _emoji(str(values["emoji"] or ""))
    workspace.keep = retention.chosen(workspace, values)
    workspace.set_up_at = workspace.set_up_at or call.actor.now
    call.session.add(workspace)
    return Said("set_up_saved", {})


def _emoji(words: str) -> str | None:
    """The emoji's name; None for no emoji. Raises UserError where none can be read."""
    if not words.strip() or words.strip().lower() in OFF:
        return None
    name = read_emoji(words)
    if name is None:
        raise UserError("no_such_emoji", field="emoji", words=words)
    return name


def emoji(call: Call) -> Answer:
    """`emoji :memo:` — react with it to turn a message into a task; `emoji off` switches that off."""
    permissions.check_set_up(call.workspace, call.person, "muster emoji")
    if call.args.strip():
        call.workspace.capture_emoji = _emoji(call.args)
        call.session.add(call.workspace)
    name = call.workspace.capture_emoji
    return Said("emoji_on", {"emoji": f":{name}:"}) if name else Said("emoji_off", {})


def release(call: Call) -> Answer:
    """`release` — after a restore: let what waits go out, as far as it is still true and was not said before."""
    return Said("let_go", {"count": hold.release(call.session, call.actor)})


def help_(call: Call) -> Answer:
    """`help` — what Muster can do."""
    raise AssertionError("help is answered from the tables in bot.commands")


def overview(call: Call) -> Answer:
    """What there is, in a few lines."""
    is_admin = permissions.is_admin(call.workspace, call.person)
    return Help(topic="muster", is_admin=is_admin,
                reading=reading.of(call.session, call.workspace.id) if is_admin else None)  # fmt: skip


def freely(call: Call) -> Answer:
    """Absences are said to Muster in any words; what is none of these is answered with what there is."""
    return away.freely(call) or wishes.freely(call) or overview(call)


MUSTER = Command(
    "/muster",
    (
        Subcommand("setup", setup, ("settings", "设置"), nothing),
        *working.OF_THE_TEAM,
        *ranking.OF_MUSTER,
        Subcommand("emoji", emoji, ("表情",), lambda args: len(args.split()) <= 1),
        Subcommand("release", release, ("放行", "恢复发送"), nothing),
        *undelivered.OF_MUSTER,
        *directory.SUBCOMMANDS,
        *away.SUBCOMMANDS,
        *hours.SUBCOMMANDS,
        *calendars.SUBCOMMANDS,
        *holidays.SUBCOMMANDS,
        *why.OF_MUSTER,
        *rehearsing.OF_MUSTER,
        *wishes.SUBCOMMANDS,
        *policies.SUBCOMMANDS,
        Subcommand("help", help_, ("?", "？", "帮助"), lambda args: len(args.split()) <= 1),
    ),
    empty=overview,
    other=freely,
)

FORMS: dict[str, Callable[[Call], Answer]] = {
    "form:setup": save, **ranking.FORMS, **directory.FORMS, **away.FORMS, **hours.FORMS, **holidays.FORMS,
    **wishes.FORMS, **policies.FORMS,
}  # fmt: skip
