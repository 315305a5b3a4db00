"""Lists kept under names, and lists asked for as files."""

import gc
import json
import weakref
from datetime import timedelta

import pytest
from sqlmodel import select

from bot.answers import Created, TaskList
from bot.answers.finding import Exporting, ListSaved, SavedLists
from bot.errors import UserError
from bot.heard import Door
from bot.notices import Dropped, Export, ExportFailed
from bot.services.finding import exporting, saved
from bot.services.messages import notices, outbox
from models import Channel, Dependency, Outbox, OutboxState, Person, Role, RoleKind, Session, State, Task
from models.queries import deliveries
from tests.commands.saying import say
from tests.factories import NOW, TEAM, make_channel, make_person, make_task


def titles(session: Session, line: str, person_id: str = "U0ANN") -> list[str]:
    answer = say(session, line, person_id)
    assert isinstance(answer, TaskList), answer
    return [task.title for task in answer.page.tasks]


def refused(session: Session, line: str) -> str:
    with pytest.raises(UserError) as error:
        say(session, line)
    return error.value.key


@pytest.fixture
def ann(session: Session) -> Person:
    ann, tom = make_person(session, name="ann", real_name="Ann Lee"), make_person(session, "U0TOM", name="tom")
    make_task(session, ann, title="mine", labels=["launch"])
    make_task(session, tom, title="toms", labels=["launch"], channel=make_channel(session))
    make_task(session, tom, title="hidden", labels=["launch"])
    return ann


def test_a_list_is_kept_shown_changed_and_forgotten_again(session: Session, ann: Person) -> None:
    first = say(session, "list save Launch-Late label:launch owner:@tom")
    assert first == ListSaved("launch-late", "<@U0TOM> #launch")
    assert titles(session, "list launch-late") == titles(session, "列表 Launch-late") == ["toms"]
    assert say(session, "list save launch-late label:launch") == ListSaved("launch-late", "#launch", "<@U0TOM> #launch")
    assert titles(session, "list launch-late") == ["mine"]
    say(session, "列表 保存 发布 标签：launch 状态:未开始")
    say(session, "列表 保存 急 标签:launch 已逾期")
    say(session, "list delete 急")
    rows = say(session, "list saved")
    assert isinstance(rows, SavedLists)
    assert rows.rows == (("launch-late", "#launch"), ("发布", "#launch status:open"))
    assert titles(session, "列表 发布") == ["mine"]
    say(session, "list save toms owner:@tom label:launch")
    rows = say(session, "list saved")
    assert isinstance(rows, SavedLists)
    assert dict(rows.rows)["toms"] == "@U0TOM #launch", "people stand there by their names"
    gone = say(session, "list delete launch-late")
    assert gone == ListSaved("launch-late", "#launch", is_gone=True)
    assert isinstance(say(session, "list launch-late today"), Created)
    say(session, "list save launch-late #launch", door=Door.BUTTON)
    assert titles(session, "list launch-late") == ["mine"]


def test_a_kept_list_is_its_owners_alone(session: Session, ann: Person) -> None:
    say(session, "list save mylist label:launch")
    assert say(session, "list saved", "U0TOM") == SavedLists(())
    assert not isinstance(say(session, "list mylist", "U0TOM"), TaskList)


REFUSED = (
    ("list save late label:launch", "saved_name_taken"), ("list save saved label:launch", "saved_name_taken"),
    ("list save 本周 label:launch", "saved_name_taken"), ("list save #x label:launch", "saved_name"),
    ("list save a/b label:launch", "saved_name"), ("list save launch-late", "saved_what"),
    ("list save launch-late is:purple", "filter_value"), ("list delete nothing-there", "saved_unknown"),
)  # fmt: skip


@pytest.mark.parametrize(("line", "key"), REFUSED)
@pytest.mark.usefixtures("ann")
def test_a_name_or_a_line_that_cannot_be_kept_is_refused(session: Session, line: str, key: str) -> None:
    assert refused(session, line) == key


def test_there_is_room_for_so_many_lists(session: Session, ann: Person) -> None:
    for number in range(saved.MOST):
        say(session, f"list save x{number} label:launch")
    assert refused(session, "list save one-more label:launch") == "saved_too_many"
    assert isinstance(say(session, "list save x1 is:late"), ListSaved)


def row_of(session: Session) -> Outbox:
    [row] = [one for one in deliveries.claimable(session, now=NOW, real=NOW + timedelta(days=1), limit=99)
             if one.kind == "export"]  # fmt: skip
    return row


EXPORTS = (
    ("export", ["mine", "toms", "closed"]), ("export json", ["mine", "toms", "closed"]),
    ("export csv label:launch", ["mine"]), ("export csv all label:launch", ["mine", "toms"]),
    ("export csv status:done", ["closed"]),
    ("导出 表格 负责人:@tom", ["toms"]), ("export owner:@tom -label:draft created:today", ["toms"]),
    ("export csv mine due:none", ["mine"]), ("export as csv has:label created:<=2026-03-09 all", ["mine", "toms"]),
)  # fmt: skip


@pytest.mark.parametrize(("line", "expected"), EXPORTS)
def test_a_file_holds_what_its_asker_may_see_of_what_they_asked_for(
    session: Session, ann: Person, line: str, expected: list[str]
) -> None:
    closed = make_task(session, ann, title="closed")
    closed.state = State.DONE
    answer = say(session, line)
    assert isinstance(answer, Exporting)
    assert answer.count == len(expected)
    row = row_of(session)
    row.subject = json.loads(json.dumps(row.subject))
    notice = notices.compose(session, row, NOW)
    assert isinstance(notice, Export)
    assert [one.task.title for one in notice.rows] == expected


def test_a_file_says_its_filters_with_names_and_ties_to_what_the_reader_sees(session: Session, ann: Person) -> None:
    tom = session.get_one(Person, (TEAM, "U0TOM"))
    tom.real_name = "Tom May"
    secret = make_channel(session, "C0SECRET", kind="private", members=("U0TOM",))
    hidden, task = make_task(session, tom, title="hidden", channel=secret), make_task(session, tom, title="later")
    [mine] = [one for one in session.exec(select(Task)) if one.title == "mine"]
    for before in (hidden.number, mine.number):
        session.add(Dependency(workspace_id=TEAM, number=task.number, after_number=before, lag_days=2))
    session.add(Role(workspace_id=TEAM, number=task.number, person_id=ann.id, kind=RoleKind.INFORMED))
    say(session, "export json owner:@tom role:informed all")
    notice = notices.compose(session, row_of(session), NOW)
    assert isinstance(notice, Export)
    assert [[tie.after_number for tie in one.ties] for one in notice.rows] == [[mine.number]]
    assert notice.line == "all @Tom May role:informed"
    line = exporting.named(session, ann, "owner:<@U0TOM> in:<#C0SECRET|secret> in:<#C0LAUNCH|old>")
    assert line == f"owner:@Tom May in:#… in:#{session.get_one(Channel, (TEAM, 'C0LAUNCH')).name}"


def test_a_long_file_is_read_while_it_is_written_and_never_held_as_a_whole(
    session: Session, ann: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("models.queries.exports.AT_ONCE", 2)
    for number in range(6):
        make_task(session, ann, title=f"n{number}")
    say(session, "export csv mine")
    row = row_of(session)
    with Session(session.connection()) as reading:  # one that has not made these tasks itself
        notice = notices.compose(reading, row, NOW)
        assert isinstance(notice, Export)
        rows = iter(notice.rows)
        *read, last = (weakref.ref(next(rows).task) for _ in range(5))
        gc.collect()
        assert [one() for one in read] == [None] * 4
        assert last() is not None
        assert [one.task.title for one in rows] == ["n4", "n5"]


def test_rights_are_those_of_the_moment_of_sending(session: Session, ann: Person) -> None:
    say(session, "export csv all label:launch")
    toms = titles(session, "list all owner:@tom")
    assert toms == ["toms"]
    channel = make_channel(session, kind="private", members=())
    assert channel.kind == "private"
    notice = notices.compose(session, row_of(session), NOW)
    assert isinstance(notice, Export)
    assert [one.task.title for one in notice.rows] == ["mine"]


def test_who_is_named_on_a_task_gets_no_link_of_its_conversation(session: Session, ann: Person) -> None:
    tom = session.get(Person, (TEAM, "U0TOM"))
    assert tom is not None
    secret = make_channel(session, "C0SECRET", kind="private", members=("U0TOM",))
    task = make_task(session, tom, title="secret", channel=secret)
    task.source_link = "https://muster.slack.test/archives/C0SECRET/p1"
    session.add(Role(workspace_id=TEAM, number=task.number, person_id=ann.id, kind=RoleKind.INFORMED))
    say(session, "export csv all role:informed")
    notice = notices.compose(session, row_of(session), NOW)
    assert isinstance(notice, Export)
    assert [(one.task.title, one.knows_source) for one in notice.rows] == [("secret", False)]


def test_the_same_file_asked_for_twice_in_a_minute_comes_once(session: Session, ann: Person) -> None:
    assert isinstance(say(session, "export csv label:launch"), Exporting)
    assert refused(session, "export csv label:launch") == "export_under_way"
    assert isinstance(say(session, "export json label:launch"), Exporting)


def test_nothing_and_too_much_are_said_at_once(session: Session, ann: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    assert refused(session, "export csv label:nothing") == "export_nothing"
    monkeypatch.setattr(exporting, "MOST", 1)
    assert refused(session, "export csv") == "export_too_many"


def test_somebody_who_left_gets_no_file(session: Session, ann: Person) -> None:
    say(session, "export csv")
    ann.is_deleted = True
    assert isinstance(notices.compose(session, row_of(session), NOW), Dropped)


@pytest.mark.parametrize(("reason", "lacks"), [("missing_scope", True), ("invalid_arguments", False)])
def test_a_file_that_is_not_taken_is_told_once(session: Session, ann: Person, reason: str, lacks: bool) -> None:
    say(session, "export csv")
    row = row_of(session)
    row.state, row.reason = OutboxState.DEAD, reason
    for _ in range(2):
        exporting.failed(session, row, NOW)
    told = deliveries.outbox_by_key(session, TEAM, f"{row.key}:failed")
    assert told is not None
    assert notices.compose(session, told, NOW) == ExportFailed("csv", "", lacks_scope=lacks)
    assert "export" in outbox.SEND_AGAIN
