"""Cards, receipts and lists of tasks: what they say and what can be pressed."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from bot.answers import Changed, Created, Shown, TaskList
from bot.notices import Nudge, TaskCard, TaskTold
from bot.render import slack
from models import Task
from models.queries.listing import Filter, Page
from tests.render import reading, samples

FRIDAY = date(2026, 3, 13)
DUE: dict[str, Any] = {"due_on": FRIDAY, "ends_at": datetime(2026, 3, 13, 17, tzinfo=UTC)}


def card(task: Task, language: str = "en", **of_view: Any) -> dict[str, Any]:
    return slack.notice(TaskCard(samples.view(task, **of_view)), samples.reader(language, person_id=None))


def test_a_card_as_it_stands_in_a_channel() -> None:
    task = samples.task(
        note="Ask Maya for\nthe figures", owner_id="U0DANA", labels=["launch"], estimate_days=0.5, project="Spring",
        source_link=samples.LINK, important=True, other_on=date(2026, 3, 20), **DUE,
    )  # fmt: skip
    assert reading.page(card(task, undo=samples.entry("add"), after=(41,))) == "\n".join([
        "*#42* Send the deck",
        "> Ask Maya for\n> the figures",
        "  👤 <@U0DANA> · 📅 due Fri 13 Mar · 🟡 2 high · ⚪ open · #launch · 📁 Spring · ⏱️ 4 h · after #41 · "
        f"<{samples.LINK}|from this message>",
        "  [Done = v7 done 42] [Start = v7 start 42] [Blocked… = v7 block 42] [Snooze… = v7 snooze 42] "
        "[or Fri 20 Mar? = v7 due 42 2026-03-20] [Undo = undo @55] "
        "(Edit… = v7 edit 42, Change date… = v7 due 42, Reassign… = v7 assign 42, "
        "Priority… = v7 priority 42, Cancel task = v7 cancel 42)",
    ])  # fmt: skip


def test_the_same_card_in_chinese() -> None:
    task = samples.task(title="把方案发给客户", owner_id="U0DANA", labels=["发布"], important=True, **DUE)
    page = reading.page(card(task, "zh"))
    assert "👤 <@U0DANA> · 📅 3月13日 周五截止 · 🟡 2 高 · ⚪ 待办 · #发布" in page
    assert "[完成 = v7 done 42] [开始 = v7 start 42] [卡住了… = v7 block 42] [稍后提醒… = v7 snooze 42]" in page


@pytest.mark.parametrize(("fields", "labels"), [
    ({}, ["Done", "Start", "Blocked…", "Snooze…"]),
    ({"state": "doing"}, ["Done", "Blocked…", "Snooze…"]),
    ({"state": "doing", "blocked_at": samples.NOW}, ["Unblock", "Done", "Snooze…"]),
    ({"state": "done"}, ["Reopen"]),
    ({"state": "cancelled"}, ["Reopen"]),
])  # fmt: skip
def test_a_card_offers_what_fits_its_state_the_likeliest_first(fields: dict[str, Any], labels: list[str]) -> None:
    row = card(samples.task(**fields))["blocks"][-1]["elements"]
    assert [element["text"]["text"] for element in row if element["type"] == "button"] == labels


@pytest.mark.parametrize("fields", [{}, {"state": "doing"}, {"blocked_at": samples.NOW}])
def test_a_card_has_one_menu_and_it_ends_the_row(fields: dict[str, Any]) -> None:
    task = samples.task(**fields)
    for drawn in (card(task), slack.message(Shown(samples.view(task), (), {}), samples.reader())):
        menus = [one for one in reading.objects(drawn) if one.get("type") == "overflow"]
        rows = [block["elements"] for block in drawn["blocks"] if block["type"] == "actions"]
        assert menus == [rows[0][-1]]


def test_undo_is_offered_in_a_direct_message_only_to_whom_it_belongs() -> None:
    drawn = TaskCard(samples.view(samples.task(), undo=samples.entry("add", actor_id="U0BOB")))
    assert "Undo" in reading.buttons(slack.notice(drawn, samples.reader(person_id="U0BOB")))
    assert "Undo" not in reading.buttons(slack.notice(drawn, samples.reader(person_id="U0ANN")))


def test_a_card_with_no_time_left_to_undo_has_no_undo() -> None:
    assert "Undo" in reading.buttons(card(samples.task(state="done"), undo=samples.entry("done")))
    assert "Undo" not in reading.buttons(card(samples.task(state="done")))


def test_a_blocked_card_says_why_and_whom_it_waits_for() -> None:
    task = samples.task(blocked_at=samples.NOW, blocked_by_id="U0BOB", blocked_by_number=41, blocked_reason="no price")
    assert "⛔ *blocked* · waiting for <@U0BOB> · waiting for #41 · no price" in card(task)["text"]


@pytest.mark.parametrize(("reader_id", "is_private", "shown"), [
    (None, True, True), ("U0ANN", True, True), ("U0DANA", True, False), ("U0DANA", False, True),
])  # fmt: skip
def test_the_link_of_a_private_conversation_is_for_those_who_were_in_it(
    reader_id: str | None, is_private: bool, shown: bool
) -> None:
    task = samples.task(owner_id="U0DANA", source_link=samples.LINK, source_is_private=is_private)
    drawn = slack.notice(TaskCard(samples.view(task)), samples.reader(person_id=reader_id))
    assert (samples.LINK in str(drawn)) is shown


def test_a_due_time_is_a_token_and_its_fallback_is_in_the_readers_zone() -> None:
    task = samples.task(due_on=FRIDAY, due_at=datetime(2026, 3, 13, 16, tzinfo=UTC))
    for zone, fallback in (("Europe/Berlin", "Fri 13 Mar 17:00"), ("Asia/Shanghai", "Sat 14 Mar 00:00")):
        text = slack.notice(TaskCard(samples.view(task)), samples.reader(zone=zone))["text"]
        assert f"📅 due <!date^1773417600^{{day_divider_pretty}} {{time}}|{fallback}>" in text


@pytest.mark.parametrize(("on", "english", "chinese"), [
    (date(2026, 3, 8), "yesterday", "昨天"),
    (date(2026, 3, 9), "today", "今天"),
    (date(2026, 3, 10), "tomorrow", "明天"),
    (date(2026, 3, 13), "Fri 13 Mar", "3月13日 周五"),
    (date(2027, 1, 4), "Mon 4 Jan 2027", "2027年1月4日 周一"),
])  # fmt: skip
def test_a_receipt_names_the_day_as_people_do(on: date, english: str, chinese: str) -> None:
    view = samples.view(samples.task(due_on=on))
    assert f"📅 due {english} ·" in slack.message(Created(view, "here"), samples.reader())["text"]
    assert f"📅 {chinese}截止 ·" in slack.message(Created(view, "here"), samples.reader("zh"))["text"]


def test_a_card_whose_date_has_passed_says_was_due() -> None:
    at = samples.NOW - timedelta(days=2)
    dated: dict[str, Any] = {"due_on": at.date(), "ends_at": at}
    for task in (samples.task(**dated), samples.task(**dated, due_at=at)):
        assert "⏰ was due" in card(task)["text"]


def test_a_card_that_stands_for_days_has_no_tomorrow_in_it() -> None:
    assert "due Tue 10 Mar" in card(samples.task(due_on=date(2026, 3, 10)))["text"]


def test_a_receipt_tells_where_the_card_is_who_was_told_and_how_to_invite() -> None:
    view = samples.view(samples.task(owner_id="U0DANA"), undo=samples.entry("add"))
    drawn = slack.message(Created(view, posted="dm", invite=True), samples.reader())
    assert drawn["text"].splitlines()[0] == "➕ Added *#42* Send the deck"
    assert drawn["text"].splitlines()[-1] == (
        "The card is in our direct messages. <@U0DANA> has been told. "
        "I'm not in this channel. `/invite @Muster` lets me post cards here."
    )
    assert reading.buttons(drawn) == {"Undo": "undo @55", "Edit…": "v7 edit 42"}


def test_a_receipt_for_oneself_tells_of_nobody() -> None:
    assert "told" not in slack.message(Created(samples.view(samples.task()), "here"), samples.reader())["text"]


DONE: dict[str, Any] = {"state": "done"}


@pytest.mark.parametrize(("verb", "fields", "english", "chinese"), [
    ("start", {"state": "doing"}, "▶️ Started", "▶️ 已开始"),
    ("done", DONE, "✅ Done", "✅ 已完成"),
    ("assign", {"owner_id": "U0DANA"}, "👤 Assigned to <@U0DANA>", "👤 已转给 <@U0DANA>"),
    ("due", DUE, "📅 Now due Fri 13 Mar", "📅 截止日期改为 3月13日 周五"),
    ("due", {}, "📅 Due date removed", "📅 已去掉截止日期"),
    ("priority", {"priority": 1}, "Priority set to 🔴 1 urgent", "优先级改为 🔴 1 紧急"),
    ("priority", {}, "Priority back to automatic", "优先级改回由我判断"),
    ("something new", {}, "✏️ Updated", "✏️ 已修改"),
])  # fmt: skip
def test_a_change_is_said_in_words(verb: str, fields: dict[str, Any], english: str, chinese: str) -> None:
    answer = Changed(verb, (samples.view(samples.task(**fields)),), undo=(55, 56))
    for language, words in (("en", english), ("zh", chinese)):
        drawn = slack.message(answer, samples.reader(language))
        assert drawn["text"].splitlines()[0] == f"{words} · *#42* Send the deck"
        assert list(reading.buttons(drawn).values()) == ["undo @55 @56"]


def test_a_new_moment_is_a_time_in_chinese() -> None:
    task = samples.task(due_on=FRIDAY, due_at=datetime(2026, 3, 13, 16, tzinfo=UTC))
    text = slack.message(Changed("due", (samples.view(task),)), samples.reader("zh"))["text"]
    assert text.startswith("📅 截止时间改为 <!date^1773417600^")


def test_an_edit_that_changed_nothing_says_so() -> None:
    drawn = slack.message(Changed("edit", (samples.view(samples.task()),)), samples.reader())
    assert "Nothing changed" in drawn["text"]
    assert reading.buttons(drawn) == {}


def test_what_was_said_with_done_is_shown() -> None:
    drawn = slack.message(
        Changed("done", (samples.view(samples.task(**DONE)),), detail="sent by mail"), samples.reader()
    )
    assert drawn["text"].endswith("> sent by mail")


def test_an_undo_too_long_for_a_button_is_left_out() -> None:
    answer = Changed("done", (samples.view(samples.task(**DONE)),) * 40, undo=tuple(range(1000, 2000)))
    drawn = slack.message(answer, samples.reader())
    assert reading.buttons(drawn) == {}
    assert "and 25 more" in drawn["text"]


def page_of(*tasks: Task, number: int = 1, total: int | None = None) -> Page:
    return Page(tasks, len(tasks) if total is None else total, number, 8)


def test_a_list_has_a_row_a_task_with_its_verbs() -> None:
    late = samples.task(41, "Book the room", due_on=date(2026, 3, 6), ends_at=samples.NOW - timedelta(days=2))
    theirs = samples.task(43, "Print it", owner_id="U0DANA", state="doing", blocked_at=samples.NOW)
    answer = TaskList("all", Filter(), page_of(late, theirs), "list all", {"U0DANA": samples.person("U0DANA", "Dana")})
    assert reading.page(slack.message(answer, samples.reader())) == "\n".join([
        "*All open tasks* · 2",
        "*#41* Book the room\n⏰ was due Fri 6 Mar · 🟡 2 high",
        "  (Done = v7 done 41, Start = v7 start 41, Show = v7 show 41, Snooze until tomorrow = v7 snooze 41 tomorrow)",
        "*#43* Print it\n👤 Dana · 🔵 in progress · ⛔ *blocked*",
        "  (Done = v7 done 43, Show = v7 show 43, Snooze until tomorrow = v7 snooze 43 tomorrow)",
    ])  # fmt: skip


@pytest.mark.parametrize(("number", "pages"), [
    (1, {"More ›": "list mine page 2"}),
    (2, {"‹ Back": "list mine page 1", "More ›": "list mine page 3"}),
    (3, {"‹ Back": "list mine page 2"}),
])  # fmt: skip
def test_the_pager_leads_both_ways_as_far_as_there_is_something(number: int, pages: dict[str, str]) -> None:
    answer = TaskList("mine", Filter(), page_of(samples.task(), number=number, total=20), "list mine", {})
    drawn = slack.message(answer, samples.reader())
    assert f"Page {number} of 3" in drawn["text"]
    assert pages.items() <= reading.buttons(drawn).items()
    assert len([line for line in reading.buttons(drawn).values() if "page" in line]) == len(pages)


DANA = samples.person("U0DANA", "Dana")
HERS: dict[str, Any] = {"owner_id": "U0DANA"}
HERE: dict[str, Any] = {"channel_id": "C0LAUNCH"}
GIVEN: dict[str, Any] = {"creator_id": "U0ANN"}


@pytest.mark.parametrize(("heading", "wanted", "words"), [
    ("mine", Filter(owner_id="U0ANN"), "Your tasks"),
    ("person", Filter(**HERS), "Dana's tasks"),
    ("channel", Filter(**HERE), "Tasks in this channel"),
    ("given", Filter(**GIVEN), "Tasks you assigned to others"),
    ("all", Filter(), "All open tasks"),
    ("late", Filter(owner_id="U0ANN", late=True), "Your late tasks"),
    ("late", Filter(**HERS, late=True), "Dana's late tasks"),
    ("channel", Filter(**HERE, late=True), "Late in this channel"),
    ("given", Filter(**GIVEN, late=True), "Late tasks you assigned to others"),
    ("late", Filter(late=True), "All late tasks"),
    ("blocked", Filter(owner_id="U0ANN", blocked=True), "Your blocked tasks"),
    ("blocked", Filter(**HERS, blocked=True), "Dana's blocked tasks"),
    ("channel", Filter(**HERE, blocked=True), "Blocked in this channel"),
    ("given", Filter(**GIVEN, blocked=True), "Blocked tasks you assigned to others"),
    ("blocked", Filter(blocked=True), "All blocked tasks"),
    ("found", Filter(words="price <list>"), "Tasks matching “price &lt;list&gt;”"),
])  # fmt: skip
def test_a_list_says_whose_and_which(heading: str, wanted: Filter, words: str) -> None:
    answer = TaskList(heading, wanted, page_of(samples.task()), "list", {}, DANA if wanted.owner_id else None)
    assert slack.message(answer, samples.reader())["text"].startswith(f"*{words}* · 1")


@pytest.mark.parametrize(("wanted", "words"), [
    (Filter(owner_id="U0ANN", blocked=True),
     "None of your tasks are blocked. `/task list all blocked` shows everyone's."),
    (Filter(**HERE, blocked=True), "Nothing is blocked."),
    (Filter(owner_id="U0ANN", late=True), "You're not late with anything."),
    (Filter(**HERS, late=True), "Nothing is late."),
])  # fmt: skip
def test_an_empty_list_claims_no_more_than_it_looked_at(wanted: Filter, words: str) -> None:
    drawn = slack.message(TaskList("late", wanted, page_of(), "list", {}, DANA), samples.reader())
    assert drawn["text"].splitlines()[1] == words


def test_an_empty_list_says_what_to_do_next() -> None:
    drawn = slack.message(TaskList("mine", Filter(owner_id="U0ANN"), page_of(), "list", {}), samples.reader())
    assert drawn["text"] == "*Your tasks*\nNothing on your plate. `/task send the deck by Friday` adds a task."


def test_a_shown_task_tells_its_history_in_words_newest_first() -> None:
    history = (
        samples.entry("due", {"due_on": "2026-03-12"}, {"due_on": "2026-03-13"}),
        samples.entry("assign", {"owner_id": "U0ANN"}, {"owner_id": "U0DANA"}, actor_id="U0ANN", undone_by=60),
        samples.entry("note", note="spoke to the printer", actor_id="U0GONE"),
    )
    people = {"U0BOB": samples.person("U0BOB", "Bob"), "U0DANA": samples.person("U0DANA", "Dana")}
    drawn = slack.message(Shown(samples.view(samples.task()), history, people), samples.reader())
    told = [line.split(" · ", 1)[1] for line in drawn["text"].splitlines() if line.startswith("•")]
    assert told == [
        "Bob changed the due date from Thu 12 Mar to Fri 13 Mar",
        "you reassigned it from you to Dana · undone",
        "someone added a note · “spoke to the printer”",
    ]


def test_the_giver_hears_what_became_of_the_task() -> None:
    notice = TaskTold(samples.view(samples.task(**DONE)), samples.person("U0DANA"), "done", "sent by mail")
    drawn = slack.notice(notice, samples.reader())
    assert drawn["text"].startswith("✅ <@U0DANA> finished a task you assigned\n*#42* Send the deck\n> sent by mail")
    assert reading.buttons(drawn) == {"Show": "show 42", "Reopen": "v7 reopen 42"}


def test_who_is_waited_for_is_offered_what_they_may_do() -> None:
    task = samples.task(owner_id="U0DANA", creator_id="U0DANA", blocked_at=samples.NOW, blocked_by_id="U0ANN")
    notice = TaskTold(samples.view(task), samples.person("U0DANA"), "blocked_on_you", "the price")
    drawn = slack.notice(notice, samples.reader())
    assert drawn["text"].startswith("⛔ <@U0DANA> is waiting for you")
    assert reading.buttons(drawn) == {"Note…": "v7 note 42", "Show": "show 42"}


@pytest.mark.parametrize(("kind", "at", "words"), [
    ("soon", samples.NOW + timedelta(minutes=60), "⏰ Due in 1 h · "),
    ("soon", samples.NOW + timedelta(minutes=45), "⏰ Due in 45 min · "),
    ("soon", samples.NOW - timedelta(minutes=5), "⏰ Past due · "),
    ("passed", samples.NOW - timedelta(minutes=5), "⏰ Past due · "),
    ("snoozed", samples.NOW + timedelta(minutes=60), "🔔 Here's your reminder\n"),
])  # fmt: skip
def test_a_nudge_says_why_it_comes(kind: str, at: datetime, words: str) -> None:
    task = samples.task(due_at=at, ends_at=at)
    drawn = slack.notice(Nudge(kind, task, samples.person()), samples.reader())
    assert drawn["text"].startswith(words)
    (row,) = [block["elements"] for block in drawn["blocks"] if block["type"] == "actions"]
    assert [one["text"]["text"] for one in row[:-1]] == ["Done", "Start", "Snooze 1 hour"]
    assert row[-1]["type"] == "overflow"


RULES = [
    ("FREQ=DAILY", "every day", "每天"),
    ("FREQ=DAILY;INTERVAL=2", "every other day", "每两天"),
    ("FREQ=WEEKLY;BYDAY=MO", "every Monday", "每周一"),
    ("FREQ=WEEKLY;BYDAY=MO,TH", "every Mon, Thu", "每周一、周四"),
    ("FREQ=WEEKLY;INTERVAL=2", "every other week", "每两周"),
    ("FREQ=WEEKLY;INTERVAL=2;BYDAY=FR", "every other Friday", "每两周的周五"),
    ("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH", "every other week on Mon, Thu", "每两周的周一、周四"),
    ("FREQ=WEEKLY;INTERVAL=3;BYDAY=TU", "every 3 weeks on Tuesday", "每 3 周的周二"),
    ("FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "every weekday", "每个工作日"),
    ("FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", "every month on the last working day", "每月的最后一个工作日"),
    ("FREQ=MONTHLY;BYMONTHDAY=15", "every month on the 15th", "每月的 15 日"),
    ("FREQ=MONTHLY;INTERVAL=2;BYMONTHDAY=22", "every other month on the 22nd", "每两个月的 22 日"),
    ("FREQ=MONTHLY;BYMONTHDAY=-1", "every month on the last day", "每月的最后一天"),
    ("FREQ=MONTHLY;BYDAY=-1FR", "every month on the last Friday", "每月的最后一个周五"),
    ("FREQ=MONTHLY;BYMONTHDAY=1,15", "every month on the 1st, 15th", "每月的 1、15 日"),
    ("FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=8", "every year on 8 March", "每年的 3月8日"),
    ("FREQ=YEARLY;BYMONTH=3,9;BYMONTHDAY=-1", "every year on the last day of Mar, Sept", "每年的 3月、9月的最后一天"),
    ("FREQ=YEARLY;BYMONTH=6", "every year in Jun", "每年的 6月"),
    ("FREQ=HOURLY", "every hour", "每小时"),
    ("FREQ=DAILY;COUNT=5", "every day, 5 times", "每天，共 5 次"),
    ("FREQ=DAILY;UNTIL=20260331", "every day, until Tue 31 Mar", "每天，到 3月31日 周二为止"),
    ("FREQ=SECONDLY", "repeats", "重复"),
]


@pytest.mark.parametrize(("rule", "english", "chinese"), RULES)
def test_a_recurrence_is_said_in_words(rule: str, english: str, chinese: str) -> None:
    assert f"🔁 {english}" in card(samples.task(rrule=rule))["text"]
    assert f"🔁 {chinese}" in card(samples.task(rrule=rule), "zh")["text"]


def test_who_is_given_a_task_is_asked_first_and_sees_nothing_about_words_of_others() -> None:
    reader = samples.reader(person_id="U0DANA")
    given = samples.task(owner_id="U0DANA", creator_id="U0MAYA", **DUE)
    view = samples.view(given, taken={"due": "by Friday"}, is_fresh=True)
    drawn = slack.notice(TaskCard(view), reader)
    assert list(reading.buttons(drawn))[:4] == ["Got it", "Not mine…", "Done", "Start"]
    page = reading.page(drawn)
    assert [label for label in ("Blocked…", "Snooze…", "Read:") if label in page] == []
    taken_on = samples.view(samples.task(owner_id="U0DANA", creator_id="U0MAYA", acked_at=samples.NOW, **DUE))
    drawn = slack.notice(TaskCard(taken_on), reader)
    assert list(reading.buttons(drawn))[:4] == ["Done", "Start", "Blocked…", "Snooze…"]
