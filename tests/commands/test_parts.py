"""Who has which part in a task: as a line says it, as verbs change it, as cards tell it."""

import pytest
from sqlmodel import col, select

from bot import commands
from bot.answers import Answer, Changed, Created, Outsiders, Refused, RolesForm, WhoIs
from bot.errors import UserError
from bot.heard import Door, Gesture, Heard
from bot.notices import TaskCard
from bot.parsing.orders import part_lists
from bot.render import slack
from bot.services.people import teams
from bot.services.work import involving, tasks
from models import Outbox, RoleKind, Session
from models.queries import tasks as queries
from tests.factories import NOW, TEAM, acting, make_channel, make_person, make_task, make_workspace
from tests.render import samples

PEOPLE = ("ANN", "BOB", "EVE", "TOM", "MAYA")


@pytest.fixture
def world(session: Session) -> Session:
    make_workspace(session)
    for name in PEOPLE:
        make_person(session, f"U0{name}", name=name.lower())
    return session


def say(session: Session, line: str, who: str = "U0ANN", channel: str | None = None, kind: str | None = "public",
        **more: object) -> Answer:  # fmt: skip
    key = f"test:{line}:{who}"
    heard = Heard(TEAM, who, Door.SLASH, line, Gesture(key), channel_id=channel, channel_kind=kind if channel else None,
                  **more)  # type: ignore[arg-type]  # fmt: skip
    try:
        return commands.submit(session, heard, NOW) if heard.form else commands.run(session, heard, NOW)
    except UserError as error:
        return Refused(error)


def parts_of(session: Session, number: int) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    task = queries.get_unseen(session, TEAM, number)
    assert task is not None
    for role in queries.list_roles(session, task):
        step = "" if role.kind != RoleKind.REVIEWER else f"{role.step}{role.mode}:"
        found.setdefault(role.kind, []).append(step + role.person_id[2:].lower())
    return found


def told(session: Session, person_id: str) -> list[str]:
    rows = session.exec(select(Outbox).where(Outbox.to == person_id).order_by(col(Outbox.id)))
    return [row.subject.get("verb", row.kind) for row in rows]


@pytest.mark.parametrize(
    ("line", "parts"),
    [
        ("fix it @tom review by @bob or @eve, then @maya",
         {"reviewer": ["1any:bob", "1any:eve", "2all:maya"]}),
        ("@tom fix it with @bob by Friday, cc @eve", {"helper": ["bob"], "informed": ["eve"]}),
        ("fix it @tom, accountable: @maya, consult @eve", {"accountable": ["maya"], "consulted": ["eve"]}),
        ("@tom @bob fix it", {"helper": ["bob"]}),
        ("@tom 写合同，先由@bob审核，再由@eve审核，抄送 @maya",
         {"reviewer": ["1all:bob", "2all:eve"], "informed": ["maya"]}),
        ("写合同 负责人：@tom 协助：@bob、@eve 问责人：@maya", {"helper": ["bob", "eve"], "accountable": ["maya"]}),
    ],
)  # fmt: skip
def test_a_line_gives_people_their_parts(world: Session, line: str, parts: dict[str, list[str]]) -> None:
    answer = say(world, line)
    assert isinstance(answer, Created), answer
    assert answer.view.task.owner_id == "U0TOM"
    assert answer.view.task.title in ("fix it", "写合同")
    assert parts_of(world, 1) == parts


@pytest.mark.parametrize(
    ("line", "parts"),
    [
        ("reviewers 1 @bob or @eve, then @maya",
         {"helper": ["tom"], "reviewer": ["1any:bob", "1any:eve", "2all:maya"]}),
        ("验收人 1 @bob，然后 @eve", {"helper": ["tom"], "reviewer": ["1all:bob", "2all:eve"]}),
        ("总负责人 1 @eve", {"helper": ["tom"], "accountable": ["eve"]}),
        ("审核人 1 先@bob后@eve", {"helper": ["tom"], "reviewer": ["1all:bob", "2all:eve"]}),
        ("helpers 1 +@bob -@tom", {"helper": ["bob"]}),
        ("helpers 1 @bob", {"helper": ["bob", "tom"]}),
        ("helpers 1 none", {}),
        ("cc 1 @eve and @bob", {"helper": ["tom"], "informed": ["bob", "eve"]}),
        ("抄送 1 @eve", {"helper": ["tom"], "informed": ["eve"]}),
        ("consult #1 @eve", {"helper": ["tom"], "consulted": ["eve"]}),
        ("accountable 1 @maya", {"helper": ["tom"], "accountable": ["maya"]}),
    ],
)  # fmt: skip
def test_a_verb_changes_who_has_a_part_and_undo_takes_it_back(
    world: Session, line: str, parts: dict[str, list[str]]
) -> None:
    say(world, "@ann fix it, helper: @tom")
    assert parts_of(world, 1) == {"helper": ["tom"]}
    answer = say(world, line)
    assert isinstance(answer, Changed), answer
    assert parts_of(world, 1) == parts
    say(world, "undo")
    assert parts_of(world, 1) == {"helper": ["tom"]}


@pytest.mark.parametrize("words", ["42 invoices to the printer", "42 need lunch", "42 @bob about the price"])
def test_what_follows_a_verb_is_only_people(words: str) -> None:
    assert part_lists.named(words.partition(" ")[2]) is None


def test_a_verb_without_people_opens_the_form_and_work_stays_work(world: Session) -> None:
    say(world, "fix it")
    assert isinstance(say(world, "roles 1"), RolesForm)
    assert isinstance(say(world, "reviewers 1"), RolesForm)
    assert isinstance(say(world, "cc 42 invoices to the printer"), Created)
    assert isinstance(say(world, "consult the manual tomorrow"), Created)


def test_a_name_nobody_has_is_asked_and_two_accountable_are_refused(world: Session) -> None:
    say(world, "fix it")
    assert isinstance(say(world, "cc 1 @zoe"), WhoIs)
    answer = say(world, "accountable 1 @bob @eve")
    assert isinstance(answer, Refused)
    assert answer.error.key == "one_accountable"


def test_who_has_left_gets_no_part(world: Session) -> None:
    say(world, "fix it")
    make_person(world, "U0OSKAR", name="oskar", is_deleted=True)
    answer = say(world, "cc 1 <@U0OSKAR>")
    assert isinstance(answer, Refused)
    assert answer.error.key == "cannot_take_part_in_it"


def test_who_is_not_in_a_private_conversation_is_asked_about(world: Session) -> None:
    make_channel(world, "C0SECRET", kind="private", members=("U0ANN", "U0BOB"))
    say(world, "merge the teams", channel="C0SECRET", kind="private")
    asked = say(world, "reviewers 1 @bob then @eve", channel="C0SECRET", kind="private")
    assert isinstance(asked, Outsiders)
    assert [person.id for person in asked.people] == ["U0EVE"]
    assert parts_of(world, 1) == {}
    asked_first = say(world, "plan the party cc @tom", channel="C0SECRET", kind="private")
    assert isinstance(asked_first, Outsiders)


def test_the_form_saves_every_part(world: Session) -> None:
    say(world, "fix it")
    values = {"helpers": ["U0TOM"], "step1": ["U0BOB", "U0EVE"], "mode1": "any", "step2": [], "step3": ["U0MAYA"],
              "mode3": "all", "informed": ["U0EVE"], "accountable": "U0MAYA"}  # fmt: skip
    answer = say(world, "", form="form:roles", values=values, meta={"number": 1})
    assert isinstance(answer, Changed), answer
    assert parts_of(world, 1) == {
        "accountable": ["maya"], "helper": ["tom"], "informed": ["eve"],
        "reviewer": ["1any:bob", "1any:eve", "2all:maya"],
    }  # fmt: skip
    again = say(world, "", form="form:roles", values={"step1": ["U0BOB"], "step2": ["U0BOB"]}, meta={"number": 1})
    assert isinstance(again, Refused)
    assert again.error.key == "reviews_twice"


def test_each_hears_of_it_when_it_matters_to_them(world: Session) -> None:
    say(world, "@ann fix it, helper: @tom, consult: @eve, cc @maya")
    assert told(world, "U0TOM") == ["helping"]
    assert told(world, "U0EVE") == told(world, "U0MAYA") == []
    say(world, "start 1")
    assert told(world, "U0EVE") == ["consult_start"]
    say(world, "done 1")
    assert told(world, "U0MAYA") == ["informed_done"]


def test_the_card_says_the_steps_in_words(world: Session) -> None:
    say(world, "@ann fix it review by @bob or @eve, then @maya cc @tom")
    task = queries.get_unseen(world, TEAM, 1)
    assert task is not None
    view = tasks.view(world, task, now=NOW)
    drawn = slack.notice(TaskCard(view), samples.reader())["text"]
    assert "review: <@U0BOB> or <@U0EVE>, then <@U0MAYA>" in drawn
    assert "cc <@U0TOM>" in drawn
    drawn = slack.notice(TaskCard(view), samples.reader("zh"))["text"]
    assert "<@U0EVE>，然后 <@U0MAYA>" in drawn


def test_the_teams_lead_answers_for_it_where_nobody_is_named(session: Session) -> None:
    ann, maya = make_person(session), make_person(session, "U0MAYA")
    channel = make_channel(session, members=("U0ANN", "U0MAYA"))
    task = make_task(session, ann, channel=channel)
    assert involving.accountable_of(session, task) is None
    teams.ensure(session, acting(session, maya), channel)
    assert involving.accountable_of(session, task) == "U0MAYA"
    shown = slack.message(say(session, "show 1"), samples.reader())["text"]
    assert "<@U0MAYA> answers for it as the team's lead" in shown
    say(session, "accountable 1 @me")
    assert involving.accountable_of(session, task) == "U0MAYA", "who owns it has no second part in it"
