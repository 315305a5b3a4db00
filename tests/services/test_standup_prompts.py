"""What a prompt is filled with: the person's tasks, as far as the channel may see them, and last time's plan."""

from datetime import UTC, date, datetime, timedelta

import pytest

from bot.notices import StandupPrompt
from bot.services.messages import notices
from bot.services.rhythm import standup_answers
from bot.services.work import life
from models import Channel, Session, Task
from tests.factories import NOW, acting, make_channel, make_task
from tests.standup_days import CHANNEL, channel_of, letter, make_team, part, pass_time, person_of

MONDAY = date(2026, 3, 9)
ASKS = datetime(2026, 3, 9, 8, 30, tzinfo=UTC)
FRIDAY_NOON, FRIDAY_EARLY = datetime(2026, 3, 6, 12, tzinfo=UTC), datetime(2026, 3, 6, 8, 29, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture
def channel(session: Session) -> Channel:
    make_team(session, zones={"U0ANN": "Europe/Berlin"})
    return channel_of(session)


def task(session: Session, title: str, channel: Channel | None, **fields: object) -> Task:
    return make_task(
        session, person_of(session, "U0ANN"), channel=channel, title=title, now=FRIDAY_EARLY - DAY, **fields
    )


def prompt(session: Session) -> StandupPrompt:
    pass_time(session, NOW, ASKS)
    notice = notices.compose(session, letter(session, f"standup:ask:{CHANNEL}:2026-03-09:U0ANN"), ASKS)
    assert isinstance(notice, StandupPrompt)
    return notice


def actor(session: Session, now: datetime):
    return acting(session, person_of(session, "U0ANN"), now=now)


def test_only_what_was_finished_since_the_last_prompt_answers_the_first_question(session: Session, channel: Channel):
    early, late, begun = (task(session, title, channel) for title in ("Early", "Late", "Begun"))
    life.done(session, actor(session, FRIDAY_EARLY), early)
    life.start(session, actor(session, FRIDAY_NOON), begun)
    life.done(session, actor(session, FRIDAY_NOON), late)
    assert prompt(session).filled[:2] == (f"✓ #{late.number} Late", f"#{begun.number} Begun (in progress)")


def test_what_is_under_way_is_marked_in_the_readers_language(session: Session, channel: Channel):
    begun = task(session, "客户问题", channel)
    life.start(session, actor(session, FRIDAY_NOON), begun)
    person_of(session, "U0ANN").locale = "zh-CN"
    assert prompt(session).filled == ("", f"#{begun.number} 客户问题（进行中）", "")


def test_what_was_opened_again_was_not_done(session: Session, channel: Channel):
    again = task(session, "Again", channel)
    life.done(session, actor(session, FRIDAY_NOON), again)
    life.reopen(session, actor(session, FRIDAY_NOON), again)
    assert prompt(session).filled == ("", "", "")


def test_what_is_late_due_or_under_way_is_next_and_what_is_blocked_is_in_the_way(session: Session, channel: Channel):
    task(session, "Some day", channel)
    task(session, "Next week", channel, due_on=MONDAY + 7 * DAY)
    today = task(session, "Today", channel, due_on=MONDAY)
    late = task(session, "Late", channel, due_on=MONDAY - 3 * DAY)
    doing = task(session, "Doing", channel)
    life.start(session, actor(session, FRIDAY_EARLY - DAY), doing)
    stuck = task(session, "Stuck", channel, due_on=MONDAY)
    life.block(session, actor(session, FRIDAY_NOON), stuck, reason="no price yet")
    _, following, blockers = prompt(session).filled
    assert following.splitlines() == [
        f"#{late.number} Late",
        f"#{today.number} Today",
        f"#{doing.number} Doing (in progress)",
    ]
    assert blockers == f"#{stuck.number} Stuck: no price yet"


def test_tasks_the_channel_may_not_see_are_left_out(session: Session, channel: Channel):
    secret_room = make_channel(session, "C0SECRET", kind="private", members=("U0ANN",))
    open_room = make_channel(session, "C0OPEN", members=("U0ANN",))
    for place in (None, secret_room):
        life.done(session, actor(session, FRIDAY_NOON), task(session, "Secret", place))
        task(session, "Secret too", place, due_on=MONDAY)
        life.block(session, actor(session, FRIDAY_NOON), task(session, "Secret three", place), reason="secret")
    shown = task(session, "Shown", open_room, due_on=MONDAY)
    assert prompt(session).filled == ("", f"#{shown.number} Shown", "")


def test_a_long_list_stops_where_an_answer_must(session: Session, channel: Channel):
    for _ in range(12):
        task(session, "x" * 250, channel, due_on=MONDAY)
    following = prompt(session).filled[1]
    assert len(following) <= 2000
    assert len(following.splitlines()) == 7


def test_what_was_to_come_next_is_recalled(session: Session, channel: Channel):
    pass_time(session, NOW, ASKS)
    standup_answers.answer(
        session, actor(session, ASKS), part(session, "U0ANN", MONDAY), ["Deck", "The price list", ""]
    )
    pass_time(session, ASKS, ASKS + DAY)
    row = letter(session, f"standup:ask:{CHANNEL}:2026-03-10:U0ANN")
    notice = notices.compose(session, row, ASKS + DAY)
    assert isinstance(notice, StandupPrompt)
    assert notice.said_next == "The price list"


def test_questions_of_a_team_s_own_are_not_guessed_at(session: Session):
    make_team(session, zones={"U0ANN": "Europe/Berlin"}, questions=("Mood?", "Wins?"))
    task(session, "Due", channel_of(session), due_on=MONDAY)
    asked = prompt(session)
    assert (asked.questions, asked.filled) == (("Mood?", "Wins?"), ("", ""))
