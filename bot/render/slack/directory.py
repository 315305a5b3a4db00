"""The directory in words, its forms, and what somebody who leaves has in hand."""

from collections.abc import Iterator, Sequence

from bot.answers import HandedOver
from bot.answers.people import (
    NOT_REACHED,
    DirectoryPage,
    DirectoryRead,
    FieldsForm,
    HandoverForm,
    Holdings,
    ImportForm,
    ImportPreview,
    PersonForm,
    Post,
    Reading,
)
from bot.locales import marked
from bot.notices import Leaving
from bot.render.slack.blocks import Block, actions, button, context, section
from bot.render.slack.facts import due, title
from bot.render.slack.inputs import field, modal, one_person, words
from bot.render.slack.text import Mrkdwn, bold, channel_link, escape, joined, lines, mention, one_line
from bot.render.slack.voice import Voice
from models import Person, Task

SHOWN_UNREAD = 10
SHOWN_TASKS = 15
OVERRIDES = 10
SHOWN_TEAMS = 10
SHOWN_PEOPLE = 20
LABELS = {
    "department": marked("Department"),
    "manager_id": marked("Manager"),
    "stand_in_id": marked("Stand-in"),
}
LACKING = {
    "department": marked("without a department: {n}"),
    "manager_id": marked("without a manager: {n}"),
    "stand_in_id": marked("without a stand-in: {n}"),
}


def page(v: Voice, answer: DirectoryPage) -> list[Block]:
    """One line a person, with what lacks first."""
    lacks = [v(LACKING[name], n=count) for name, count in answer.lacking.items() if count]
    head = v.plural("*Directory*: {n} person", "*Directory*: {n} people", answer.total)
    blocks = [section(lines(head, joined(lacks)) if lacks else head), *reading(v, answer.reading)]
    if answer.people:
        blocks.append(section(lines(*(_person(v, one) for one in answer.people))))
    turn = [
        button(v.plain("Next page"), f"/muster directory {answer.page + 1}", name="directory:next")
        if answer.page < answer.pages else None,
    ]  # fmt: skip
    admin = [
        button(v.plain("Import a table…"), "/muster directory import", name="directory:import"),
        button(v.plain("Profile fields…"), "/muster directory fields", name="directory:fields"),
    ]
    return [*blocks, *actions([*turn, *(admin if answer.is_admin else [])])]


def _person(v: Voice, person: Person) -> Mrkdwn:
    parts = [escape(one_line(person.department or "", 60))]
    if person.manager_id:
        parts.append(v("reports to {person}", person=mention(person.manager_id)))
    if person.stand_in_id:
        parts.append(v("stand-in {person}", person=mention(person.stand_in_id)))
    return joined([Mrkdwn(f"• {mention(person.id)}"), *parts])


def import_form(v: Voice, answer: ImportForm) -> Block:
    example = v.plain("name,department,manager,stand_in")
    return modal(v.plain("Import the directory"), v.plain("Preview"), v.plain("Cancel"), name="form:directory_import",
                 meta={}, blocks=[
        field("table", v.plain("Paste the table"), words(lines=True, placeholder=example), optional=False,
              hint=v.plain("The first line names the columns. People by name, @handle or e-mail.")),
    ])  # fmt: skip


def fields_form(v: Voice, answer: FieldsForm) -> Block:
    return modal(v.plain("Profile fields"), v.plain("Save"), v.plain("Cancel"), name="form:directory_fields", meta={},
                 blocks=[
        context(v("Write the labels of the fields in your Slack profiles. Empty means there is none.")),
        *(field(name, v.plain(label), words(answer.chosen.get(name, ""), most=80)) for name, label in LABELS.items()),
    ])  # fmt: skip


def person_form(v: Voice, answer: PersonForm) -> Block:
    person = answer.person
    blocks = [section(bold(escape(one_line(person.called, 80))))]
    if answer.all_of_it:
        blocks += [
            field("department", v.plain("Department"), words(person.department or "", most=80)),
            field("manager_id", v.plain("Manager"), one_person(person.manager_id)),
        ]
    stand_in = field("stand_in_id", v.plain("Stand-in"), one_person(person.stand_in_id),
                     hint=v.plain("Who acts when they are away."))  # fmt: skip
    return modal(v.plain("Directory"), v.plain("Save"), v.plain("Cancel"), name="form:person",
                 meta={"person": person.id}, blocks=[*blocks, stand_in])  # fmt: skip


def preview(v: Voice, answer: ImportPreview) -> list[Block]:
    """What would happen, what was not understood, and the button that does it."""
    counts = [v.plural("{n} person found", "{n} people found", answer.people),
              v.plural("{n} would change", "{n} would change", answer.changed)]  # fmt: skip
    if answer.by_hand:
        counts.append(v.plural("{n} keeps what was set by hand", "{n} keep what was set by hand", answer.by_hand))
    blocks = [section(joined(counts))]
    if answer.unread:
        told = [v("line {n}: {words}", n=number, words=one_line(text, 100))
                for number, text in answer.unread[:SHOWN_UNREAD]]  # fmt: skip
        head = v.plural("{n} line wasn't understood:", "{n} lines weren't understood:", len(answer.unread))
        blocks.append(section(lines(head, *told)))
    apply = button(v.plain("Import now"), answer.kept, name="apply", style="primary") if answer.changed else None
    return [*blocks, *actions([apply])]


# --- the reading of it ------------------------------------------------------------------------------------------------


def reading(v: Voice, answer: Reading | None) -> list[Block]:
    """How far it is; nothing where it is done."""
    if answer is None:
        return []
    said = v.plural("👥 I'm reading your directory: {count} person so far. Everybody can use me meanwhile.",
                    "👥 I'm reading your directory: {count} people so far. Everybody can use me meanwhile.",
                    answer.people, count=f"{answer.people:,}")  # fmt: skip
    if not answer.stopped:
        return [context(said)]
    if answer.stopped == NOT_REACHED:
        return [context(v("👥 I've read {count} people of your directory, then I could reach Slack no further. I'll go "
                          "on at my next start; whoever speaks to me is known at once.",
                          count=f"{answer.people:,}"))]  # fmt: skip
    left = v("👥 I've read {count} people of your directory, then Slack let me read no further ({why}). I'll go on at "
             "my next start; whoever speaks to me is known at once.",
             count=f"{answer.people:,}", why=answer.stopped)  # fmt: skip
    return [context(left)]


def news(v: Voice, notice: Leaving | DirectoryRead) -> list[Block]:
    if isinstance(notice, Leaving):
        return leaving(v, notice)
    said = v.plural("👥 I've read your whole directory: {count} person. From now on I hear of changes by myself.",
                    "👥 I've read your whole directory: {count} people. From now on I hear of changes by myself.",
                    notice.people, count=f"{notice.people:,}")  # fmt: skip
    look = button(v.plain("Look at it"), "/muster directory", name="directory")
    return [section(said), *actions([look])]


# --- leaving ----------------------------------------------------------------------------------------------------------


def leaving(v: Voice, notice: Leaving) -> list[Block]:
    held = notice.holdings
    head = v(
        "👋 {person}'s account has been deactivated. This is still in their hands:", person=mention(held.person.id)
    )
    hand = button(v.plain("Hand over…"), f"/muster handover <@{held.person.id}>", name="handover", style="primary")
    return [section(head), *_held(v, held), *actions([hand if held.can_be_given else None])]


def _held(v: Voice, held: Holdings) -> list[Block]:
    blocks = [section(lines(v.plural("*Owns {n} task*", "*Owns {n} tasks*", len(held.owned)), *_some(v, held.owned)))
              ] if held.owned else []  # fmt: skip
    if held.reviews:
        head = v.plural("*Reviews {n} task*", "*Reviews {n} tasks*", len(held.reviews))
        blocks.append(section(lines(head, *_some(v, held.reviews))))
    if held.parts:
        head = v.plural("*Is named in {n} task*", "*Is named in {n} tasks*", len(held.parts))
        blocks.append(section(lines(head, *_some(v, held.parts))))
    if held.teams:
        teams = v.listed([channel_link(team) for team in held.teams[:SHOWN_TEAMS]])
        blocks.append(section(v("*Leads* {teams}", teams=teams)))
    if held.stands_for:
        blocks.append(section(v("*Stands in for* {people}", people=_people(v, held.stands_for))))
    if held.manages:
        blocks.append(section(v("*Manages* {people}", people=_people(v, held.manages))))
    if held.hidden:
        blocks.append(context(v.plural(
            "And {n} in a conversation you can't see: whoever added it has been asked to reassign it.",
            "And {n} in conversations you can't see: whoever added them has been asked to reassign them.", held.hidden,
        )))  # fmt: skip
    return blocks


def _some(v: Voice, tasks: tuple[Task, ...]) -> Iterator[Mrkdwn]:
    for task in tasks[:SHOWN_TASKS]:
        yield joined([title(task, 100), due(v, task, lasting=True)])
    if (more := len(tasks) - SHOWN_TASKS) > 0:
        yield v.plural("and {n} more", "and {n} more", more)


def _people(v: Voice, people: Sequence[Person]) -> Mrkdwn:
    named, more = [mention(one.id) for one in people[:SHOWN_PEOPLE]], len(people) - SHOWN_PEOPLE
    rest = [v.plural("and {n} more", "and {n} more", more)] if more > 0 else []
    return joined([v.listed(named), *rest])


def posts_given(v: Voice, answer: HandedOver) -> list[Block]:
    """Who has another stand-in or manager now: `person @name` puts it right."""
    said = [_post(v, post) for post in answer.posts[:SHOWN_PEOPLE]]
    more = len(answer.posts) - len(said)
    rest = [v.plural("and {n} more", "and {n} more", more)] if more > 0 else []
    return [section(lines(*said, *rest))] if said else []


def _post(v: Voice, post: Post) -> Mrkdwn:
    of, now = mention(post.of), mention(post.now or "")
    if post.group == "manages":
        return v("{of} answers to {now} now", of=of, now=now) if post.now else v("{of} has no manager now", of=of)
    return v("{now} stands in for {of} now", of=of, now=now) if post.now else v("{of} has no stand-in now", of=of)


def teams_given(v: Voice, answer: HandedOver) -> list[Block]:
    """Who has a new lead, and the way back; tasks have their own."""
    if not answer.teams:
        return []
    named = [channel_link(team) for team in answer.teams[:SHOWN_TEAMS]]
    more = len(answer.teams) - len(named)
    words = v("Teams with a new lead: {teams}", teams=v.listed(named))
    rest = [context(v.plural("and {n} more", "and {n} more", more))] if more else []
    return [section(words, button(v.plain("Hand the lead back"), answer.back, name="handback")), *rest]


def handover_form(v: Voice, answer: HandoverForm) -> Block:
    """One for all of it, or by group, or by task for the first of those they own."""
    held = answer.holdings
    groups = (
        ("owned", v.plain("Who owns their tasks"), len(held.owned)),
        ("reviews", v.plain("Who reviews instead"), len(held.reviews)),
        ("parts", v.plain("Who takes their other roles"), len(held.parts)),
        ("leads", v.plain("Who leads their teams"), len(held.teams)),
        ("stands_for", v.plain("Who stands in instead"), len(held.stands_for)),
        ("manages", v.plain("Who manages their people"), len(held.manages)),
    )
    return modal(v.plain("Hand over"), v.plain("Hand over"), v.plain("Cancel"), name="form:handover",
                 meta={"person": held.person.id}, blocks=[
        section(v("What {person} has in hand goes to:", person=mention(held.person.id))),
        field("everything", v.plain("One person for everything"), one_person()),
        context(v("Or choose by kind. What you leave empty goes to the one above, or stays.")),
        *(field(name, f"{label} ({count})", one_person()) for name, label, count in groups if count),
        *([context(v("Or task by task:"))] if len(held.owned) > 1 else []),
        *(field(f"task{task.number}", f"#{task.number} {one_line(task.title, 150)}", one_person())
          for task in (held.owned[:OVERRIDES] if len(held.owned) > 1 else ())),
        *(block for block in _held(v, held)[-1:] if held.hidden),
    ])  # fmt: skip
