"""One of every answer about how much somebody wants to hear."""

from datetime import timedelta

from bot.answers import Changed, Form, Message
from bot.answers.wishes import Levels, LevelsForm, Quiet
from bot.render.slack.snoozing import SHORTER
from bot.rules.chasing import Level
from bot.rules.wishes import KINDS
from tests.render import samples

EACH = dict(zip(KINDS, [*Level] * 3, strict=False))


def messages(text: str) -> dict[str, Message]:
    until, channel = samples.NOW + timedelta(hours=2), samples.channel(text)
    snoozed = samples.view(samples.full_task(text))
    return {
        "quiet": Quiet(until, "/muster quiet restore none none"),
        "quiet over": Quiet(None, "/muster quiet restore none none", ended=True),
        "no quiet": Quiet(None),
        "levels": Levels(EACH, undo="/muster nudges set none"),
        "no levels": Levels({}, undo="/muster nudges set none"),
        "levels of a team": Levels(EACH, channel, "/muster nudges team set C1 none"),
        **{f"snoozed shorter {why}": Changed("snooze", (snoozed,), (7,), why) for why in SHORTER},
    }


def forms(text: str) -> dict[str, Form]:
    return {
        "levels": LevelsForm(EACH),
        "no levels": LevelsForm(),
        "levels of a team": LevelsForm(EACH, samples.channel(text)),
    }
