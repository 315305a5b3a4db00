"""`/muster holidays`: the days ahead that are not like their weekday, and an admin's word on single ones."""

from collections.abc import Callable
from datetime import date
from typing import Any

from bot.answers import Answer
from bot.answers.away import DayForm
from bot.commands.call import Call, Subcommand
from bot.errors import UserError
from bot.locales import language_of
from bot.rules import availability, permissions
from bot.rules.availability import Part
from bot.services.people import days_off

NEW = frozenset({"new", "add", "新增"})
FOR_ALL = "all"


def reads(args: str) -> bool:
    return len(args.split()) <= 3


def holidays(call: Call) -> Answer:
    """`holidays` — the next public holidays and make-up workdays; `holidays DE-BY` of another region."""
    first, *rest = [*call.args.split(), ""]
    if first.lower() in NEW:
        permissions.check_set_up(call.workspace, call.person, "days off")
        return DayForm(call.workspace.holiday_region)
    if first == "remove":
        return _remove(call, rest)
    region = first.upper() or availability.region_of(call.person, call.workspace)
    if region is not None and not availability.is_region(region):
        raise UserError("no_such_region", field="region", words=first)
    return _shown(call, region)


def _shown(call: Call, region: str | None) -> Answer:
    language = language_of(call.person.locale or call.workspace.locale)
    return days_off.shown(call.session, call.actor, region, language)


def _remove(call: Call, words: list[str]) -> Answer:
    day, group = [*words, "", ""][:2]
    region = None if group in ("", FOR_ALL) else group
    days_off.unsay(call.session, call.actor, region, _day(day))
    return _shown(call, region or availability.region_of(call.person, call.workspace))


def _day(words: str) -> date:
    try:
        return date.fromisoformat(words)
    except ValueError:
        raise UserError("no_such_date", field="on", words=words) from None


def save(call: Call) -> Answer:
    """Keep an admin's word on a day."""
    values: dict[str, Any] = call.heard.values
    worked = str(values.get("worked") or "off")
    region = str(values.get("region") or "") or None
    name = " ".join(str(values.get("name") or "").split())
    part = None if worked == "off" else Part(worked)
    days_off.say(call.session, call.actor, region, _day(str(values.get("on") or "")), part, name)
    return _shown(call, region or availability.region_of(call.person, call.workspace))


SUBCOMMANDS = (Subcommand("holidays", holidays, ("节假日", "放假"), reads),)

FORMS: dict[str, Callable[[Call], Answer]] = {"form:day": save}
