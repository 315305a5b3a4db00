"""Briefs, standups, digests, Home and the forms of teams."""

import json
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest

from bot.answers import AnswerForm, DigestForm, SetupForm, SmallForm, StandupForm, TaskForm
from bot.notices import Brief, DigestPost, StandupCard, StandupPrompt, StandupReminder, StandupWrap
from bot.render import slack
from bot.rules import standups
from models import AnswerState, Digest, Standup, Workspace
from tests.render import reading, samples

ANN = samples.person()
DANA = samples.person("U0DANA", "Dana")
LAUNCH = samples.channel()
NOTHING: dict[str, Any] = {"late": (), "due": (), "blocked_on": (), "new": ()}


def said(notice: Any, language: str = "en", person_id: str | None = "U0ANN") -> str:
    return str(slack.notice(notice, samples.reader(language, person_id))["text"])


def brief(**parts: Any) -> Brief:
    return Brief(ANN, samples.TODAY, people={"U0DANA": DANA}, **(NOTHING | parts))


def test_a_brief_greets_counts_and_lists() -> None:
    late = samples.task(40, "Book the room", due_on=date(2026, 3, 6), ends_at=samples.NOW - timedelta(days=2))
    waiting = samples.task(43, "Print it", owner_id="U0DANA", blocked_at=samples.NOW)
    notice = brief(late=(late,), due=(samples.task(due_on=samples.TODAY),), blocked_on=(waiting,))
    assert said(notice).splitlines() == [
        "Good morning, Ann. Mon 9 Mar",
        "1 late · 1 due today · 1 blocked on you",
        "*⏰ Late* · 1",
        "*#40* Book the room",
        "⏰ was due Fri 6 Mar · 🟡 2 high",
        "*📅 Due today* · 1",
        "*#42* Send the deck",
        "📅 due today",
        "*⛔ Blocked on you* · 1",
        "*#43* Print it",
        "👤 Dana · ⛔ *blocked*",
        "To be reminded of a task later, choose Snooze from its three-dot menu.",
    ]
    assert said(notice, "zh").startswith("Ann，早上好。3月9日 周一\n1 项逾期 · 1 项今天到期 · 1 项在等你")


def test_a_brief_shows_twelve_and_counts_the_rest_and_each_task_once() -> None:
    tasks = tuple(samples.task(number) for number in range(1, 31))
    text = said(brief(late=tasks, due=tasks[:5], new=tasks[:5]))
    assert text.count("Send the deck") == 12
    assert "and 18 more: `/task list`" in text
    assert "new" not in text


def test_a_brief_after_an_outage_says_so() -> None:
    notice = Brief(ANN, samples.TODAY, (), (samples.task(),), (), (), {}, catch_up=True)
    assert said(notice).startswith("Hello Ann, I was offline for a while.")


def prompt(**changes: Any) -> StandupPrompt:
    filled: dict[str, Any] = {
        "questions": standups.QUESTIONS,
        "filled": ("✓ #41 Book the room", "", ""),
        "said_next": "Print it",
    }
    return StandupPrompt(LAUNCH, samples.TODAY, closes_at=samples.NOW + timedelta(hours=2), **(filled | changes))


def test_a_prompt_asks_in_the_readers_language_and_shows_what_is_known() -> None:
    assert "*What did you get done?*\n> ✓ #41 Book the room\n*What is next?*" in said(prompt())
    assert "*完成了什么？*\n> ✓ #41 Book the room\n*接下来做什么？*" in said(prompt(), "zh")
    assert "Your plan last time: Print it" in said(prompt())
    assert "*Done*\n" in said(prompt(questions=("Done",)), "zh")


def test_a_prompt_offers_the_tasks_as_an_answer_only_where_they_say_something() -> None:
    known = reading.buttons(slack.notice(prompt(), samples.reader()))
    assert known == {
        "Answer": "/standup answer C0LAUNCH 2026-03-09",
        "Same as my tasks": "/standup same C0LAUNCH 2026-03-09",
        "Skip today": "/standup skip C0LAUNCH 2026-03-09",
        "I'm away until…": "/muster away new",
    }
    unknown = reading.buttons(slack.notice(prompt(filled=("", "", "")), samples.reader()))
    assert set(known) - set(unknown) == {"Same as my tasks"}


@pytest.mark.parametrize(("minutes", "english", "chinese"), [
    (30, "30 min", "30 分钟"), (60, "1 h", "1 小时"), (95, "1 h 35 min", "1 小时 35 分钟"),
])  # fmt: skip
def test_a_reminder_names_the_time_left(minutes: int, english: str, chinese: str) -> None:
    notice = StandupReminder(LAUNCH, samples.TODAY, samples.NOW + timedelta(minutes=minutes))
    assert f"closes in {english}." in said(notice)
    assert f"还有 {chinese}结束" in said(notice, "zh")


def test_a_standup_card_leaves_out_what_was_left_empty() -> None:
    card = StandupCard(
        DANA, samples.TODAY, standups.QUESTIONS, ("Booked the room", "", "none"), late=True, edited=False
    )
    assert said(card, person_id=None).splitlines() == [
        "*Dana* · late", "*What did you get done?*", "Booked the room", "*Anything in the way?*", "none",
    ]  # fmt: skip


def test_a_wrap_names_who_is_missing_to_leads_only() -> None:
    def wrap(*, for_leads: bool) -> StandupWrap:
        return StandupWrap(LAUNCH, samples.TODAY, 5, 3, 1, (ANN,), ((DANA, "no price yet"),), (DANA,), for_leads)

    channel = said(wrap(for_leads=False), person_id=None)
    assert channel.splitlines() == [
        "🏁 Standup in <#C0LAUNCH>, Mon 9 Mar", "3 of 5 answered · 1 came in late", "*Blockers*",
        "• Dana: no price yet", "Away: Ann",
    ]  # fmt: skip
    assert "No answer from Dana. Only leads see this." in said(wrap(for_leads=True))


def test_a_digest_counts_with_the_change_and_calls_nobody() -> None:
    late = samples.task(40, "Book the room", owner_id="U0DANA", due_on=date(2026, 3, 6), ends_at=samples.NOW)
    notice = DigestPost(LAUNCH, samples.TODAY, samples.NOW - timedelta(days=1), (), (late,) * 6, (), (), (),
                        {"U0DANA": DANA}, {"late": 2, "done": -1}, full=False)  # fmt: skip
    text = said(notice, person_id=None)
    assert text.splitlines()[:2] == ["*📰 #launch, Mon 9 Mar*", "⏰ Late 6 (+2)"]
    assert text.count("• *#40* Book the room · Dana · 📅 due Fri 6 Mar") == 4
    assert "and 2 more: `/task list here late`" in text
    assert text.endswith("Since Sun 8 Mar. Numbers in brackets compare with the last digest.")
    assert "<@" not in text


def test_what_is_due_soon_stands_in_the_order_of_its_dates() -> None:
    soon = tuple(samples.task(number, f"n{number}", due_on=date(2026, 3, on), ends_at=datetime(2026, 3, on, tzinfo=UTC))
                 for number, on in ((41, 13), (42, 11), (43, 12)))  # fmt: skip
    text = said(DigestPost(LAUNCH, samples.TODAY, None, (), (), soon, (), (), {}, {}, full=True))
    assert [line.split()[1] for line in text.splitlines() if line.startswith("•")] == ["*#42*", "*#43*", "*#41*"]


def test_a_task_due_soon_and_blocked_stands_once_with_both_marks() -> None:
    both = samples.task(41, "Book the room", due_on=date(2026, 3, 11), ends_at=datetime(2026, 3, 11, tzinfo=UTC),
                        blocked_at=samples.NOW, blocked_reason="no price")  # fmt: skip
    only = samples.task(43, "Print it", blocked_at=samples.NOW, blocked_reason="no paper")
    text = said(DigestPost(LAUNCH, samples.TODAY, None, (), (), (both,), (both, only), (), {}, {}, full=True))
    assert text.splitlines()[1:] == [
        "📅 Due soon 1 · ⛔ Blocked 2",
        "*📅 Due soon*",
        "• *#41* Book the room · 📅 due Wed 11 Mar · ⛔ *blocked* · no price",
        "*⛔ Blocked*",
        "• *#43* Print it · no paper",
    ]


def test_the_first_digest_of_a_week_is_fuller() -> None:
    tasks = tuple(samples.task(number) for number in range(1, 21))
    short, full = (said(DigestPost(LAUNCH, samples.TODAY, None, tasks, (), (), (), (), {}, {}, full=full))
                   for full in (False, True))  # fmt: skip
    assert (short.count("• "), full.count("• ")) == (4, 8)


def fields(view: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {block["block_id"]: block for block in view["blocks"] if block["type"] == "input"}


def initial(block: dict[str, Any]) -> Any:
    """What a field holds when the form opens."""
    element = block["element"]
    found = [value for name, value in element.items() if name.startswith("initial_")]
    value = found[0] if found else None
    if isinstance(value, dict):
        return value["value"]
    if isinstance(value, list) and value and isinstance(value[0], dict):
        return [one["value"] for one in value]
    return value


def test_the_form_of_a_task_is_filled_with_what_it_is_in_the_readers_zone() -> None:
    task = samples.task(note="n", due_on=date(2026, 3, 13), due_at=datetime(2026, 3, 13, 16, tzinfo=UTC), priority=2,
                        estimate_days=2.5, labels=["a", "b"])  # fmt: skip
    view = slack.form(TaskForm(samples.view(task), title=task.title, note="n", owner_id="U0ANN"),
                      samples.reader(zone="Asia/Shanghai"))  # fmt: skip
    assert (view["callback_id"], view["title"]["text"]) == ("form:task", "Edit #42")
    assert {name: initial(block) for name, block in fields(view).items()} == {
        "title": "Send the deck", "note": "n", "owner": "U0ANN", "due_on": "2026-03-14", "due_at": "00:00",
        "priority": "2", "estimate": "2.5", "labels": "a b", "asks": None,
    }  # fmt: skip
    assert json.loads(view["private_metadata"]) == {"number": 42, "v": 7, "due_on": "2026-03-14"}


def test_the_form_of_a_new_task_remembers_where_it_comes_from() -> None:
    answer = TaskForm(title="x", channel_id="C0LAUNCH", source_ts="1.2", link=samples.LINK)
    view = slack.form(answer, samples.reader())
    assert view["private_metadata"] == f'{{"channel":"C0LAUNCH","link":"{samples.LINK}","ts":"1.2"}}'


def test_a_note_too_long_for_a_form_is_left_out_and_said_so() -> None:
    view = slack.form(TaskForm(title="x", note="n" * 3001), samples.reader())
    assert "note" not in fields(view)
    assert "stays as it is" in str(view["blocks"])


def test_a_link_too_long_to_be_remembered_is_left_out() -> None:
    view = slack.form(TaskForm(link="https://a.example/" + "x" * 3000, channel_id="C0LAUNCH"), samples.reader())
    assert json.loads(view["private_metadata"]) == {"channel": "C0LAUNCH"}


@pytest.mark.parametrize(("verb", "names"), [
    ("block", ["reason", "by", "on"]), ("snooze", ["due_on", "due_at"]), ("due", ["due_on", "due_at"]),
    ("assign", ["owner", "note", "stays"]), ("note", ["note"]),
])  # fmt: skip
def test_a_small_form_asks_only_what_its_verb_needs(verb: str, names: list[str]) -> None:
    view = slack.form(SmallForm(verb, samples.task()), samples.reader())
    assert view["callback_id"] == f"form:{verb}"
    assert list(fields(view)) == names
    assert json.loads(view["private_metadata"]) == {"number": 42, "v": 7}


@pytest.mark.parametrize(("language", "hint"), [
    ("en", "Maya Lin reads this and gets the task back."), ("zh", "Maya Lin 会看到这段话，任务也会退还给对方。"),
])  # fmt: skip
def test_who_turns_a_task_down_is_told_by_name_who_reads_why(language: str, hint: str) -> None:
    form = SmallForm("decline", samples.task(), samples.person("U0MAYA", "Maya Lin"))
    assert fields(slack.form(form, samples.reader(language)))["reason"]["hint"]["text"] == hint


def test_the_set_up_form_holds_the_workspaces_settings() -> None:
    workspace = Workspace(id=samples.TEAM, locale="zh", zone="Asia/Shanghai", holiday_region="CN", admins=["U0ANN"])
    view = slack.form(SetupForm(workspace), samples.reader())
    assert {name: initial(block) for name, block in fields(view).items()} == {
        "language": "zh", "zone": "Asia/Shanghai", "region": "CN", "admins": ["U0ANN"], "leads": None, "emoji": None,
        "style": "small_team", "keep_answers": "0", "keep_deliveries": "90", "keep_history": "0",
    }  # fmt: skip
    sources = {name: fields(view)[name]["element"]["action_id"] for name in ("zone", "region")}
    assert sources == {"zone": "zones", "region": "regions"}


@pytest.mark.parametrize(("zone", "set_up_at", "shown"), [
    ("UTC", None, "Asia/Shanghai"), ("UTC", samples.NOW, "UTC"), ("Europe/Berlin", None, "Europe/Berlin"),
])  # fmt: skip
def test_the_first_set_up_offers_the_zone_of_who_does_it(zone: str, set_up_at: datetime | None, shown: str) -> None:
    workspace = Workspace(id=samples.TEAM, zone=zone, set_up_at=set_up_at)
    view = slack.form(SetupForm(workspace, zone_hint="Asia/Shanghai"), samples.reader())
    assert initial(fields(view)["zone"]) == shown


def test_regions_and_zones_are_named_in_the_readers_language() -> None:
    workspace = Workspace(id=samples.TEAM, zone="America/New_York", holiday_region="CN")

    def named(language: str) -> list[str]:
        view = slack.form(SetupForm(workspace), samples.reader(language))
        return [fields(view)[name]["element"]["initial_option"]["text"]["text"] for name in ("zone", "region")]

    assert named("en") == ["America/New York", "China"]
    assert named("zh") == ["美国（纽约）时间 (America/New York)", "中国"]


def test_the_standup_form_keeps_lengths_that_are_not_usual() -> None:
    standup = Standup(workspace_id=samples.TEAM, channel_id="C0LAUNCH", days=[1, 3], at=time(10, 15),
                      zone="Asia/Shanghai", window_minutes=77, remind_minutes=13)  # fmt: skip
    view = slack.form(StandupForm(LAUNCH, standup, ("U0ANN",), (), ("U0BOB",)), samples.reader())
    assert {name: initial(block) for name, block in fields(view).items()} == {
        "days": ["1", "3"], "at": "10:15", "zone_mode": "one", "zone": "Asia/Shanghai", "window": "77", "remind": "13",
        "members": ["U0ANN"], "optional": None, "leads": ["U0BOB"], "questions": "\n".join(standups.QUESTIONS),
    }  # fmt: skip


def test_the_answer_form_has_a_field_a_question_and_says_until_when() -> None:
    def form(closes_at: datetime) -> dict[str, Any]:
        answer = AnswerForm(LAUNCH, samples.TODAY, standups.QUESTIONS, ("done", "", ""), AnswerState.ASKED, closes_at)
        return slack.form(answer, samples.reader())

    view = form(samples.NOW + timedelta(hours=1))
    assert {name: initial(block) for name, block in fields(view).items()} == {"q0": "done", "q1": None, "q2": None}
    assert json.loads(view["private_metadata"]) == {"channel": "C0LAUNCH", "on": "2026-03-09"}
    assert "Open until" in str(view["blocks"][0])
    assert "marked as late" in str(form(samples.NOW - timedelta(hours=1))["blocks"][0])


def test_the_digest_form_begins_with_working_days() -> None:
    first = slack.form(DigestForm(LAUNCH, None, "Europe/Berlin", time(17)), samples.reader())
    assert {name: initial(block) for name, block in fields(first).items()} == {
        "days": ["1", "2", "3", "4", "5"], "at": "17:00", "zone": "Europe/Berlin",
    }  # fmt: skip
    digest = Digest(workspace_id=samples.TEAM, channel_id="C0LAUNCH", days=[5], at=time(16), zone="UTC")
    later = slack.form(DigestForm(LAUNCH, digest, "Europe/Berlin", time(17)), samples.reader())
    assert {name: initial(block) for name, block in fields(later).items()} == {
        "days": ["5"],
        "at": "16:00",
        "zone": "UTC",
    }
