"""The form of somebody's working hours."""

from collections.abc import Mapping

from bot.answers.away import HoursForm
from bot.locales import marked
from bot.render.slack.blocks import Block, context, section
from bot.render.slack.inputs import field, hour, looked_up, modal, one_of, some_of, words
from bot.render.slack.team_forms import region_name, zone_name
from bot.render.slack.text import lines, mention
from bot.render.slack.times import weekday
from bot.render.slack.voice import Voice
from bot.rules.addresses import LONGEST
from bot.rules.availability import NO_REGION
from models import Person

WHOSE = {"none": marked("None: work on public holidays, too"), "own": marked("Those of another region")}


def form(v: Voice, answer: HoursForm) -> Block:
    """Zone as Slack says it, days, hours, other hours on a weekday, whose public holidays."""
    who, zone = answer.person, zone_name(v, answer.person.zone or answer.workspace.zone)
    head = v("Your working hours") if v.is_me(who.id) else v("Working hours of {person}", person=mention(who.id))
    from_slack = v("Time zone: {zone}, from the Slack profile.", zone=zone)
    days = [(str(number), weekday(v, number)) for number in range(1, 8)]
    mode = "workspace" if who.region is None else "none" if who.region == NO_REGION else "own"
    region = who.region if mode == "own" else None
    return modal(v.plain("Working hours"), v.plain("Save"), v.plain("Cancel"), name="form:hours",
                 meta={"person": who.id}, blocks=[
        section(lines(head, from_slack)),
        field("days", v.plain("Working days"), some_of(days, (str(day) for day in who.workdays)), optional=False),
        field("from", v.plain("From"), hour(who.works_from), optional=False),
        field("to", v.plain("To"), hour(who.works_to), optional=False,
              hint=v.plain("An end before the beginning is on the next day.")),
        field("week", v.plain("Other hours on single weekdays"), words(_week(v, who), lines=True, most=300),
              hint=v.plain("One a line, for example: Fri 9:00-13:00")),
        field("holidays", v.plain("Public holidays"), one_of(_modes(v, answer), mode), optional=False),
        field("region", v.plain("Which region"), looked_up("regions", region, region_name(v, region),
              v.plain("Type a country"))),
        *_calendar(v, answer),
        context(v("Nobody is reminded out of their hours, and waits count only working time.")),
    ])  # fmt: skip


def _calendar(v: Voice, answer: HoursForm) -> list[Block]:
    """Empty leaves it as it is: an address is never shown again."""
    if answer.calendar is None:
        return []
    hint = v.plain("An address from your calendar's settings; days marked as out of office or called OOO, Vacation or "
                   "休假 count.") if not answer.calendar else v.plain(
        "I read {host}. Leave it empty to keep that, write “off” to end it.", host=answer.calendar)  # fmt: skip
    label = v.plain("Days away from a calendar")
    return [field("calendar", label, words(most=LONGEST, placeholder="https://…"), hint=hint)]


def _modes(v: Voice, answer: HoursForm) -> list[tuple[str, str]]:
    ours = answer.workspace.holiday_region
    like_all = v.plain("Like the workspace: {region}", region=region_name(v, ours)) if ours else v.plain(
        "Like the workspace: no holidays set")  # fmt: skip
    return [("workspace", like_all), *((mode, v.plain(label)) for mode, label in WHOSE.items())]


def _week(v: Voice, person: Person) -> str:
    week: Mapping[str, list[str]] = person.week or {}
    return "\n".join(f"{weekday(v, int(day))} {begins}-{ends}" for day, (begins, ends) in sorted(week.items()))
