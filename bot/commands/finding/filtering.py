"""Filters of a line with their people, channels and days found, as the speaker means them."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta

from bot.answers import WhoIs
from bot.commands.call import Call
from bot.commands.lines import naming
from bot.commands.lines.carrying import WHO
from bot.errors import UserError
from bot.parsing.dates.civil import plus
from bot.parsing.dates.when import read_when
from bot.parsing.orders import filters
from bot.parsing.orders.filters import ANY_DATE, DATED, OF_PEOPLE, WITHOUT_DATE, written
from bot.parsing.talk import talk_periods
from bot.parsing.talk.talk_periods import Period
from bot.rules import civil
from models.queries import people as people_queries
from models.queries.filters import Term
from models.queries.lists import Days

CHANNEL = re.compile(r"<#([CG][A-Z0-9]+)(?:\|[^>]*)?>")
HERE = frozenset({"here", "this", "本频道", "这里", "当前频道"})
BOUND = re.compile(r"(<=|>=|<|>)\s*(.+)")
RANGE = re.compile(r"(.*?)\s*(?:\.\.|…|~|～|到|至)\s*(.*)")


@dataclass(frozen=True)
class Meant:
    """Filters with ids and instants for names and days. `lines` are the filters as a line shows them again."""

    terms: tuple[Term, ...] = ()
    lines: tuple[str, ...] = ()
    sort: str = ""


def check(line: filters.Line) -> None:
    """What was surely meant as a filter and is none is named, with what there is."""
    if line.misspelt:
        raise UserError("filter_unknown", words=line.misspelt)
    if line.wrong:
        name, value = line.wrong[0]
        raise UserError("filter_value", words=value, verb=name)


def meant(call: Call, terms: Sequence[filters.Term], verb: str) -> Meant | WhoIs:
    """The first name that is not clear becomes a question; `verb` goes before the line that answers it."""
    found: list[Term] = []
    lines: list[str] = []
    sort = ""
    for term in terms:
        if term.key == "sort":
            sort = f"{'-' if term.without else ''}{term.value}"
            lines.append(written(term))
            continue
        read = _read(call, term, verb)
        if isinstance(read, WhoIs):
            return read
        found.append(read)
        lines.append(_line_of(term, read))
    return Meant(tuple(found), tuple(lines), sort)


def _line_of(term: filters.Term, read: Term) -> str:
    """People and channels by their ids, so that the line means the same whoever says it, and whenever."""
    if term.key in OF_PEOPLE:
        return written(term, tuple(f"<@{one}>" for one in read.values))
    if term.key == "in":
        return written(term, tuple(f"<#{one}>" for one in read.values))
    return written(term)


def _read(call: Call, term: filters.Term, verb: str) -> Term | WhoIs:
    if term.key in OF_PEOPLE:
        return _of_people(call, term, verb)
    if term.key == "in":
        channels = tuple(_channel(call, value) for value in term.values)
        names = [people_queries.channel_name(call.session, call.person, one) for one in channels]
        said = ",".join(f"#{name}" if name else "#…" for name in names)
        return Term("in", said, channels, without=term.without)
    if term.key in DATED:
        return _dated(call, term)
    if term.key == "priority" and "none" in term.values:
        raise UserError("filter_value", words="none", verb="priority")
    return Term(term.key, ",".join(term.values), term.values, without=term.without)


def _of_people(call: Call, term: filters.Term, verb: str) -> Term | WhoIs:
    ids, names = [], []
    for value in term.values:
        match = naming.USER.fullmatch(value)
        person = naming.by_id(call, match[1]) if match else naming.first(call, f"@{value.removeprefix('@')}").person
        if person is None:
            return naming.ask(call, value.removeprefix("@"), verb, call.args.replace(value, WHO, 1))
        ids.append(person.id)
        names.append(f"@{person.called}")
    return Term(term.key, ",".join(names), tuple(ids), without=term.without)


def _channel(call: Call, value: str) -> str:
    """A conversation by its mark or its name; one that the speaker may not know is like one that is not there."""
    if value.lower() in HERE:
        if call.heard.channel_id is None:
            raise UserError("no_channel_here")
        return call.heard.channel_id
    if match := CHANNEL.fullmatch(value):
        return match[1]
    known = people_queries.channel_called(call.session, call.person, value.removeprefix("#"))
    if known is None:
        raise UserError("no_such_channel", name=value.removeprefix("#"))
    return known.id


def _dated(call: Call, term: filters.Term) -> Term:
    if term.key == "due" and term.value == "overdue":
        return Term("is", "late", ("late",), without=term.without)
    if term.key == "due" and term.value.lower() in WITHOUT_DATE:
        return Term("is", "undated", ("undated",), without=term.without)
    if term.value.lower() in ANY_DATE:
        days = Days()
    else:
        days = days_of(call, term.value, looks_back=term.key != "due")
    return Term(term.key, term.value, days=days, without=term.without)


def days_of(call: Call, words: str, *, looks_back: bool) -> Days:
    """The days somebody named, with the instants of the speaker's own zone: a day, a period, `<=friday`, `mon..fri`."""
    if match := BOUND.fullmatch(words):
        named = _period(call, match[2], words, looks_back=looks_back)
        return _with_instants(call, _bounded(match[1], named))
    if period := talk_periods.days_of(words, _today(call)):
        return _with_instants(call, period)
    if (match := RANGE.fullmatch(words)) and (match[1] or match[2]):
        first = _period(call, match[1], words, looks_back=looks_back).first if match[1] else None
        last = _period(call, match[2], words, looks_back=looks_back).last if match[2] else None
        return _with_instants(call, Period(first, last))
    return _with_instants(call, _period(call, words, words, looks_back=looks_back))


def _bounded(sign: str, named: Period) -> Period:
    match sign:
        case "<=":
            return Period(None, named.last)
        case "<":
            return Period(None, plus(named.first, -1) if named.first else None)
        case ">=":
            return Period(named.first, None)
        case _:
            return Period(plus(named.last, 1) if named.last else None, None)


def _today(call: Call) -> date:
    return civil.local_date(call.heard.spoken_at or call.actor.now, civil.zone(call.person.zone))


def _period(call: Call, name: str, words: str, *, looks_back: bool) -> Period:
    today = _today(call)
    if period := talk_periods.days_of(name, today):
        return period
    when = read_when(name, now=call.heard.spoken_at or call.actor.now, zone=call.person.zone)
    if when is None:
        raise UserError("no_such_date", words=words)
    on = talk_periods.gone_by(when.on, today) if looks_back else when.on
    return Period(on, on)


def _with_instants(call: Call, period: Period) -> Days:
    zone = civil.zone(call.person.zone)
    earliest, latest = date.min + timedelta(days=1), date.max - timedelta(days=1)  # beyond, zones have no instants
    first = period.first if period.first and period.first >= earliest else None
    last = max(period.last, earliest) if period.last else None
    return Days(
        first, last, civil.instant(first, time(), zone) if first else None,
        civil.instant(last + timedelta(days=1), time(), zone) if last and last < latest else None,
    )  # fmt: skip
