"""How much somebody wants to hear, in words: quiet for a while, the levels by kind, and the form for them."""

from collections.abc import Iterator, Mapping

from bot.answers.wishes import Levels, LevelsForm, Quiet, Wished, WishForm
from bot.locales import marked
from bot.render.slack.blocks import Block, actions, button, context, section
from bot.render.slack.inputs import field, modal, one_of
from bot.render.slack.text import Mrkdwn, channel_link, lines
from bot.render.slack.times import moment
from bot.render.slack.voice import Voice
from bot.rules.chasing import Level
from bot.rules.wishes import ALL, ON_OR_OFF

KINDS = {
    "brief": marked("Morning brief"),
    "soon": marked("Before a named hour"),
    "passed": marked("When that hour has passed"),
    "unacked": marked("A new task nobody took note of"),
    "stale": marked("No news on my task for a while"),
    "blocker": marked("Somebody waits for me"),
    "reviewer": marked("Something waits for my acceptance"),
    "escalation": marked("Escalations"),
}
TEAM_KINDS = {
    "soon": marked("Before a named hour"),
    "passed": marked("When that hour has passed"),
    "unacked": marked("A new task nobody took note of"),
    "stale": marked("No news for a while"),
    "blocker": marked("Somebody waits for somebody"),
    "reviewer": marked("Waiting for acceptance"),
    "escalation": marked("Escalations"),
}
LEVELS = {
    Level.OFF: marked("Off"),
    Level.LIGHT: marked("Light: later, and only once"),
    Level.STANDARD: marked("Standard"),
    Level.ACTIVE: marked("Active: twice as early"),
}
DEFAULT = "default"
SHORT = {
    Level.OFF: marked("off"),
    Level.LIGHT: marked("light"),
    Level.STANDARD: marked("standard"),
    Level.ACTIVE: marked("active"),
}


def answer(v: Voice, said: Wished) -> list[Block]:
    if isinstance(said, Quiet):
        return _quiet(v, said)
    assert isinstance(said, Levels), "these are all there are"
    return _levels(v, said)


def _quiet(v: Voice, said: Quiet) -> list[Block]:
    undo = button(v.plain("Undo"), said.undo, name="quiet:undo") if said.undo else None
    if said.until is not None:
        end = button(v.plain("End quiet"), "/muster quiet off", name="quiet:end")
        return [
            section(v("🤫 Quiet until {when}.", when=moment(v, said.until))),
            context(v("Reminders you set yourself, standups and answers to what you say still come. The rest waits.")),
            *actions([end, undo]),
        ]
    if said.ended:
        return [section(v("🔔 Quiet is over: reminders come as usual.")), *actions([undo])]
    offers = [button(v.plain("1 hour"), "/muster quiet 1h", name="quiet:1h"),
              button(v.plain("2 hours"), "/muster quiet 2h", name="quiet:2h"),
              button(v.plain("Until tomorrow"), "/muster quiet until tomorrow", name="quiet:tomorrow")]  # fmt: skip
    told = v("Reminders come as usual. `/muster quiet until 15:00` holds them back, `/muster nudges` makes them fewer.")
    return [section(told), *actions(offers)]


def _levels(v: Voice, said: Levels) -> list[Block]:
    undo = button(v.plain("Undo"), said.undo, name="nudges:undo") if said.undo else None
    form = "/muster nudges" if said.channel is None else f"/muster nudges team {said.channel.id}"
    change = button(v.plain("Change…"), form, name="nudges:change")
    head = v("Saved: this is how much I remind you.")
    if said.channel is not None:
        head = v("Saved: this is how much tasks of {channel} remind.", channel=channel_link(said.channel.id))
    note = [context(v("What people chose for themselves wins."))] if said.channel is not None else []
    return [section(lines(head, *_told(v, said.levels, said.channel is not None))), *note, *actions([change, undo])]


def _told(v: Voice, levels: Mapping[str, Level], of_team: bool) -> Iterator[Mrkdwn]:
    """All first, then what is other than that."""
    if ALL in levels or not levels:
        yield v("• Everything: {level}", level=v.plain(SHORT[levels.get(ALL, Level.STANDARD)]))
    for kind, label in (TEAM_KINDS if of_team else KINDS).items():
        if kind in levels:
            word = v.plain("on") if kind in ON_OR_OFF and levels[kind] != Level.OFF else v.plain(SHORT[levels[kind]])
            yield v("• {kind}: {level}", kind=v.plain(label), level=word)


def form(v: Voice, answer: WishForm) -> Block:
    assert isinstance(answer, LevelsForm), "the only one there is"
    of_team, levels = answer.channel is not None, answer.levels
    intro = v("Reminders you set yourself always come.")
    if answer.channel is not None:
        intro = v("How much tasks of {channel} remind, unless somebody chose otherwise for themselves.",
                  channel=channel_link(answer.channel.id))  # fmt: skip
    kinds = TEAM_KINDS if of_team else KINDS
    usual = (DEFAULT, v.plain("As usual") if of_team else v.plain("As usual, or as the team chose"))
    return modal(v.plain("Reminders"), v.plain("Save"), v.plain("Cancel"), name="form:nudges",
                 meta={"channel": answer.channel.id if answer.channel else None}, blocks=[
        section(intro),
        field(ALL, v.plain("Everything"), one_of([usual, *_offered(v)], _value(levels.get(ALL))), optional=False),
        *(_kind(v, kind, v.plain(label), levels.get(kind)) for kind, label in kinds.items()),
        context(v("Nobody gets more than four messages of reminders a day; the rest is in the morning brief.")),
    ])  # fmt: skip


def _offered(v: Voice) -> list[tuple[str, str]]:
    return [(level.value, v.plain(label)) for level, label in LEVELS.items()]


def _kind(v: Voice, kind: str, label: str, level: Level | None) -> Block:
    as_all = (DEFAULT, v.plain("As for everything"))
    rows = [as_all, *_offered(v)]
    if kind in ON_OR_OFF:
        rows = [as_all, (Level.OFF.value, v.plain("Off")), (Level.STANDARD.value, v.plain("On"))]
        level = Level.STANDARD if level not in (None, Level.OFF) else level
    return field(kind, label, one_of(rows, _value(level)), optional=False)


def _value(level: Level | None) -> str:
    return level.value if level else DEFAULT
