"""Somebody's own calendar: what is read from it, what counts, and why it could not be read. Only its host is shown."""

from bot.answers.away import Calendar, CalendarShown
from bot.locales import marked
from bot.render.slack.blocks import Block, actions, button, context, section
from bot.render.slack.spans import span
from bot.render.slack.text import Mrkdwn, lines
from bot.render.slack.times import moment
from bot.render.slack.voice import Voice

SHOWN_HOSTS = 10
WHY = {
    "no_such_host": marked("there is no such place on the internet"),
    "not_open": marked("it leads to a place that isn't open to everybody"),
    "not_allowed": marked("the admins allow other calendars only"),
    "not_safe": marked("its certificate isn't valid"),
    "no_answer": marked("nobody answered in time"),
    "locked": marked("it asks for a password; I need the secret or published address"),
    "gone": marked("there is no calendar at that address any more"),
    "busy": marked("the server is busy"),
    "no_calendar": marked("what is there is no calendar"),
    "too_large": marked("it's too large or too involved for me"),
    "broken": marked("I can't make sense of what is written there"),
}
UNKNOWN = marked("something went wrong")


def shown(v: Voice, answer: CalendarShown) -> list[Block]:
    said = {
        Calendar.NONE: _none, Calendar.WAITING: _waiting, Calendar.READ: _read, Calendar.FAILING: _failing,
    }[answer.stands](v, answer)  # fmt: skip
    explains = not answer.ended and answer.hosts != () and answer.stands != Calendar.FAILING
    told = [section(said), *([context(counts(v))] if explains else [])]
    if answer.stands == Calendar.NONE:
        return told
    stop = button(v.plain("Stop reading it"), "/muster calendar off", name="calendar:off")
    again = button(v.plain("Try again now"), "/muster calendar now", name="calendar:now")
    return [*told, *actions([again if answer.stands == Calendar.FAILING else None, stop])]


def counts(v: Voice) -> Mrkdwn:
    """What makes somebody away, and what becomes of what is read."""
    return v(
        "What counts: times marked as out of office, and those called OOO, Vacation, PTO, 休假, 请假 and the like. "
        "Meetings never do. I keep the days, not what they are called, and show the address to nobody."
    )


def _none(v: Voice, answer: CalendarShown) -> Mrkdwn:
    if answer.hosts == ():
        return v("Calendars are switched off in this workspace. `/muster away until Friday` says it by hand.")
    if answer.ended:
        return v("Your calendar isn't read any more, and the days ahead that came from it are gone.")
    told = v("I can read your days away from your calendar: `/muster calendar https://…`")
    how = v(
        "Google: Settings → your calendar → *Secret address in iCal format*. "
        "Outlook: Settings → Shared calendars → *Publish a calendar* → ICS."
    )
    return lines(told, how, _allowed(v, answer))


def _allowed(v: Voice, answer: CalendarShown) -> Mrkdwn:
    if not answer.hosts:
        return Mrkdwn("")
    return v("The admins allow calendars of: {hosts}.", hosts=", ".join(answer.hosts[:SHOWN_HOSTS]))


def _waiting(v: Voice, answer: CalendarShown) -> Mrkdwn:
    return v("📅 I'm reading your calendar at `{host}` and will tell you in a moment what I found.", host=answer.host)


def _read(v: Voice, answer: CalendarShown) -> Mrkdwn:
    count = len(answer.ahead)
    if not count:
        told = v("📅 Your calendar at `{host}` is read: no days away ahead.", host=answer.host)
        return v.sentences([told, v("I look again every hour.")])
    told = v.plural(
        "📅 Your calendar at `{host}` is read: {n} absence ahead.",
        "📅 Your calendar at `{host}` is read: {n} absences ahead.",
        count, host=answer.host,
    )  # fmt: skip
    following = v("Next: {days}.", days=span(v, answer.ahead[0]))
    return v.sentences([told, following, v("I look again every hour.")])


def _failing(v: Voice, answer: CalendarShown) -> Mrkdwn:
    why = v(WHY.get(answer.why, UNKNOWN))
    told = v("📅 I can't read your calendar at `{host}`: {why}.", host=answer.host, why=why)
    if answer.read_at is None:
        return v.sentences([told, v("I try again now and then. `/muster calendar https://…` gives another address.")])
    since = v("Last read: {moment}. What I read then stays, and I go on trying.", moment=moment(v, answer.read_at))
    return v.sentences([told, since])
