"""What is said first, drawn: cards, briefs, nudges, digests, standups. Every notice has its place here."""

from typing import Any, assert_never

from bot.answers import (
    Reader,
)
from bot.answers.people import DirectoryRead
from bot.answers.troubles import Trouble
from bot.answers.whys import Rehearsal
from bot.notices import (
    Brief,
    CalendarNews,
    DigestPaused,
    DigestPost,
    Export,
    ExportFailed,
    Hello,
    Lapsing,
    Leaving,
    Notice,
    Nudge,
    Nudges,
    OnHold,
    Ready,
    SourceEdited,
    SourceGone,
    StandupCard,
    StandupPaused,
    StandupPrompt,
    StandupReminder,
    StandupThread,
    StandupWrap,
    TaskCard,
    TaskGone,
    TasksGiven,
    TasksMoved,
    TaskTold,
    Welcome,
)
from bot.render.slack import (
    blocks,
    briefs,
    digests,
    directory,
    finding,
    holds,
    installing,
    nudges,
    of_time,
    plans,
    rehearsals,
    several,
    sources,
    standups,
    tasks,
    troubles,
)
from bot.render.slack.blocks import Block
from bot.render.slack.voice import Voice


def notice(notice: Notice, reader: Reader) -> dict[str, Any]:
    """Text and blocks of what is said first, and the file that goes with them."""
    if isinstance(notice, Export):
        return finding.export(Voice(reader), notice)
    return notice.message if isinstance(notice, Ready) else blocks.message(drawn(Voice(reader), notice))


def drawn(v: Voice, notice: Notice) -> list[Block]:
    """Its blocks alone."""
    match notice:
        case Ready():
            return list(notice.message.get("blocks", []))
        case TaskCard() | TaskGone() | TasksGiven() | TasksMoved() | TaskTold():
            return _of_task(v, notice)
        case Brief():
            return briefs.brief(v, notice)
        case Nudge() | Nudges():
            return nudges.nudge(v, notice) if isinstance(notice, Nudge) else nudges.nudges(v, notice)
        case DigestPost() | DigestPaused() | Hello() | CalendarNews():
            return _of_channel(v, notice)
        case Leaving() | DirectoryRead() | Rehearsal() | OnHold() | Welcome() | Lapsing() | Trouble():
            return _of_keeping(v, notice)
        case SourceEdited() | SourceGone():
            return sources.edited(v, notice) if isinstance(notice, SourceEdited) else sources.gone(v, notice)
        case Export():
            return list(finding.export(v, notice)["blocks"])
        case ExportFailed():
            return finding.export_failed(v, notice)
        case _:
            return _standup(v, notice)


def _of_task(v: Voice, notice: TaskCard | TaskGone | TasksGiven | TasksMoved | TaskTold) -> list[Block]:
    match notice:
        case TaskCard():
            return tasks.task_card(v, notice)
        case TaskGone():
            return tasks.gone(v, notice)
        case TasksGiven():
            return several.tasks_given(v, notice)
        case TasksMoved():
            return plans.tasks_moved(v, notice)
        case TaskTold():
            return tasks.told(v, notice)
        case _:
            assert_never(notice)


def _of_keeping(
    v: Voice, notice: Leaving | DirectoryRead | Rehearsal | OnHold | Welcome | Lapsing | Trouble
) -> list[Block]:
    match notice:
        case Leaving() | DirectoryRead():
            return directory.news(v, notice)
        case Rehearsal():
            return rehearsals.rehearsal(v, notice)
        case OnHold():
            return holds.on_hold(v, notice)
        case Welcome() | Lapsing():
            return installing.drawn(v, notice)
        case Trouble():
            return troubles.trouble(v, notice)
        case _:
            assert_never(notice)


def _of_channel(v: Voice, notice: DigestPost | DigestPaused | Hello | of_time.News) -> list[Block]:
    match notice:
        case CalendarNews():
            return of_time.news(v, notice)
        case DigestPost():
            return digests.digest(v, notice)
        case DigestPaused():
            return digests.paused(v, notice)
        case Hello():
            return digests.hello(v, notice)
        case _:
            assert_never(notice)


def _standup(
    v: Voice,
    notice: StandupPrompt | StandupReminder | StandupThread | StandupCard | StandupWrap | StandupPaused,
) -> list[Block]:
    match notice:
        case StandupPrompt():
            return standups.prompt(v, notice)
        case StandupReminder():
            return standups.reminder(v, notice)
        case StandupThread():
            return standups.thread(v, notice)
        case StandupCard():
            return standups.card(v, notice)
        case StandupWrap():
            return standups.wrap(v, notice)
        case StandupPaused():
            return standups.paused(v, notice)
        case _:
            assert_never(notice)
