"""The forms of teams and of the workspace: set-up, standup, answers, digest."""

from collections.abc import Iterable
from datetime import timedelta

from babel.dates import get_timezone_location

from bot.answers import AnswerForm, DigestForm, SetupForm, StandupForm
from bot.locales import marked
from bot.render import regions
from bot.render.slack.blocks import Block, context, section
from bot.render.slack.inputs import field, hour, looked_up, modal, one_of, people, some_of, words
from bot.render.slack.standups import last_plan, open_until, questions
from bot.render.slack.text import channel_link, lines
from bot.render.slack.times import left, weekday
from bot.render.slack.voice import Voice
from bot.rules.retention import CHOICES, Kept
from bot.rules.retention import days as days_kept
from bot.rules.standups import ANSWER_MAX, QUESTION_MAX, QUESTIONS_MAX
from models import Standup, Workspace

WORKDAYS = (1, 2, 3, 4, 5)
WINDOWS = (30, 60, 90, 120, 150, 180, 240, 480)
REMINDERS = (0, 10, 15, 30, 60, 120)
MOST_QUESTIONS = QUESTIONS_MAX * (QUESTION_MAX + 1)
STYLES = {
    "small_team": marked("Small team"),
    "projects": marked("Projects"),
    "service_desk": marked("Service desk"),
    "process_line": marked("Process line"),
}
KEPT = {
    Kept.ANSWERS: (marked("Keep standup answers"), marked("Older ones are deleted every night.")),
    Kept.HISTORY: (marked("Keep the history of closed tasks"),
                   marked("Comments and changes of archived and cancelled tasks. The tasks themselves stay.")),
    Kept.DELIVERIES: (marked("Keep what was sent"),
                      marked("Which reminders came when and why. `/muster why` looks no further back.")),
}  # fmt: skip
LENGTHS = {
    0: marked("For good"),
    30: marked("30 days"),
    90: marked("90 days"),
    180: marked("Half a year"),
    365: marked("A year"),
    730: marked("Two years"),
    1825: marked("Five years"),
}


def setup_form(v: Voice, answer: SetupForm) -> Block:
    workspace = answer.workspace
    region, zone, emoji = workspace.holiday_region, _first_zone(answer), workspace.capture_emoji
    return modal(v.plain("Set up Muster"), v.plain("Save"), v.plain("Cancel"), name="form:setup", meta={}, blocks=[
        field("language", v.plain("Language in channels"), one_of(
            (("en", "English"), ("zh", "中文")), "zh" if workspace.locale.startswith("zh") else "en"),
            hint=v.plain("Each person gets their own language in direct messages."), optional=False),
        field("zone", v.plain("Time zone"), looked_up("zones", zone, zone_name(v, zone),
              v.plain("Type a city")), optional=False),
        field("region", v.plain("Public holidays"), looked_up("regions", region, region_name(v, region),
              v.plain("Type a country")),
              hint=v.plain("Nobody gets reminders on these days.")),
        field("admins", v.plain("Admins of Muster"), people(workspace.admins),
              hint=v.plain("Workspace admins are always included.")),
        field("leads", v.plain("Leads"), people(workspace.leads),
              hint=v.plain("Leads can change every task they can see.")),
        field("emoji", v.plain("Emoji for new tasks"), words(f":{emoji}:" if emoji else "", most=100),
              hint=v.plain("For example 📝. React with it to a message to turn it into a task. Empty means off.")),
        field("style", v.plain("What your teams mostly do"), one_of(
            ((name, v.plain(label)) for name, label in STYLES.items()), workspace.style, kind="radio_buttons"),
            optional=False),
        *(_kept(v, workspace, what) for what in Kept),
    ])  # fmt: skip


def _kept(v: Voice, workspace: Workspace, what: Kept) -> Block:
    rows = ((str(days), v.plain(LENGTHS[days])) for days in sorted(CHOICES[what], key=lambda days: (days == 0, days)))
    chosen = one_of(rows, str(days_kept(workspace, what)))
    return field(f"keep_{what}", v.plain(KEPT[what][0]), chosen, hint=v.plain(KEPT[what][1]), optional=False)


def _first_zone(answer: SetupForm) -> str:
    """Until somebody has set it up, the zone of who does is a better guess than none."""
    workspace = answer.workspace
    is_guessed = workspace.set_up_at is None and workspace.zone == "UTC"
    return (answer.zone_hint if is_guessed else None) or workspace.zone


def region_name(v: Voice, code: str | None) -> str:
    return regions.named(code, v.words.babel) if code else ""


def zone_name(v: Voice, key: str | None) -> str:
    """A zone by its city, in Chinese with the key beside it."""
    shown = (key or "").replace("_", " ")
    if v.words.language == "en" or "/" not in shown:
        return shown
    return f"{get_timezone_location(key, locale=v.words.babel)} ({shown})"


def standup_form(v: Voice, answer: StandupForm) -> Block:
    standup = answer.standup or Standup(workspace_id=answer.channel.workspace_id, channel_id=answer.channel.id)
    meta = {"channel": answer.channel.id}
    return modal(v.plain("Standup"), v.plain("Save"), v.plain("Cancel"), name="form:standup", meta=meta, blocks=[
        section(v("Standup in {channel}", channel=channel_link(answer.channel.id))),
        _days(v, standup.days or WORKDAYS),
        field("at", v.plain("Time"), hour(standup.at), optional=False),
        field("zone_mode", v.plain("Whose time zone"), one_of(
            (("each", v.plain("Each member's own")), ("one", v.plain("One for everyone"))),
            "one" if standup.zone else "each", kind="radio_buttons"), optional=False),
        field("zone", v.plain("Shared time zone"), looked_up("zones", standup.zone, zone_name(v, standup.zone),
              v.plain("Type a city")), hint=v.plain("Leave empty for your own.")),
        field("window", v.plain("Open for"), one_of(_lengths(v, WINDOWS, standup.window_minutes),
              str(standup.window_minutes)), optional=False),
        field("remind", v.plain("Reminder before it closes"), one_of(
            _lengths(v, REMINDERS, standup.remind_minutes), str(standup.remind_minutes)), optional=False),
        field("members", v.plain("Participants"), people(answer.members), optional=False),
        field("optional", v.plain("Optional participants"), people(answer.optional)),
        field("leads", v.plain("Leads"), people(answer.leads), hint=v.plain("Leads see who hasn't answered.")),
        field("questions", v.plain("Questions"),
              words("\n".join(questions(v, standup.questions)), lines=True, most=MOST_QUESTIONS),
              hint=v.plain("One per line. Leave empty for the usual three.")),
    ])  # fmt: skip


def _days(v: Voice, chosen: Iterable[int]) -> Block:
    rows = [(str(number), weekday(v, number)) for number in range(1, 8)]
    return field("days", v.plain("Days"), some_of(rows, (str(number) for number in chosen)), optional=False)


def _lengths(v: Voice, minutes: tuple[int, ...], present: int) -> list[tuple[str, str]]:
    """The usual lengths, and the present one if it is none of them."""
    return [
        (str(number), left(v, timedelta(minutes=number)) if number else v.plain("none"))
        for number in sorted({*minutes, present})
    ]


def answer_form(v: Voice, answer: AnswerForm) -> Block:
    """One field a question, with what is known put in."""
    asked = questions(v, answer.questions)
    known = [*answer.answers, *("" for _ in asked)]
    planned = last_plan(v, answer.said_next)
    meta = {"channel": answer.channel.id, "on": answer.on.isoformat()}
    return modal(v.plain("Standup"), v.plain("Send"), v.plain("Cancel"), name="form:answer", meta=meta, blocks=[
        context(lines(open_until(v, answer.closes_at), planned)),
        *(field(f"q{index}", question, words(known[index], lines=True, most=ANSWER_MAX))
          for index, question in enumerate(asked)),
    ])  # fmt: skip


def digest_form(v: Voice, answer: DigestForm) -> Block:
    digest = answer.digest
    zone = (digest.zone if digest else None) or answer.zone
    meta = {"channel": answer.channel.id}
    return modal(v.plain("Digest"), v.plain("Save"), v.plain("Cancel"), name="form:digest", meta=meta, blocks=[
        section(v("Digest for {channel}", channel=channel_link(answer.channel.id))),
        _days(v, (digest.days if digest else None) or WORKDAYS),
        field("at", v.plain("Time"), hour(digest.at if digest else answer.at), optional=False),
        field("zone", v.plain("Time zone"), looked_up("zones", zone, zone_name(v, zone), v.plain("Type a city")),
              optional=False),
    ])  # fmt: skip
