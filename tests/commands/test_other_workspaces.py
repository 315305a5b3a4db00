"""Whatever of another workspace is named, by number, id or button, is as unknown as what never was."""

import re
from typing import Any

import pytest

from bot import commands
from bot.answers import Form, Reader
from bot.errors import UserError
from bot.heard import ChannelFacts, Door, Gesture, Heard, Profile
from bot.render import slack
from bot.rules.kept_by_forms import NEEDED, ODD
from bot.services.people import people
from bot.services.people.actors import Actor
from bot.services.work import tasks
from bot.services.work.tasks import People, Source
from models import Case, LongLine, Person, SavedFilter, Session, State, Suggestion, Task, TaskFields, Workspace
from models.queries import tasks as queries
from tests.commands.walking import marks, taken_back
from tests.factories import NOW, TEAM, make_channel, make_person, make_task, make_workspace

# which rows a question reads is the same on both databases
pytestmark = pytest.mark.parametrize("session", ["sqlite"], indirect=True)
ENTRY = re.compile(r"@\d+")
OTHER, THEIR_CHANNEL, THEIR_PERSON = "T0OTHER", "C0FAR", "U0FAR"
THEIR_TASK, NEVER = 2, 3  # of two tasks there; here is one
BY_NUMBER = (
    "show {n}", "history {n}", "done {n}", "cancel {n}", "assign #{n} <@U0ANN>", "due #{n} 2026-04-01", "note #{n} hi",
    "after #1 #{n}", "part #1 of #{n}", "merge #1 #{n}", "block #1 on #{n}", "priority #{n} 1", "accept #{n}",
    "closing #{n}", "archive #{n}", "split #{n} a; b", "edit #{n}", "first #{n}", "write a note ^{n}",
    "move #{n} all 2026-04-01", "close! #{n} done all", "inherit #{n}", "cancel! #{n}", "end! #{n}",
    "roles! informed #{n} <@U0ANN>",
)  # fmt: skip
FORMS = {
    "form:task": {"title": "Send it"}, "form:block": {"reason": "x"}, "form:due": {"due_on": "2026-04-01"},
    "form:assign": {"owner": "U0ANN"}, "form:note": {"note": "x"}, "form:done": {"words": "x"},
    "form:accept": {"score": "4"}, "form:return": {"reason": "defect", "words": "x"}, "form:closing": {"lesson": "x"},
    "form:roles": {"helpers": ["U0ANN"]}, "form:split": {"parts": "a\nb"}, "form:spent": {"spent": "3h"},
}  # fmt: skip
BY_ID = (
    "undo @{id}",
    "only! #1 @{id}",
    "onwards! #1 @{id}",
    "take @{id}",
    "pass @{id}",
    "reread @{id}",
    "leave @{id}",
    "&{id}",
    "make &{id}",
)
OF_THEIRS = ("assign #1 <@{one}>", "list <@{one}>", "list owner:<@{one}>", "list all <#{one}>", "list in:<#{one}>",
             "/muster person <@{one}>", "/muster handover <@{one}>", "/standup report {one}", "/digest preview {one}",
             "block #1 on <@{one}> the price", "cc #1 <@{one}>", "find deck owner:<@{one}>")  # fmt: skip


@pytest.fixture(autouse=True)
def two_workspaces(session: Session) -> None:
    """Ours with one task, and another that has more of everything, with words of its own."""
    make_workspace(session)
    ann = make_person(session, "U0ANN", name="ann", is_admin=True)
    make_task(session, ann, channel=make_channel(session, members=("U0ANN",)), title="Ours")
    there = people.settle_in(session, OTHER, name="Elsewhere", bot_user_id="U0BOT", now=NOW)
    dan = people.keep_profile(session, there, Profile(id=THEIR_PERSON, name="daniela", zone="Europe/Berlin"), NOW)
    # the same person id may be known in both: what they see in one is nothing to the other
    people.keep_profile(session, there, Profile(id="U0ANN", name="ann", zone="Europe/Berlin"), NOW)
    people.keep_channel(session, OTHER, ChannelFacts(id=THEIR_CHANNEL, kind="public", name="acquisitions"), NOW)
    for number in (1, THEIR_TASK):
        theirs(session, there, dan, number)
    session.add(SavedFilter(workspace_id=OTHER, person_id="U0ANN", name="merger", line="list #merger", created_at=NOW))
    session.flush()


def theirs(session: Session, there: Workspace, dan: Person, number: int) -> None:
    source = Source(door="slash", channel_id=THEIR_CHANNEL, is_private=False, said="prepare the merger")
    fields = TaskFields(title="Prepare the merger", owner_id=dan.id, labels=["merger"])
    task = tasks.add(session, Actor(there, dan, NOW), fields, People(helpers=("U0ANN",)), source)
    session.add(Suggestion(id=900 + number, workspace_id=OTHER, number=number, person_id="U0ANN", field="priority",
                           proposed="1", reason="late", facts={"v": task.version}, made_at=NOW))  # fmt: skip
    kept = LongLine(
        id=900 + number, workspace_id=OTHER, person_id="U0ANN", text="buy the merger", said_at=NOW, kept_at=NOW
    )
    session.add(kept)
    if number == THEIR_TASK:
        task.state, task.closed_at = State.DONE, NOW
        session.add(task)
        session.add(Case(workspace_id=OTHER, number=number, by_id=dan.id, at=NOW, lesson="the merger", tags=["merger"]))


def said(session: Session, line: str = "", **more: Any) -> str:
    """What Ann of ours reads, which never holds a word of the others; a refusal leaves nothing behind."""
    door = Door.FORM if more else Door.BUTTON
    heard = Heard(workspace_id=TEAM, person_id="U0ANN", door=door, text=line, gesture=Gesture(f"{line}{more}"),
                  channel_id="D0ANN", channel_kind="im", **more)  # fmt: skip
    before = marks(session)
    with taken_back(session):
        try:
            with session.begin_nested():
                answer = (commands.submit if more else commands.run)(session, heard, NOW)
                session.flush()
        except UserError as error:
            assert marks(session) == before
            return f"{error.key} {error.params}"
        reader = Reader("U0ANN", "en", "Europe/Berlin", NOW)
        shown = ENTRY.sub("@", str((slack.form if isinstance(answer, Form) else slack.message)(answer, reader)))
    echoed = line.lower().split(None, 1)[-1] if line else ""
    assert not re.search(r"merger|acquisitions|daniela", shown.lower().replace(echoed, "") if echoed else shown.lower())
    return shown


@pytest.mark.parametrize("line", BY_NUMBER)
def test_their_numbers_are_not_ours(session: Session, line: str) -> None:
    there, never = (said(session, line.format(n=n)) for n in (THEIR_TASK, NEVER))
    assert there == re.sub(rf"\b{NEVER}\b", str(THEIR_TASK), never)
    assert there.startswith("no_such_task") or "which" in there.lower()


@pytest.mark.parametrize("form", FORMS)
def test_nor_are_they_in_forms(session: Session, form: str) -> None:
    found = said(session, form=form, values=FORMS[form], meta={"number": str(THEIR_TASK)})
    assert found == f"no_such_task {{'number': {THEIR_TASK}}}"


@pytest.mark.parametrize("form", commands.FORMS)
def test_a_form_that_is_not_as_it_was_opened_is_refused_and_changes_nothing(session: Session, form: str) -> None:
    """`said` looks that nothing is left behind."""
    needed = NEEDED[form]
    for odd in ({ODD: True}, *(dict.fromkeys(needed - {gone}, "x") for gone in needed)):
        assert said(session, form=form, values=FORMS.get(form, {}), meta=odd) == "form_is_odd {}"


@pytest.mark.parametrize(("form", "values"), [
    ("form:task", {"title": "x", "due_on": "soon"}),
    ("form:task", {"title": "x", "due_on": "2026-04-01", "due_at": "noon"}),
    ("form:task", {"title": "x", "priority": "done 1"}),
    ("form:setup", {"style": "a third one"}),
    ("form:policy", {"when": "never", "wait1": "1d", "to1": ["owner"]}),
    ("form:policy", {"when": "late", "repeats": "many", "wait1": "1d", "to1": ["owner"]}),
])  # fmt: skip
def test_a_field_that_holds_what_it_cannot_give_is_refused_and_changes_nothing(
    session: Session, form: str, values: dict[str, Any]
) -> None:
    ann = session.get(Person, (TEAM, "U0ANN"))
    assert ann is not None
    ann.is_admin = True
    assert said(session, form=form, values=values, meta={}) == "form_is_odd {}"


@pytest.mark.parametrize("form", sorted(form for form in NEEDED if NEEDED[form] & {"channel", "person"}))
def test_a_channel_or_a_person_of_theirs_is_unknown_in_a_form(session: Session, form: str) -> None:
    theirs = {"channel": THEIR_CHANNEL, "person": THEIR_PERSON, "on": "2026-03-09"}
    nobody = {"channel": "C0NEVER", "person": "U0NEVER", "on": "2026-03-09"}
    found = [said(session, form=form, values={"words": "x"}, meta={name: one[name] for name in NEEDED[form]})
             for one in (theirs, nobody)]  # fmt: skip
    assert found[0] == found[1].replace("U0NEVER", THEIR_PERSON), found
    assert found[0].partition(" ")[0] in ("run_in_channel", "form_is_odd", "no_standup_for_you"), found


@pytest.mark.parametrize("line", BY_ID)
def test_an_entry_a_proposal_or_an_offer_of_theirs_is_gone(session: Session, line: str) -> None:
    task = session.get_one(Task, (OTHER, THEIR_TASK))
    entry = queries.list_history(session, task)[0]
    never = said(session, line.format(id=99_999_999))
    assert {said(session, line.format(id=id_)) for id_ in (entry.id, 900 + THEIR_TASK)} == {never}


@pytest.mark.parametrize("line", OF_THEIRS)
def test_their_people_and_channels_are_strangers_to_us(session: Session, line: str) -> None:
    there, never = (THEIR_CHANNEL, "C0NOBODY") if "<#" in line or line[-5:] == "{one}" else (THEIR_PERSON, "U0NOBODY")
    found = said(session, line.format(one=there))
    assert found == said(session, line.format(one=never)).replace(never, there).replace(never.lower(), there.lower())


def test_what_they_kept_and_what_went_well_with_them_is_not_found(session: Session) -> None:
    assert said(session, "cases merger") == said(session, "cases nothing").replace("nothing", "merger")
    assert said(session, "find merger") == said(session, "find nothing").replace("nothing", "merger")
    assert "merger" not in said(session, "list saved")
    assert said(session, "list all")
    assert said(session, "suggest")
