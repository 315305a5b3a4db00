"""Questions back, refusals and help: what is said and what one tap does."""

from datetime import date
from typing import Any

import pytest

from bot.answers import (
    AskIfTask,
    DidYouMean,
    Help,
    Message,
    Outsiders,
    PastDate,
    Preview,
    Refused,
    Said,
    SaidBefore,
    WhichTask,
    WhoIs,
)
from bot.errors import UserError, conflict, forbidden, not_found
from bot.render import slack
from tests.render import reading, samples

DANA = samples.person("U0DANA", "Dana")


def drawn(answer: Message, language: str = "en") -> dict[str, Any]:
    return slack.message(answer, samples.reader(language))


@pytest.mark.parametrize(("answer", "buttons"), [
    (AskIfTask("the blue one"), {"Make it a task": "make the blue one"}),
    (SaidBefore(samples.view(samples.task()), "send the deck"),
     {"Add it again": "again send the deck", "Show": "show 42"}),
    (PastDate(date(2026, 3, 2), "send it", "2 March"),
     {"No due date": "make send it", "Open the form…": "new send it"}),
    (Outsiders((DANA,), "share send it to <@U0DANA>"), {"Add and let them know": "share send it to <@U0DANA>"}),
    (Outsiders((DANA,), "assign! 3 <@U0DANA>"), {"Assign and let them know": "assign! 3 <@U0DANA>"}),
    (WhoIs("dan", (DANA,), "send it to <@WHO> today"),
     {"Dana": "make send it to <@U0DANA> today", "Open the form…": "new send it to @dan today"}),
    (WhoIs("dan", (), "<@WHO>"), {"Open the form…": "new @dan"}),
    (WhoIs("dan", (DANA,), "42 <@WHO>", verb="assign"), {"Dana": "assign 42 <@U0DANA>"}),
    (WhichTask("done", (samples.task(), samples.task(43, "Call")), ("done 42", "done 43")),
     {"#42 Send the deck": "done 42", "#43 Call": "done 43"}),
    (DidYouMean("dnoe 20", "done 20"), {"done 20": "done 20", "No, make it a task": "make dnoe 20"}),
    (AskIfTask("why?", is_question=True), {"My tasks": "list", "What is late": "list late", "What I can do": "help",
                                           "Make it a task": "make why?"}),
])  # fmt: skip
def test_a_question_is_answered_by_one_tap(answer: Message, buttons: dict[str, str]) -> None:
    assert reading.buttons(drawn(answer)) == buttons


def test_two_people_of_one_name_are_told_apart_by_their_handles() -> None:
    two = tuple(samples.person(ident, "Dana") for ident in ("U0DANA", "U0BOB"))
    two[0].name, two[1].name = "dana", "dana.b"
    labels = list(reading.buttons(drawn(WhoIs("dana", two, "call <@WHO>"))))
    assert labels == ["Dana", "Dana (@dana.b)", "Open the form…"]


@pytest.mark.parametrize(("answer", "picker"), [
    (WhoIs("dan", (DANA,), "send it to <@WHO>", kept="&17"), ("users_select", "pick:make", "&17", "Someone else…")),
    (WhoIs("dan", (), "42 <@WHO>", verb="assign", kept="&18"),
     ("users_select", "pick:assign", "&18", "Choose a person…")),
    (PastDate(date(2026, 3, 2), "send it", "2 March", "again", "&19"),
     ("datepicker", "pick:again", "&19", "Pick a date…")),
])  # fmt: skip
def test_a_picker_completes_the_line_by_one_tap(answer: Message, picker: tuple[str, ...]) -> None:
    (row,) = [block for block in drawn(answer)["blocks"] if block["type"] == "actions"]
    (found,) = [one for one in row["elements"] if one["action_id"].startswith("pick:")]
    assert (found["type"], found["action_id"], row["block_id"], found["placeholder"]["text"]) == picker


def test_a_long_line_is_carried_by_its_name_to_the_candidates_too() -> None:
    answer = WhoIs("dan", (DANA,), f"{LONG} <@WHO>", kept="&17")
    assert reading.buttons(drawn(answer))["Dana"] == "make &17 <@U0DANA>"


LONG = "x" * 2100


@pytest.mark.parametrize(("answer", "instead"), [
    (AskIfTask(LONG), "`/task new` to open a form"),
    (PastDate(date(2026, 3, 2), LONG, "2 March"), "`/task new` to open a form"),
    (Outsiders((DANA,), LONG), "`/task new` to open a form"),
    (WhoIs("dan", (DANA,), f"{LONG} <@WHO>"), "`/task new` to open a form"),
])  # fmt: skip
def test_a_line_too_long_for_a_button_says_what_to_do_instead(answer: Message, instead: str) -> None:
    assert reading.buttons(drawn(answer)) == {}
    assert instead in drawn(answer)["text"]


@pytest.mark.parametrize(("error", "english", "chinese"), [
    (not_found("no_such_task", number=42), "There's no #42 that you can see. `/task list` shows your tasks.",
     "没有你能看到的 #42。用 `/task 列表` 查看你的任务。"),
    (conflict("cannot_move", number=42, verb="done", state="cancelled"),
     "#42 is cancelled. `/task reopen 42` reopens it.", "#42 已取消，用 `/task 重开 42` 可以重新打开。"),
    (conflict("cannot_move", number=42, verb="done", state="review"),
     "#42 is in review now, so that isn't possible. `/task show 42` has the details.",
     "#42 现在是“待验收”状态，不能这样操作。用 `/task 查看 42` 了解详情。"),
    (conflict("undo_too_late", number=42, verb="due"), "Too late to undo. `/task due 42 …` sets another date.",
     "来不及撤销了。用 `/task 截止 42 …` 改日期。"),
    (forbidden("leads_only", leads=("U0BOB", "U0ANN")), "Only this team's leads can do that: <@U0BOB>, you.",
     "只有本团队的组长可以这样做：<@U0BOB>、你。"),
    (forbidden("not_yours", number=42, owner="U0BOB", creator="U0DANA"),
     "Only <@U0BOB>, <@U0DANA> and leads can change it, but you can add a note: `/task note 42 …`",
     "只有 <@U0BOB>、<@U0DANA> 和组长可以修改。欢迎留下备注：`/task 备注 42 …`"),
    (forbidden("not_yours", number=42, owner="U0BOB", creator="U0BOB"),
     "Only <@U0BOB> and leads can change it, but you can add a note: `/task note 42 …`",
     "只有 <@U0BOB> 和组长可以修改。欢迎留下备注：`/task 备注 42 …`"),
    (forbidden("leads_only", leads=()), "Only this team's leads and admins can do that.",
     "只有本团队的组长和管理员可以这样做。"),
    (UserError("date_is_past", on=date(2026, 3, 8)), "That date has passed: yesterday. Pick a later one.",
     "这个日期已经过去了：昨天。请选以后的日期。"),
    (UserError("no_such_key"), "That doesn't work here. `/task help` shows what does.",
     "这里不支持这个操作。用 `/task 帮助` 查看可以做什么。"),
])  # fmt: skip
def test_a_refusal_says_what_is_the_matter_and_what_to_do(error: UserError, english: str, chinese: str) -> None:
    assert drawn(Refused(error))["text"] == english
    assert drawn(Refused(error), "zh")["text"] == chinese


def test_a_conflict_offers_to_show_how_the_task_stands() -> None:
    assert reading.buttons(drawn(Refused(conflict("changed_since", number=42)))) == {"Show": "show 42"}
    assert reading.buttons(drawn(Refused(not_found("no_such_task", number=42)))) == {}


@pytest.mark.parametrize("key", ["form_not_opened", "form_needs_a_tap"])
def test_a_form_that_could_not_open_keeps_the_words(key: str) -> None:
    assert reading.buttons(drawn(Refused(UserError(key, words="new send the deck")))) == {
        "Open the form": "new send the deck"
    }


@pytest.mark.parametrize(("error", "words"), [
    (forbidden("not_yours", number=42, owner="U0DANA", creator="U0MAYA"),
     "Only its owner, creator and leads can change it, but you can add a note: /task note 42 …"),
    (UserError("date_is_past", field="due_on", on=date(2026, 3, 2)),
     "That date has passed: Mon 2 Mar. Pick a later one."),
    (UserError("no_such_estimate", field="estimate", words="<b>"),
     "I can't read “<b>” as a number of days. Try 0.5 or 2."),
    (UserError("no_such_person", field="owner", name=""), "Please choose a person."),
])  # fmt: skip
def test_a_field_is_told_in_plain_text_without_ids(error: UserError, words: str) -> None:
    assert slack.field_error(error, samples.reader()) == words


def test_a_note_without_a_next_day_does_not_name_one() -> None:
    about = {"channel": "C0LAUNCH", "next_on": date(2026, 3, 10), "next_at": samples.NOW}
    assert "<#C0LAUNCH>: tomorrow." in drawn(Said("standup_saved", about))["text"]
    assert drawn(Said("standup_saved", about | {"next_on": None}))["text"] == (
        "Saved. `/standup preview` shows the questions."
    )


def test_help_lists_what_can_be_said_in_the_readers_language() -> None:
    answer = Help("task", entries=(("done 42 [what happened]", "finish one or more tasks."),))
    assert "`/task done 42 [what happened]` — finish one or more tasks." in drawn(answer)["text"]
    assert "`/task 完成 42 [说明]`：完成一项或多项任务。" in drawn(answer, "zh")["text"]


def test_setup_is_in_the_help_of_admins_only() -> None:
    entries = (("setup", "language, time zone, holidays, admins and leads of this workspace."),)
    assert "/muster setup" in drawn(Help("muster", is_admin=True, entries=entries))["text"]
    assert "/muster setup" not in drawn(Help("muster", entries=entries))["text"]


def test_a_preview_is_to_be_looked_at_not_pressed() -> None:
    preview = drawn(Preview(samples.notices()["prompt"]))
    assert preview["text"].startswith("Only you can see this.\n")
    assert reading.buttons(preview) == {}
