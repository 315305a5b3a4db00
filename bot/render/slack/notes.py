"""Short notes and refusals, with the people, days and states they name put into words."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from bot.answers import Said
from bot.errors import UserError
from bot.render import notes, refusals
from bot.render.slack.blocks import Block, section
from bot.render.slack.facts import state
from bot.render.slack.text import Mrkdwn, channel_link, escape, mention, one_line
from bot.render.slack.times import day, moment, plain_moment
from bot.render.slack.voice import Voice
from models import Channel, Person

PEOPLE = frozenset({"actor", "admins", "by", "creator", "leads", "owner", "people", "person"})
CHANNELS = frozenset({"channel"})
SHOWN_PEOPLE = 10


def said(v: Voice, answer: Said) -> list[Block]:
    return [section(v(notes.WORDS.get(answer.key, notes.UNKNOWN), **_marked_up(v, answer.params)))]


def refused(v: Voice, error: UserError) -> list[Block]:
    return [section(v(refusals.words_for(error), **_marked_up(v, error.params)))]


def plain_refusal(v: Voice, error: UserError) -> str:
    """The refusal for a field of a form, where Slack draws no markup and no names for ids."""
    params = {name: _unmarked(v, name, value) for name, value in error.params.items()}
    return v.plain(refusals.words_for(error), **params).replace("`", "")


def _marked_up(v: Voice, params: dict[str, Any]) -> dict[str, Mrkdwn]:
    return {name: _value(v, name, value) for name, value in params.items()}


def _value(v: Voice, name: str, value: Any) -> Mrkdwn:
    if isinstance(value, Person):
        return mention(value.id)
    if isinstance(value, Channel):
        return channel_link(value.id)
    if isinstance(value, datetime):
        return moment(v, value)
    if isinstance(value, date):
        return escape(day(v, value))
    if isinstance(value, list | tuple | set | frozenset):
        return _several(v, name, value)
    return _word(v, name, str(value))


def _several(v: Voice, name: str, values: Iterable[Any]) -> Mrkdwn:
    parts = [_value(v, name, one) for one in values]
    more = [v("{n} more", n=len(parts) - SHOWN_PEOPLE)] if len(parts) > SHOWN_PEOPLE else []
    return v.listed(parts[:SHOWN_PEOPLE] + more)


def _word(v: Voice, name: str, value: str) -> Mrkdwn:
    if name in PEOPLE:
        return escape(v.plain("you")) if v.is_me(value) else mention(value)
    if name in CHANNELS:
        return channel_link(value)
    return escape(state(v, value) if name == "state" else one_line(value, 200))


def _unmarked(v: Voice, name: str, value: Any) -> str:
    if isinstance(value, datetime):
        return plain_moment(v, value)
    if isinstance(value, date):
        return day(v, value)
    if isinstance(value, Person):
        return one_line(value.called, 60)
    if isinstance(value, list | tuple):
        return v.plain(", ").join(_unmarked(v, name, one) for one in value[:SHOWN_PEOPLE])
    return state(v, str(value)) if name == "state" else one_line(str(value), 100)
