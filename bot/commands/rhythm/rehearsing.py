"""`/muster rehearse`: what would be sent to whom in the next days if nothing changed."""

import re

from bot.answers import Answer
from bot.answers.whys import Rehearsing
from bot.commands.call import Call, Subcommand
from bot.commands.lines import naming, places
from bot.commands.lines.carrying import WHO
from bot.errors import UserError, not_found
from bot.services.rhythm import rehearsals
from models import Channel
from models.queries import leading
from models.queries import people as people_queries

DAYS = 3
PERIOD = re.compile(
    r"(?:for\s+|in\s+)?(?:the\s+)?(?:next\s+)?(?:未来|接下来|以后)?(?:的)?\s*"
    r"(?P<n>\d{1,3}|an?|one|two|three|一|两|二|三)?\s*(?:个)?(?P<unit>days?|d|weeks?|w|天|日|周|星期|礼拜)(?!\w)",
    re.IGNORECASE,
)
NUMBERS = {"": 1, "a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "一": 1, "两": 2, "二": 2, "三": 3}
WEEKS = ("w", "周", "星", "礼")
CHANNEL_NAME = re.compile(r"[#＃](?P<name>[\w-]{1,80})")


def split(args: str) -> tuple[int, str]:
    """(how many days, the words about whom). Raises UserError for more days than are rehearsed."""
    match = PERIOD.search(args)
    if match is None:
        return DAYS, args.strip()
    said = (match["n"] or "").lower()
    count = NUMBERS[said] if said in NUMBERS else int(said)
    days = count * 7 if match["unit"].lower().startswith(WEEKS) else count
    if not 0 < days <= rehearsals.MOST_DAYS:
        raise UserError("rehearse_fewer_days", most=rehearsals.MOST_DAYS)
    return days, f"{args[: match.start()]} {args[match.end() :]}".strip()


def rehearse(call: Call) -> Answer:
    """`rehearse [3 days] [@ann or #launch]` — what would be sent to whom if nothing changed; nothing is sent."""
    days, whom = split(call.args)
    person = channel = None
    if whom.startswith(("#", "＃", "<#")):
        channel = _channel(call, whom)
    elif whom:
        named = naming.first(call, whom if whom.startswith(("@", "<@")) else f"@{whom}")
        if named.unclear:
            return naming.ask(call, named.unclear, "/muster rehearse", f"{days} days {WHO}")
        if named.person is None:
            raise not_found("no_such_person", name=whom)
        person = named.person
    rehearsals.ask(call.session, call.actor, days, person, channel)
    return Rehearsing(days)


def _channel(call: Call, words: str) -> Channel:
    """One that they may know of; any other is not found."""
    session, match, named = call.session, places.ID.match(words), CHANNEL_NAME.match(words)
    if match:
        found = people_queries.channel(session, call.workspace.id, match[1] or match[2])
    else:
        found = people_queries.channel_called(session, call.person, named["name"]) if named else None
    if found is None or not leading.may_read(session, call.person, found, call.actor.now):
        raise not_found("no_such_channel", name=named["name"] if named else "")
    return found


OF_MUSTER = (Subcommand("rehearse", rehearse, ("预演", "演练")),)
