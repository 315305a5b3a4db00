"""What is said where a task could not be put off for as long as somebody wished."""

from bot.answers import Changed
from bot.locales import marked
from bot.render.slack.blocks import Block, button
from bot.render.slack.text import Mrkdwn
from bot.render.slack.voice import Voice
from models import Task

SHORTER = {
    "late": marked("It's late, so a snooze lasts a day at most. If it can't be sooner, give it another date."),
    "1": marked("It's urgent, so a snooze lasts a day at most. If it can't be sooner, give it another date."),
    "2": marked("Its priority is high, so a snooze lasts 3 days at most. If it can't be sooner, give it another date."),
    "3": marked("A snooze lasts two weeks at most. For longer, give it another date."),
    "4": marked("A snooze lasts 30 days at most. For longer, give it another date."),
    "5": marked("A snooze lasts 90 days at most. For longer, give it another date."),
}


def shorter(v: Voice, answer: Changed) -> Mrkdwn:
    """Why it was put off for less than they wished; nothing where it was as they wished."""
    return v(SHORTER[answer.detail]) if answer.detail in SHORTER else Mrkdwn("")


def other_way(v: Voice, answer: Changed, task: Task) -> Block | None:
    if answer.verb != "snooze" or answer.detail not in SHORTER:
        return None
    return button(v.plain("Change date…"), f"due {task.number}", version=task.version)
