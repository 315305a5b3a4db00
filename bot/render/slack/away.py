"""Absences in words: what is kept and what follows, what is known of somebody, and the form for it."""

from datetime import date

from bot.answers import TaskView
from bot.answers.away import (
    AwayAnswer,
    AwayAnyForm,
    AwayEnded,
    AwayForm,
    AwayKept,
    AwayList,
    CalendarShown,
    DayForm,
    HolidaysShown,
    HoursForm,
)
from bot.locales import marked
from bot.render.slack import calendars, days_off, hours, inputs
from bot.render.slack.blocks import Block, actions, button, context, section
from bot.render.slack.facts import due, title
from bot.render.slack.inputs import field, modal, one_of, words
from bot.render.slack.spans import span
from bot.render.slack.text import Mrkdwn, escape, joined, lines, mention, one_line
from bot.render.slack.times import day, written_day
from bot.render.slack.voice import Voice
from bot.rules import absences, civil
from bot.rules.availability import SKIP, Away, Part
from models import Person

SHOWN_DUE = 10
SHOWN = 20
NOTE_MAX = 80
PARTS = {
    "whole": marked("Whole days"),
    "morning": marked("Only the morning"),
    "afternoon": marked("Only the afternoon"),
}
SOURCES = {
    "lead": marked("said by {person}"),
    "calendar": marked("from the calendar"),
    SKIP: marked("a day in peace"),
}


def answer(v: Voice, said: AwayAnswer) -> list[Block]:
    if isinstance(said, AwayKept | HolidaysShown):
        return kept(v, said) if isinstance(said, AwayKept) else days_off.shown(v, said)
    if isinstance(said, CalendarShown):
        return calendars.shown(v, said)
    return ended(v, said) if isinstance(said, AwayEnded) else listed(v, said)


def kept(v: Voice, answer: AwayKept) -> list[Block]:
    """The days, when they are back, what falls due meanwhile, who stands in, and the way back."""
    away, me = answer.away, v.is_me(answer.person.id)
    blocks = [section(v.sentences([_said(v, answer), _follows(v, answer)]))]
    if away.part == Part.WHOLE and away.source != SKIP:
        blocks += [*_due_meanwhile(v, answer), *_stand_in(v, answer)]
    undo = button(v.plain("Undo"), answer.undo, name="away:undo")
    return [*blocks, *actions([_other(v, answer, me=me), undo])]


def _said(v: Voice, answer: AwayKept) -> Mrkdwn:
    days = span(v, answer.away)
    if answer.away.source == SKIP:
        return v("🌙 Skipped: you won't be asked for anything else today.")
    if v.is_me(answer.person.id):
        return v("🌴 You're away: {days}.", days=days)
    return v("🌴 {person} is away: {days}.", person=mention(answer.person.id), days=days)


def _follows(v: Voice, answer: AwayKept) -> Mrkdwn:
    if answer.away.source == SKIP:
        return v("Back on {day}.", day=day(v, answer.back_on))
    if answer.away.part != Part.WHOLE:
        return v("No reminders until the other half of the day begins.") if answer.away.part == Part.MORNING else v(
            "No reminders from noon on.")  # fmt: skip
    return v("No reminders and no standups meanwhile. Back on {day}.", day=day(v, answer.back_on))


def _due_meanwhile(v: Voice, answer: AwayKept) -> list[Block]:
    count = len(answer.falls_due)
    if not count:
        return [context(v("Nothing falls due meanwhile."))]
    told = [joined([title(task, 100), due(v, task)]) for task in answer.falls_due[:SHOWN_DUE]]
    more = [v.plural("and {n} more", "and {n} more", count - SHOWN_DUE)] if count > SHOWN_DUE else []
    head = v.plural("{n} task falls due meanwhile:", "{n} tasks fall due meanwhile:", count)
    return [section(lines(head, *told, *more))]


def _stand_in(v: Voice, answer: AwayKept) -> list[Block]:
    if answer.stand_in is None:
        if v.is_me(answer.person.id):
            return [context(v("Nobody stands in for you. `/muster person` names somebody."))]
        return [context(v("Nobody stands in for {person}.", person=mention(answer.person.id)))]
    told = v("{person} stands in.", person=mention(answer.stand_in.id))
    if answer.stand_in_away is None:
        return [context(told)]
    until = v("They're away themselves, up to {day}.", day=day(v, answer.stand_in_away))
    return [context(v.sentences([told, until]))]


def _other(v: Voice, answer: AwayKept, *, me: bool) -> Block | None:
    """The other reading of "until Friday"."""
    if answer.other is None:
        return None
    line, last = answer.other
    if last > answer.away.last:
        return button(v.plain("Away on {day}, too", day=_weekday(v, last)), line, name="away:other")
    back = v.plain("Back on {day} already", day=_weekday(v, answer.away.last))
    return button(back, line, name="away:other")


def _weekday(v: Voice, on: date) -> str:
    return written_day(v, on)


def ended(v: Voice, answer: AwayEnded) -> list[Block]:
    days, me = span(v, answer.away), v.is_me(answer.person.id)
    if answer.back:
        said = v("👋 Welcome back!") if me else v("👋 {person} is back.", person=mention(answer.person.id))
    elif me:
        said = v("Removed: you're not away {days}.", days=days)
    else:
        said = v("Removed: {person} isn't away {days}.", person=mention(answer.person.id), days=days)
    return [section(said), *actions([button(v.plain("Undo"), answer.undo, name="away:undo")])]


def listed(v: Voice, answer: AwayList) -> list[Block]:
    """One line an absence, each with a way to end it."""
    who, me = answer.person, v.is_me(answer.person.id)
    new = button(v.plain("Add days…"), f"/muster away <@{who.id}> new", name="away:new") if answer.may else None
    if not answer.kept:
        none = v("You have no days away ahead. `/muster away until Friday` adds some.") if me else v(
            "{person} has no days away ahead.", person=mention(who.id))  # fmt: skip
        return [section(none), *actions([new])]
    head = v("*Your days away*") if me else v("*{person}'s days away*", person=escape(one_line(who.called, 60)))
    rows = [_row(v, who, away, may=answer.may) for away in answer.kept[:SHOWN]]
    return [section(head), *rows, *actions([new])]


def _row(v: Voice, who: Person, away: Away, *, may: bool) -> Block:
    """What it is for is shown to those only who may say it."""
    told = [span(v, away)]
    if may and away.note:
        told.append(escape(one_line(away.note, NOTE_MAX)))
    if away.source in SOURCES:
        told.append(v(SOURCES[away.source], person=mention(away.by)))
    line = f"/muster away <@{who.id}> end {away.first} {away.last} {away.part.value}"
    return section(joined(told), button(v.plain("Remove"), line, name="away:end") if may else None)


def of_owner(v: Voice, view: TaskView) -> Mrkdwn:
    """To everybody else: that who has the task is away now, or on the day it is due, and who stands in."""
    owner, task = view.owner, view.task
    if not owner.away or v.is_me(owner.id) or not task.is_live:
        return Mrkdwn("")
    today = civil.local_date(v.reader.now, civil.zone(owner.zone, v.reader.zone))
    kept = [Away.of(row) for row in owner.away]
    then = next((one for one in kept if task.due_on and one.first <= task.due_on <= one.last), None)
    if (last := absences.until(kept, today)) is not None:
        told = v("🌴 {person} is away up to {day}", person=mention(owner.id), day=day(v, last))
    elif (
        then := next((one for one in kept if task.due_on and one.first <= task.due_on <= one.last), None)
    ) is not None:
        told = v("🌴 {person} is away when it's due: {days}", person=mention(owner.id), days=span(v, then))
    else:
        return Mrkdwn("")
    stand_in = v("stand-in {person}", person=mention(owner.stand_in_id)) if owner.stand_in_id else Mrkdwn("")
    return joined([told, stand_in])


def form(v: Voice, answer: AwayAnyForm) -> Block:
    if isinstance(answer, DayForm):
        return days_off.form(v, answer)
    return hours.form(v, answer) if isinstance(answer, HoursForm) else _days(v, answer)


def _days(v: Voice, answer: AwayForm) -> Block:
    who = answer.person
    blocks = [] if v.is_me(who.id) else [section(v("Days on which {person} is away", person=mention(who.id)))]
    parts = [(name, v.plain(label)) for name, label in PARTS.items()]
    return modal(v.plain("Away"), v.plain("Save"), v.plain("Cancel"), name="form:away", meta={"person": who.id},
                 blocks=[
        *blocks,
        field("first", v.plain("First day"), inputs.day(answer.first), optional=False),
        field("last", v.plain("Last day"), inputs.day(), hint=v.plain("Leave empty for one day.")),
        field("part", v.plain("How much of it"), one_of(parts, "whole"), optional=False),
        field("note", v.plain("What for"), words(most=NOTE_MAX), hint=v.plain("Only you and your leads see this.")),
    ])  # fmt: skip
