"""The forms about the work on one task: handing it in, accepting, returning, evidence, time, description, closing."""

from collections.abc import Callable

from bot.answers.reviews import RecordForm, ShapeForm
from bot.locales import marked
from bot.render.slack.blocks import Block, context, section
from bot.render.slack.facts import title
from bot.render.slack.inputs import field, modal, one_of, some_of, words
from bot.render.slack.reviewing import PARTS, REASONS
from bot.render.slack.text import one_line
from bot.render.slack.voice import Voice
from bot.rules.reviewing import SCORES
from models import Task

Fields = Callable[[Voice, RecordForm], list[Block]]


def _evidence_field(v: Voice, *, optional: bool) -> Block:
    hint = v.plain("A link that starts with https://, or a number with its unit, for example 350 copies.")
    return field("evidence", v.plain("What shows it?"), words(most=1000), hint=hint, optional=optional)


def _spent_field(v: Voice, *, optional: bool = True) -> Block:
    hint = v.plain("For example 3h, 90m or 1.5d. A day is 8 hours.")
    return field("spent", v.plain("Time it took"), words(most=100), hint=hint, optional=optional)


def _handing_in(v: Voice, form: RecordForm) -> list[Block]:
    needed = form.task.needs_evidence and not form.task.evidence
    first = [context(v("This task needs evidence before it can be handed in."))] if needed else []
    return [
        *first, _evidence_field(v, optional=not needed), _spent_field(v),
        field("words", v.plain("What happened?"), words(form.words, lines=True)),
    ]  # fmt: skip


def _accepting(v: Voice, form: RecordForm) -> list[Block]:
    scores = [("none", v.plain("No score")), *((str(score), "★" * score) for score in SCORES)]
    return [
        field("score", v.plain("Score"), one_of(scores, "none", kind="radio_buttons")),
        field("words", v.plain("Remark"), words(form.words, lines=True)),
    ]


def _returning(v: Voice, form: RecordForm) -> list[Block]:
    reasons = [(kind.value, v.plain(REASONS[kind])) for kind in REASONS]
    return [
        field("reason", v.plain("Why does it come back?"), one_of(reasons), optional=False),
        field("words", v.plain("What needs to change?"), words(form.words, lines=True), optional=False),
    ]


def _evidence(v: Voice, form: RecordForm) -> list[Block]:
    return [_evidence_field(v, optional=False)]


def _spent(v: Voice, form: RecordForm) -> list[Block]:
    return [_spent_field(v, optional=False)]


def _describing(v: Voice, form: RecordForm) -> list[Block]:
    said = form.task.described or {}
    return [field(part, v.plain(PARTS[part]), words(said.get(part, ""), lines=True, most=2000)) for part in form.shape]


def _closing(v: Voice, form: RecordForm) -> list[Block]:
    case = form.case
    return [
        field("documents", v.plain("Documents"), words(case.documents if case else "", lines=True),
              hint=v.plain("Links to what came of it.")),
        field("went_well", v.plain("What went well?"), words(case.went_well if case else "", lines=True)),
        field("lesson", v.plain("What would you do differently?"), words(case.lesson if case else "", lines=True)),
        field("tags", v.plain("Tags"), words(", ".join(case.tags if case else form.task.labels)[:400], most=400),
              hint=v.plain("Separate with commas. They help others find it.")),
    ]  # fmt: skip


RECORDS: dict[str, tuple[str, str, Fields]] = {
    "done": (marked("Done: #{number}"), marked("Done"), _handing_in),
    "submit": (marked("Submit #{number}"), marked("Submit"), _handing_in),
    "accept": (marked("Accept #{number}"), marked("Accept"), _accepting),
    "return": (marked("Return #{number}"), marked("Return"), _returning),
    "evidence": (marked("Evidence for #{number}"), marked("Save"), _evidence),
    "spent": (marked("Time spent on #{number}"), marked("Save"), _spent),
    "describe": (marked("Describe #{number}"), marked("Save"), _describing),
    "closing": (marked("How #{number} went"), marked("Save"), _closing),
}


def record_form(v: Voice, form: RecordForm) -> Block:
    heading, submit, fields = RECORDS[form.verb]
    task = form.task
    return modal(v.plain(heading, number=task.number), v.plain(submit), v.plain("Cancel"), name=f"form:{form.verb}",
                 meta={"number": task.number, "v": task.version},
                 blocks=[section(title(task, 600)), *fields(v, form)])  # fmt: skip


def record_asks(v: Voice, task: Task | None) -> list[Block]:
    """What a task asks for at its end, in the form of the whole task."""
    rows = [("needs_evidence", v.plain("Evidence before it's handed in")),
            ("asks_closing", v.plain("A note on how it went, once it's done"))]  # fmt: skip
    chosen = [name for name, _ in rows if task is not None and getattr(task, name)]
    return [field("asks", v.plain("Ask for"), some_of(rows, chosen))]


def shape_form(v: Voice, form: ShapeForm) -> Block:
    """Which parts a channel's tasks are described with."""
    parts = [(part, v.plain(words_)) for part, words_ in PARTS.items()]
    insists = [("strict", v.plain("A task can't start without them"))]
    intro = v("One line still makes a task in #{channel}. Its card then asks for what's missing.",
              channel=one_line(form.channel.name, 60))  # fmt: skip
    return modal(v.plain("Description"), v.plain("Save"), v.plain("Cancel"), name="form:shape",
                 meta={"channel": form.channel.id}, blocks=[
        section(intro),
        field("shape", v.plain("What should a task say?"), some_of(parts, form.shape)),
        field("strict", v.plain("How strict?"), some_of(insists, ["strict"] if form.strict else [])),
    ])  # fmt: skip
