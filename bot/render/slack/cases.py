"""How finished tasks went."""

from bot.answers.reviews import CaseList
from bot.render.slack.blocks import Block, actions, button, context, section
from bot.render.slack.facts import title
from bot.render.slack.text import Mrkdwn, bold, escape, joined, lines, one_line
from bot.render.slack.times import written_day
from bot.render.slack.voice import Voice
from models import Case, Task

SHOWN_LESSON, SHOWN_WORDS = 300, 150
SHOWN_TAGS = 6


def case_list(v: Voice, answer: CaseList) -> list[Block]:
    words = one_line(answer.words, 80)
    if not answer.rows:
        empty = v("No case matches “{words}” yet. `/task cases` shows them all.", words=words) if words else v(
            "No cases yet. When a task is done, `/task closing 42` keeps how it went.")  # fmt: skip
        return [section(empty)]
    heading = v("Cases for “{words}”", words=words) if words else v("How finished tasks went")
    return [section(bold(heading)), *(block for case, task in answer.rows for block in _row(v, case, task, answer))]


def _row(v: Voice, case: Case, task: Task, answer: CaseList) -> list[Block]:
    show = button(v.plain("Show"), f"show {task.number}")
    by = answer.people.get(case.by_id)
    facts = joined([escape(written_day(v, case.at.date())), escape(one_line(by.called, 40)) if by else Mrkdwn(""),
                    tags(case)])  # fmt: skip
    return [section(lines(title(task), *told(v, case)), show), context(facts)]


def told(v: Voice, case: Case) -> list[Mrkdwn]:
    """What was written, a line each."""
    rows = (
        (case.lesson, v("*Lesson:* {words}", words=one_line(case.lesson, SHOWN_LESSON))),
        (case.went_well, v("*Went well:* {words}", words=one_line(case.went_well, SHOWN_WORDS))),
        (case.documents, v("*Documents:* {words}", words=one_line(case.documents, SHOWN_WORDS))),
    )
    return [words for said, words in rows if said.strip()]


def tags(case: Case) -> Mrkdwn:
    return escape(" ".join(f"#{one_line(tag, 24)}" for tag in case.tags[:SHOWN_TAGS] if tag.strip()))


def of_task(v: Voice, task: Task, case: Case | None) -> list[Block]:
    """What is kept of a finished task, in its full view, and the way to say it."""
    if task.state not in ("done", "archived"):
        return []
    edit = actions([button(v.plain("Change it…") if case else v.plain("How did it go?"), f"closing {task.number}",
                           version=task.version)])  # fmt: skip
    return [*([section(lines(bold(v("How it went")), *told(v, case), tags(case)))] if case else []), *edit]


def offered(v: Voice, task: Task) -> Block | None:
    """After it is done, where it asks for that."""
    wanted = task.asks_closing and task.state == "done"
    return button(v.plain("How did it go?"), f"closing {task.number}", version=task.version) if wanted else None
