"""What a list line finds: labels in any writing, closed conversations unnamed, a line that fits its buttons."""

from datetime import date

import pytest

from bot.answers import Created, DidYouMean, TaskList
from bot.heard import Door
from models import Role, RoleKind, Session, Team
from tests.commands.saying import say
from tests.factories import NOW, TEAM, make_channel, make_person, make_task


def listed(session: Session, line: str, person_id: str = "U0ANN") -> TaskList:
    answer = say(session, line, person_id)
    assert isinstance(answer, TaskList), answer
    return answer


WRITTEN = (
    ("Économie", "list #Économie"), ("Économie", "list #économie"), ("économie", "list #Économie"),
    ("ÉCONOMIE", "list #économie"), ("Launch", "list #launch"), ("launch", "list #LAUNCH"), ("发布", "list #发布"),
    ("q1/Ökologie", "list #q1/Ökologie"),
)  # fmt: skip


@pytest.mark.parametrize(("label", "line"), WRITTEN)
def test_a_label_is_found_however_it_is_written(session: Session, label: str, line: str) -> None:
    ann = make_person(session)
    make_task(session, ann, labels=["x", label])
    make_task(session, ann, labels=[f"{label}2"])
    assert [task.labels[1] for task in listed(session, line).page.tasks] == [label]


@pytest.mark.parametrize("line", ["list +Ökologie", "list +ökologie", "list +ÖKOLOGIE"])
@pytest.mark.parametrize("project", ["Ökologie", "ökologie"])
def test_a_project_is_found_however_it_is_written(session: Session, project: str, line: str) -> None:
    make_task(session, make_person(session), project=project)
    make_task(session, make_person(session), project=f"{project}2")
    assert listed(session, line).page.total == 1


@pytest.fixture
def secret(session: Session) -> None:
    make_person(session)
    tom = make_person(session, "U0TOM")
    channel = make_channel(session, "C0SECRET", kind="private", name="layoffs-2026", members=("U0TOM",))
    make_task(session, tom, channel=channel)
    make_task(session, tom, labels=["launch"])


@pytest.mark.usefixtures("secret")
def test_a_closed_conversation_is_named_to_its_members_alone(session: Session) -> None:
    outside, inside = (listed(session, "list all <#C0SECRET>", person_id) for person_id in ("U0ANN", "U0TOM"))
    assert (outside.wanted.label, outside.page.total) == ("", 0)
    assert (inside.wanted.label, inside.page.total) == ("layoffs-2026", 1)


@pytest.mark.usefixtures("secret")
def test_the_name_of_a_closed_conversation_becomes_no_label(session: Session) -> None:
    made = say(session, "prepare slides <#C0SECRET>")
    assert isinstance(made, Created)
    assert (made.view.task.labels, "layoffs" in made.view.task.title) == ([], False)


def test_words_said_again_leave_the_line_as_short_as_once(session: Session) -> None:
    make_person(session)
    assert listed(session, "list " + "all late due:today " * 300).line == "list all late due:today"


def orders(session: Session, line: str, person_id: str = "U0ANN") -> list[str]:
    answer = say(session, line, person_id, door=Door.DM, channel_id=f"D{person_id[1:]}", channel_kind="im")
    return [task for _, task in answer.tasks] if isinstance(answer, DidYouMean) else []


def test_what_a_note_says_crowds_out_no_task_of_that_name(session: Session) -> None:
    ann = make_person(session)
    for number in range(60):
        make_task(session, ann, title=f"Other {number}", note="mentions the budget report", due_on=date(2026, 3, 10))
    named = make_task(session, ann, title="Budget report")
    assert orders(session, "the budget report is done") == [f"#{named.number} Budget report"]


def test_an_order_by_words_means_a_task_that_the_speaker_may_change(session: Session) -> None:
    make_person(session, "U0BOSS", is_admin=True)
    ann, tom = make_person(session), make_person(session, "U0TOM")
    public = make_channel(session)
    helped = make_task(session, tom, title="Budget report", channel=public)
    session.add(Role(workspace_id=TEAM, number=helped.number, person_id=ann.id, kind=RoleKind.HELPER))
    theirs = make_task(session, tom, title="Launch report", channel=public)
    assert orders(session, "the budget report is done") == [f"#{helped.number} Budget report"]
    assert orders(session, "the launch report is done") == []
    assert orders(session, "the launch report is done", "U0BOSS") == [f"#{theirs.number} Launch report"]


def test_a_title_is_found_in_other_letters_too(session: Session) -> None:
    ann = make_person(session)
    made = [make_task(session, ann, title=title) for title in ("Économie report", "准备发布会的预算报告")]
    assert orders(session, "the économie report is done") == [f"#{made[0].number} Économie report"]
    assert orders(session, "预算报告写完了") == [f"#{made[1].number} 准备发布会的预算报告"]


@pytest.mark.parametrize("line", ["list teams", "teams I lead", "我带的团队", "列表 我带的团队"])
def test_a_lead_lists_the_tasks_of_all_their_teams_and_of_no_other(session: Session, line: str) -> None:
    ann, bob = make_person(session), make_person(session, "U0BOB")
    assert (listed(session, line).wanted.channel_ids, listed(session, line).page.total) == ((), 0)
    channels = [make_channel(session, f"C0{n}", name=f"team-{n}") for n in range(3)]
    for channel in channels:
        make_task(session, bob, channel=channel)
    make_task(session, ann)
    for channel, lead in zip(channels, ("U0ANN", "U0ANN", "U0BOB"), strict=True):
        session.add(Team(workspace_id=TEAM, channel_id=channel.id, leads=[lead], created_at=NOW))
    session.flush()
    assert [task.source_channel for task in listed(session, line).page.tasks] == ["C00", "C01"]
    late = listed(session, "list teams late")
    assert (late.line, late.page.total) == ("list teams late", 0)
    assert [task.number for task in listed(session, "list teams @U0BOB").page.tasks] == [1, 2]
