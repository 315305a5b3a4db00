"""What must be true of the database and of Slack after everything has come to rest."""

from collections import Counter

from sqlmodel import col, select

from models import Card, Inbox, InboxState, Occurrence, OccurrenceState, Outbox, OutboxState, Session, Task
from models.db import plain_engine
from tests.faults.process import House
from tests.scenarios.world import eventually

AT_REST = (OutboxState.SENT, OutboxState.DROPPED)


def reading(house: House, query: object) -> list[object]:
    engine = plain_engine(house.database_url)
    try:
        with Session(engine, expire_on_commit=False) as session:
            return list(session.exec(query).all())  # type: ignore[call-overload]
    finally:
        engine.dispose()


def titles(house: House) -> Counter[str]:
    return Counter(reading(house, select(Task.title)))  # type: ignore[arg-type]


def outbox(house: House) -> list[Outbox]:
    return reading(house, select(Outbox).order_by(col(Outbox.id)))  # type: ignore[return-value]


async def at_rest(house: House, within: float = 25.0) -> None:
    """Wait until nothing is pending, unknown, unheard or out of date."""

    async def look() -> bool:
        waiting = [
            row for row in outbox(house) if row.state in (OutboxState.PENDING, OutboxState.SENDING, OutboxState.UNKNOWN)
        ]
        unheard = reading(house, select(Inbox).where(Inbox.state == InboxState.RECEIVED))
        stale = reading(house, select(Card).where(col(Card.draw_at).is_not(None)))
        return not (waiting or unheard or stale)

    if not await eventually(look, within):
        rows = [(row.kind, row.to, row.state, row.attempts, row.reason) for row in outbox(house)]
        raise AssertionError(f"not at rest: {rows}\n{house.log.read_text()[-2500:]}")


def check_all_was_said_once(house: House) -> None:
    """Every row that was sent stands in Slack exactly once, in the order of its conversation; nothing else of ours."""
    rows = outbox(house)
    assert {row.state for row in rows} <= set(AT_REST), [(row.key, row.state, row.reason) for row in rows]
    sent = [row for row in rows if row.state == OutboxState.SENT]
    assert Counter(house.nonces()) == Counter(row.nonce for row in sent)
    for place in {row.channel_id for row in sent}:
        here = [row.ts for row in sent if row.channel_id == place]
        assert here == sorted(here, key=lambda ts: float(ts or 0)), place


def check_cards_show_the_newest(house: House) -> None:
    versions = {task.number: task.version for task in reading(house, select(Task))}  # type: ignore[attr-defined]
    cards = reading(house, select(Card))
    assert cards
    assert all(card.shown_version == versions[card.number] for card in cards)  # type: ignore[attr-defined]


def check_occurrences_have_ended(house: House) -> None:
    states = reading(house, select(Occurrence.state))
    assert OccurrenceState.SENT in states
    assert not {OccurrenceState.PENDING, OccurrenceState.UNKNOWN, OccurrenceState.DEAD} & set(states)
