"""Words for what falls due: which rule each kind goes by, and every reason with which one ends."""

from collections.abc import Mapping
from typing import Any

from bot.locales import marked
from bot.rules.chasing import ESCALATION
from bot.rules.escalation import SHIPPED as POLICIES

SHIPPED = frozenset(policy.id for policy in POLICIES)
RULES = {
    "brief": marked("morning brief, as the working day begins"),
    "soon": marked("before the hour it's due"),
    "passed": marked("the hour it was due has passed"),
    "snoozed": marked("the moment asked for"),
    "unacked": marked("no *Got it* for {waited}"),
    "stale": marked("no news for {waited}"),
    "blocker": marked("somebody has waited for {waited}"),
    "reviewer": marked("up for acceptance for {waited}"),
    "milestone": marked("the last part of it was done"),
    "moved": marked("its date moved along with another task"),
    "given": marked("it was handed over"),
    "declined": marked("it was given back"),
    "can_start": marked("what it waited for is done"),
    "standing_in": marked("somebody you stand in for goes away"),
    "escalation.late": marked("late, and nothing moved for {waited}"),
    "escalation.blocked": marked("blocked, and nothing moved for {waited}"),
    "escalation.unacked": marked("nobody took note for {waited}"),
    "escalation.review": marked("submitted, and nobody looked for {waited}"),
    "escalation.silent": marked("under way, and no news for {waited}"),
    "suggest": marked("this week's proposals"),
    "standup.ask": marked("standup in {channel}"),
    "standup.remind": marked("the standup in {channel} closes soon"),
}
OTHER = marked("a reminder")
GROUPS = {"brief": "brief", "soon": "reminded", "passed": "reminded", "snoozed": "reminded"}
LEVELS = {
    "light": marked("half as often, as you wish"),
    "active": marked("twice as often, as you wish"),
}
WANTED = {
    "off": marked("reminders: off"),
    "light": marked("reminders: light"),
    "standard": marked("reminders: standard"),
    "active": marked("reminders: active"),
}
SENT = {
    "brief": marked("morning brief"), "nudge": marked("reminder"), "standup.prompt": marked("standup questions"),
    "standup.reminder": marked("standup reminder"), "standup.wrap": marked("standup wrap-up"),
    "standup.thread": marked("standup thread"), "digest": marked("digest"),
}  # fmt: skip
SENT_OTHER = marked("message")
SHORT = {
    "soon": marked("due soon"), "passed": marked("past due"), "snoozed": marked("as asked"),
    "unacked": marked("Got it?"), "stale": marked("no news"), "blocker": marked("somebody waits"),
    "reviewer": marked("to be accepted"), "escalation": marked("escalation"),
}  # fmt: skip
IT_WAS_LATE = marked("Muster was away, and it was late by then")
NOTHING_TO_SAY = marked("there was nothing to say")
REASONS = {
    "acted just now": marked("you had just acted"),
    "somebody acted": marked("somebody acted"),
    "other rules by now": marked("the rules, or the people it goes to, had changed"),
    "another date by now": marked("the date had changed"),
    "snoozed": marked("it was snoozed"),
    "closed": marked("it was closed"),
    "closed, or under way again": marked("it was closed, or a part was under way again"),
    "closed meanwhile": marked("it was closed"),
    "re-assigned": marked("it was with somebody else"),
    "given to somebody else meanwhile": marked("it was with somebody else"),
    "closed or given to somebody else meanwhile": marked("it was closed, or with somebody else"),
    "moved again or taken back": marked("the date had changed again"),
    "begun, given away, or held up again": marked("it was begun, with somebody else, or held up again"),
    "may not see it any more": marked("the task can't be seen any more"),
    "not away, or another stands in": marked("they were there after all, or somebody else stands in"),
    "nobody to tell": marked("the account is deactivated"),
    "told in the morning brief": marked("the morning brief says it"),
    "told in the same message": marked("another line of the same message says it"),
    "told as a number": marked("there were very many, and the message counts them"),
    "budget": marked("your day holds 4 messages, and the next brief says it"),
    "quiet": marked("you asked for quiet"),
    "off": marked("you switched such reminders off"),
    "no access": marked("the task can't be seen any more"),
    "suspended": marked("Slack didn't let Muster in"),
    "deactivated": marked("the account is deactivated"),
    "too late": marked("it was too late to be of use"),
    "after hours: left to the morning brief": marked("after hours, so the morning brief says it"),
    "late": IT_WAS_LATE,
    "late: left to the next brief": marked("Muster was away; the next brief says it"),
    "late: nobody was chased while Muster was away": marked("Muster was away, and nobody is chased for that time"),
    "nothing to say": NOTHING_TO_SAY,
    "gone": NOTHING_TO_SAY,
    "the standup is gone": marked("there is no such standup any more"),
    "away": marked("that was a day off"),
    "paused": marked("the standup was paused"),
    "channel lost": marked("Muster is not in the channel any more"),
    "Muster is not in the channel any more": marked("Muster is not in the channel any more"),
    "no longer takes part": marked("not in the standup any more"),
    "the day was over in their zone": marked("the day was over in that time zone"),
    "nobody answered": marked("nobody answered"),
    "answered": marked("it was answered already"),
    "skipped": marked("it was skipped"),
    "missed": marked("the standup had closed"),
    "planned": marked("the standup asks later"),
    "unasked": marked("it was not to be asked"),
    "their own affair": marked("for a reason of their own"),
    "found after an unknown send": marked("found in Slack later"),
    "not found after an unknown send": marked("it did not arrive"),
    "history unreadable: sent again": marked("sent again, to be sure"),
    "history unreadable: not sent again": marked("Slack didn't say whether it arrived"),
    "dropped by an admin": marked("an admin dropped it"),
    "user_disabled": marked("the account is deactivated"),
    "cannot_dm_bot": marked("bots get no messages"),
    "could not be composed": marked("its words could not be made; the log says why"),
    "could not be drawn": marked("its words could not be made; the log says why"),
}


def kind_of(kind: str, facts: Mapping[str, Any]) -> str:
    """A row of RULES: an escalation goes by what started its clock."""
    return f"{ESCALATION}.{facts.get('when', '')}" if kind.startswith(f"{ESCALATION}.") else kind


def policy_of(kind: str) -> str | None:
    """The id of the policy, of an escalation."""
    return kind.removeprefix(f"{ESCALATION}.") if kind.startswith(f"{ESCALATION}.") else None


def group_of(kind: str) -> str:
    """What it does to people: it reminds, asks, or is told them."""
    return ESCALATION if kind.startswith(f"{ESCALATION}.") else GROUPS.get(kind, "asked")


def reason(kept: str) -> str | None:
    """Words for a reason as it is kept; what Slack answered, and details after a colon, have none of their own."""
    return REASONS.get(kept) or REASONS.get(kept.partition(":")[0])
