"""Short notes and refusals, with the people, days and states they name put into words."""

from collections.abc import Iterable, Iterator
from datetime import date, datetime
from typing import Any

from bot.answers import Said
from bot.errors import Kind, UserError
from bot.render import notes, refusals
from bot.render.rows import placeholders
from bot.render.slack import history, standups
from bot.render.slack.blocks import Block, actions, button, context, section
from bot.render.slack.facts import state
from bot.render.slack.text import Mrkdwn, channel_link, escape, mention, one_line
from bot.render.slack.times import day, moment, plain_moment
from bot.render.slack.voice import Voice
from models import Channel, Person

PEOPLE = frozenset({"actor", "admins", "by", "creator", "leads", "owner", "people", "person"})
CHANNELS = frozenset({"channel"})
OPENS_AGAIN = frozenset({"form_needs_a_tap", "form_not_opened"})
SHOWN_PEOPLE = 10
SHOWN_REFUSALS = 10


def said(v: Voice, answer: Said) -> list[Block]:
    if answer.key == "standup_status":
        return standups.status(v, answer.params)
    words = notes.words_for(answer)
    return [section(v(words, **_marked_up(v, words, answer.params)))]


def refused(v: Voice, error: UserError) -> list[Block]:
    return [section(_in_words(v, error)), *actions(_ways_out(v, error))]


def not_done(v: Voice, errors: tuple[UserError, ...]) -> list[Block]:
    """Why it was not done to these, below what was done to others."""
    return [context(_in_words(v, error)) for error in errors[:SHOWN_REFUSALS]]


def _in_words(v: Voice, error: UserError) -> Mrkdwn:
    error = _with_the_change(v, error)
    words = refusals.words_for(error)
    return v(words, **_marked_up(v, words, error.params))


def _with_the_change(v: Voice, error: UserError) -> UserError:
    """Who was quicker, and what they changed, in words."""
    if "change" not in error.params:
        return error
    told = history.told_short(v, error.params["change"], str(error.params["by"]))
    return UserError(error.key, error.kind, **error.params | {"told": told})


def _ways_out(v: Voice, error: UserError) -> Iterator[Block | None]:
    """What one tap can do about it."""
    if error.key in OPENS_AGAIN and (line := str(error.params.get("words", "")).strip()):
        yield button(v.plain("Open the form"), line, name="open", style="primary")
    if error.key == "cancel_or_comment":
        number, words = error.params["number"], str(error.params["words"])
        yield button(v.plain("Cancel #{number}", number=number), f"cancel {number}", name="withdraw")
        yield button(v.plain("Just a comment"), f"note {number} {words}", name="comment")
    if error.key == "this_or_the_series":
        line = f"{error.params['number']} {error.params['words']}".strip()
        yield button(v.plain("Cancel only this one"), f"cancel! {line}")
        yield button(v.plain("The whole series"), f"end! {line}")
    if error.key == "remind_of_what" and (when := str(error.params.get("words", "")).strip()):
        yield button(v.plain("Just remind me"), f"remind me to {v.plain('Reminder')} {when}", name="remind")
    if error.kind is Kind.CONFLICT and "number" in error.params:
        yield button(v.plain("Show"), f"show {error.params['number']}")


def plain_refusal(v: Voice, error: UserError) -> str:
    """The refusal for a field of a form, where Slack draws no markup and no names for ids."""
    if "change" in error.params:
        told = history.told_plain(v, error.params["change"], str(error.params["by"]))
        return v.plain("Not saved: {told} since you saw it. It's now {state}.", told=told,
                       state=state(v, str(error.params["state"])))  # fmt: skip
    params = {name: "" if name in PEOPLE | CHANNELS else value for name, value in error.params.items()}
    source = refusals.words_for(UserError(error.key, error.kind, **params))
    gaps = dict.fromkeys(placeholders(source), "")
    return v.plain(source, **gaps | {name: _unmarked(v, name, value) for name, value in params.items()}).replace(
        "`", ""
    )


def _marked_up(v: Voice, words: str, params: dict[str, Any]) -> dict[str, Mrkdwn]:
    """What the words name; a gap in a sentence is better than no answer to what was done."""
    return dict.fromkeys(placeholders(words), Mrkdwn("")) | {
        name: _value(v, name, value) for name, value in params.items()
    }


def _value(v: Voice, name: str, value: Any) -> Mrkdwn:
    if isinstance(value, Mrkdwn):
        return value
    if isinstance(value, Person):
        return mention(value.id)
    if isinstance(value, Channel):
        return channel_link(value.id)
    if value is None:
        return Mrkdwn("")
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
    return state(v, str(value)) if name == "state" else one_line(str(value), 100)
