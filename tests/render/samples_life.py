"""Samples of the life of a task, together: who is on it, its history, review, plan, and how it is found."""

from bot.answers import Form, Message
from bot.errors import UserError
from bot.notices import Notice
from tests.render import (
    people_samples,
    samples,
    samples_finding,
    samples_history,
    samples_nudges,
    samples_plans,
    samples_review,
    samples_why,
    samples_wishes,
)


def messages(words: str) -> dict[str, Message]:
    return {
        **people_samples.messages(samples.crowd(words), words),
        **samples_history.messages(words),
        **samples_review.messages(words),
        **samples_plans.messages(words),
        **samples_finding.messages(words),
        **samples_why.messages(words),
        **samples_wishes.messages(words),
    }


def notices(words: str) -> dict[str, Notice]:
    whole, maya = samples.full_view(words), samples.person("U0MAYA", words or "x")
    return {
        **people_samples.notices(samples.many_tasks(words), whole, maya, words),
        **samples_review.notices(words),
        **samples_nudges.notices(words),
        **samples_wishes.escalations(words),
        **samples_plans.notices(words),
        **samples_finding.notices(words),
        **samples_why.notices(words),
    }


def forms(words: str) -> dict[str, Form]:
    return {
        **people_samples.forms(samples.full_view(words), words),
        **samples_history.forms(words),
        **samples_review.forms(words),
        **samples_plans.forms(words),
        **{f"wish {name}": form for name, form in samples_wishes.forms(words).items()},
    }


def refusals(words: str) -> dict[str, UserError]:
    return samples_history.refusals(words)
