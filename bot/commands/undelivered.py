"""`/muster outbox`: what could not be delivered or worked on, and what admins do about it."""

import re

from bot.answers.troubles import Undelivered
from bot.clock import real_now
from bot.commands.call import Call, Subcommand
from bot.errors import conflict
from bot.services.messages import breaker, hold, undelivered

PAGE = re.compile(r"(?:page|p|第)?\s*(\d{1,6})\s*页?", re.IGNORECASE)
DEED = re.compile(
    r"(?P<verb>retry|drop|重试|丢弃)\s*(?P<which>all|everything|全部|所有|(?:in-[0-9a-f]{10}|\d{1,18}))", re.IGNORECASE
)
ALONE = {"try": "try", "now": "try", "试发": "try", "release": "release", "放行": "release"}
DROPS = ("drop", "丢弃")
EVERYTHING = frozenset({"all", "everything", "全部", "所有"})


def reads(args: str) -> bool:
    return not args or args.lower() in ALONE or bool(PAGE.fullmatch(args) or DEED.fullmatch(args))


def outbox(call: Call) -> Undelivered:
    """`outbox` — messages that couldn't be delivered, and why: retry them or drop them."""
    undelivered.check(call.actor)
    done, count, number = "", 0, 1
    if alone := ALONE.get(call.args.lower()):
        done, count = alone, _alone(call, alone)
    elif deed := DEED.fullmatch(call.args):
        done, count = _deed(call, deed)
    elif page := PAGE.fullmatch(call.args):
        number = int(page[1])
    return undelivered.page(call.session, call.actor, number, done=done, count=count)


def _alone(call: Call, verb: str) -> int:
    if verb == "release":
        return hold.release(call.session, call.actor)
    if not breaker.try_now(call.session, call.workspace, real_now()):
        raise conflict("nothing_paused")
    return 1


def _deed(call: Call, deed: re.Match[str]) -> tuple[str, int]:
    which, workspace_id = deed["which"].lower(), call.workspace.id
    refs = [] if which in EVERYTHING else [which]
    if deed["verb"].lower() in DROPS:
        return "drop", undelivered.drop(call.session, workspace_id, refs, call.actor.now)
    return "retry", undelivered.retry(call.session, workspace_id, refs, call.actor.now, real_now())


OF_MUSTER = (Subcommand("outbox", outbox, ("undelivered", "trouble", "未送达", "发件箱"), reads),)
