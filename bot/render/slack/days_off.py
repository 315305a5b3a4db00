"""Days that are not like their weekday, the form for one, and a year that nobody published yet."""

from bot.answers.away import DayForm, DayOff, HolidaysShown
from bot.locales import marked
from bot.notices import YearUnknown
from bot.render import regions
from bot.render.slack import inputs
from bot.render.slack.blocks import Block, actions, button, context, section
from bot.render.slack.inputs import field, looked_up, modal, one_of, words
from bot.render.slack.team_forms import region_name
from bot.render.slack.text import Mrkdwn, bold, escape, joined, lines, mention, one_line
from bot.render.slack.times import written_day
from bot.render.slack.voice import Voice
from bot.rules.availability import Part

NAME_MAX = 60
WORKED = {None: marked("day off"), Part.WHOLE: marked("worked"), Part.MORNING: marked("only the morning is worked"),
          Part.AFTERNOON: marked("only the afternoon is worked")}  # fmt: skip
CHOICES = {
    "off": marked("A day off"),
    "whole": marked("A working day"),
    "morning": marked("Only the morning is worked"),
}
FOR_ALL = "all"


def shown(v: Voice, answer: HolidaysShown) -> list[Block]:
    """One line a day; what an admin said of one is theirs to remove."""
    region = escape(regions.named(answer.region, v.words.babel)) if answer.region else Mrkdwn("")
    head = v("*Days off and make-up days: {region}*", region=region) if region else v("*Days off*")
    none = v("No public holidays are set for you. `/muster hours` or `/muster setup` chooses a region.")
    blocks = [section(head if answer.region else lines(head, none))]
    told = [day for day in answer.days if not day.by]
    if told:
        blocks.append(section(lines(*(_line(v, day) for day in told))))
    blocks += [section(_line(v, day), _remove(v, day) if answer.is_admin else None) for day in answer.days if day.by]
    if answer.region and not answer.days:
        blocks.append(section(v("No such days in the year ahead.")))
    if answer.unknown is not None:
        blocks.append(context(_unknown(v, answer.region or "", answer.unknown)))
    new = button(v.plain("Add a day…"), "/muster holidays new", name="holidays:new") if answer.is_admin else None
    return [*blocks, *actions([new])]


def _line(v: Voice, day: DayOff) -> Mrkdwn:
    """The day, what it is called, what of it is worked, and by whose word."""
    what = v(WORKED[day.worked])
    parts = [escape(written_day(v, day.day)), escape(one_line(day.name, NAME_MAX)), what]
    if day.worked == Part.WHOLE and not day.by:
        parts = [parts[0], v("make-up workday")]
    if day.by:
        whom = v("for everybody") if not day.group else escape(regions.named(day.group, v.words.babel))
        parts += [whom, v("said by {person}", person=mention(day.by))]
    return joined([Mrkdwn(f"• {parts[0]}"), *parts[1:]])


def _remove(v: Voice, day: DayOff) -> Block | None:
    return button(
        v.plain("Remove"), f"/muster holidays remove {day.day} {day.group or FOR_ALL}", name="holidays:remove"
    )


def _unknown(v: Voice, region: str, year: int) -> Mrkdwn:
    return v("The make-up workdays of {year} aren't published for {region} yet, as far as I know. Until then I go by "
             "weekdays and fixed dates.", year=year, region=regions.named(region, v.words.babel))  # fmt: skip


def unknown_year(v: Voice, notice: YearUnknown) -> list[Block]:
    """What to do before the year begins."""
    region = bold(escape(regions.named(notice.region, v.words.babel)))
    said = v("📆 I don't know {region}'s days off and make-up workdays of {year} yet. A newer Muster may; until then "
             "`/muster holidays` takes them one by one.", region=region, year=notice.year)  # fmt: skip
    return [section(said), *actions([button(v.plain("Add a day…"), "/muster holidays new", name="holidays:new")])]


def form(v: Voice, answer: DayForm) -> Block:
    choices = [(name, v.plain(label)) for name, label in CHOICES.items()]
    return modal(v.plain("A day of its own"), v.plain("Save"), v.plain("Cancel"), name="form:day", meta={}, blocks=[
        field("on", v.plain("Day"), inputs.day(answer.on), optional=False),
        field("worked", v.plain("What it is"), one_of(choices, "off", kind="radio_buttons"), optional=False),
        field("region", v.plain("For whom"), looked_up("regions", answer.region, region_name(v, answer.region),
              v.plain("Type a country")), hint=v.plain("Empty means for everybody.")),
        field("name", v.plain("What it's called"), words(most=NAME_MAX)),
    ])  # fmt: skip
