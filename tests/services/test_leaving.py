"""Somebody leaves: one lead hears of all that is in their hands, and hands it over in one go."""

from typing import Any

import pytest
from sqlmodel import col, select

from bot import commands
from bot.answers import HandedOver, Said
from bot.errors import UserError
from bot.heard import Door, Gesture, Heard, Profile
from bot.notices import Dropped, Leaving
from bot.render import slack
from bot.services.messages import hearing, notices
from bot.services.people import leaving, teams
from bot.services.people.leaving import Takers
from bot.services.work import handing, undoing
from models import Channel, Outbox, Person, Session, Task, Team, Workspace
from models.queries import tasks as queries
from tests.factories import NOW, TEAM, acting, make_channel, make_person, make_task, make_workspace
from tests.render import reading, samples


@pytest.fixture
def ann(session: Session) -> Person:
    """Ann owns two tasks, reviews one, helps with one, leads a team, and owns one where only Bob can see it."""
    make_workspace(session, leads=["U0MAYA"])
    people = {name: make_person(session, f"U0{name}", name=name.lower()) for name in ("ANN", "BOB", "EVE", "MAYA")}
    launch = make_channel(session, members=("U0ANN", "U0BOB", "U0EVE", "U0MAYA"))
    secret = make_channel(session, "C0SECRET", kind="private", members=("U0ANN", "U0BOB"))
    for title in ("deck", "prices"):
        make_task(session, people["ANN"], creator=people["BOB"], channel=launch, title=title)
    other = make_task(session, people["BOB"], channel=launch, title="site")
    handing.set_parts(session, acting(session, people["BOB"]), other,
                      {"reviewers": ["1:any:U0EVE", "1:any:U0ANN"], "helpers": ["U0ANN"]})  # fmt: skip
    make_task(session, people["ANN"], creator=people["BOB"], channel=secret, title="secret")
    teams.ensure(session, acting(session, people["ANN"]), launch)
    return people["ANN"]


def person(session: Session, name: str) -> Person:
    found = session.get(Person, (TEAM, f"U0{name}"))
    assert found is not None
    return found


def task(session: Session, number: int) -> Task:
    found = queries.get_unseen(session, TEAM, number)
    assert found is not None
    return found


def deactivate(session: Session, who: Person) -> None:
    workspace = session.get(Workspace, TEAM)
    assert workspace is not None
    hearing.take_in(session, workspace, Profile(id=who.id, name=who.name, is_deleted=True), NOW)


def letters(session: Session, kind: str) -> list[Outbox]:
    return list(session.exec(select(Outbox).where(Outbox.kind == kind).order_by(col(Outbox.id))))


def test_one_lead_is_told_what_they_may_see_and_how_much_more_there_is(session: Session, ann: Person) -> None:
    deactivate(session, ann)
    deactivate(session, ann)
    (row,) = letters(session, leaving.KIND)
    assert row.to == "U0MAYA"
    told = notices.compose(session, row, NOW)
    assert isinstance(told, Leaving)
    held = told.holdings
    assert [one.title for one in held.owned] == ["deck", "prices"]
    assert [one.title for one in held.reviews] == ["site"] == [one.title for one in held.parts]
    assert (held.teams, held.hidden) == (("C0LAUNCH",), 1)
    gone = [one for one in letters(session, "task.told") if one.subject["verb"] == "owner_left"]
    assert [(one.to, one.subject["number"]) for one in gone] == [("U0BOB", 4)], "who made it can give it to somebody"


def test_the_manager_is_told_before_any_lead(session: Session, ann: Person) -> None:
    ann.manager_id = "U0EVE"
    deactivate(session, ann)
    assert [row.to for row in letters(session, leaving.KIND)] == ["U0EVE"]


def test_nobody_is_told_of_who_had_nothing_or_was_never_here(session: Session, ann: Person) -> None:
    deactivate(session, person(session, "EVE"))
    deactivate(session, make_person(session, "U0OSKAR", name="oskar", is_deleted=True))
    assert [row.to for row in letters(session, leaving.KIND)] == ["U0MAYA"], "Eve reviews, Oskar left long ago"


def test_what_is_handed_over_by_then_is_not_told(session: Session, ann: Person) -> None:
    deactivate(session, ann)
    (row,) = letters(session, leaving.KIND)
    make_person(session, "U0ANN", name="ann")
    assert notices.compose(session, row, NOW) == Dropped("is back")


def test_one_takes_over_everything_each_task_by_one_change_that_can_be_undone(session: Session, ann: Person) -> None:
    deactivate(session, ann)
    maya = acting(session, person(session, "MAYA"))
    done = leaving.hand_over(session, maya, ann, Takers("U0EVE"))
    assert [one.number for one, _ in done.done] == [1, 2, 3]
    assert done.not_done == []
    assert [task(session, number).owner_id for number in (1, 2, 3, 4)] == ["U0EVE", "U0EVE", "U0BOB", "U0ANN"]
    roles = {(role.kind, role.person_id, role.mode) for role in queries.list_roles(session, task(session, 3))}
    assert roles == {("reviewer", "U0EVE", "any"), ("helper", "U0EVE", "all")}, "nobody is in a step twice"
    assert done.teams == ("C0LAUNCH",)
    undoing.undo(session, maya, done.done[0][1])
    assert [task(session, number).owner_id for number in (1, 2)] == ["U0ANN", "U0EVE"]


def test_the_lead_of_teams_is_handed_back_while_the_taker_still_leads(session: Session, ann: Person) -> None:
    maya, team = acting(session, person(session, "MAYA")), session.get(Team, (TEAM, "C0LAUNCH"))
    assert team is not None
    for before, led_before in ((["U0ANN", "U0BOB"], frozenset()), (["U0EVE", "U0ANN"], frozenset({"C0LAUNCH"}))):
        team.leads = before
        done = leaving.hand_over(session, maya, ann, Takers(groups={"leads": "U0EVE"}))
        assert (team.leads, done.teams, done.led_before) == (
            [one for one in ("U0EVE", "U0BOB") if one == "U0EVE" or one in before], ("C0LAUNCH",), led_before,
        )  # fmt: skip
        with pytest.raises(UserError, match="no_handover"):
            leaving.hand_back(session, acting(session, person(session, "BOB")), ann, "U0EVE", done.teams, led_before)
        leaving.hand_back(session, maya, ann, "U0EVE", done.teams, done.led_before)
        assert set(team.leads) == set(before)
    for now in (["U0BOB"], ["U0EVE", "U0ANN"]):
        team.leads = now
        with pytest.raises(UserError, match="lead_is_anothers"):
            leaving.hand_back(session, maya, ann, "U0EVE", ["C0LAUNCH"], [])
        assert team.leads == now


def test_a_button_hands_the_lead_back_and_no_team_that_one_may_not_see(session: Session, ann: Person) -> None:
    teams.ensure(session, acting(session, ann), session.get_one(Channel, (TEAM, "C0SECRET")))
    form = said(Door.FORM, "", form="form:handover", values={"leads": "U0EVE"}, meta={"person": "U0ANN"})
    answer = commands.submit(session, form, NOW)
    assert isinstance(answer, HandedOver)
    assert (answer.views, answer.teams) == ((), ("C0LAUNCH",))
    blocks = slack.message(answer, samples.reader())["blocks"]
    (button,) = [block["accessory"] for block in blocks if "accessory" in block]
    assert button["value"] == answer.back == "/muster handback <@U0ANN> <@U0EVE> C0LAUNCH"
    forged = f"{answer.back} C0SECRET C0NOWHERE"
    told = commands.run(session, said(Door.BUTTON, forged), NOW)
    assert isinstance(told, Said)
    assert told.params == {"count": 1, "name": ann.called}
    assert session.get_one(Team, (TEAM, "C0LAUNCH")).leads == ["U0ANN"]


def said(door: Door, line: str, **more: Any) -> Heard:
    return Heard(TEAM, "U0MAYA", door, line, Gesture(f"{line} {more}"), channel_id="C0LAUNCH", channel_kind="public",
                 **more)  # fmt: skip


def test_whom_they_stand_in_for_and_who_answers_to_them_is_listed_and_goes_over(session: Session, ann: Person) -> None:
    bob, eve, maya, cid = (*(person(session, name) for name in ("BOB", "EVE", "MAYA")), make_person(session, "U0CID"))
    make_person(session, "U0GONE", is_deleted=True).manager_id = ann.id
    bob.stand_in_id = cid.manager_id = eve.manager_id = ann.id
    ann.manager_id, maya.manager_id, ann.stand_in_id = "U0MAYA", None, "U0BOB"
    held = leaving.holdings(session, maya, ann, NOW)
    assert ([one.id for one in held.stands_for], [one.id for one in held.manages]) == (["U0BOB"], ["U0CID", "U0EVE"])
    done = leaving.hand_over(session, acting(session, maya), ann, Takers(groups={"stands_for": "U0CID"}))
    assert (done.done, bob.stand_in_id, cid.manager_id) == ([], "U0CID", "U0ANN")
    done = leaving.hand_over(session, acting(session, maya), ann, Takers("U0EVE"))
    assert (cid.manager_id, eve.manager_id) == ("U0EVE", "U0MAYA"), "who takes the post answers to the one above"
    assert {(one.of, one.now) for one in done.posts} == {("U0CID", "U0EVE"), ("U0EVE", "U0MAYA")}
    assert leaving.holdings(session, maya, ann, NOW).manages == ()


def test_a_post_that_would_close_a_ring_stays_and_is_said(session: Session, ann: Person) -> None:
    bob, eve = person(session, "BOB"), person(session, "EVE")
    bob.manager_id, eve.manager_id, bob.stand_in_id = ann.id, "U0BOB", ann.id
    done = leaving.hand_over(session, acting(session, person(session, "MAYA")), ann, Takers("U0EVE"))
    assert (bob.manager_id, bob.stand_in_id) == ("U0ANN", "U0EVE")
    assert [one.key for one in done.not_done] == ["managers_in_a_ring"]


def test_posts_alone_are_told_to_a_lead_and_handed_over_in_the_form(session: Session, ann: Person) -> None:
    zoe, bob = make_person(session, "U0ZOE", name="zoe"), person(session, "BOB")
    bob.stand_in_id = bob.manager_id = zoe.id
    deactivate(session, zoe)
    (row,) = letters(session, leaving.KIND)
    told = notices.compose(session, row, NOW)
    assert isinstance(told, Leaving)
    page = reading.page(slack.notice(told, samples.reader()))
    assert "Stands in for* <@U0BOB>" in page
    assert "Manages* <@U0BOB>" in page
    form = said(Door.FORM, "", form="form:handover", values={"everything": "U0EVE"}, meta={"person": "U0ZOE"})
    answer = commands.submit(session, form, NOW)
    page = reading.page(slack.message(answer, samples.reader()))
    assert "<@U0BOB> answers to <@U0EVE> now" in page
    assert "<@U0EVE> stands in for <@U0BOB> now" in page
    assert (bob.stand_in_id, bob.manager_id) == ("U0EVE", "U0EVE")


def test_groups_and_single_tasks_go_to_others(session: Session, ann: Person) -> None:
    takers = Takers(None, {"owned": "U0BOB", "reviews": None}, {2: "U0MAYA"})
    done = leaving.hand_over(session, acting(session, person(session, "MAYA")), ann, takers)
    assert [one.number for one, _ in done.done] == [1, 2]
    assert [task(session, number).owner_id for number in (1, 2)] == ["U0BOB", "U0MAYA"]
    assert done.teams == ()
    told = [row for row in letters(session, "task.given") if row.subject["by"] == "U0MAYA"]
    assert [row.to for row in told] == ["U0BOB"], "who takes a task themselves is not told"


def test_who_gets_many_hears_of_them_in_one_message(session: Session, ann: Person) -> None:
    channel = make_channel(session, members=("U0ANN", "U0MAYA"))
    make_task(session, ann, channel=channel, title="third")
    leaving.hand_over(session, acting(session, person(session, "MAYA")), ann, Takers("U0EVE"))
    (row,) = letters(session, "task.given_together")
    assert (row.to, row.subject["numbers"]) == ("U0EVE", [1, 2, 5])


def test_what_is_too_much_for_one_go_is_said_and_goes_with_the_next(
    session: Session, ann: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(leaving, "MOST", 2)
    maya = acting(session, person(session, "MAYA"))
    first = leaving.hand_over(session, maya, ann, Takers("U0EVE"))
    assert ([one.number for one, _ in first.done], [one.key for one in first.not_done]) == ([1, 2], ["more_in_hand"])
    second = leaving.hand_over(session, maya, ann, Takers("U0EVE"))
    assert ([one.number for one, _ in second.done], second.not_done) == ([3], [])


def test_only_leads_admins_and_their_manager_may(session: Session, ann: Person) -> None:
    eve = person(session, "EVE")
    with pytest.raises(UserError, match="no_handover"):
        leaving.hand_over(session, acting(session, eve), ann, Takers("U0EVE"))
    ann.manager_id = "U0EVE"
    session.add(ann)
    done = leaving.hand_over(session, acting(session, eve), ann, Takers("U0BOB"))
    assert [one.number for one, _ in done.done] == [1, 2, 3]


@pytest.mark.parametrize(
    ("takers", "refusal"),
    [
        (Takers(), "who_takes_over"),
        (Takers("U0ANN"), "takes_over_from_self"),
        (Takers(None, {"owned": "U0OSKAR"}), "cannot_own"),
    ],
)
def test_somebody_who_is_there_takes_over(session: Session, ann: Person, takers: Takers, refusal: str) -> None:
    make_person(session, "U0OSKAR", name="oskar", is_deleted=True)
    with pytest.raises(UserError, match=refusal):
        leaving.hand_over(session, acting(session, person(session, "MAYA")), ann, takers)
    assert task(session, 1).owner_id == "U0ANN"
