"""Samples of App Home: of somebody with far too much, of a newcomer, of a quiet day."""

from dataclasses import replace
from datetime import date, timedelta

from bot.answers import MyDay
from bot.answers.days import Choices, Part, TeamLook, Waiting
from bot.rules.day_order import FirstBecause
from tests.render import samples

COUNTED = ("live", "late", "blocked", "review", "doing", "open", "unread", "ownerless", "undated")


def homes(words: str = "Send the deck") -> dict[str, MyDay]:
    """Home of somebody with far too much, and of a newcomer."""
    ann, team, named = samples.person("U0ANN", words or "x"), samples.channel(words), (words or "x")[:100]
    much, chosen = samples.many_tasks(words, 40), Choices("mine", "late", f"#{named}", "due")
    asking = tuple((team, samples.TODAY, samples.NOW + timedelta(hours=1)) for _ in range(9))
    waiting = tuple(Waiting(kind, one) for kind, one in zip(("accept", "blocked", "ack") * 2, much, strict=False))
    counts = dict.fromkeys(COUNTED, 900)
    looks = tuple(TeamLook(team, counts, much[:3], has_standup=True) for _ in range(3))
    entry = samples.entry("done", id=17, actor_id="U0ANN", version=3)
    full = MyDay(
        ann, samples.TODAY, day=Part(much[:8], 900, 2, 8), late=500, today=400, waiting=Part(waiting, 900, 2, 6),
        given=Part(much[:6], 900, 2, 6), given_counts=counts, teams=Part(looks, 9, 2, 3),
        soon=Part(much[:5], 900, 2, 5),
        later=Part(much[:5], 900, 2, 5), done=Part(much[:5], 900, 2, 5), people={"U0DANA": ann}, to_answer=asking,
        just_now=(entry, much[0]), abouts=tuple(f"{mark}{named}{place}" for mark in "+#" for place in range(60)),
        is_admin=True, is_set_up=False,
    )  # fmt: skip
    near = samples.task(title=words[:300] or "x", due_on=date(2026, 3, 11))
    first = FirstBecause(41, ("late", "waited_for"), samples.TODAY, (7, 8))
    return {
        "full": full,
        "chosen": replace(full, choices=chosen, first_because=first),
        "new": MyDay(ann, samples.TODAY, is_admin=True, is_set_up=False),
        "quiet": MyDay(ann, samples.TODAY, soon=Part((near,), 1, 1, 5)),
        "nothing fits": MyDay(ann, samples.TODAY, choices=Choices(only="late")),
    }
