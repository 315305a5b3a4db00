"""Days of standups as the clock passes: three zones, weekends, holidays, changing clocks, moves, and being down."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.notices import Dropped, StandupPrompt, StandupReminder, StandupWrap
from bot.rules import civil
from bot.services.rhythm import standup_answers, standups
from models import AnswerState, Occurrence, OccurrenceState, OutboxState, Session, Standup, Workspace
from models.queries import deliveries
from models.queries import standups as queries
from tests.factories import NOW, TEAM, acting, make_person, make_workspace
from tests.standup_days import (
    CHANNEL,
    ZONES,
    deliver,
    letter,
    letters,
    make_team,
    pass_time,
    person_of,
    states,
    tick,
)

MONDAY, TUESDAY, FRIDAY = date(2026, 3, 9), date(2026, 3, 10), date(2026, 3, 13)
SHANGHAI_ASKS = datetime(2026, 3, 9, 1, 30, tzinfo=UTC)
BERLIN_ASKS = datetime(2026, 3, 9, 8, 30, tzinfo=UTC)
ANGELES_ASKS = datetime(2026, 3, 9, 16, 30, tzinfo=UTC)
ANGELES_CLOSES = ANGELES_ASKS + timedelta(minutes=150)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
BERLIN_ONLY = {"U0ANN": "Europe/Berlin", "U0BEN": "Europe/Berlin"}


def asked(session: Session, on: date = MONDAY) -> dict[str, datetime]:
    """When each was asked on that date."""
    prefix = f"standup:ask:{CHANNEL}:{on.isoformat()}:"
    return {row.to: row.due_at for row in letters(session, prefix)}


def why(session: Session, person_id: str, on: date = MONDAY, kind: str = "standup.ask") -> tuple[str, str]:
    found = deliveries.occurrence(session, TEAM, kind, CHANNEL, person_id, on.isoformat())
    assert isinstance(found, Occurrence)
    return str(found.state), found.reason


def answer(session: Session, person_id: str, now: datetime, *texts: str, on: date = MONDAY) -> None:
    actor = acting(session, person_of(session, person_id), now=now)
    row = standup_answers.find_part(session, actor, CHANNEL, on)
    standup_answers.answer(session, actor, row, texts or ("The deck", "The price list", "no"))


def told(said: list[tuple[str, Any]], kind: type) -> list[Any]:
    return [notice for _, notice in said if isinstance(notice, kind)]


def test_three_zones_are_each_asked_once_at_their_own_half_past_nine(session: Session):
    make_team(session)
    pass_time(session, NOW, NOW + DAY - 10 * MINUTE)
    assert asked(session) == {"U0LEI": SHANGHAI_ASKS, "U0ANN": BERLIN_ASKS, "U0SAM": ANGELES_ASKS}


def test_nobody_is_asked_before_their_hour(session: Session):
    make_team(session)
    tick(session, BERLIN_ASKS - MINUTE)
    tick(session, BERLIN_ASKS - MINUTE)
    assert states(session, MONDAY)["U0ANN"] == AnswerState.PLANNED


def test_a_second_tick_does_nothing_twice(session: Session):
    make_team(session)
    for _ in range(2):
        tick(session, SHANGHAI_ASKS)
    before = [(row.key, row.due_at) for row in letters(session)]
    assert tick(session, SHANGHAI_ASKS) == 0
    assert [(row.key, row.due_at) for row in letters(session)] == before


def test_only_those_who_have_not_answered_are_reminded_once_before_their_deadline(session: Session):
    make_team(session)
    pass_time(session, NOW, BERLIN_ASKS + HOUR)
    answer(session, "U0ANN", BERLIN_ASKS + HOUR)
    pass_time(session, BERLIN_ASKS + HOUR, ANGELES_ASKS + 3 * HOUR)
    reminded = {row.to: row.due_at for row in letters(session, "standup:remind:")}
    assert reminded == {"U0LEI": SHANGHAI_ASKS + 2 * HOUR, "U0SAM": ANGELES_ASKS + 2 * HOUR}


def test_a_reminder_written_before_the_answer_is_not_sent_after_it(session: Session):
    make_team(session, zones=BERLIN_ONLY)
    pass_time(session, NOW, BERLIN_ASKS)
    deliver(session, BERLIN_ASKS)
    tick(session, BERLIN_ASKS + 2 * HOUR)
    answer(session, "U0ANN", BERLIN_ASKS + 2 * HOUR)
    said = dict(deliver(session, BERLIN_ASKS + 2 * HOUR))
    assert said[f"standup:remind:{CHANNEL}:2026-03-09:U0ANN"] == Dropped("answered")
    assert isinstance(said[f"standup:remind:{CHANNEL}:2026-03-09:U0BEN"], StandupReminder)


def test_the_wrap_up_waits_for_the_last_zone_and_comes_once(session: Session):
    make_team(session)
    pass_time(session, NOW, BERLIN_ASKS + HOUR)
    answer(session, "U0ANN", BERLIN_ASKS + HOUR)
    pass_time(session, BERLIN_ASKS + HOUR, ANGELES_CLOSES - 10 * MINUTE)
    assert letters(session, "standup:wrap:") == []
    pass_time(session, ANGELES_CLOSES, ANGELES_CLOSES + HOUR)
    assert [row.due_at for row in letters(session, "standup:wrap:")] == [ANGELES_CLOSES]


def test_who_is_missing_is_told_to_leads_and_never_to_the_channel(session: Session):
    make_team(session)
    pass_time(session, NOW, BERLIN_ASKS + HOUR)
    answer(session, "U0ANN", BERLIN_ASKS + HOUR, "Deck", "Prices", "The price list is late")
    pass_time(session, BERLIN_ASKS + HOUR, ANGELES_CLOSES)
    public, private = told(deliver(session, ANGELES_CLOSES), StandupWrap)
    assert (public.for_leads, public.missing, public.asked, public.answered) == (False, (), 3, 1)
    assert [(person.id, words) for person, words in public.blockers] == [("U0ANN", "The price list is late")]
    assert private.for_leads
    assert [person.id for person in private.missing] == ["U0LEI", "U0SAM"]
    assert letter(session, f"standup:missing:{CHANNEL}:2026-03-09:U0LEI").to == "U0LEI"


def test_when_nobody_answers_only_the_leads_hear_of_it(session: Session):
    make_team(session, zones=BERLIN_ONLY)
    pass_time(session, NOW, BERLIN_ASKS + 4 * HOUR)
    assert [row.key for row in letters(session) if row.to == CHANNEL] == []
    assert [row.to for row in letters(session, "standup:missing:")] == ["U0ANN"]
    assert why(session, "", kind="standup.wrap") == (OccurrenceState.SKIPPED, "nobody answered")


def test_when_all_answer_nobody_is_reported_missing(session: Session):
    make_team(session, zones=BERLIN_ONLY)
    pass_time(session, NOW, BERLIN_ASKS)
    answer(session, "U0ANN", BERLIN_ASKS)
    answer(session, "U0BEN", BERLIN_ASKS)
    pass_time(session, BERLIN_ASKS, BERLIN_ASKS + 4 * HOUR)
    assert letters(session, "standup:missing:") == []
    assert [wrap.answered for wrap in told(deliver(session, BERLIN_ASKS + 4 * HOUR), StandupWrap)] == [2]


def test_an_optional_member_who_says_nothing_is_neither_counted_nor_missing(session: Session):
    make_team(session, zones=BERLIN_ONLY, optional=("U0BEN",))
    pass_time(session, NOW, BERLIN_ASKS)
    answer(session, "U0ANN", BERLIN_ASKS)
    pass_time(session, BERLIN_ASKS, BERLIN_ASKS + 4 * HOUR)
    (wrap,) = told(deliver(session, BERLIN_ASKS + 4 * HOUR), StandupWrap)
    assert (wrap.asked, wrap.answered) == (1, 1)
    assert letters(session, "standup:missing:") == []


def test_a_weekend_has_no_run(session: Session):
    make_team(session)
    friday_evening = datetime(2026, 3, 13, 22, tzinfo=UTC)
    pass_time(session, NOW, friday_evening)
    standup = queries.standup(session, TEAM, CHANNEL)
    assert isinstance(standup, Standup)
    assert (queries.last_run_on(session, TEAM, CHANNEL), standup.next_on) == (FRIDAY, date(2026, 3, 16))


def test_on_a_public_holiday_of_all_there_is_no_run(session: Session):
    make_workspace(session, holiday_region="DE")
    make_team(session, zones=BERLIN_ONLY, now=datetime(2026, 4, 2, 12, tzinfo=UTC))
    standup = queries.standup(session, TEAM, CHANNEL)
    assert standup is not None
    assert standup.next_on == date(2026, 4, 7)  # after Good Friday, the weekend and Easter Monday


def test_somebody_away_is_not_asked_and_is_named_as_away_not_as_missing(session: Session):
    make_team(session, zones=BERLIN_ONLY)
    person_of(session, "U0BEN").works_on = [2, 3, 4, 5]
    pass_time(session, NOW, BERLIN_ASKS)
    answer(session, "U0ANN", BERLIN_ASKS)
    pass_time(session, BERLIN_ASKS, BERLIN_ASKS + 4 * HOUR)
    assert set(asked(session)) == {"U0ANN"}
    (wrap,) = told(deliver(session, BERLIN_ASKS + 4 * HOUR), StandupWrap)
    assert ([person.id for person in wrap.away], wrap.asked) == (["U0BEN"], 1)
    assert why(session, "U0BEN") == (OccurrenceState.SKIPPED, "away")


def test_a_day_on_which_everybody_is_away_has_no_run_and_no_post(session: Session):
    make_team(session, zones=BERLIN_ONLY)
    for person_id in BERLIN_ONLY:
        person_of(session, person_id).works_on = [2, 3, 4, 5]
    pass_time(session, NOW, BERLIN_ASKS + 5 * HOUR)
    assert (queries.run(session, TEAM, CHANNEL, MONDAY), letters(session)) == (None, [])
    pass_time(session, BERLIN_ASKS + DAY, BERLIN_ASKS + DAY)
    tick(session, BERLIN_ASKS + DAY)
    assert set(asked(session, TUESDAY)) == set(BERLIN_ONLY)


@pytest.mark.parametrize(("zone", "sunday"), [
    ("Europe/Berlin", date(2026, 3, 29)), ("Europe/Berlin", date(2026, 10, 25)),
    ("America/Los_Angeles", date(2026, 11, 1)), ("America/Los_Angeles", date(2026, 3, 8)),
])  # fmt: skip
@pytest.mark.parametrize("at", [time(1, 30), time(2, 30), time(9, 30)])
def test_clocks_that_change_ask_everybody_once_on_saturday_sunday_and_monday(
    session: Session, zone: str, sunday: date, at: time
):
    start = datetime.combine(sunday - 2 * DAY, time(23), tzinfo=UTC)
    make_workspace(session)
    make_person(session, "U0ANN", zone=zone).works_on = [1, 2, 3, 4, 5, 6, 7]
    make_team(session, zones={"U0ANN": zone}, now=start, days=(1, 2, 3, 4, 5, 6, 7), at=at)
    pass_time(session, start, start + 4 * DAY)
    for day in (sunday - DAY, sunday, sunday + DAY):
        local = asked(session, day)["U0ANN"].astimezone(ZoneInfo(zone))
        assert (local.date(), local.fold) == (day, 0)
        assert local.time() in (at, time(3, 0))  # three is the first moment after a skipped hour
    days = [row.subject["on"] for row in letters(session, "standup:ask:")]
    assert len(days) == len(set(days))


def move(session: Session, person_id: str, zone: str, now: datetime) -> None:
    person = person_of(session, person_id)
    person.zone = zone
    session.add(person)
    workspace = session.get(Workspace, TEAM)
    assert workspace is not None
    standups.moved(session, workspace, person, now)


@pytest.mark.parametrize("tells", [True, False])
@pytest.mark.parametrize(("before", "after"), [
    ("Europe/Berlin", "America/Los_Angeles"), ("America/Los_Angeles", "Asia/Shanghai"),
    ("Asia/Shanghai", "America/Los_Angeles"), ("Pacific/Auckland", "Pacific/Honolulu"),
])  # fmt: skip
def test_who_moves_mid_week_is_never_asked_twice_on_one_local_date(
    session: Session, before: str, after: str, tells: bool
):
    make_team(session, zones={"U0LEI": "Asia/Shanghai", "U0ANN": before})
    wednesday_noon = datetime(2026, 3, 11, 12, tzinfo=UTC)
    pass_time(session, NOW, wednesday_noon)
    if tells:
        move(session, "U0ANN", after, wednesday_noon)
    else:
        person_of(session, "U0ANN").zone = after
    pass_time(session, wednesday_noon, wednesday_noon + 5 * DAY)
    mine = [row for row in letters(session, "standup:ask:") if row.to == "U0ANN"]
    assert len(mine) == len({row.subject["on"] for row in mine}) >= 4
    assert len(mine) == len({_local_day(row.due_at, before if row.due_at < wednesday_noon else after) for row in mine})


def _local_day(moment: datetime, zone: str) -> date:
    return civil.local_date(moment, civil.zone(zone))


def test_who_flies_west_before_being_asked_is_asked_at_their_new_morning(session: Session):
    make_team(session)
    tick(session, SHANGHAI_ASKS)
    person_of(session, "U0ANN").zone = "America/Los_Angeles"
    pass_time(session, BERLIN_ASKS, ANGELES_ASKS)
    assert asked(session)["U0ANN"] == ANGELES_ASKS


def test_who_flies_east_is_asked_at_once_while_the_day_lasts(session: Session):
    make_team(session)
    pass_time(session, SHANGHAI_ASKS, SHANGHAI_ASKS + 2 * HOUR)
    noon = SHANGHAI_ASKS + 3 * HOUR
    move(session, "U0ANN", "Asia/Shanghai", noon)
    tick(session, noon)
    assert asked(session)["U0ANN"] == noon


def test_a_move_of_one_does_not_cost_the_others_their_day(session: Session):
    make_team(session, zones={"U0ANN": "Europe/Berlin", "U0SAM": "America/Los_Angeles"})
    move(session, "U0SAM", "Asia/Shanghai", SHANGHAI_ASKS + HOUR)
    pass_time(session, SHANGHAI_ASKS + HOUR, BERLIN_ASKS)
    assert asked(session) == {"U0ANN": BERLIN_ASKS}
    assert states(session, MONDAY)["U0SAM"] == AnswerState.UNASKED


@pytest.mark.parametrize(("down", "prompted"), [(3 * MINUTE, True), (60 * MINUTE, True), (61 * MINUTE, False)])
def test_a_prompt_is_sent_up_to_an_hour_late_and_not_later(session: Session, down: timedelta, prompted: bool):
    make_team(session, zones=BERLIN_ONLY)
    tick(session, BERLIN_ASKS + down)
    state = AnswerState.ASKED if prompted else AnswerState.UNASKED
    assert set(states(session, MONDAY).values()) == {state}
    said = told(deliver(session, BERLIN_ASKS + down), StandupPrompt)
    assert len(said) == (2 if prompted else 0)


def test_down_for_three_hours_leaves_out_one_zone_and_asks_the_next(session: Session):
    make_team(session)
    tick(session, SHANGHAI_ASKS + 3 * HOUR)
    assert states(session, MONDAY) == {"U0LEI": "unasked", "U0ANN": "planned", "U0SAM": "planned"}
    assert why(session, "U0LEI") == (OccurrenceState.EXPIRED, "late")
    pass_time(session, SHANGHAI_ASKS + 3 * HOUR, ANGELES_CLOSES)
    private = [notice for notice in told(deliver(session, ANGELES_CLOSES), StandupWrap) if notice.for_leads]
    assert [person.id for wrap in private for person in wrap.missing] == ["U0ANN", "U0SAM"]


def test_down_for_three_days_notes_what_was_left_out_and_goes_on(session: Session):
    make_team(session)
    thursday = NOW + 3 * DAY
    for _ in range(6):
        tick(session, thursday)
    assert deliver(session, thursday) == []
    for day in (MONDAY, TUESDAY, TUESDAY + DAY):
        assert set(states(session, day).values()) == {AnswerState.UNASKED}
        assert {why(session, person_id, day) for person_id in ZONES} == {(OccurrenceState.EXPIRED, "late")}
    pass_time(session, thursday, thursday + 20 * MINUTE)
    assert asked(session, MONDAY + 3 * DAY) == {"U0LEI": SHANGHAI_ASKS + 3 * DAY}


def test_down_while_a_day_runs_ends_it_without_a_stale_report(session: Session):
    make_team(session, zones=BERLIN_ONLY)
    pass_time(session, NOW, BERLIN_ASKS)
    answer(session, "U0ANN", BERLIN_ASKS)
    tick(session, BERLIN_ASKS + 3 * DAY)
    assert states(session, MONDAY) == {"U0ANN": "answered", "U0BEN": "missed"}
    assert letters(session, "standup:wrap:") == letters(session, "standup:missing:") == []
    assert why(session, "", kind="standup.wrap") == (OccurrenceState.EXPIRED, "late")


def test_a_reminder_that_came_due_while_down_is_sent_only_before_the_deadline(session: Session):
    make_team(session, zones=BERLIN_ONLY)
    pass_time(session, NOW, BERLIN_ASKS)
    tick(session, BERLIN_ASKS + 140 * MINUTE)
    assert len(letters(session, "standup:remind:")) == 2
    said = dict(deliver(session, BERLIN_ASKS + 151 * MINUTE))
    assert said[f"standup:remind:{CHANNEL}:2026-03-09:U0ANN"] == Dropped("late")


def test_who_was_never_reached_is_not_missing(session: Session):
    make_team(session, zones=BERLIN_ONLY)
    pass_time(session, NOW, BERLIN_ASKS)
    row = letter(session, f"standup:ask:{CHANNEL}:2026-03-09:U0BEN")
    row.state = OutboxState.DEAD
    session.add(row)
    pass_time(session, BERLIN_ASKS, BERLIN_ASKS + 4 * HOUR)
    assert states(session, MONDAY) == {"U0ANN": "missed", "U0BEN": "unasked"}
