"""`/standup` as it is spoken: by its verbs in both languages, its forms, and replies in words."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest

from bot import commands
from bot.answers import Answer, AnswerForm, Help, Preview, Said, StandupForm
from bot.answers.slips import Unread
from bot.errors import UserError
from bot.heard import Door, Gesture, Heard
from bot.notices import StandupPrompt, StandupWrap
from bot.rules.standups import QUESTIONS
from models import AnswerState, Session
from models.queries import standups as queries
from tests.factories import NOW, TEAM, make_channel, make_person, make_task
from tests.standup_days import CHANNEL, channel_of, letter, letters, make_team, part, pass_time, person_of, states

MONDAY = date(2026, 3, 9)
ASKS = datetime(2026, 3, 9, 8, 30, tzinfo=UTC)
CLOSES = ASKS + timedelta(minutes=150)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
BERLIN_ONLY = {"U0ANN": "Europe/Berlin", "U0BEN": "Europe/Berlin"}
DM = {"channel_id": "D0ANN", "channel_kind": "im"}
FORM: dict[str, Any] = {
    "days": ["1", "3"], "at": "10:15", "zone_mode": "member", "window": "120", "remind": "20",
    "members": ["U0ANN", "U0BEN"], "optional": ["U0BEN"], "leads": ["U0ANN"], "questions": "",
}  # fmt: skip


def hear(text: str, person_id: str = "U0ANN", **more: Any) -> Heard:
    places = {"channel_id": CHANNEL, "channel_kind": "public"}
    return Heard(**{"workspace_id": TEAM, "person_id": person_id, "door": Door.SLASH, "text": text,
                    "gesture": Gesture(text)} | places | more)  # fmt: skip


def say(session: Session, line: str, person_id: str = "U0ANN", *, now: datetime = ASKS, **more: Any) -> Answer:
    answer = commands.run(session, hear(f"/standup {line}".strip(), person_id, **more), now)
    session.flush()
    return answer


def submit(session: Session, form: str, values: dict[str, Any], meta: dict[str, str], *, now: datetime = ASKS,
           person_id: str = "U0ANN") -> Answer:  # fmt: skip
    heard = hear("", person_id, door=Door.FORM, form=form, values=values, meta=meta)
    return commands.submit(session, heard, now)


def reply(session: Session, text: str, *, now: datetime = ASKS) -> Answer:
    row = letter(session, f"standup:ask:{CHANNEL}:2026-03-09:U0ANN")
    return commands.reply(session, hear(text, door=Door.DM, **DM), row, now)


def refusal(session: Session, line: str, person_id: str = "U0ANN", **more: Any) -> str:
    with pytest.raises(UserError) as refused:
        say(session, line, person_id, **more)
    return refused.value.key


def asked_team(session: Session, **chosen: Any) -> None:
    make_team(session, zones=BERLIN_ONLY, **chosen)
    pass_time(session, NOW, ASKS)


def empty_channel(session: Session, **facts: Any) -> None:
    for person_id in BERLIN_ONLY:
        make_person(session, person_id)
    make_channel(session, CHANNEL, members=tuple(BERLIN_ONLY), **facts)


@pytest.mark.parametrize("line", ["", "setup", "设置"])
def test_the_first_set_up_proposes_the_channel_s_people(session: Session, line: str):
    empty_channel(session)
    form = say(session, line)
    assert form == StandupForm(channel_of(session), None, ("U0ANN", "U0BEN"), (), ("U0ANN",))


@pytest.mark.parametrize("line", ["setup", "pause", "run", "preview", "report"])
def test_a_team_s_verbs_are_said_in_its_channel(session: Session, line: str):
    make_person(session)
    assert refusal(session, line, **DM) == "run_in_channel"


def test_without_the_bot_in_the_channel_there_is_no_form(session: Session):
    empty_channel(session, bot_is_in=False)
    assert refusal(session, "setup") == "bot_not_in_channel"


def test_a_saved_form_is_the_standup(session: Session):
    empty_channel(session)
    answer = submit(session, "form:standup", FORM, {"channel": CHANNEL})
    assert answer == Said("standup_saved", {"channel": CHANNEL, "next_on": MONDAY, "next_at": ASKS + 45 * HOUR / 60})
    standup = queries.standup(session, TEAM, CHANNEL)
    assert standup is not None
    assert (standup.days, standup.at, standup.zone, standup.questions) == ([1, 3], time(10, 15), None, [])
    assert (standup.window_minutes, standup.remind_minutes) == (120, 20)
    assert say(session, "setup") == StandupForm(
        channel_of(session), standup, ("U0ANN", "U0BEN"), ("U0BEN",), ("U0ANN",))  # fmt: skip


@pytest.mark.parametrize(("changes", "zone"), [
    ({"zone_mode": "one"}, "Europe/Berlin"),
    ({"zone_mode": "one", "zone": "Asia/Shanghai"}, "Asia/Shanghai"),
    ({"zone_mode": "member", "zone": "Asia/Shanghai"}, None),
])  # fmt: skip
def test_all_may_share_one_zone(session: Session, changes: dict[str, str], zone: str | None):
    empty_channel(session)
    submit(session, "form:standup", FORM | changes, {"channel": CHANNEL})
    standup = queries.standup(session, TEAM, CHANNEL)
    assert standup is not None
    assert standup.zone == zone


@pytest.mark.parametrize(("changes", "zone"), [({}, "Asia/Shanghai"), ({"zone": None}, "Europe/Berlin")])
def test_a_shared_zone_is_kept_until_it_is_emptied(session: Session, changes: dict[str, None], zone: str):
    empty_channel(session)
    form = FORM | {"zone_mode": "one"}
    submit(session, "form:standup", form | {"zone": "Asia/Shanghai"}, {"channel": CHANNEL})
    submit(session, "form:standup", form | changes, {"channel": CHANNEL})
    standup = queries.standup(session, TEAM, CHANNEL)
    assert standup is not None
    assert standup.zone == zone


@pytest.mark.parametrize(("changes", "key", "field"), [
    ({"days": []}, "no_days", "days"),
    ({"at": "late"}, "bad_time", "at"),
    ({"window": "5"}, "bad_window", "window"),
    ({"remind": "120"}, "bad_remind", "remind"),
    ({"questions": "why\n" * 11}, "too_many_questions", "questions"),
    ({"zone_mode": "one", "zone": "Mars/Base"}, "no_such_zone", "zone"),
])  # fmt: skip
def test_a_wrong_field_is_named_and_nothing_is_kept(session: Session, changes: dict[str, Any], key: str, field: str):
    empty_channel(session)
    with pytest.raises(UserError) as refused:
        submit(session, "form:standup", FORM | changes, {"channel": CHANNEL})
    assert (refused.value.key, refused.value.field) == (key, field)
    assert queries.standup(session, TEAM, CHANNEL) is None


def test_the_usual_questions_sent_back_as_they_were_shown_stay_the_usual_ones(session: Session):
    empty_channel(session)
    submit(session, "form:standup", FORM | {"questions": "\n".join(QUESTIONS)}, {"channel": CHANNEL})
    standup = queries.standup(session, TEAM, CHANNEL)
    assert standup is not None
    assert standup.questions == []


def test_a_form_sent_by_somebody_who_may_not_is_refused(session: Session):
    make_team(session, zones=BERLIN_ONLY)
    with pytest.raises(UserError) as refused:
        submit(session, "form:standup", FORM, {"channel": CHANNEL}, person_id="U0BEN")
    assert refused.value.key == "leads_only"


def test_the_bare_command_says_how_the_standup_stands(session: Session):
    make_team(session, zones=BERLIN_ONLY, optional=("U0BEN",))
    answer = say(session, "", "U0BEN", now=NOW)
    assert isinstance(answer, Said)
    assert answer.key == "standup_status"
    assert answer.params == {
        "channel": CHANNEL, "next_on": MONDAY, "next_at": ASKS, "paused": False, "days": (1, 2, 3, 4, 5),
        "at": time(9, 30), "zone": None, "members": ("U0ANN", "U0BEN"), "optional": ("U0BEN",), "leads": ("U0ANN",),
    }  # fmt: skip


def test_the_bare_command_in_a_direct_message_opens_what_waits(session: Session):
    make_team(session, zones=BERLIN_ONLY)
    assert say(session, "", **DM) == Said("standup_nothing_waits", {})
    pass_time(session, NOW, ASKS)
    form = say(session, "", **DM)
    assert isinstance(form, AnswerForm)
    assert (form.on, form.state, form.closes_at) == (MONDAY, AnswerState.ASKED, CLOSES)


def test_preview_shows_the_next_prompt_to_who_asks(session: Session):
    make_team(session, zones=BERLIN_ONLY)
    make_task(session, person_of(session, "U0ANN"), channel=channel_of(session), due_on=MONDAY)
    answer = say(session, "preview", now=NOW)
    assert isinstance(answer, Preview)
    assert answer.notice == StandupPrompt(channel_of(session), MONDAY, QUESTIONS, ("", "#1 Send the deck", ""), CLOSES)
    assert letters(session) == []


@pytest.mark.parametrize(("pause", "resume"), [("pause", "resume"), ("暂停", "恢复")])
def test_pause_and_resume(session: Session, pause: str, resume: str):
    make_team(session, zones=BERLIN_ONLY)
    assert say(session, pause) == Said("standup_paused", {"channel": CHANNEL})
    assert say(session, resume, now=NOW) == Said(
        "standup_resumed", {"channel": CHANNEL, "next_on": MONDAY, "next_at": ASKS})  # fmt: skip


@pytest.mark.parametrize("line", ["run", "run now", "现在"])
def test_run_asks_now(session: Session, line: str):
    make_team(session, zones=BERLIN_ONLY)
    assert say(session, line, now=ASKS - HOUR) == Said("standup_asked", {"channel": CHANNEL, "count": 2})


def test_a_paused_standup_is_not_run(session: Session):
    make_team(session, zones=BERLIN_ONLY)
    say(session, "pause")
    assert refusal(session, "run") == "standup_is_paused"


@pytest.mark.parametrize("line", [
    "answer", "回答", "answer 2026-03-09", "answer today", "回答 今天", f"answer {CHANNEL}",
    f"answer {CHANNEL} 2026-03-09", f"answer <#{CHANNEL}|launch> 2026-03-09",
])  # fmt: skip
@pytest.mark.parametrize("place", [{}, DM])
def test_answer_opens_the_day_s_form(session: Session, line: str, place: dict[str, str]):
    asked_team(session)
    form = say(session, line, **place)
    assert form == AnswerForm(channel_of(session), MONDAY, QUESTIONS, ("", "", ""), AnswerState.ASKED, CLOSES)


def test_after_answering_the_form_shows_one_s_own_answers(session: Session):
    asked_team(session)
    meta = {"channel": CHANNEL, "on": "2026-03-09"}
    kept = submit(session, "form:answer", {"q0": "Deck", "q1": "Prices", "q2": None}, meta)
    assert kept == Said("standup_answered", {"channel": CHANNEL, "on": MONDAY})
    form = say(session, "answer")
    assert isinstance(form, AnswerForm)
    assert (form.answers, form.state) == (("Deck", "Prices", ""), AnswerState.ANSWERED)
    edited = submit(session, "form:answer", {"q0": "Deck 2", "q1": "Prices"}, meta, now=ASKS + HOUR)
    assert edited == Said("standup_edited", {"channel": CHANNEL, "on": MONDAY})


def test_a_late_answer_is_taken_and_called_late(session: Session):
    asked_team(session)
    meta = {"channel": CHANNEL, "on": "2026-03-09"}
    kept = submit(session, "form:answer", {"q0": "Deck"}, meta, now=CLOSES + HOUR)
    assert kept == Said("standup_late", {"channel": CHANNEL, "on": MONDAY})


@pytest.mark.parametrize(("line", "key"), [
    ("answer 2026-03-01", "no_standup_for_you"), ("answer C0OTHER 2026-03-09", "no_standup_for_you"),
    ("answer yesterday", "no_standup_for_you"),
])  # fmt: skip
def test_a_day_one_had_no_part_in_is_not_found(session: Session, line: str, key: str):
    asked_team(session)
    assert refusal(session, line) == key


def test_who_is_in_no_standup_has_nothing_to_answer(session: Session):
    asked_team(session)
    make_person(session, "U0CAT")
    assert refusal(session, "answer", "U0CAT") == "nothing_to_answer"


def test_same_answers_with_the_tasks_as_they_stand(session: Session):
    make_team(session, zones=BERLIN_ONLY)
    make_task(session, person_of(session, "U0ANN"), channel=channel_of(session), due_on=MONDAY)
    pass_time(session, NOW, ASKS)
    assert say(session, f"same {CHANNEL} 2026-03-09", **DM) == Said(
        "standup_answered", {"channel": CHANNEL, "on": MONDAY})  # fmt: skip
    assert part(session, "U0ANN", MONDAY).answers == ["", "#1 Send the deck", ""]
    assert refusal(session, f"same {CHANNEL} 2026-03-09", **DM) == "standup_answered_already"


def test_same_without_tasks_says_so(session: Session):
    asked_team(session)
    assert refusal(session, "same", **DM) == "no_tasks_to_answer_with"


@pytest.mark.parametrize("line", ["skip", "跳过", f"skip {CHANNEL} 2026-03-09"])
def test_skip_leaves_today_out(session: Session, line: str):
    asked_team(session)
    assert say(session, line, **DM) == Said("standup_skipped", {"channel": CHANNEL, "on": MONDAY})
    assert states(session, MONDAY)["U0ANN"] == AnswerState.SKIPPED


@pytest.mark.parametrize("text", ["skip", "Skip today.", "跳过"])
def test_a_reply_that_says_skip_skips(session: Session, text: str):
    asked_team(session)
    assert reply(session, text) == Said("standup_skipped", {"channel": CHANNEL, "on": MONDAY})


def test_a_reply_in_words_is_the_answer(session: Session):
    asked_team(session)
    assert reply(session, "1. Deck\n2. Prices with <@U0BEN|ben>\n3. no") == Said(
        "standup_answered", {"channel": CHANNEL, "on": MONDAY})  # fmt: skip
    assert part(session, "U0ANN", MONDAY).answers == ["Deck", "Prices with @ben", "no"]


def test_a_report_shows_a_day_and_only_to_leads_who_is_missing(session: Session):
    asked_team(session)
    pass_time(session, ASKS, CLOSES)
    shown = [say(session, "report 2026-03-09", person_id, now=CLOSES) for person_id in BERLIN_ONLY]
    for answer, missing in zip(shown, (["U0ANN", "U0BEN"], []), strict=True):
        assert isinstance(answer, Preview)
        assert isinstance(answer.notice, StandupWrap)
        assert (answer.notice.asked, answer.notice.answered) == (2, 0)
        assert [person.id for person in answer.notice.missing] == missing


@pytest.mark.parametrize(("line", "on"), [("report", None), ("报告 昨天", MONDAY - DAY)])
def test_a_day_without_a_run_has_no_report(session: Session, line: str, on: date | None):
    make_team(session, zones=BERLIN_ONLY)
    assert say(session, line) == Said("standup_no_report", {"channel": CHANNEL, "on": on})


def test_from_elsewhere_a_private_channel_s_report_is_not_found_by_outsiders(session: Session):
    asked_team(session)
    make_person(session, "U0CAT")
    channel_of(session).kind = "private"
    assert refusal(session, f"report {CHANNEL}", "U0CAT", **DM) == "no_standup_here"


@pytest.mark.parametrize(("line", "read"), [("answer the phone", "answer"), ("skip 2026-02-30", "skip")])
def test_words_after_a_verb_that_it_cannot_read_are_named(session: Session, line: str, read: str):
    make_team(session, zones=BERLIN_ONLY)
    answer = say(session, line)
    assert isinstance(answer, Unread)
    assert (answer.topic, answer.read, f"{answer.read} {answer.words}") == ("standup", read, line)


@pytest.mark.parametrize("line", ["what now", "blah"])
def test_other_words_are_answered_with_help(session: Session, line: str):
    make_team(session, zones=BERLIN_ONLY)
    answer = say(session, line)
    assert isinstance(answer, Help)
    usages = ["setup", "preview", "run", "pause", "resume", "answer 2026-03-09", "skip", "report 2026-03-09", "help"]
    assert (answer.topic, [usage for usage, _ in answer.entries]) == ("standup", usages)
