"""The directory: three sources, one order among them, tables that are looked at before they are applied."""

import pytest

from bot.errors import UserError
from bot.parsing.orders.rosters import read_roster
from bot.services.people import directory
from models import Person, Session, Workspace
from tests.factories import TEAM, acting, make_person, make_workspace


@pytest.fixture
def boss(session: Session) -> Person:
    make_workspace(session)
    for name in ("ANN", "BOB", "EVE"):
        make_person(session, f"U0{name}", name=name.lower(), real_name=f"{name.title()} Berg")
    make_person(session, "U0LI", name="lilei", real_name="李雷", locale="zh-CN")
    return make_person(session, "U0MAYA", name="maya", is_admin=True)


def person(session: Session, name: str) -> Person:
    found = session.get(Person, (TEAM, f"U0{name}"))
    assert found is not None
    return found


ENGLISH = "name,department,manager,stand_in\nann,Sales,maya,bob\n@bob,Sales,ann@corp.example,\nnobody,Sales,,\n"
CHINESE = "姓名，部门，上级\n李雷，产品部，maya\n王芳，产品部，李雷\n"
TABBED = "Email\tDept\tReports to\neve@corp.example\tDesign\tAnn Berg\n"


@pytest.mark.parametrize(
    ("table", "people", "unread", "found"),
    [
        (ENGLISH, 2, [4], {"ANN": ("Sales", "U0MAYA", "U0BOB"), "BOB": ("Sales", "U0ANN", None)}),
        (CHINESE, 1, [3], {"LI": ("产品部", "U0MAYA", None)}),
        (TABBED, 1, [], {"EVE": ("Design", "U0ANN", None)}),
    ],
)
def test_a_table_is_shown_first_and_then_applied(
    session: Session, boss: Person, table: str, people: int, unread: list[int], found: dict[str, tuple[str, ...]]
) -> None:
    pasted = read_roster(table)
    preview = directory.preview(session, acting(session, boss), pasted, "&1")
    assert (preview.people, preview.changed, [number for number, _ in preview.unread]) == (people, people, unread)
    assert all(person(session, name).department is None for name in found), "a preview changes nothing"
    assert directory.apply(session, acting(session, boss), pasted) == people
    for name, expected in found.items():
        one = person(session, name)
        assert (one.department, one.manager_id, one.stand_in_id) == expected
    assert directory.preview(session, acting(session, boss), pasted, "&1").changed == 0


@pytest.mark.parametrize("table", ["", "ann,Sales\nbob,Sales", "name\nann", "department,manager\nSales,ann", "，，，"])
def test_a_table_without_a_header_is_refused(session: Session, boss: Person, table: str) -> None:
    with pytest.raises(UserError, match="no_roster_header"):
        directory.preview(session, acting(session, boss), read_roster(table), "&1")


def test_by_hand_beats_the_table_and_the_table_the_profile(session: Session, boss: Person) -> None:
    ann, admin = person(session, "ANN"), acting(session, boss)
    workspace = session.get(Workspace, TEAM)
    assert workspace is not None
    assert directory.from_profile(session, workspace, ann, {"department": "Old", "manager_id": "U0BOB,U0EVE"})
    assert (ann.department, ann.manager_id) == ("Old", "U0BOB")
    directory.apply(session, admin, read_roster("name,department\nann,Sales"))
    assert ann.department == "Sales"
    assert not directory.from_profile(session, workspace, ann, {"department": "Old"})
    directory.save(session, admin, ann, {"department": "Research"})
    preview = directory.preview(session, admin, read_roster("name,department\nann,Sales"), "&1")
    assert (preview.changed, preview.by_hand) == (0, 1)
    directory.apply(session, admin, read_roster("name,department,manager\nann,Sales,eve"))
    assert (ann.department, ann.manager_id) == ("Research", "U0EVE"), "field by field"
    directory.save(session, admin, ann, {"department": ""})
    assert directory.from_profile(session, workspace, ann, {"department": "Old"}), "what was cleared is open again"


def test_a_ring_of_managers_is_refused_and_named(session: Session, boss: Person) -> None:
    admin = acting(session, boss)
    directory.save(session, admin, person(session, "ANN"), {"manager_id": "U0BOB"})
    directory.save(session, admin, person(session, "BOB"), {"manager_id": "U0EVE"})
    with pytest.raises(UserError, match="managers_in_a_ring") as caught:
        directory.save(session, admin, person(session, "EVE"), {"manager_id": "U0ANN"})
    assert caught.value.params["names"] == "Eve Berg → Ann Berg → Bob Berg → Eve Berg"
    ring = read_roster("name,manager\nli,maya\nlilei,maya\nmaya,lilei")
    preview = directory.preview(session, admin, ring, "&1")
    assert [number for number, _ in preview.unread] == [2, 4]


def test_everybody_sets_their_own_stand_in_and_only_admins_the_rest(session: Session, boss: Person) -> None:
    ann = person(session, "ANN")
    directory.save(session, acting(session, ann), ann, {"stand_in_id": "U0BOB"})
    assert ann.stand_in_id == "U0BOB"
    for target, said in ((ann, {"department": "Sales"}), (person(session, "BOB"), {"stand_in_id": "U0EVE"})):
        with pytest.raises(UserError, match="admins_only"):
            directory.save(session, acting(session, ann), target, said)
    with pytest.raises(UserError, match="stands_for_self"):
        directory.save(session, acting(session, ann), ann, {"stand_in_id": "U0ANN"})


def test_the_page_shows_who_lacks_what_first(session: Session, boss: Person) -> None:
    make_person(session, "U0GUS", name="gus", is_guest=True)
    directory.save(session, acting(session, boss), person(session, "ANN"),
                   {"department": "Sales", "manager_id": "U0MAYA", "stand_in_id": "U0BOB"})  # fmt: skip
    page = directory.page(session, acting(session, boss), 1)
    assert page.people[-1].id == "U0ANN"
    assert (page.total, page.lacking) == (5, {"department": 4, "manager_id": 4, "stand_in_id": 4})
    with pytest.raises(UserError, match="admins_only"):
        directory.page(session, acting(session, person(session, "GUS")), 1)
