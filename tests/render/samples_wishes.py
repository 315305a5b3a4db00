"""One of every answer about how much somebody wants to hear."""

from datetime import timedelta

from bot.answers import Changed, Form, Message
from bot.answers.policies import Ahead, Policies, PolicyForm
from bot.answers.wishes import Levels, LevelsForm, Quiet
from bot.notices import Notice, Nudge, Nudges
from bot.render.slack.snoozing import SHORTER
from bot.rules.chasing import Level
from bot.rules.escalation import SHIPPED, Hears, Policy, Step, When
from bot.rules.wishes import KINDS
from tests.render import samples

EACH = dict(zip(KINDS, [*Level] * 3, strict=False))


def messages(text: str) -> dict[str, Message]:
    until, channel = samples.NOW + timedelta(hours=2), samples.channel(text)
    snoozed = samples.view(samples.full_task(text))
    return {
        "policies": Policies(
            policies(text), ahead=Ahead(100, 5, 30, 4, 12, 400), undo="/muster escalation restore null", saved=True
        ),
        "policies of a team": Policies(SHIPPED, channel, ahead=Ahead(1, 5, 1, 1, 1)),
        "own policies of a team": Policies(policies(text), channel, own=True, ahead=Ahead(9, 5, 0, 0, 0)),
        "policies of nothing": Policies(SHIPPED, ahead=Ahead(0, 5, 0, 0, 0)),
        "policies for somebody": Policies(SHIPPED, may=False),
        "quiet": Quiet(until, "/muster quiet restore none none"),
        "quiet over": Quiet(None, "/muster quiet restore none none", ended=True),
        "no quiet": Quiet(None),
        "levels": Levels(EACH, undo="/muster nudges set none"),
        "no levels": Levels({}, undo="/muster nudges set none"),
        "levels of a team": Levels(EACH, channel, "/muster nudges team set C1 none"),
        **{f"snoozed shorter {why}": Changed("snooze", (snoozed,), (7,), why) for why in SHORTER},
    }


def policies(text: str) -> tuple[Policy, ...]:
    """One of each beginning, with every role; the last with all there may be."""
    waits = (Step(1, 0, tuple(Hears)), Step(2, 4, (Hears.LEADS,)), Step(9, 0, (Hears.MANAGER,)))
    own = [Policy(f"{when.value}-2", when, waits[:1]) for when in When]
    labels = tuple(word[:30] for word in (text.split() or ["x"]))[:10]
    return (*SHIPPED, *own, Policy("late-3", When.LATE, waits, 3, on=False, priority=2, labels=labels))


def escalations(text: str) -> dict[str, Notice]:
    """Each beginning, to each who may hear; to the owner; and very many in one."""
    task, lead = samples.full_task(text), samples.person("U0MAYA", "Maya")
    facts = [{"when": when.value, "days": 3, "hours": 0, "as": role.value} for when in When for role in Hears]
    owner = samples.person(task.owner_id, "Ann")
    found: dict[str, Notice] = {}
    for one in facts:
        reader = owner if one["as"] == Hears.OWNER else lead
        found[f"escalation {one['when']} {one['as']}"] = Nudge("escalation.late", task, reader, facts=one)
    many = tuple(Nudge("escalation.late", task, lead, facts=facts[4]) for _ in range(40))
    return found | {
        "escalations": Nudges(lead, many, {owner.id: owner}, more=460),
        "escalations to the owner": Nudges(owner, many[:2], {}, more=1),
    }


def forms(text: str) -> dict[str, Form]:
    return {
        "policy": PolicyForm(policies(text)[-1], samples.channel(text)),
        "new policy": PolicyForm(None),
        "levels": LevelsForm(EACH),
        "no levels": LevelsForm(),
        "levels of a team": LevelsForm(EACH, samples.channel(text)),
    }
