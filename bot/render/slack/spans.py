"""The days of an absence in a few words."""

from bot.locales import marked
from bot.render.slack.text import Mrkdwn, escape
from bot.render.slack.times import day, written_day
from bot.render.slack.voice import Voice
from bot.rules.availability import Away, Part

HALVES = {Part.MORNING: marked("{day}, morning"), Part.AFTERNOON: marked("{day}, afternoon")}


def span(v: Voice, away: Away) -> Mrkdwn:
    """From when to when, or which half of which day."""
    if away.part in HALVES:
        return v(HALVES[away.part], day=day(v, away.first))
    if away.first == away.last:
        return escape(day(v, away.first))
    return v("{begin} – {end}", begin=written_day(v, away.first), end=written_day(v, away.last))
