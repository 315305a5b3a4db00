"""An escalation as each who hears of it reads it: what stands still, for how long, why they hear, what they can do."""

from collections.abc import Iterator
from typing import Any

from bot.locales import marked
from bot.notices import Nudge, Nudges
from bot.render.slack.blocks import Block, button
from bot.render.slack.tasks import next_steps, task_button
from bot.render.slack.text import Mrkdwn, mention
from bot.render.slack.voice import Voice
from bot.render.slack.why import waited
from bot.rules.chasing import ESCALATION
from bot.rules.escalation import Hears, When

TO_OTHERS = {
    When.LATE: marked("📣 Late, and nothing has moved for {waited}"),
    When.BLOCKED: marked("📣 Blocked, and nothing has moved for {waited}"),
    When.UNACKED: marked("📣 Given {waited} ago, and nobody has taken note of it"),
    When.REVIEW: marked("📣 Submitted {waited} ago, and nobody has looked at it"),
    When.SILENT: marked("📣 Under way, and no news for {waited}"),
}
TO_THE_OWNER = {
    When.LATE: marked("📣 This is late, and there's been no word for {waited}"),
    When.BLOCKED: marked("📣 This has been blocked for {waited}"),
    When.UNACKED: marked("📣 This has been waiting for your *Got it* for {waited}"),
    When.REVIEW: marked("📣 You submitted this {waited} ago, and nobody has looked at it"),
    When.SILENT: marked("📣 There's been no word of this for {waited}"),
}
FOR_THE_OWNER = {
    When.LATE: marked("A word or another date is enough. If you're stuck, say what you're waiting for."),
    When.BLOCKED: marked("Is it still blocked? If so, who could help?"),
    When.UNACKED: marked("Take it on, or say that it isn't yours."),
    When.REVIEW: marked("A word to the reviewers may help."),
    When.SILENT: marked("A word on where it stands is enough."),
}
BECAUSE = {
    Hears.CREATOR: marked("You gave it to {owner}."),
    Hears.ACCOUNTABLE: marked("{owner} owns it, and you're accountable."),
    Hears.REVIEWERS: marked("{owner} owns it, and you accept it."),
    Hears.LEADS: marked("{owner} owns it, and you lead the team."),
    Hears.MANAGER: marked("{owner} owns it, and you're their manager."),
    Hears.STAND_IN: marked("{owner} is away, and you stand in."),
}
OTHERWISE = marked("{owner} owns it.")
LISTS = {When.LATE: "is:late", When.BLOCKED: "is:blocked", When.UNACKED: "is:unacknowledged",
         When.REVIEW: "is:review", When.SILENT: "is:doing"}  # fmt: skip
MAY_STEER = frozenset({Hears.CREATOR, Hears.ACCOUNTABLE, Hears.LEADS})
MAY_HAND_OVER = frozenset({Hears.LEADS, Hears.MANAGER})
TOLD_AS = {
    Hears.OWNER: marked("owner"),
    Hears.CREATOR: marked("gave it"),
    Hears.ACCOUNTABLE: marked("accountable"),
    Hears.REVIEWERS: marked("reviewer"),
    Hears.LEADS: marked("lead"),
    Hears.MANAGER: marked("manager"),
    Hears.STAND_IN: marked("stand-in"),
}
TOLD_OF = {
    When.LATE: marked("late, and nothing moved for {waited}"),
    When.BLOCKED: marked("blocked, and nothing moved for {waited}"),
    When.UNACKED: marked("nobody took note for {waited}"),
    When.REVIEW: marked("submitted, and nobody looked for {waited}"),
    When.SILENT: marked("under way, and no news for {waited}"),
}


def says(kind: str) -> bool:
    return kind.startswith(f"{ESCALATION}.")


def why(v: Voice, notice: Nudge) -> Mrkdwn:
    """What stands still, and for how long."""
    words = TO_THE_OWNER if _is_owner(notice) else TO_OTHERS
    return v(words[_when(notice.facts)], waited=_waited(v, notice.facts))


def beside(v: Voice, notice: Nudge) -> Mrkdwn:
    """To the owner what would help; to everybody else whose it is and why they hear of it."""
    if _is_owner(notice):
        return v(FOR_THE_OWNER[_when(notice.facts)])
    role = _role(notice.facts)
    return v(BECAUSE.get(role, OTHERWISE) if role else OTHERWISE, owner=mention(notice.task.owner_id))


def steps(v: Voice, notice: Nudge) -> Iterator[Block | None]:
    """What this reader may do about it."""
    task, role = notice.task, _role(notice.facts)
    if _is_owner(notice):
        yield from next_steps(v, task)
        return
    yield task_button(v, task, v.plain("Ask or answer…"), "note", style="primary")
    if role in MAY_STEER:
        yield task_button(v, task, v.plain("Assign…"), "assign")
        yield task_button(v, task, v.plain("Change date…"), "due")
    if role in MAY_HAND_OVER:
        yield button(v.plain("Hand over all of theirs…"), f"/muster handover <@{task.owner_id}>", name="handover")


def list_of(notice: Nudges) -> str:
    """The line that lists what a message about many is about: others' tasks that stand still, or one's own."""
    kinds = [item for item in notice.items if isinstance(item, Nudge)]
    if not any(says(item.kind) and not _is_owner(item) for item in kinds):
        return "list"
    found = {LISTS.get(_when(item.facts), "is:live") for item in kinds if says(item.kind)}
    return f"list all {found.pop() if len(found) == 1 else 'is:live'}"


def told(v: Voice, after: dict[str, Any], name: str) -> Mrkdwn:
    """As history says it: told Maya (lead): late, and nothing moved for 3 working days."""
    role = _role(after)
    who = v.plain("{person} ({role})", person=name, role=v.plain(TOLD_AS[role])) if role else name
    if after.get("when") not in set(When):
        return v("told {person}, for nothing had moved", person=who)
    return v("told {person}: {reason}", person=who, reason=v(TOLD_OF[_when(after)], waited=_waited(v, after)))


def _when(facts: Any) -> When:
    return When(str(facts["when"]))


def _role(facts: Any) -> Hears | None:
    return Hears(str(facts["as"])) if facts.get("as") in set(Hears) else None


def _waited(v: Voice, facts: Any) -> str:
    return waited(v, float(facts.get("days") or 0), float(facts.get("hours") or 0))


def _is_owner(notice: Nudge) -> bool:
    return notice.person.id == notice.task.owner_id
