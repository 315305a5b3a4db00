"""Handing in, accepting and returning by words and forms, what shows the work, and what only looks like these verbs."""

from typing import Any

import pytest

from bot import commands
from bot.answers import Answer, Changed, Created, DidYouMean, Nothing, Said, TaskList
from bot.answers.reviews import CaseList, RecordForm, ShapeForm
from bot.errors import UserError
from bot.heard import Door, Gesture, Heard
from bot.services.people import teams
from bot.services.work import roles
from models import Channel, Outbox, Session, Task
from models.queries import tasks as queries
from tests.factories import NOW, TEAM, acting, make_channel, make_person, make_task

PDF = "https://example.com/a.pdf"


@pytest.fixture
def task(session: Session) -> Task:
    """#1 of Ann, in the channel, to be accepted by Bob."""
    ann, bob = make_person(session, name="ann"), make_person(session, "U0BOB", name="bob")
    found = make_task(session, ann, creator=bob, channel=make_channel(session, members=("U0ANN", "U0BOB")))
    roles.put(session, found, "reviewers", ["U0BOB"])
    return found


def heard(text: str, who: str = "U0ANN", door: Door = Door.SLASH, **more: Any) -> Heard:
    return Heard(TEAM, who, door, text, Gesture(f"{who} {text} {more}"), channel_id="C0LAUNCH", channel_kind="public",
                 **more)  # fmt: skip


def say(session: Session, text: str, who: str = "U0ANN", door: Door = Door.SLASH, **more: Any) -> Answer:
    return commands.run(session, heard(text, who, door, **more), NOW)


def submit(session: Session, form: str, who: str = "U0ANN", **values: Any) -> Answer:
    said = heard("", who, Door.FORM, form=f"form:{form}", values=values, meta={"number": 1, "channel": "C0LAUNCH"})
    return commands.submit(session, said, NOW)


def verb(answer: Answer) -> str:
    assert isinstance(answer, Changed), answer
    return answer.verb


@pytest.mark.parametrize(("handed_in", "returned", "again", "accepted"), [
    ("done 1 please look", "return 1 page 3 is missing", "submit 1", "accept 1 5 clean work"),
    ("提交 1 请看看", "退回 1 第3页缺图", "送审1", "验收通过 1 5分，很好"),
    ("完成1", "打回 1 缺材料：第3页", "提交1", "通过 1"),
    ("#1 is ready for review", "send #1 back: page 3 is missing", "1 is ready for acceptance", "approve #1"),
    ("1 送审", "把1打回重做：缺图", "1 提交验收", "1 验收通过，5分"),
])  # fmt: skip
def test_work_goes_back_and_forth_in_both_languages(
    session: Session, task: Task, handed_in: str, returned: str, again: str, accepted: str
) -> None:
    states = []
    for line, who in ((handed_in, "U0ANN"), (returned, "U0BOB"), (again, "U0ANN"), (accepted, "U0BOB")):
        assert isinstance(say(session, line, who), Changed), line
        states.append(str(task.state))
    assert states == ["review", "doing", "review", "done"]


@pytest.mark.parametrize("line", ["return 1", "accept 1", "退回 1"])
def test_what_nobody_handed_in_is_said_to_be_so_before_any_form_opens(session: Session, task: Task, line: str) -> None:
    with pytest.raises(UserError) as refused:
        say(session, line, "U0ANN")
    assert refused.value.key == "not_in_review"


@pytest.mark.parametrize("line", [
    "accept the offer", "accept 2 offers from suppliers", "return 12 library books", "submit 2 invoices",
    "submit the report", "evidence 3 witnesses gave", "spent 42 dollars on ads", "progress report for May",
    "archive 12 old folders", "closing the books", "通过邮件发送报价单",
    "提交 3 份报告", "验收新设备", "退回样品给供应商",
    "describe the process", "return @bob the keys by Friday",
])  # fmt: skip
def test_what_only_begins_like_a_verb_is_work(session: Session, task: Task, line: str) -> None:
    assert isinstance(say(session, line), Created), line


@pytest.mark.parametrize(("line", "form"), [
    ("return 1", "return"), ("accept! 1", "accept"), ("done! 1", "done"), ("evidence 1", "evidence"),
    ("spent 1", "spent"), ("describe 1", "describe"),
])  # fmt: skip
def test_what_lacks_words_opens_its_form(session: Session, task: Task, line: str, form: str) -> None:
    if form in ("return", "accept"):
        say(session, "submit 1")
    answer = say(session, line, "U0BOB", Door.BUTTON)
    assert isinstance(answer, RecordForm), answer
    assert (answer.verb, answer.task) == (form, task)


def test_the_done_form_takes_evidence_and_time_and_hands_in_with_one_way_back(session: Session, task: Task) -> None:
    task.needs_evidence = True
    asked = say(session, "done 1 all printed")
    assert isinstance(asked, RecordForm)
    assert (asked.verb, asked.words, task.state) == ("done", "all printed", "open")
    for wrong, field in (({"evidence": "it looks good"}, "evidence"), ({"evidence": PDF, "spent": "ages"}, "spent")):
        with pytest.raises(UserError) as refused, session.begin_nested():
            submit(session, "done", **wrong)
        assert refused.value.field == field
    session.refresh(task)
    answer = submit(session, "done", evidence=PDF, spent="3h", words="all printed")
    assert isinstance(answer, Changed)
    assert (task.state, task.spent_minutes, [one["value"] for one in task.evidence or ()]) == ("review", 180, [PDF])
    say(session, "undo " + " ".join(f"@{entry}" for entry in answer.undo), door=Door.BUTTON)
    assert (task.state, task.spent_minutes, task.evidence) == ("open", 0, None)


DECK, PERMALINK = "https://example.com/deck", "https://acme.slack.com/files/U0ANN/F0123ABCD/deck.pdf"


HANDED_IN = [
    (f"submit 1 {DECK}", [("link", DECK)], DECK),
    (f"submit 1 final version {DECK}", [("link", DECK)], f"final version {DECK}"),
    (f"done 1 here: {PDF}", [("link", PDF)], f"here: {PDF}"), (f"done 1 {PERMALINK}", [("file", PERMALINK)], PERMALINK),
    (f"1 is done, see {PDF} and {DECK}", [("link", PDF), ("link", DECK)], f"see {PDF} and {DECK}"),
    (f"handed in 1 {DECK}", [("link", DECK)], DECK),
    (f"done 1: <{PDF}|the deck>", [("link", PDF)], f"the deck ({PDF})"),
    ("done 1 12,000 flyers", [("figure", "12,000 flyers")], "12,000 flyers"),
    ("done #1 98%", [("figure", "98%")], "98%"),
    (f"提交1 终稿 {DECK}", [("link", DECK)], f"终稿 {DECK}"), (f"1 完成了 {PDF}", [("link", PDF)], PDF),
    (f"1完成了，见 {PDF}", [("link", PDF)], f"见 {PDF}"), (f"完成1：{PERMALINK}", [("file", PERMALINK)], PERMALINK),
    ("完成 1 12000份", [("figure", "12000份")], "12000份"),
    (f"1 送审，终稿在 {DECK}", [("link", DECK)], f"终稿在 {DECK}"),
]  # fmt: skip


@pytest.mark.parametrize(("line", "shown", "words"), HANDED_IN)
def test_what_is_handed_in_by_words_shows_the_work_and_loses_none_of_them(
    session: Session, task: Task, line: str, shown: list[tuple[str, str]], words: str
) -> None:
    task.needs_evidence = True
    answer = say(session, line)
    assert isinstance(answer, Changed), answer
    assert (task.state, [(one["kind"], one["value"]) for one in task.evidence or ()]) == ("review", shown)
    assert queries.list_history(session, task)[0].note == words
    say(session, "undo " + " ".join(f"@{entry}" for entry in answer.undo), door=Door.BUTTON)
    assert (task.state, task.evidence) == ("open", None)


@pytest.mark.parametrize(("line", "words"), [
    ("submit 1 final version", "final version"), ("submit 1 v2", "v2"), ("提交1 终稿", "终稿"),
    ("完成1 都寄出了", "都寄出了"),
    ("1 is done, all sent", "all sent"),
])  # fmt: skip
def test_words_that_show_nothing_are_kept_in_the_form_that_asks_for_it(
    session: Session, task: Task, line: str, words: str
) -> None:
    task.needs_evidence = True
    answer = say(session, line)
    assert isinstance(answer, RecordForm), answer
    assert (answer.words, task.state) == (words, "open")


def test_an_address_shows_the_work_where_nobody_asked_for_it_and_a_file_that_came_along_too(
    session: Session, task: Task
) -> None:
    say(session, f"submit 1 {DECK}", door=Door.DM, meta={"files": [("deck.pdf", PERMALINK)]})
    assert [(one["kind"], one["value"]) for one in task.evidence or ()] == [("link", DECK), ("file", PERMALINK)]
    other = make_task(session, make_person(session))
    say(session, "done 2 sent 12,000 flyers")
    assert (other.state, other.evidence) == ("done", None), "a number in words is no evidence that nobody asked for"


def test_did_you_mean_keeps_the_words_that_say_more_than_what_is_counted(session: Session, task: Task) -> None:
    for line, meant in ((f"done 1 flyers, see {PDF}", f"done #1 flyers, see {PDF}"),
                        ("cancel 1 flights because of the strike", "cancel #1 flights because of the strike"),
                        ("cancel 1 flights", "cancel #1")):  # fmt: skip
        answer = say(session, line)
        assert isinstance(answer, DidYouMean), (line, answer)
        assert (answer.meant, answer.line) == (meant, line)


def test_several_are_done_at_once_and_those_without_evidence_are_told_apart(session: Session, task: Task) -> None:
    other = make_task(session, make_person(session), needs_evidence=True)
    answer = say(session, "done 1, 2")
    assert isinstance(answer, Changed)
    assert ([error.key for error in answer.not_done], task.state, other.state) == (["evidence_first"], "review", "open")


def test_the_forms_accept_and_return(session: Session, task: Task) -> None:
    say(session, "done 1")
    assert verb(submit(session, "return", "U0BOB", reason="missing material", words="page 3")) == "return"
    say(session, "done 1")
    with pytest.raises(UserError):
        submit(session, "return", "U0BOB", reason="defect", words=" ")
    assert verb(submit(session, "accept", "U0BOB", score="4", words="good")) == "accept"
    assert (task.score, task.returns) == (4, 1)


@pytest.mark.parametrize(("line", "kind", "note"), [
    ("return #1 numbers are old", None, "numbers are old"),
    ("return 1 because page 3 is missing", "missing material", "page 3 is missing"),
    ("退回 1 数字太旧了", None, "数字太旧了"),
    ("退回 1 第3页缺图", "missing material", "第3页缺图"),
    ("打回1，金额不对", "defect", "金额不对"),
    ("return #1 other: the typos are fine", "other", "the typos are fine"),
])  # fmt: skip
def test_a_typed_return_is_of_the_kind_that_its_words_say(
    session: Session, task: Task, line: str, kind: str | None, note: str
) -> None:
    say(session, "done 1")
    assert verb(say(session, line, "U0BOB")) == "return"
    entry = queries.list_history(session, task)[0]
    assert (entry.after.get("return_reason"), entry.note) == (kind, note)


def test_the_form_of_a_return_asks_for_the_kind_in_words(session: Session, task: Task) -> None:
    say(session, "done 1")
    for chosen in ("", "none", None):
        with pytest.raises(UserError) as refused:
            submit(session, "return", "U0BOB", reason=chosen, words="page 3")
        assert (refused.value.key, refused.value.field) == ("which_reason", "reason")
    assert task.state == "review"


def test_what_waits_for_acceptance_is_a_list_of_its_own(session: Session, task: Task) -> None:
    def listed(line: str, who: str) -> list[int]:
        answer = say(session, line, who)
        assert isinstance(answer, TaskList)
        return [one.number for one in answer.page.tasks]

    assert listed("list accept", "U0BOB") == []
    say(session, "done 1")
    assert (listed("list accept", "U0BOB"), listed("列表 待我验收", "U0BOB"), listed("list accept", "U0ANN")) == (
        [1], [1], [],
    )  # fmt: skip
    say(session, "accept 1", "U0BOB")
    assert listed("list accept", "U0BOB") == []


def in_thread(session: Session, text: str, who: str = "U0ANN", **meta: Any) -> Answer:
    row = Outbox(workspace_id=TEAM, key="card:1", kind="task.card", to="C0LAUNCH", subject={"number": 1},
                 created_at=NOW, due_at=NOW, try_real=NOW, nonce="n")  # fmt: skip
    return commands.reply(session, heard(text, who, Door.MENTION, thread_ts="1.1", meta=meta), row, NOW)


FILE = ["photo.png", "https://acme.slack.com/files/U1/F1/photo.png"]


def test_a_reply_in_the_thread_of_a_card_says_how_far_it_is_and_brings_evidence(session: Session, task: Task) -> None:
    assert verb(in_thread(session, f"60% – the draft is at <{PDF}|the wiki>")) == "progress"
    assert verb(in_thread(session, "", files=[FILE])) == "progress"
    assert isinstance(in_thread(session, "30% of people like it", thread_only=True), Nothing)
    assert isinstance(in_thread(session, "here", thread_only=True, files=[["b", "https://acme.slack.com/files/U1/F2/b"]]),
                      Nothing)  # fmt: skip
    assert task.percent == 60
    assert [(one["kind"], one["name"]) for one in task.evidence or ()] == [
        ("link", "the wiki"), ("file", "photo.png"), ("file", "b"),
    ]  # fmt: skip


def test_evidence_is_named_by_its_place_to_be_taken_away(session: Session, task: Task) -> None:
    assert verb(say(session, f"evidence 1 <{PDF}> the draft")) == "evidence"
    assert verb(say(session, "凭证 1 350 份")) == "evidence"
    assert verb(say(session, "证据 1 删除 1")) == "evidence away"
    assert [one["value"] for one in task.evidence or ()] == ["350 份"]
    with pytest.raises(UserError):
        say(session, "evidence #1 it looks good")


def test_a_strict_team_is_offered_the_form_when_somebody_begins(session: Session, task: Task) -> None:
    shape = say(session, "/muster shape", "U0BOB")
    assert isinstance(shape, ShapeForm)
    submit(session, "shape", "U0BOB", shape=["goal"], strict=["strict"])
    asked = say(session, "start 1")
    assert isinstance(asked, RecordForm)
    assert (asked.verb, asked.shape) == ("describe", ("goal",))
    assert verb(submit(session, "describe", goal="a full stand")) == "describe"
    assert verb(say(session, "start 1")) == "start"


def test_only_leads_say_what_a_team_asks_for(session: Session, task: Task) -> None:
    channel = session.get(Channel, (TEAM, "C0LAUNCH"))
    assert channel is not None
    teams.ensure(session, acting(session, make_person(session, "U0BOB")), channel)
    with pytest.raises(UserError):
        say(session, "/muster shape", "U0ANN")


def test_a_closing_becomes_a_case(session: Session, task: Task) -> None:
    say(session, "done 1")
    say(session, "accept 1", "U0BOB")
    assert isinstance(say(session, "结案 1"), RecordForm)
    assert submit(session, "closing", lesson=" ") == Said("nothing_kept", {"number": 1}, anywhere=True)
    assert verb(submit(session, "closing", lesson="ask early")) == "closing"
    assert verb(submit(session, "closing", lesson="")) == "closing none"
    tags = "deck, #fair，印刷 海报、样品"
    assert verb(submit(session, "closing", lesson="ask early", tags=tags)) == "closing"
    found = say(session, "cases fair")
    assert isinstance(found, CaseList)
    [(case, _)] = found.rows
    assert (case.lesson, case.tags) == ("ask early", ["deck", "fair", "印刷", "海报", "样品"])
    assert say(session, "案例 火箭") == CaseList("火箭", (), {})
