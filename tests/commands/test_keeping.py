"""What admins of a workspace say about what is kept: for how long, and when what waits since a restore goes out."""

from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import col, select

from bot import commands
from bot.answers import Said, SetupForm
from bot.errors import UserError
from bot.heard import Door, Gesture, Heard
from bot.notices import OnHold
from bot.rules.pace import Pace
from bot.services.messages import hold, outbox
from bot.services.messages.outbox import Letter
from models import Card, Lane, Outbox, OutboxState, Session, State, Workspace
from models.queries import deliveries, holds
from tests.commands.saying import say
from tests.factories import NOW, TEAM, make_channel, make_person, make_task

COPIED = NOW - timedelta(days=1)


def workspace(session: Session) -> Workspace:
    found = session.get(Workspace, TEAM)
    assert found is not None
    return found


def set_up(session: Session, values: dict[str, str]) -> None:
    form = Heard(workspace_id=TEAM, person_id="U0ANN", door=Door.FORM, text="", gesture=Gesture("form"),
                 form="form:setup", values={"zone": "Europe/Berlin", "style": "projects"} | values)  # fmt: skip
    commands.submit(session, form, NOW)


@pytest.fixture
def admin(session: Session) -> str:
    make_channel(session, members=("U0ANN",))
    return make_person(session, "U0ANN", is_admin=True).id


@pytest.mark.parametrize(("values", "kept"), [
    ({"keep_answers": "90", "keep_history": "0", "keep_deliveries": "90"}, {"answers": 90}),
    ({"keep_answers": "0", "keep_deliveries": "30"}, {"deliveries": 30}),
    ({"keep_answers": "1"}, None),
    ({"keep_answers": "x; DROP TABLE"}, None),
    ({}, None),
])  # fmt: skip
def test_admins_choose_for_how_long_things_are_kept(
    session: Session, admin: str, values: dict[str, str], kept: dict[str, int] | None
):
    set_up(session, values)
    assert workspace(session).keep == kept
    assert isinstance(say(session, "/muster setup"), SetupForm)


def test_what_a_form_does_not_ask_stays_as_it_was(session: Session, admin: str):
    workspace(session).keep = {"answers": 365}
    set_up(session, {})
    assert workspace(session).keep == {"answers": 365}


# --- after a restore ----------------------------------------------------------------------------------------------


def put(session: Session, key: str, **more: object) -> Outbox:
    fields: dict[str, Any] = {"key": key, "kind": "brief", "to": key, "lane": Lane.PROMPTS} | more
    outbox.put(session, TEAM, Letter(**fields), now=NOW)
    row = deliveries.outbox_by_key(session, TEAM, key)
    assert row is not None
    return row


def claimed(session: Session) -> set[str]:
    rows = outbox.claim(session, now=NOW, real=NOW, busy=(), limit=20, pace=Pace(1000.0))
    return {row.key for row in rows}


def restored(session: Session) -> None:
    holds.put_on_hold(session)
    workspace(session).copied_at = COPIED
    session.flush()


def test_while_on_hold_only_people_who_speak_now_are_answered(session: Session, admin: str):
    old = put(session, "U0OLD", lane=Lane.PEOPLE, kind="task.given")
    restored(session)
    assert claimed(session) == set(), "nothing before Muster went on"
    assert hold.begin(session, NOW, NOW) == 1
    assert (old.state, old.in_doubt) == (OutboxState.UNKNOWN, True)
    put(session, "U0BRIEF")
    put(session, "U0BRIEF:answer", to="U0BRIEF", lane=Lane.PEOPLE, kind="reply")
    assert claimed(session) == {"U0BRIEF:answer"}, "and no answer waits behind what is held"
    assert hold.begin(session, NOW, NOW) == 0, "once"


def test_cards_show_again_what_the_copy_knows(session: Session, admin: str):
    ann = make_person(session, "U0ANN")
    tasks = [make_task(session, ann, title=title) for title in ("open", "archived")]
    tasks[1].state = State.ARCHIVED
    for task in tasks:
        session.add(Card(workspace_id=TEAM, channel_id="C0LAUNCH", ts=f"1.{task.number}", number=task.number))
    session.add(tasks[1])
    restored(session)
    hold.begin(session, NOW, NOW)
    session.expire_all()
    assert [card.draw_at for card in session.exec(select(Card).order_by(col(Card.number)))] == [NOW, None]


def test_admins_hear_of_it_once_and_let_it_go(session: Session, admin: str):
    restored(session)
    hold.begin(session, NOW, NOW)
    put(session, "U0BRIEF")
    told = session.exec(select(Outbox).where(Outbox.kind == hold.KIND)).one()
    assert (told.to, told.lane) == (admin, Lane.PEOPLE)
    assert hold.compose(session, told, NOW) == OnHold(COPIED, NOW, 1)
    answer = say(session, "/muster release")
    assert isinstance(answer, Said)
    assert answer.params == {"count": 1}
    with pytest.raises(UserError, match="not_on_hold"):
        say(session, "/muster release")


def test_only_admins_let_it_go(session: Session, admin: str):
    make_person(session, "U0TOM")
    restored(session)
    with pytest.raises(UserError, match="admins_only"):
        say(session, "/muster release", "U0TOM")
    assert workspace(session).on_hold


def test_after_the_hold_what_may_have_been_said_is_looked_for_first(session: Session, admin: str):
    make_task(session, make_person(session, "U0TOM"))
    restored(session)
    hold.begin(session, NOW, NOW)
    brief = put(session, "U0BRIEF")
    holds.let_all_go(session)
    session.flush()
    assert "U0BRIEF" not in claimed(session)
    assert (brief.state, brief.in_doubt, brief.started_at) == (OutboxState.UNKNOWN, True, COPIED)
