"""What asks about everybody, in a workspace of very many: a page at a time, and never everybody at once."""

from collections.abc import Callable
from typing import Any

import pytest

from bot.services.people import directory
from bot.services.people.roster import Roster
from models import Person, Session
from models.queries import directory as queries
from models.queries import people
from tests.factories import TEAM, acting, make_person, make_workspace

NAMES = (("ann.lee", "Ann", "Ann Lee"), ("bob", "", "Bob van Dyck"), ("han", "韩梅梅", "Han Meimei"),
         ("ann", "", "Zoe Annan"), ("gone", "Gone", "Ann Gone"), ("i.şik", "İpek", "İpek Şık"))  # fmt: skip


def known(session: Session) -> None:
    make_workspace(session)
    for number, (name, shown, full) in enumerate(NAMES):
        make_person(session, f"U{number}", name=name, display_name=shown, real_name=full, is_deleted=name == "gone")


def ids(found: list[Person]) -> list[str]:
    return [one.id for one in found]


@pytest.mark.parametrize("said", ["ann", "Ann Lee", "ann.lee", "韩梅梅", "han meimei", "bob van dyck", "gone", " "])
def test_names_read_once_mean_whom_a_search_means(session: Session, said: str) -> None:
    known(session)
    assert ids(Roster(session, TEAM).named(said)) == ids(people.list_named(session, TEAM, said))


@pytest.mark.parametrize("said", ["an", "Lee", "mei", "dyck", "van", "韩", "zo", "go", "ee", "nobody"])
def test_beginnings_of_names_read_once_are_those_of_a_search(session: Session, said: str) -> None:
    known(session)
    assert ids(Roster(session, TEAM).beginning(said)) == ids(people.list_beginning(session, TEAM, said))


def test_of_many_with_such_a_name_the_first_twenty_are_offered(session: Session) -> None:
    make_workspace(session)
    for number in range(40):
        make_person(session, f"U{number:02}", name=f"u{number}", real_name=f"Ann {39 - number:02}")
    expected = [f"U{39 - number:02}" for number in range(20)]
    assert ids(Roster(session, TEAM).beginning("ann")) == expected == ids(people.list_beginning(session, TEAM, "ann"))


def objects_made(session: Session, work: Callable[[], Any]) -> int:
    session.flush()
    session.expunge_all()
    kept = work()
    return len([one for one in session if isinstance(one, Person)]) + (kept is None)


def test_a_page_of_the_directory_reads_a_page_of_people(session: Session) -> None:
    make_workspace(session)
    for number in range(45):
        lacking = {} if number % 2 else {"department": "Sales", "manager_id": "U00", "stand_in_id": "U00"}
        person = make_person(session, f"U{number:02}", real_name=f"Person {44 - number:02}")
        for name, value in lacking.items():
            setattr(person, name, value)
    make_person(session, "U0GUEST", is_guest=True)
    session.flush()
    boss = make_person(session, "U44", real_name="Person 00", is_admin=True)
    shown = [directory.page(session, acting(session, boss), number) for number in (1, 2, 3, 9)]
    assert [(page.total, page.pages, page.page) for page in shown] == [(45, 3, 1), (45, 3, 2), (45, 3, 3), (45, 3, 3)]
    assert shown[0].lacking == {"department": 22, "manager_id": 22, "stand_in_id": 22}
    assert ids(list(shown[0].people))[:3] == ["U43", "U41", "U39"], "who lacks something first, then by name"
    assert ids(list(shown[2].people)) == [f"U{number:02}" for number in (8, 6, 4, 2, 0)]
    assert objects_made(session, lambda: queries.list_staff(session, TEAM, directory.FIELDS, 0, 20)) <= 20


def test_who_works_there_is_listed_a_few_ids_at_a_time(session: Session) -> None:
    known(session)
    assert queries.list_staff_ids(session, TEAM, "", 2) == ["U0", "U1"]
    assert queries.list_staff_ids(session, TEAM, "U1", 9) == ["U2", "U3", "U5"], "who is gone does not work there"


def test_whom_a_name_or_an_id_means_is_asked_of_the_database(session: Session) -> None:
    known(session)
    assert people.ids_called(session, TEAM, "ANN") == {"U0", "U3"}
    assert people.ids_called(session, TEAM, "u1") == {"U1"}
    assert people.names_of(session, TEAM, ["U0", "U4", "U9"]) == {"U0": "Ann", "U4": "Gone"}


@pytest.mark.parametrize("listed", [
    lambda session: people.list_named(session, TEAM, "Ann"),
    lambda session: queries.list_staff(session, TEAM, ["name"], 0, 9),
])  # fmt: skip
def test_who_is_erased_between_two_statements_is_left_out(
    session: Session, monkeypatch: pytest.MonkeyPatch, listed: Callable[[Session], list[Person]]
) -> None:
    for who in ("U1", "U2"):
        make_person(session, who, real_name="Ann")
    by_ids = people.list_by_ids
    monkeypatch.setattr(people, "list_by_ids", lambda session, team, ids: by_ids(session, team, set(ids) - {"U1"}))
    found = listed(session)
    assert [one.id for one in found] == ["U2"]
