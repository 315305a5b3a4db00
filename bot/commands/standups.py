"""`/standup`: set up, preview, run, pause, answer, skip, report."""

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from bot.answers import Answer, AnswerForm, Help, Preview, Said, StandupForm
from bot.commands.call import Call, Command, Subcommand, nothing
from bot.commands.lines import places
from bot.commands.lines.adding import plain
from bot.commands.people import away
from bot.errors import UserError, conflict, forbidden, not_found
from bot.locales import LANGUAGES, words
from bot.rules import availability, civil, permissions
from bot.rules import standups as rules
from bot.services.rhythm import standup_answers, standup_notices, standup_runs, standups
from bot.services.rhythm.standups import Settings
from models import AnswerState, Channel, Outbox, Standup, StandupAnswer, StandupRun
from models.queries import people as people_queries
from models.queries import standups as queries
from models.queries.tasks import ROSTER_FOR

SKIP_WORDS = frozenset({"skip", "skip today", "跳过", "今天跳过"})
DAY_WORDS = {"today": 0, "yesterday": 1, "今天": 0, "昨天": 1}
_CHANNEL = re.compile(r"<#([CG][A-Z0-9]+)(?:\|[^>]*)?>|([CG][A-Z0-9]{2,})")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


def reads_day(args: str) -> bool:
    """Whether these words are at most a channel and a day."""
    return _day_words(args) is not None


def _day_words(args: str) -> tuple[str | None, str | None] | None:
    """(channel, day as written) of "C0TEAM 2026-03-09", each optional; None where there is anything else."""
    channel: str | None = None
    day: str | None = None
    for word in args.split():
        if channel is None and (match := _CHANNEL.fullmatch(word)):
            channel = match[1] or match[2]
        elif day is None and _is_day(word):
            day = word.lower()
        else:
            return None
    return channel, day


def _is_day(word: str) -> bool:
    if word.lower() in DAY_WORDS:
        return True
    try:
        return bool(_DATE.fullmatch(word)) and bool(date.fromisoformat(word))
    except ValueError:
        return False


def _date_of(call: Call, word: str) -> date:
    today = civil.local_date(call.actor.now, civil.zone(call.person.zone, call.workspace.zone))
    return today - timedelta(days=DAY_WORDS[word]) if word in DAY_WORDS else date.fromisoformat(word)


def setup(call: Call) -> Answer:
    """`setup` — choose days, time, members and questions"""
    return _form(call, places.here(call))


def _form(call: Call, channel: Channel) -> StandupForm:
    team = standups.check_may_set_up(call.session, call.actor, channel)
    standups.check_reachable(channel)
    standup = queries.standup(call.session, channel.workspace_id, channel.id)
    rows = queries.list_team_members(call.session, channel.workspace_id, channel.id)
    return StandupForm(
        channel=channel,
        standup=standup,
        members=tuple(row.person_id for row in rows) or standups.everybody(call.session, channel),
        optional=tuple(row.person_id for row in rows if row.optional),
        leads=tuple(team.leads) if team else (call.person.id,),
    )


def save(call: Call) -> Answer:
    """Keep what the form says."""
    channel = places.channel(call, call.heard.meta.get("channel"))
    before = queries.standup(call.session, channel.workspace_id, channel.id)
    standup = standups.set_up(call.session, call.actor, channel, _settings(call, before))
    return Said("standup_saved", _about(standup))


def _settings(call: Call, before: Standup | None) -> Settings:
    """The form's values. Raises UserError naming the field that is wrong."""
    values = call.heard.values
    shortest, longest = rules.WINDOW_MINUTES
    window = rules.minutes_of(str(values.get("window") or 150), "window", shortest, longest)
    return Settings(
        days=tuple(rules.days_of(values.get("days") or ())),
        at=rules.clock_of(str(values.get("at") or "")),
        zone=_one_zone(call, before) if values.get("zone_mode") == "one" else None,
        window_minutes=window,
        remind_minutes=rules.minutes_of(str(values.get("remind") or 0), "remind", 0, window - 1),
        questions=_own_questions(str(values.get("questions") or "")),
        members=tuple(values.get("members") or ()),
        optional=tuple(values.get("optional") or ()),
        leads=tuple(values.get("leads") or ()),
    )


def _one_zone(call: Call, before: Standup | None) -> str:
    """The zone all share: the one the form names, else that of who sets it up; a form that does not ask keeps it."""
    named = str(call.heard.values.get("zone") or "")
    if named and not civil.is_zone(named):
        raise UserError("no_such_zone", field="zone", words=named)
    kept = before.zone if before is not None and "zone" not in call.heard.values else None
    return named or kept or call.person.zone or call.workspace.zone


def _own_questions(text: str) -> tuple[str, ...]:
    """The usual three, in whichever language the form showed them, are stored as none of their own."""
    asked = tuple(rules.questions_of(text))
    usual = [tuple(words(language)(question) for question in rules.QUESTIONS) for language in LANGUAGES]
    return () if asked in usual else asked


def _about(standup: Standup) -> dict[str, Any]:
    return {"channel": standup.channel_id, "next_on": standup.next_on, "next_at": standup.next_at}


def preview(call: Call) -> Answer:
    """`preview` — see the next prompt as you'd get it"""
    channel = places.here(call)
    if not permissions.can_take_part(call.workspace, call.person, "standup preview"):
        raise forbidden("not_your_standup")
    standup = standups.find(call.session, channel.workspace_id, channel.id)
    hours = availability.hours(call.person, call.workspace)
    on = standup.next_on or rules.run_date(standup, hours, call.actor.now)
    return Preview(standup_notices.prompt_for(
        call.session, call.workspace, standup, channel, call.person, on, call.actor.now))  # fmt: skip


def run(call: Call) -> Answer:
    """`run` — ask now anyone who hasn't been asked today"""
    channel = places.here(call)
    count = standup_runs.run_now(call.session, call.actor, channel)
    return Said("standup_asked", {"channel": channel.id, "count": count})


def pause(call: Call) -> Answer:
    """`pause` — stop asking until you resume"""
    standup = standups.pause(call.session, call.actor, places.here(call))
    return Said("standup_paused", {"channel": standup.channel_id})


def resume(call: Call) -> Answer:
    """`resume` — start asking again"""
    standup = standups.resume(call.session, call.actor, places.here(call))
    return Said("standup_resumed", _about(standup))


def _part(call: Call) -> StandupAnswer:
    """The day of the actor's that the words mean: the one named, else what waits for them."""
    channel_id, day = _day_words(call.args) or (None, None)
    if channel_id is not None and day is not None:
        return standup_answers.find_part(call.session, call.actor, channel_id, _date_of(call, day))
    if day is not None:
        return standup_answers.part_on(call.session, call.actor, _date_of(call, day), call.heard.channel_id)
    return standup_answers.open_part(call.session, call.actor, channel_id or call.heard.channel_id)


def answer(call: Call) -> Answer:
    """`answer 2026-03-09` — answer today's questions, or another day's"""
    return _answer_form(call, _part(call))


def _answer_form(call: Call, part: StandupAnswer) -> AnswerForm:
    standup_answers.check_may_answer(call.actor, part)
    run = standup_answers.run_of(call.session, part)
    filled, said_next = _filled(call, run)
    return AnswerForm(
        channel=places.channel(call, part.channel_id),
        on=part.on,
        questions=rules.asked(run.questions),
        answers=tuple(part.answers) if part.state == AnswerState.ANSWERED else filled,
        state=AnswerState(part.state),
        closes_at=part.close_at,
        said_next=said_next,
    )


def _filled(call: Call, run: StandupRun) -> tuple[tuple[str, ...], str]:
    standup = standups.find(call.session, run.workspace_id, run.channel_id)
    return standup_notices.fill(
        call.session, call.workspace, standup, list(run.questions), call.person, run.on, call.actor.now
    )


def same(call: Call) -> Answer:
    """`same` — answer from your tasks as they stand"""
    part = _part(call)
    if part.state == AnswerState.ANSWERED:
        raise conflict("standup_answered_already", on=part.on)
    filled, _ = _filled(call, standup_answers.run_of(call.session, part))
    if not any(filled):
        raise conflict("no_tasks_to_answer_with")
    return _answered(call, part, filled)


def submit(call: Call) -> Answer:
    """Keep the answers of the form."""
    on = date.fromisoformat(str(call.heard.meta["on"]))
    part = standup_answers.find_part(call.session, call.actor, str(call.heard.meta["channel"]), on)
    count = len(rules.asked(standup_answers.run_of(call.session, part).questions))
    return _answered(call, part, [str(call.heard.values.get(f"q{place}") or "") for place in range(count)])


def _answered(call: Call, part: StandupAnswer, texts: list[str] | tuple[str, ...]) -> Said:
    standup_answers.answer(call.session, call.actor, part, texts)
    return _said_answered(part)


def _said_answered(part: StandupAnswer) -> Said:
    key = "standup_edited" if part.edited_at else "standup_late" if part.late else "standup_answered"
    return Said(key, {"channel": part.channel_id, "on": part.on})


def skip(call: Call) -> Answer:
    """`skip` — skip today's questions"""
    return _skipped(call, _part(call))


def _skipped(call: Call, part: StandupAnswer) -> Said:
    standup_answers.skip(call.session, call.actor, part)
    return Said("standup_skipped", {"channel": part.channel_id, "on": part.on})


def reply(call: Call, row: Outbox) -> Answer:
    """A reply in words to a prompt or its reminder."""
    on = date.fromisoformat(row.subject["on"])
    part = standup_answers.find_part(call.session, call.actor, row.subject["channel"], on)
    if call.line.strip().casefold().rstrip(".!。！") in SKIP_WORDS:
        return _skipped(call, part)
    if part.state == AnswerState.ASKED and (told := away.freely(call)):
        return told
    standup_answers.answer_in_words(call.session, call.actor, part, plain(call, call.line))
    return _said_answered(part)


def report(call: Call) -> Answer:
    """`report 2026-03-09` — a day's report: who answered, who's away, what's blocked"""
    channel_id, day = _day_words(call.args) or (None, None)
    channel = places.channel(call, channel_id or call.heard.channel_id)
    _check_may_read(call, channel)
    standups.find(call.session, channel.workspace_id, channel.id)
    on = _date_of(call, day) if day else queries.last_run_on(call.session, channel.workspace_id, channel.id)
    run = queries.run(call.session, channel.workspace_id, channel.id, on) if on else None
    if run is None:
        return Said("standup_no_report", {"channel": channel.id, "on": on})
    team = queries.team(call.session, channel.workspace_id, channel.id)
    leads = permissions.can_lead(call.workspace, call.person, team.leads if team else ())
    return Preview(standup_notices.wrap_of(call.session, channel, run, for_leads=leads))


def _check_may_read(call: Call, channel: Channel) -> None:
    """In the channel itself everybody may; from elsewhere, who surely is in it. Unseen is not found."""
    if call.heard.channel_id == channel.id:
        return
    inside = people_queries.is_member(call.session, channel.workspace_id, channel.id, call.person.id)
    known = channel.roster_at is not None and channel.roster_at > call.actor.now - ROSTER_FOR
    if not rules.takes_part(channel, call.person, inside and known):
        raise not_found("no_standup_here", channel=channel.id)


def status(call: Call) -> Answer:
    """The standup of this channel: its next run and who is asked; in a direct message, what waits for an answer."""
    channel = people_queries.channel(call.session, call.workspace.id, call.heard.channel_id or "")
    if channel is None or channel.kind not in places.KINDS:
        waiting = queries.list_waiting_for(call.session, call.person)
        return _answer_form(call, waiting[0]) if waiting else Said("standup_nothing_waits", {})
    standup = queries.standup(call.session, channel.workspace_id, channel.id)
    return _status(call, standup) if standup is not None else _form(call, channel)


def _status(call: Call, standup: Standup) -> Said:
    rows = queries.list_team_members(call.session, standup.workspace_id, standup.channel_id)
    team = queries.team(call.session, standup.workspace_id, standup.channel_id)
    return Said("standup_status", _about(standup) | {
        "paused": standup.paused, "days": tuple(standup.days), "at": standup.at, "zone": standup.zone,
        "members": tuple(row.person_id for row in rows),
        "optional": tuple(row.person_id for row in rows if row.optional),
        "leads": tuple(team.leads) if team else (),
    })  # fmt: skip


def help_(call: Call) -> Answer:
    """`help` — everything you can do here"""
    shown = (sub.help.partition(" — ") for sub in STANDUP.subcommands if not sub.hidden)
    entries = tuple((usage.strip("` "), what.strip()) for usage, _, what in shown)
    return Help(topic="standup", is_admin=permissions.is_admin(call.workspace, call.person), entries=entries)


STANDUP = Command(
    "/standup",
    (
        Subcommand("setup", setup, ("settings", "设置"), nothing),
        Subcommand("preview", preview, ("预览",), nothing),
        Subcommand("run", run, ("now", "现在"), lambda args: args.strip().lower() in ("", "now")),
        Subcommand("pause", pause, ("暂停",), nothing),
        Subcommand("resume", resume, ("恢复",), nothing),
        Subcommand("answer", answer, ("回答",), reads_day),
        Subcommand("same", same, (), reads_day, hidden=True, needs="standup answer"),
        Subcommand("skip", skip, ("跳过",), reads_day, needs="standup answer"),
        Subcommand("report", report, ("报告",), reads_day),
        Subcommand("help", help_, ("?", "？", "帮助"), lambda args: len(args.split()) <= 1),
    ),
    empty=status,
    other=help_,
)

FORMS: dict[str, Callable[[Call], Answer]] = {"form:standup": save, "form:answer": submit}

REPLIES: dict[str, Callable[[Call, Outbox], Answer]] = {"standup.prompt": reply, "standup.reminder": reply}
