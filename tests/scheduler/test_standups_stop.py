"""What stops a standup or one of its prompts: pausing, lost channels, people who left; and asking at once."""

from datetime import UTC, date, datetime, timedelta

import pytest

from bot.errors import UserError
from bot.notices import Dropped, StandupPaused, StandupPrompt
from bot.services.people import people, teams
from bot.services.rhythm import standup_answers, standup_runs, standups
from models import AnswerState, OccurrenceState, RunState, Session
from models.queries import deliveries
from models.queries import standups as queries
from tests.factories import NOW, TEAM, acting, make_channel, make_person
from tests.standup_days import CHANNEL, channel_of, deliver, letters, make_team, pass_time, person_of, states, tick

MONDAY, TUESDAY = date(2026, 3, 9), date(2026, 3, 10)
BERLIN_ASKS = datetime(2026, 3, 9, 8, 30, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
BERLIN_ONLY = {"U0ANN": "Europe/Berlin", "U0BEN": "Europe/Berlin"}


def lead(session: Session, now: datetime = NOW, person_id: str = "U0ANN"):
    return acting(session, person_of(session, person_id), now=now)


def asked(session: Session, on: date = MONDAY) -> list[str]:
    return [row.to for row in letters(session, f"standup:ask:{CHANNEL}:{on.isoformat()}:")]


def test_a_paused_standup_asks_nobody_until_it_is_resumed(session: Session):
    make_team(session, zones=BERLIN_ONLY)
    standups.pause(session, lead(session), channel_of(session))
    pass_time(session, NOW, NOW + DAY)
    assert letters(session) == []
    standup = standups.resume(session, lead(session, NOW + DAY), channel_of(session))
    assert standup.next_on == TUESDAY
    pass_time(session, NOW + DAY, BERLIN_ASKS + DAY)
    assert sorted(asked(session, TUESDAY)) == ["U0ANN", "U0BEN"]


def test_pausing_in_the_middle_of_a_day_spares_those_not_asked_yet_and_reminds_nobody(session: Session):
    make_team(session, zones={"U0ANN": "Europe/Berlin", "U0SAM": "America/Los_Angeles"})
    pass_time(session, NOW, BERLIN_ASKS)
    standups.pause(session, lead(session, BERLIN_ASKS), channel_of(session))
    pass_time(session, BERLIN_ASKS, BERLIN_ASKS + 12 * HOUR)
    assert (asked(session), letters(session, "standup:remind:")) == (["U0ANN"], [])
    assert states(session, MONDAY) == {"U0ANN": "missed", "U0SAM": "unasked"}
    run = queries.run(session, TEAM, CHANNEL, MONDAY)
    assert run is not None
    assert run.state == RunState.WRAPPED


def test_settings_saved_while_paused_stay_paused(session: Session):
    make_team(session, zones=BERLIN_ONLY)
    standups.pause(session, lead(session), channel_of(session))
    standup = standups.set_up(session, lead(session), channel_of(session), standups.Settings(days=(2,)))
    assert (standup.paused, standup.next_at) == (True, None)


@pytest.mark.parametrize("archived", [True, False])
def test_a_lost_channel_pauses_its_standup_and_tells_the_lead_once(session: Session, archived: bool):
    make_team(session, zones=BERLIN_ONLY)
    people.lose_channel(session, TEAM, CHANNEL, archived=archived)
    pass_time(session, NOW, BERLIN_ASKS + 3 * DAY)
    assert [(row.kind, row.to) for row in letters(session)] == [("standup.paused", "U0ANN")]
    assert [notice for _, notice in deliver(session, BERLIN_ASKS)] == [StandupPaused(channel_of(session))]


def test_a_channel_lost_between_two_zones_stops_the_second_and_the_prompts_on_their_way(session: Session):
    make_team(session, zones={"U0ANN": "Europe/Berlin", "U0SAM": "America/Los_Angeles"})
    pass_time(session, NOW, BERLIN_ASKS)
    people.lose_channel(session, TEAM, CHANNEL)
    assert dict(deliver(session, BERLIN_ASKS)) == {
        f"standup:ask:{CHANNEL}:2026-03-09:U0ANN": Dropped("no longer takes part")
    }
    pass_time(session, BERLIN_ASKS, BERLIN_ASKS + 12 * HOUR)
    assert states(session, MONDAY) == {"U0ANN": "unasked", "U0SAM": "unasked"}
    assert len(letters(session, "standup:paused:")) == 1


def test_a_standup_in_a_lost_channel_cannot_be_resumed(session: Session):
    make_team(session, zones=BERLIN_ONLY)
    people.lose_channel(session, TEAM, CHANNEL)
    with pytest.raises(UserError) as refused:
        standups.resume(session, lead(session), channel_of(session))
    assert refused.value.key == "bot_not_in_channel"


@pytest.mark.parametrize("left", ["is_deleted", "is_stranger"])
def test_who_left_before_the_run_has_no_part_in_it(session: Session, left: str):
    make_team(session, zones=BERLIN_ONLY)
    setattr(person_of(session, "U0BEN"), left, True)
    pass_time(session, NOW, BERLIN_ASKS)
    assert states(session, MONDAY) == {"U0ANN": "asked"}


def test_who_left_between_the_opening_and_their_hour_is_not_asked(session: Session):
    make_team(session, zones={"U0ANN": "Europe/Berlin", "U0SAM": "America/Los_Angeles"})
    pass_time(session, NOW, BERLIN_ASKS)
    person_of(session, "U0SAM").is_deleted = True
    pass_time(session, BERLIN_ASKS, BERLIN_ASKS + 9 * HOUR)
    assert states(session, MONDAY)["U0SAM"] == AnswerState.UNASKED
    found = deliveries.occurrence(session, TEAM, "standup.ask", CHANNEL, "U0SAM", "2026-03-09")
    assert found is not None
    assert (found.state, found.reason) == (OccurrenceState.SKIPPED, "no longer takes part")


def test_a_prompt_is_dropped_for_who_left_a_private_channel_before_it_was_sent(session: Session):
    for person_id, zone in BERLIN_ONLY.items():
        make_person(session, person_id, zone=zone)
    channel = make_channel(session, CHANNEL, kind="private", members=tuple(BERLIN_ONLY))
    standups.set_up(session, lead(session), channel, standups.Settings())
    pass_time(session, NOW, BERLIN_ASKS)
    people.left(session, TEAM, CHANNEL, "U0BEN")
    session.flush()
    said = dict(deliver(session, BERLIN_ASKS))
    assert said[f"standup:ask:{CHANNEL}:2026-03-09:U0BEN"] == Dropped("no longer takes part")


def test_new_members_take_part_from_the_next_run_on(session: Session):
    make_team(session, zones=BERLIN_ONLY)
    pass_time(session, NOW, BERLIN_ASKS)
    make_person(session, "U0CAT")
    team = teams.ensure(session, lead(session), channel_of(session))
    teams.set_members(session, team, [*BERLIN_ONLY, "U0CAT"])
    pass_time(session, BERLIN_ASKS, BERLIN_ASKS + DAY)
    assert ("U0CAT" in asked(session), "U0CAT" in asked(session, TUESDAY)) == (False, True)


def test_questions_changed_at_noon_do_not_change_what_was_asked_that_morning(session: Session):
    make_team(session, zones=BERLIN_ONLY, questions=("What won?", "What hurt?"))
    pass_time(session, NOW, BERLIN_ASKS)
    chosen = standups.Settings(questions=("Anything?",))
    standups.set_up(session, lead(session, BERLIN_ASKS), channel_of(session), chosen)
    pass_time(session, BERLIN_ASKS, BERLIN_ASKS + DAY)
    questions = [queries.run(session, TEAM, CHANNEL, day).questions for day in (MONDAY, TUESDAY)]  # type: ignore[union-attr]
    assert questions == [["What won?", "What hurt?"], ["Anything?"]]


def test_an_hour_moved_later_holds_at_once_for_those_not_asked_yet(session: Session):
    make_team(session, zones={"U0ANN": "Europe/Berlin", "U0SAM": "America/Los_Angeles"})
    pass_time(session, NOW, BERLIN_ASKS)
    at_eleven = standups.Settings(at=datetime(2026, 3, 9, 11).time(), members=("U0ANN", "U0SAM"))  # noqa: DTZ001
    standups.set_up(session, lead(session, BERLIN_ASKS), channel_of(session), at_eleven)
    pass_time(session, BERLIN_ASKS, BERLIN_ASKS + 14 * HOUR)
    rows = letters(session, f"standup:ask:{CHANNEL}:2026-03-09:")
    assert [(row.to, row.due_at) for row in rows] == [
        ("U0ANN", BERLIN_ASKS), ("U0SAM", datetime(2026, 3, 9, 18, 0, tzinfo=UTC))]  # fmt: skip


def test_asking_now_asks_each_once_and_replaces_the_planned_hour(session: Session):
    make_team(session, zones=BERLIN_ONLY)
    eight = BERLIN_ASKS - HOUR
    assert standup_runs.run_now(session, lead(session, eight), channel_of(session)) == 2
    with pytest.raises(UserError) as refused:
        standup_runs.run_now(session, lead(session, eight), channel_of(session))
    assert refused.value.key == "nobody_to_ask"
    pass_time(session, eight, BERLIN_ASKS + HOUR)
    assert [row.due_at for row in letters(session, "standup:ask:")] == [eight, eight]
    standup = queries.standup(session, TEAM, CHANNEL)
    assert standup is not None
    assert standup.next_on == TUESDAY


def test_asking_now_leaves_other_zones_their_own_morning(session: Session):
    make_team(session, zones={"U0ANN": "Europe/Berlin", "U0SAM": "America/Los_Angeles"})
    assert standup_runs.run_now(session, lead(session, BERLIN_ASKS - HOUR), channel_of(session)) == 1
    pass_time(session, BERLIN_ASKS - HOUR, BERLIN_ASKS + 9 * HOUR)
    assert {row.to: row.due_at for row in letters(session, "standup:ask:")} == {
        "U0ANN": BERLIN_ASKS - HOUR, "U0SAM": BERLIN_ASKS + 8 * HOUR}  # fmt: skip


def test_asking_now_reaches_those_whom_an_outage_left_out(session: Session):
    make_team(session, zones=BERLIN_ONLY)
    late = BERLIN_ASKS + 2 * HOUR
    tick(session, late)
    assert set(states(session, MONDAY).values()) == {AnswerState.UNASKED}
    assert standup_runs.run_now(session, lead(session, late), channel_of(session)) == 2
    standup_answers.answer(session, lead(session, late), _part(session, late), ["Deck", "", ""])
    pass_time(session, late, late + 3 * HOUR)
    assert states(session, MONDAY) == {"U0ANN": "answered", "U0BEN": "missed"}
    assert len(letters(session, "standup:wrap:")) == 1


def test_asking_again_reaches_who_never_got_the_first_prompt(session: Session):
    make_team(session, zones=BERLIN_ONLY)
    pass_time(session, NOW, BERLIN_ASKS)
    late = BERLIN_ASKS + 3 * HOUR
    assert {type(notice) for _, notice in deliver(session, late)} == {Dropped}
    tick(session, late)
    assert standup_runs.run_now(session, lead(session, late), channel_of(session)) == 2
    assert {type(notice) for _, notice in deliver(session, late)} == {StandupPrompt}
    pass_time(session, late, late + 3 * HOUR)
    assert set(states(session, MONDAY).values()) == {AnswerState.MISSED}


def _part(session: Session, now: datetime):
    return standup_answers.find_part(session, lead(session, now), CHANNEL, MONDAY)


def test_a_standup_may_be_run_on_a_day_it_is_usually_not_held(session: Session):
    make_team(session, zones=BERLIN_ONLY, days=(2, 4))
    noon = BERLIN_ASKS + 3 * HOUR
    assert standup_runs.run_now(session, lead(session, noon), channel_of(session)) == 2


def test_on_a_day_off_there_is_nobody_to_ask(session: Session):
    make_team(session, zones=BERLIN_ONLY)
    sunday = BERLIN_ASKS - DAY
    with pytest.raises(UserError) as refused:
        standup_runs.run_now(session, lead(session, sunday), channel_of(session))
    assert refused.value.key == "nobody_to_ask"


@pytest.mark.parametrize("act", [standups.pause, standups.resume, standup_runs.run_now])
def test_only_leads_and_admins_pause_resume_and_run(session: Session, act):  # noqa: ANN001 - three services
    make_team(session, zones=BERLIN_ONLY)
    with pytest.raises(UserError) as refused:
        act(session, lead(session, person_id="U0BEN"), channel_of(session))
    assert refused.value.key == "leads_only"
    person_of(session, "U0BEN").is_admin = True
    if act is standup_runs.run_now:
        assert act(session, lead(session, BERLIN_ASKS, "U0BEN"), channel_of(session)) == 2
    else:
        assert act(session, lead(session, person_id="U0BEN"), channel_of(session)) is not None
