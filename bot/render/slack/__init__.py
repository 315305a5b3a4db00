"""What Muster says in Slack: every answer and every notice as a payload. The type checker names what is missing."""

from typing import Any, assert_never

from bot.answers import (
    AnswerForm,
    AskIfTask,
    Broken,
    Changed,
    Created,
    DidYouMean,
    DigestForm,
    Form,
    HandedOver,
    Help,
    Message,
    MyDay,
    Nothing,
    NotSaved,
    Outsiders,
    PastDate,
    Preview,
    Reader,
    Refused,
    Repeated,
    RolesForm,
    Said,
    SaidBefore,
    SetupForm,
    SeveralLines,
    SeveralMade,
    Shown,
    SmallForm,
    SmallTalk,
    StandupForm,
    TaskForm,
    TaskHistory,
    TaskList,
    Together,
    TooFast,
    WhichTask,
    WhoIs,
    Working,
)
from bot.answers.away import WorkTime, WorkTimeForm
from bot.answers.finding import Exporting, ListSaved, SavedLists
from bot.answers.people import DirectoryPage, FieldsForm, HandoverForm, ImportForm, ImportPreview, PersonForm
from bot.answers.plans import OpenParts, OrderAsked, PartOf, SlipAsked, SlipSaved, Split
from bot.answers.ranking import DryRun, OrderForm, RulesForm, RulesShown, Suggestions
from bot.answers.reviews import CaseList, RecordForm, ShapeForm
from bot.answers.slips import Unread
from bot.answers.troubles import Undelivered
from bot.answers.whys import Next, Rehearsing, Why
from bot.answers.wishes import Wished, WishForm
from bot.errors import UserError
from bot.render.slack import (
    asks,
    blocks,
    cases,
    directory,
    finding,
    forms,
    handing,
    help,
    history,
    lists,
    not_taken,
    notes,
    of_time,
    plans,
    ranking,
    record_forms,
    said_first,
    several,
    shown,
    slips,
    sources,
    suggesting,
    tasks,
    team_forms,
    troubles,
)
from bot.render.slack import home as home_page
from bot.render.slack.blocks import Block
from bot.render.slack.said_first import notice as notice
from bot.render.slack.text import escape
from bot.render.slack.voice import Voice


def message(answer: Message, reader: Reader) -> dict[str, Any]:
    """Text and blocks; empty where there is nothing to say."""
    drawn = _answer(Voice(reader), answer)
    return blocks.message(drawn) if drawn else {}


def _answer(v: Voice, answer: Message) -> list[Block]:
    match answer:
        case Created() | Changed() | SeveralMade() | SaidBefore():
            return _done(v, answer)
        case TaskList() | CaseList() | SavedLists() | ListSaved() | Exporting():
            return _found(v, answer)
        case Shown() | TaskHistory():
            return _in_full(v, answer)
        case SeveralLines() | AskIfTask() | DidYouMean() | Unread() | WhoIs() | PastDate() | WhichTask() | Outsiders():
            return _question(v, answer)
        case RulesShown() | DryRun() | Suggestions():
            return _ranking(v, answer)
        case SmallTalk():
            return asks.small_talk(v, answer)
        case SlipAsked() | OrderAsked() | SlipSaved() | OpenParts() | PartOf() | Split():
            return plans.answer(v, answer)
        case Why() | Next() | Rehearsing() | WorkTime() | Wished():
            return of_time.answer(v, answer)
        case Together():
            return [block for one in answer.answers for block in _answer(v, one)]
        case _:
            return _other(v, answer)


def _done(v: Voice, answer: Created | Changed | SeveralMade | SaidBefore) -> list[Block]:
    match answer:
        case Created():
            return tasks.created(v, answer)
        case HandedOver():
            return [*(tasks.changed(v, answer) if answer.views else []), *directory.teams_given(v, answer),
                    *directory.posts_given(v, answer),
                    *notes.not_done(v, answer.not_done)]  # fmt: skip
        case Changed():
            return [*tasks.changed(v, answer), *notes.not_done(v, answer.not_done)]
        case SeveralMade():
            return several.several_made(v, answer)
        case SaidBefore():
            return tasks.said_before(v, answer)
        case _:
            assert_never(answer)


def _found(v: Voice, answer: TaskList | CaseList | SavedLists | ListSaved | Exporting) -> list[Block]:
    match answer:
        case TaskList():
            return lists.task_list(v, answer)
        case CaseList():
            return cases.case_list(v, answer)
        case _:
            return finding.answer(v, answer)


def _in_full(v: Voice, answer: Shown | TaskHistory) -> list[Block]:
    match answer:
        case Shown():
            return shown.shown(v, answer)
        case TaskHistory():
            return history.task_history(v, answer)
        case _:
            assert_never(answer)


def _ranking(v: Voice, answer: RulesShown | DryRun | Suggestions) -> list[Block]:
    match answer:
        case RulesShown():
            return ranking.rules_shown(v, answer)
        case DryRun():
            return ranking.dry_run(v, answer)
        case Suggestions():
            return suggesting.suggestions(v, answer)
        case _:
            assert_never(answer)


def _question(
    v: Voice, answer: SeveralLines | AskIfTask | DidYouMean | Unread | WhoIs | PastDate | WhichTask | Outsiders
) -> list[Block]:
    match answer:
        case SeveralLines():
            return several.several_lines(v, answer)
        case AskIfTask():
            return asks.ask_if_task(v, answer)
        case DidYouMean():
            return asks.did_you_mean(v, answer)
        case Unread():
            return slips.unread(v, answer)
        case WhoIs():
            return asks.who_is(v, answer)
        case PastDate():
            return asks.past_date(v, answer)
        case WhichTask():
            return asks.which_task(v, answer)
        case Outsiders():
            return asks.outsiders(v, answer)
        case _:
            assert_never(answer)


Other = (
    Help | DirectoryPage | ImportPreview | Said | Preview | Nothing | Repeated | Working | Refused | Broken | NotSaved
    | TooFast | Undelivered
)  # fmt: skip


def _other(v: Voice, answer: Other) -> list[Block]:
    match answer:
        case Help():
            return help.help_(v, answer)
        case DirectoryPage() | ImportPreview() | Undelivered():
            return _for_admins(v, answer)
        case Said():
            return notes.said(v, answer)
        case Preview():
            return [blocks.context(v("Only you can see this.")), *blocks.still(said_first.drawn(v, answer.notice))]
        case Nothing() | Repeated():
            return []
        case Working():
            return help.working(v)
        case Refused():
            return notes.refused(v, answer.error)
        case Broken():
            return help.broken(v, answer)
        case NotSaved() | TooFast():
            return not_taken.answer(v, answer)
        case _:
            assert_never(answer)


def _for_admins(v: Voice, answer: DirectoryPage | ImportPreview | Undelivered) -> list[Block]:
    match answer:
        case DirectoryPage():
            return directory.page(v, answer)
        case ImportPreview():
            return directory.preview(v, answer)
        case Undelivered():
            return troubles.undelivered(v, answer)
        case _:
            assert_never(answer)


def form(answer: Form, reader: Reader) -> dict[str, Any]:
    """A modal view."""
    v = Voice(reader)
    match answer:
        case TaskForm():
            return forms.task_form(v, answer)
        case SmallForm():
            return forms.small_form(v, answer)
        case RecordForm():
            return record_forms.record_form(v, answer)
        case PersonForm() | ImportForm() | FieldsForm() | HandoverForm():
            return _form_of_people(v, answer)
        case RolesForm():
            return handing.roles_form(v, answer)
        case WishForm() | WorkTimeForm():
            return of_time.form(v, answer)
        case ShapeForm():
            return record_forms.shape_form(v, answer)
        case SetupForm() | StandupForm() | AnswerForm() | DigestForm():
            return _form_of_a_team(v, answer)
        case OrderForm() | RulesForm():
            return ranking.order_form(v, answer) if isinstance(answer, OrderForm) else ranking.rules_form(v, answer)
        case _:
            assert_never(answer)


def _form_of_a_team(v: Voice, answer: SetupForm | StandupForm | AnswerForm | DigestForm) -> dict[str, Any]:
    match answer:
        case SetupForm():
            return team_forms.setup_form(v, answer)
        case StandupForm():
            return team_forms.standup_form(v, answer)
        case AnswerForm():
            return team_forms.answer_form(v, answer)
        case DigestForm():
            return team_forms.digest_form(v, answer)
        case _:
            assert_never(answer)


def _form_of_people(v: Voice, answer: PersonForm | ImportForm | FieldsForm | HandoverForm) -> dict[str, Any]:
    match answer:
        case PersonForm():
            return directory.person_form(v, answer)
        case ImportForm():
            return directory.import_form(v, answer)
        case FieldsForm():
            return directory.fields_form(v, answer)
        case HandoverForm():
            return directory.handover_form(v, answer)
        case _:
            assert_never(answer)


def field_error(error: UserError, reader: Reader) -> str:
    """A refusal in plain text, for the field of a form that it belongs to."""
    return notes.plain_refusal(Voice(reader), error)


def still_saving(reader: Reader) -> str:
    """For the field of a form whose values take long to be saved, in plain text."""
    v = Voice(reader)
    return v.plain("Still saving. Please press the button again in a moment; it won't be done twice.")


def about(said: dict[str, Any], words: str, link: str | None, reader: Reader) -> dict[str, Any]:
    """A message that comes elsewhere than what it is about: with those words before it."""
    return blocks.message([*sources.about(Voice(reader), words, link), *said["blocks"]])


def window(said: dict[str, Any], reader: Reader) -> dict[str, Any]:
    """A message as a small modal, for places that have no room for one."""
    v = Voice(reader)
    drawn = said.get("blocks") or [blocks.section(escape(said.get("text") or "…"))]
    return {
        "type": "modal", "callback_id": "window", "title": blocks.plain("Muster", 24),
        "close": blocks.plain(v.plain("Close"), 24), "blocks": drawn,
    }  # fmt: skip


def home(day: MyDay, reader: Reader) -> dict[str, Any]:
    """The App Home view."""
    return {"type": "home", "blocks": home_page.home(Voice(reader), day)[:100]}
