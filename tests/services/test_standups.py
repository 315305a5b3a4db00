"""Standups against a real database: settings, answers, edits, late ones, and what is said about them."""

from datetime import UTC, date, datetime, time, timedelta

import pytest

from bot.errors import UserError
from bot.notices import Dropped, StandupCard, StandupThread, StandupWrap
from bot.services.messages import notices
from bot.services.people import people, teams
from bot.services.rhythm import standup_answers, standups
from bot.services.rhythm.standups import Settings
from bot.services.work.tasks import Actor
from models import AnswerState, Session, StandupAnswer, Workspace
from models.queries import standups as queries
from tests.factories import NOW, TEAM, acting, make_channel, make_person
from tests.standup_days import (
    CHANNEL,
    channel_of,
    deliver,
    letter,
    letters,
    make_team,
    part,
    pass_time,
    person_of,
    states,
)

MONDAY = date(2026, 3, 9)
ASKS = datetime(2026, 3, 9, 8, 30, tzinfo=UTC)
CLOSES = ASKS + timedelta(minutes=150)
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
BERLIN_ONLY = {"U0ANN": "Europe/Berlin", "U0BEN": "Europe/Berlin"}
THREAD, CARD = f"standup:thread:{CHANNEL}:2026-03-09", f"standup:card:{CHANNEL}:2026-03-09:U0ANN"
WRAP = f"standup:wrap:{CHANNEL}:2026-03-09"


def ann(session: Session, now: datetime = NOW, person_id: str = "U0ANN") -> Actor:
    return acting(session, person_of(session, person_id), now=now)


def asked_team(session: Session, **chosen: object) -> None:
    """A team of two in Berlin, both asked this Monday, their prompts delivered."""
    make_team(session, zones=BERLIN_ONLY, **chosen)
    pass_time(session, NOW, ASKS)
    deliver(session, ASKS)


def answer(session: Session, now: datetime, *texts: str, person_id: str = "U0ANN") -> StandupAnswer:
    actor = ann(session, now, person_id)
    row = standup_answers.find_part(session, actor, CHANNEL, MONDAY)
    return standup_answers.answer(session, actor, row, texts)


def said(session: Session, key: str, now: datetime) -> object:
    return notices.compose(session, letter(session, key), now)


# --- setting up


def test_setting_up_makes_the_channel_a_team_led_by_who_did_it(session: Session):
    person = make_person(session)
    channel = make_channel(session, members=("U0ANN",))
    standup = standups.set_up(session, acting(session, person), channel, Settings())
    team = queries.team(session, TEAM, channel.id)
    assert team is not None
    assert team.leads == ["U0ANN"]
    assert (standup.next_on, standup.next_at) == (MONDAY, ASKS)


def test_everybody_in_the_channel_takes_part_unless_somebody_is_chosen(session: Session):
    make_person(session, "U0BOT2", is_bot=True)
    make_person(session, "U0OUT", is_stranger=True)
    make_person(session, "U0GUE", is_guest=True)
    person = make_person(session)
    channel = make_channel(session, members=("U0ANN", "U0BOT2", "U0OUT", "U0GUE"))
    standups.set_up(session, acting(session, person), channel, Settings())
    assert [row.person_id for row in queries.list_team_members(session, TEAM, channel.id)] == ["U0ANN", "U0GUE"]


@pytest.mark.parametrize(("kind", "fields"), [
    ("public", {"is_bot": True}), ("public", {"is_guest": True}), ("public", {"is_deleted": True}), ("private", {}),
])  # fmt: skip
def test_who_could_not_read_the_report_cannot_be_made_a_member(session: Session, kind: str, fields: dict[str, bool]):
    person = make_person(session)
    make_person(session, "U0OUT", **fields)
    channel = make_channel(session, kind=kind, members=("U0ANN",))
    with pytest.raises(UserError) as refused:
        standups.set_up(session, acting(session, person), channel, Settings(members=("U0ANN", "U0OUT")))
    assert (refused.value.key, refused.value.field, refused.value.params["people"]) == (
        "cannot_take_part", "members", ("U0OUT",))  # fmt: skip


def test_where_the_bot_is_not_a_standup_cannot_be_set_up(session: Session):
    person = make_person(session)
    channel = make_channel(session, members=("U0ANN",), bot_is_in=False)
    with pytest.raises(UserError) as refused:
        standups.set_up(session, acting(session, person), channel, Settings())
    assert refused.value.key == "bot_not_in_channel"


def test_once_there_is_a_team_only_its_leads_change_its_standup(session: Session):
    make_team(session, zones=BERLIN_ONLY)
    with pytest.raises(UserError) as refused:
        standups.set_up(session, ann(session, person_id="U0BEN"), channel_of(session), Settings(at=time(7)))
    assert (refused.value.key, refused.value.params["leads"]) == ("leads_only", ("U0ANN",))
    standup = queries.standup(session, TEAM, CHANNEL)
    assert standup is not None
    assert standup.at == time(9, 30)


def test_optional_people_are_members_too_and_those_left_out_leave(session: Session):
    make_team(session, zones=BERLIN_ONLY)
    team = teams.ensure(session, ann(session), channel_of(session))
    make_person(session, "U0CAT")
    teams.set_members(session, team, ["U0ANN"], ["U0CAT"])
    rows = queries.list_team_members(session, TEAM, CHANNEL)
    assert [(row.person_id, row.optional) for row in rows] == [("U0ANN", False), ("U0CAT", True)]


def test_a_team_is_never_left_without_a_lead(session: Session):
    make_team(session, zones=BERLIN_ONLY)
    standups.set_up(session, ann(session), channel_of(session), Settings(leads=()))
    team = queries.team(session, TEAM, CHANNEL)
    assert team is not None
    assert team.leads == ["U0ANN"]


def test_when_its_leads_have_gone_the_workspace_s_leads_hear_instead(session: Session):
    make_team(session, zones=BERLIN_ONLY)
    make_person(session, "U0BOSS")
    person_of(session, "U0ANN").is_deleted = True
    workspace = session.get(Workspace, TEAM)
    assert workspace is not None
    workspace.leads = ["U0BOSS"]
    assert standups.leads_of(session, workspace, CHANNEL) == ["U0BOSS"]


def test_a_standup_set_up_after_its_hour_begins_the_next_day(session: Session):
    standup = make_team(session, zones=BERLIN_ONLY, now=ASKS + MINUTE)
    assert standup.next_on == MONDAY + DAY


def test_settings_changed_after_the_prompt_do_not_ask_again_that_day(session: Session):
    asked_team(session)
    standups.set_up(session, ann(session, ASKS + HOUR), channel_of(session), Settings(at=time(11)))
    pass_time(session, ASKS + HOUR, ASKS + 6 * HOUR)
    assert len(letters(session, "standup:ask:")) == 2


# --- answering


def test_the_thread_begins_with_the_first_answer_and_each_person_has_one_card(session: Session):
    asked_team(session)
    assert [row.key for row in letters(session) if row.to == CHANNEL] == []
    answer(session, ASKS + HOUR, "Deck", "Prices", "no")
    answer(session, ASKS + HOUR, "Proxy", "Docs", "no", person_id="U0BEN")
    posted = [(row.key, row.thread_key) for row in letters(session) if row.to == CHANNEL]
    assert posted == [(THREAD, None), (CARD, THREAD), (CARD.replace("ANN", "BEN"), THREAD)]
    assert said(session, THREAD, ASKS + HOUR) == StandupThread(channel_of(session), MONDAY, asked=2, answered=2)


def test_a_card_shows_what_was_said(session: Session):
    asked_team(session)
    answer(session, ASKS + HOUR, " Deck ", "", "no")
    card = said(session, CARD, ASKS + HOUR)
    assert isinstance(card, StandupCard)
    assert (card.person.id, card.answers, card.late, card.edited) == ("U0ANN", ("Deck", "", "no"), False, False)


def test_an_edit_redraws_the_card_and_marks_it(session: Session):
    asked_team(session)
    answer(session, ASKS + HOUR, "Deck", "Prices", "no")
    deliver(session, ASKS + HOUR)
    later = ASKS + 2 * HOUR
    row = answer(session, later, "Deck and prices", "Rest", "no")
    assert (row.edited_at, row.answered_at) == (later, ASKS + HOUR)
    assert (letter(session, CARD).redraw_at, letter(session, THREAD).redraw_at) == (later, later)
    card = said(session, CARD, later)
    assert isinstance(card, StandupCard)
    assert (card.answers[0], card.edited) == ("Deck and prices", True)


def test_saying_the_same_again_is_no_edit(session: Session):
    asked_team(session)
    answer(session, ASKS + HOUR, "Deck", "Prices", "no")
    deliver(session, ASKS + HOUR)
    row = answer(session, ASKS + 2 * HOUR, "Deck ", "Prices", "no")
    assert (row.edited_at, letter(session, CARD).redraw_at) == (None, None)


def test_a_late_answer_is_marked_and_added_and_the_wrap_up_counts_it(session: Session):
    asked_team(session)
    answer(session, ASKS + HOUR, "Proxy", "Docs", "no", person_id="U0BEN")
    pass_time(session, ASKS + HOUR, CLOSES)
    deliver(session, CLOSES)
    late = CLOSES + HOUR
    row = answer(session, late, "Deck", "Prices", "no")
    assert (row.state, row.late) == (AnswerState.ANSWERED, True)
    assert (letter(session, THREAD).redraw_at, letter(session, WRAP).redraw_at) == (late, late)
    wrap = said(session, WRAP, late)
    assert isinstance(wrap, StandupWrap)
    assert (wrap.asked, wrap.answered, wrap.late) == (2, 2, 1)


def test_the_first_answer_may_be_a_late_one(session: Session):
    asked_team(session)
    pass_time(session, ASKS, CLOSES + HOUR)
    answer(session, CLOSES + HOUR, "Deck", "", "")
    assert [row.key for row in letters(session) if row.to == CHANNEL] == [THREAD, CARD]


def test_a_lead_is_not_told_of_somebody_who_answered_meanwhile(session: Session):
    asked_team(session)
    answer(session, ASKS + HOUR, "Proxy", "Docs", "no", person_id="U0BEN")
    pass_time(session, ASKS + HOUR, CLOSES)
    answer(session, CLOSES + MINUTE, "Deck", "", "")
    told = dict(deliver(session, CLOSES + MINUTE))
    assert isinstance(told[f"standup:missing:{CHANNEL}:2026-03-09:U0ANN"], Dropped)


def test_who_answers_before_being_asked_is_not_asked(session: Session):
    make_team(session, zones=BERLIN_ONLY | {"U0LEI": "Asia/Shanghai"})
    pass_time(session, NOW, ASKS - HOUR)
    answer(session, ASKS - HOUR, "Deck", "", "")
    pass_time(session, ASKS - HOUR, CLOSES)
    assert "U0ANN" not in [row.to for row in letters(session) if row.kind in ("standup.prompt", "standup.reminder")]


@pytest.mark.parametrize(("texts", "key", "field"), [
    (["", " ", "\n"], "empty_answer", "q0"),
    ([], "empty_answer", "q0"),
    (["Deck", "x" * 2001, ""], "answer_too_long", "q1"),
])  # fmt: skip
def test_an_answer_says_something_and_fits(session: Session, texts: list[str], key: str, field: str):
    asked_team(session)
    with pytest.raises(UserError) as refused:
        answer(session, ASKS, *texts)
    assert (refused.value.key, refused.value.field) == (key, field)
    assert states(session, MONDAY)["U0ANN"] == AnswerState.ASKED


def test_a_week_later_a_day_is_closed_for_good(session: Session):
    asked_team(session)
    with pytest.raises(UserError) as refused:
        answer(session, CLOSES + 7 * DAY + MINUTE, "Deck")
    assert refused.value.key == "standup_too_old"


def test_nobody_answers_for_another(session: Session):
    asked_team(session)
    with pytest.raises(UserError) as refused:
        standup_answers.answer(session, ann(session, ASKS), part(session, "U0BEN", MONDAY), ["Deck"])
    assert refused.value.key == "not_your_standup"


def test_who_left_a_private_channel_says_no_more_in_it(session: Session):
    asked_team(session)
    channel_of(session).kind = "private"
    people.left(session, TEAM, CHANNEL, "U0ANN")
    session.flush()
    with pytest.raises(UserError) as refused:
        answer(session, ASKS, "Deck")
    assert refused.value.key == "no_standup_for_you"


def test_in_a_lost_channel_an_answer_is_kept_and_nothing_is_posted(session: Session):
    asked_team(session)
    channel_of(session).bot_is_in = False
    row = answer(session, ASKS, "Deck", "", "")
    assert (row.state, [letter_ for letter_ in letters(session) if letter_.to == CHANNEL]) == ("answered", [])


def test_more_words_after_an_answer_are_added_to_it(session: Session):
    asked_team(session)
    answer(session, ASKS, "Deck", "Prices", "no")
    row = standup_answers.answer_in_words(
        session, ann(session, ASKS + MINUTE), part(session, "U0ANN", MONDAY), "And docs"
    )
    assert row.answers == ["Deck\nAnd docs", "Prices", "no"]


# --- skipping


def test_who_skips_is_neither_reminded_nor_missing(session: Session):
    asked_team(session)
    standup_answers.skip(session, ann(session, ASKS), part(session, "U0ANN", MONDAY))
    standup_answers.skip(session, ann(session, ASKS), part(session, "U0ANN", MONDAY))
    pass_time(session, ASKS, CLOSES)
    assert [row.to for row in letters(session, "standup:remind:")] == ["U0BEN"]
    assert states(session, MONDAY) == {"U0ANN": "skipped", "U0BEN": "missed"}


def test_who_skipped_may_still_answer(session: Session):
    asked_team(session)
    standup_answers.skip(session, ann(session, ASKS), part(session, "U0ANN", MONDAY))
    assert answer(session, ASKS + HOUR, "Deck", "", "").state == AnswerState.ANSWERED


def test_what_was_answered_or_is_over_cannot_be_skipped(session: Session):
    asked_team(session)
    answer(session, ASKS, "Deck", "", "")
    with pytest.raises(UserError) as answered:
        standup_answers.skip(session, ann(session, ASKS), part(session, "U0ANN", MONDAY))
    with pytest.raises(UserError) as closed:
        standup_answers.skip(session, ann(session, CLOSES, "U0BEN"), part(session, "U0BEN", MONDAY))
    assert (answered.value.key, closed.value.key) == ("standup_answered_already", "standup_closed")
