"""What must be true of the database and of Slack after everything has come to rest."""

import asyncio
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from itertools import pairwise, takewhile
from typing import Any

from sqlmodel import col, select, text

from bot.delivery import AT_ONCE
from models import Card, History, Inbox, InboxState, Occurrence, OccurrenceState, Outbox, OutboxState, Session, Task
from models.db import is_sqlite
from models.queries import due as due_queries
from tests.faults.process import House
from tests.scenarios.world import APP_TOKEN, BOT_TOKEN, SECRET, eventually

AT_REST = (OutboxState.SENT, OutboxState.DROPPED)
A_SECOND, NEAR = timedelta(seconds=1), timedelta(seconds=10)
UNTIL_READ = timedelta(seconds=0.3)  # on two processors that the small Slack shares
AHEAD = timedelta(seconds=2)  # by how much Muster's clock may be ahead of Slack's
WAITING = (OutboxState.PENDING, OutboxState.SENDING, OutboxState.UNKNOWN)


def reading(house: House, query: object) -> list[object]:
    with Session(house.reader, expire_on_commit=False) as session:
        return list(session.exec(query).all())  # type: ignore[call-overload]


def titles(house: House) -> Counter[str]:
    return Counter(reading(house, select(Task.title)))  # type: ignore[arg-type]


def outbox(house: House) -> list[Outbox]:
    return reading(house, select(Outbox).order_by(col(Outbox.id)))  # type: ignore[return-value]


def heard(house: House) -> list[Inbox]:
    """Events, which are kept before they are worked on."""
    return reading(house, select(Inbox).where(col(Inbox.attempts) + col(Inbox.failures) > 0))  # type: ignore[return-value]


def is_at_rest(house: House) -> bool:
    """Whether nothing is due, pending, unknown, unheard or out of date."""
    now = house.slack.clock.now() + AHEAD
    due = is_due(now)
    waiting = select(Outbox.id).where(col(Outbox.state).in_(WAITING), col(Outbox.due_at) <= now)
    unheard = select(Inbox.key).where(Inbox.state == InboxState.RECEIVED)
    stale = select(Card.ts).where(col(Card.draw_at).is_not(None))
    with Session(house.reader) as session:
        return not (due(session) or any(session.exec(one.limit(1)).first() for one in (waiting, unheard, stale)))


def is_due(now: datetime) -> Callable[[Session], bool]:
    """Whether the clock has something to do."""

    def look(session: Session) -> bool:
        oldest = due_queries.earliest(session)
        return oldest is not None and oldest <= now

    return look


def given_up(house: House, title: str) -> bool:
    """Whether Slack sent that message so often without an answer that it sends it no more (F11)."""
    said = [str(parcel.payload["event"].get("text", "")) for parcel in house.slack.deliveries.given_up]
    return any(text == title or text.startswith(f"{title} ") for text in said)


async def at_rest(house: House, within: float = 60.0, events: Iterable[str] = ()) -> None:
    """Wait until it is, with a task for each of those events. Backlog empty in time: I8."""

    def look() -> bool:
        if not is_at_rest(house):
            return False
        return all(given_up(house, title) for title in set(events) - set(titles(house)))

    if not await eventually(lambda: asyncio.to_thread(look), within):
        raise AssertionError(f"I8 not at rest: {what_waits(house)}\n{house.log.read_text()[-2500:]}")


def what_waits(house: House) -> dict[str, list[Any]]:
    """In words, of each kind."""
    with Session(house.reader) as session:
        oldest = due_queries.earliest(session)
        unheard = session.exec(select(Inbox).where(Inbox.state == InboxState.RECEIVED)).all()
        aside = session.exec(select(Inbox).where(Inbox.state == InboxState.DEAD)).all()
        return {
            "outbox": [(row.kind, row.to, row.state, row.attempts, row.reason) for row in outbox(house)
                       if row.state in WAITING],
            "inbox": [(row.key, row.door, row.attempts, row.failures, row.received_at.isoformat()) for row in unheard],
            "set aside": [(row.key, row.outcome, row.attempts, row.failures, row.payload.get("text")) for row in aside],
            "cards": list(session.exec(select(Card.ts).where(col(Card.draw_at).is_not(None)))),
            "due": [one.isoformat() for one in (oldest, house.slack.clock.now()) if one is not None],
        }  # fmt: skip


def said_wrongly(house: House) -> tuple[Counter[str], Counter[str]]:
    """By nonce, how often a message was said too often or for nothing, and how often it is missing."""
    there = Counter(house.nonces())
    wanted = Counter(row.nonce for row in outbox(house) if row.state == OutboxState.SENT)
    return there - wanted, wanted - there


def check_all_was_said_once(house: House) -> None:
    """I2: every row that was sent stands in Slack exactly once, in the order of its conversation; nothing else of
    ours."""
    rows = outbox(house)
    assert {row.state for row in rows} <= set(AT_REST), [
        (row.key, row.state, row.reason) for row in rows if row.state not in AT_REST
    ]
    too_often, never = said_wrongly(house)
    assert not too_often, f"I2 twice or for nothing: {too_often}; {_calls_about(house, too_often)}"
    assert not never, f"I2 never: {never}"
    found = [out_of_order(*two) for two in turned(house)]
    assert not found, "; ".join(found[:5])


def turned(house: House) -> list[tuple[Outbox, Outbox]]:
    """Neighbours of one conversation in the order in which they were written, and not in that in which they stand."""
    sent = [row for row in outbox(house) if row.state == OutboxState.SENT]
    places = {row.channel_id for row in sent}
    neighbours = (two for place in places for two in pairwise([row for row in sent if row.channel_id == place]))
    return [(one, two) for one, two in neighbours if float(one.ts or 0) > float(two.ts or 0)]


def out_of_order(one: Outbox, two: Outbox) -> str:
    return f"I6 {one.channel_id}: {_course(one)} before {_course(two)}"


def _course(row: Outbox) -> str:
    """When it was written, last begun, and said; how often it was begun."""
    moments = ", ".join(
        f"{one:%H:%M:%S.%f}" if one else "never" for one in (row.created_at, row.started_at, row.sent_at)
    )
    return f"{row.kind} {row.key} {row.ts} ({moments}; {row.attempts} ×)"


def _calls_about(house: House, nonces: Iterable[str]) -> list[str]:
    """How each came there: its sendings, and the looks at its conversation since the first of them."""
    calls, found = list(house.slack.record.calls), []
    for nonce in nonces:
        sent = [call for call in calls if nonce in str(call["args"])]
        place = sent[0]["args"].get("channel") if sent else None
        about = [one for one in calls if one in sent or (
            one["method"].startswith("conversations.") and one["args"].get("channel") == place)]  # fmt: skip
        first = max(0, about.index(sent[0]) - 3) if sent else 0
        found += [f"{one['n']} {one['at']} {one['method']} {one['outcome']}" for one in about[first : first + 12]]
        moments = [datetime.fromisoformat(one["at"]) for one in sent]
        found += [f"the small Slack stood still for {late:.1f} s until {until}" for until, late in house.stalls
                  if any(abs(until - moment) < NEAR for moment in moments)]  # fmt: skip
    return found


def check_cards_show_the_newest(house: House) -> None:
    versions = {task.number: task.version for task in reading(house, select(Task))}  # type: ignore[attr-defined]
    cards = reading(house, select(Card))
    assert cards
    assert all(card.shown_version == versions[card.number] for card in cards)  # type: ignore[attr-defined]


def check_occurrences_have_ended(house: House) -> None:
    states = reading(house, select(Occurrence.state))
    assert OccurrenceState.SENT in states
    assert not {OccurrenceState.PENDING, OccurrenceState.UNKNOWN, OccurrenceState.DEAD} & set(states)


def check_what_was_sent_has_ended(house: House) -> None:
    """I3: what fell due and was said is written down as said."""
    by_key = {row.key: row for row in outbox(house) if row.state == OutboxState.SENT}
    for row in reading(house, select(Occurrence).where(col(Occurrence.outbox_key).is_not(None))):
        if row.outbox_key in by_key:  # type: ignore[attr-defined]
            open_ = row.state in (OccurrenceState.PENDING, OccurrenceState.UNKNOWN)  # type: ignore[attr-defined]
            assert not open_, f"I3 {row.kind} of {row.subject} was said and is {row.state}"  # type: ignore[attr-defined]


def check_history_follows(house: House) -> None:
    """I5: the versions of each task follow one another, and its history ends where it stands."""
    reached: Counter[int] = Counter()
    entries: list[History] = reading(house, select(History).order_by(col(History.id)))  # type: ignore[assignment]
    for entry in entries:
        assert entry.version - reached[entry.number] in (0, 1), f"I5 #{entry.number} {entry.kind} {entry.version}"
        reached[entry.number] = entry.version
    stands = {task.number: task.version for task in reading(house, select(Task))}  # type: ignore[attr-defined]
    assert dict(reached) == stands, "I5 history and task differ"


def check_waits_were_kept(house: House) -> None:
    """I7: after Slack asked for a pause no call of that method is made before it is over, but what was on its way, and
    what went out until that answer was read."""
    calls = [call for call in house.slack.record.calls if call["method"] == "chat.postMessage"]
    for at, call in enumerate(calls):
        if call["outcome"] == "ratelimited" and "fault" in call:
            within = takewhile(lambda one: _between(call, one) < A_SECOND, calls[at + 1 :])  # noqa: B023
            early = [one for one in within if _between(call, one) > UNTIL_READ]
            assert len(early) < AT_ONCE, f"I7 {len(early)} calls before the pause was over: {_moments(house, call)}"


def _moments(house: House, call: dict[str, Any]) -> str:
    """What came in the two seconds around it, in seconds from then on, and when the small Slack stood still."""
    near = [(_between(call, one).total_seconds(), one) for one in house.slack.record.calls]
    said = [f"{after:+.3f} {one['method']} {one['outcome']}" for after, one in near if -1 < after < 1]
    asked = datetime.fromisoformat(call["at"])
    stalls = [((until - asked).total_seconds(), late) for until, late in house.stalls if abs(until - asked) < NEAR]
    stood = [f"stood still for {late:.1f} s until {after:+.3f}" for after, late in stalls]
    return "; ".join([str(call["args"].get("metadata")), *said, *stood])


def _between(call: dict[str, Any], later: dict[str, Any]) -> timedelta:
    return datetime.fromisoformat(later["at"]) - datetime.fromisoformat(call["at"])


def check_logs_are_clean(house: House, words: Iterable[str] = ()) -> None:
    """I9: neither a secret nor a word of somebody's stands in the log."""
    said = house.log.read_text()
    installs = house.slack.installs
    for canary in (BOT_TOKEN, SECRET, APP_TOKEN, *installs.tokens, *installs.refresh, *words):
        assert canary not in said, f"I9 {canary[:8]}… stands in the log"


def check_file_is_whole(house: House) -> None:
    """I10: what the database says of itself."""
    if not is_sqlite(house.database_url):
        return
    with house.reader.connect() as connection:
        assert connection.execute(text("PRAGMA integrity_check")).scalar() == "ok", "I10 integrity"
        assert connection.execute(text("PRAGMA foreign_key_check")).first() is None, "I10 foreign keys"


EVERYTHING = (check_all_was_said_once, check_what_was_sent_has_ended, check_history_follows, check_waits_were_kept,
              check_file_is_whole)  # fmt: skip


def breaches_of(house: House, canaries: Iterable[str] = ()) -> list[str]:
    """I2, I3, I5, I6, I7, I9 and I10; what does not hold, in words."""
    found = []
    for check in EVERYTHING:
        try:
            check(house)
        except AssertionError as error:
            found.append(str(error)[:2000])
    try:
        check_logs_are_clean(house, canaries)
    except AssertionError as error:
        found.append(str(error))
    return found


def breaches_of_titles(house: House, known: dict[str, bool | None]) -> list[str]:
    """I1: what was acknowledged (True) or comes again until it is (None) is there once; the rest once at most."""
    found = titles(house)
    lost = [title for title, acked in known.items() if found[title] == 0 and acked is not False]
    wrong = [f"I1 {title}: {found[title]} times" for title in known if found[title] > 1]
    wrong += [f"I1 {title}: 0 times" for title in lost if known[title] or not given_up(house, title)]
    strangers = found.keys() - known.keys()
    return wrong + [f"I1 nobody asked for: {title}" for title in strangers]
