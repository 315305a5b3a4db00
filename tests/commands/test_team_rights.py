"""Every order about a team or the workspace, said in its channel by everybody there can be."""

import pytest

from bot import commands
from bot.commands import COMMANDS
from bot.errors import UserError
from bot.heard import Door, Gesture, Heard
from bot.rules.permissions import OF_OTHERS, Part
from models import Session, Team
from tests.commands.walking import FROM_ELSEWHERE, PUBLIC, World, id_of, taken_back
from tests.factories import NOW, TEAM

ACTORS = ("lead", "team lead", "admin", "colleague", *FROM_ELSEWHERE)
FORBIDDEN = {"leads_only", "admins_only", "not_your_standup", "no_handover", "not_our_people"}
# whom one answers to may hand over what one has: walked where people leave
ABOUT_A_PERSON = {"muster directory", "muster person", "muster handover"}
SET_UP = ("standup setup", "digest setup", "muster shape")
STANDUP = {"days": ["1", "2", "3", "4", "5"], "at": "09:30", "window": "150", "remind": "30", "zone_mode": "own"}
FORMS = {
    "form:standup": ("standup setup", STANDUP), "form:digest": ("digest setup", {"days": ["1"], "at": "17:00"}),
    "form:shape": ("muster shape", {"shape": ["goal"]}), "form:setup": ("muster setup", {"language": "en"}),
    "form:rules": ("muster rules", {}), "form:nudges": ("team nudges", {"all": "light"}),
}  # fmt: skip
LINES = {row: f"/{row}" for row in OF_OTHERS if row.split()[0] in ("standup", "digest", "muster")}


@pytest.fixture
def world(session: Session) -> World:
    made = World(session, PUBLIC)
    people = [id_of(one) for one in (*ACTORS, "later")]
    commands.submit(session, heard("lead", form="form:standup", values=STANDUP | {"members": people[:1]}), NOW)
    commands.submit(session, heard("lead", form="form:digest", values=FORMS["form:digest"][1]), NOW)
    team = session.get(Team, (TEAM, PUBLIC))
    assert team is not None
    team.leads = [id_of(one) for one in ("team lead", "guest who leads", "outsider who leads")]
    session.add(team)
    session.flush()
    return made


def heard(actor: str, line: str = "", **more: object) -> Heard:
    return Heard(
        workspace_id=TEAM, person_id=id_of(actor), door=Door.FORM if more else Door.SLASH, text=line,
        gesture=Gesture(f"{actor} {line} {more}"), channel_id=PUBLIC, channel_kind="public",
        meta={"channel": PUBLIC}, **more,  # type: ignore[arg-type]
    )  # fmt: skip


def may(session: Session, said: Heard) -> bool:
    """Whether it was not forbidden; that nothing was there to be done is another matter."""
    with taken_back(session):
        try:
            (commands.submit if said.form else commands.run)(session, said, NOW)
        except UserError as error:
            return error.key not in FORBIDDEN
        return True


def parts(actor: str, *, founds: bool = False) -> set[Part]:
    if actor in FROM_ELSEWHERE:
        return {Part.GUEST if actor.startswith("guest") else Part.OUTSIDER}
    named = {"lead": Part.LEAD, "team lead": Part.LEAD, "admin": Part.ADMIN}
    found = {Part.COLLEAGUE} | ({named[actor]} if actor in named else set())
    return found | ({Part.FOUNDER} if founds else set())


def test_every_order_and_form_of_a_team_is_walked() -> None:
    rows = {command.row_of(one) for name, command in COMMANDS.items() if name != "/task" for one in command.subcommands}
    assert rows == LINES.keys()
    assert {form for form in commands.FORMS if form in FORMS} == FORMS.keys()


@pytest.mark.parametrize("row", sorted(LINES.keys() - ABOUT_A_PERSON))
def test_a_team_is_run_by_whom_the_table_names(session: Session, world: World, row: str) -> None:
    found = {actor: may(session, heard(actor, LINES[row])) for actor in ACTORS}
    expected = {actor: bool(OF_OTHERS[row] & parts(actor)) for actor in ACTORS}
    expected |= dict.fromkeys(ACTORS, True) if row == "standup answer" else {}  # nobody was asked: another refusal
    assert found == expected


@pytest.mark.parametrize("form", FORMS)
def test_its_forms_are_taken_from_the_same_people(session: Session, world: World, form: str) -> None:
    row, values = FORMS[form]
    found = {actor: may(session, heard(actor, form=form, values=values)) for actor in ACTORS}
    assert found == {actor: bool(OF_OTHERS[row] & parts(actor)) for actor in ACTORS}


@pytest.mark.parametrize("row", SET_UP)
def test_where_there_is_no_team_yet_any_colleague_in_the_channel_founds_it(session: Session, row: str) -> None:
    World(session, PUBLIC)
    team = session.get(Team, (TEAM, PUBLIC))
    session.delete(team)
    session.flush()
    found = {actor: may(session, heard(actor, LINES[row])) for actor in ACTORS}
    inside = {"team lead"}
    wanted = {actor: bool(OF_OTHERS[row] & parts(actor, founds=actor in inside)) for actor in ACTORS}
    assert found == wanted | {"team lead": True}
