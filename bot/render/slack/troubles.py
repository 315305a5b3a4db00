"""What could not be delivered or worked on: of which kind, to whom, why in plain words, and what helps."""

from typing import Any

from bot.answers.troubles import Lost, Trouble, Undelivered
from bot.locales import marked
from bot.render.slack.blocks import Block, actions, button, context, section
from bot.render.slack.text import Mrkdwn, bold, channel_link, joined, lines, mention, one_line
from bot.render.slack.times import moment
from bot.render.slack.voice import Voice
from bot.rules.troubles import Cause
from bot.rules.troubles import Trouble as Why

LINE = "/muster outbox"
SHOWN_NUMBERS = 5
OTHER = marked("Message")
KINDS = {
    "reply": marked("My answer"), "brief": marked("Morning brief"), "nudge": marked("Reminder"),
    "task.card": marked("Card of a task"), "task.given": marked("News of a new task"),
    "task.given_together": marked("News of new tasks"), "task.review": marked("Request to review"),
    "task.told": marked("News of a task"), "task.moved": marked("News of a moved date"),
    "digest": marked("Digest"), "digest.paused": marked("News of a paused digest"),
    "standup.prompt": marked("Standup questions"), "standup.reminder": marked("Standup reminder"),
    "standup.thread": marked("Standup thread"), "standup.card": marked("Standup answer"),
    "standup.wrap": marked("Standup summary"), "standup.paused": marked("News of a paused standup"),
    "hello": marked("Introduction"), "welcome": marked("Introduction"), "lapsing": marked("Warning to admins"),
    "leaving": marked("Hand-over"), "year_unknown": marked("Warning to admins"), "trouble": marked("Warning to admins"),
    "directory_read": marked("News of the directory"),
    "hold": marked("Warning to admins"), "standing_in": marked("Stand-in notice"),
    "calendar": marked("News of a calendar"), "source.edited": marked("News of an edited message"),
    "source.gone": marked("News of a deleted message"), "export": marked("Export"),
    "export.failed": marked("News of an export"), "rehearsal": marked("Rehearsal"),
}  # fmt: skip
DOORS = {
    "dm": marked("Message to me"), "mention": marked("Message to me"), "thread": marked("Message in a thread"),
    "reaction": marked("Reaction"), "edit": marked("Edited message"), "gone": marked("Deleted message"),
    "world": marked("News from Slack"),
}  # fmt: skip
WHY: dict[Why, str] = {
    Why.NOT_IN: marked("I'm not in that conversation, or it's gone. Invite me there, then retry."),
    Why.ARCHIVED: marked("The channel is archived. Unarchive it and retry, or drop this."),
    Why.NO_REPLY: marked("What it replies to is gone, or the thread is locked. Drop it."),
    Why.POSTING: marked("Only some people may post there. Let me post in the channel's settings, then retry."),
    Why.PERSON: marked("Their account is deactivated, or takes no messages. Drop it."),
    Why.TOO_LONG: marked("It's too long for Slack. Shorten the task it tells of, then retry."),
    Why.FORM: marked("Slack didn't accept the way I wrote it. Retry after the next update of Muster."),
    Why.WORDS: marked("I couldn't put it into words; the log says why. Retry after the next update of Muster."),
    Why.SCOPE: marked("Slack doesn't allow me this. Install Muster again with all its permissions, then retry."),
    Why.ORGANISATION: marked("Your organisation's rules keep me out. Ask whoever runs your Slack, then retry."),
    Why.TOKEN: marked("Slack lets me in no more. Install Muster again, then retry."),
    Why.UNREADABLE: marked("It may have arrived: I can't read that conversation. Before I retry, I look there again."),
    Why.BROKE_OFF: marked("I couldn't reach Slack, however often I tried. Retry when it's back."),
    Why.SAID_OTHERWISE: marked("Slack answered `{reason}`."),
}
SET_ASIDE = marked("I tried several times and couldn't work on it. Nothing was changed.")
UNKNOWN = marked("It broke off on the way. I'm looking whether it arrived, and send it again only if it didn't.")


def undelivered(v: Voice, answer: Undelivered) -> list[Block]:
    blocks = [section(_done(v, answer))] if answer.done else []
    blocks += [*_paused(v, answer), *_held(v, answer)]
    if not answer.total:
        return [*blocks, section(v("✅ Nothing is stuck: every message was delivered, and all I heard is done."))]
    blocks.append(section(lines(bold(v("Not delivered")), _counts(v, answer))))
    for lost in answer.lost:
        blocks += _lost(v, lost)
    return [*blocks, *_of_all(v, answer)]


def _done(v: Voice, answer: Undelivered) -> Mrkdwn:
    match answer.done:
        case "retry":
            return v.plural("{n} is tried again.", "{n} are tried again.", answer.count)
        case "drop":
            return v.plural("{n} is dropped.", "{n} are dropped.", answer.count)
        case "release":
            return v.plural("Released: {n} message waited.", "Released: {n} messages waited.", answer.count)
        case _:
            return v("I'm trying one message now. If Slack takes it, the others follow.")


def _counts(v: Voice, answer: Undelivered) -> Mrkdwn:
    parts = (
        (answer.dead, v.plural("{n} given up", "{n} given up", answer.dead)),
        (answer.unknown, v.plural("{n} being looked for", "{n} being looked for", answer.unknown)),
        (answer.set_aside, v.plural("{n} not worked on", "{n} not worked on", answer.set_aside)),
    )
    return joined(words for count, words in parts if count)


def _paused(v: Voice, answer: Undelivered) -> list[Block]:
    if answer.paused is None:
        return []
    since, waits = answer.paused.since, answer.paused.waiting
    words = lines(
        v("⏸ Slack refuses what I send here, so I paused at {when} and try one message now and then.",
          when=moment(v, since)),
        v.plural("{n} message waits, nothing is lost.", "{n} messages wait, nothing is lost.", waits),
    )  # fmt: skip
    return [section(words), *actions([button(v.plain("Try now"), f"{LINE} try", name="outbox:try")])]


def _held(v: Voice, answer: Undelivered) -> list[Block]:
    if answer.on_hold is None:
        return []
    words = v.plural("⏸ Since the restore {n} message waits for your word.",
                     "⏸ Since the restore {n} messages wait for your word.", answer.on_hold)  # fmt: skip
    return [section(words), *actions([button(v.plain("Let them go"), f"{LINE} release", name="outbox:release")])]


def _lost(v: Voice, lost: Lost) -> list[Block]:
    """What it was, never its words."""
    kind = bold(v((DOORS if lost.state == "set_aside" else KINDS).get(lost.kind, OTHER)))
    numbers = [Mrkdwn(f"#{number}") for number in lost.numbers[:SHOWN_NUMBERS]]
    head = joined([kind, _whose(v, lost), v.listed(numbers), moment(v, lost.since)])
    looks = lost.state == "unknown"
    again = button(v.plain("Look now") if looks else v.plain("Retry"), f"{LINE} retry {lost.ref}",
                   name=f"outbox:retry:{lost.ref}") if lost.can_retry else None  # fmt: skip
    drop = button(v.plain("Drop"), f"{LINE} drop {lost.ref}", name=f"outbox:drop:{lost.ref}")
    return [section(lines(head, _why(v, lost))), *actions([again, drop])]


def _whose(v: Voice, lost: Lost) -> Mrkdwn:
    if not lost.to:
        return v("a conversation you can't see") if lost.state != "set_aside" else Mrkdwn("")
    who = mention(lost.to) if lost.to.startswith(("U", "W")) else channel_link(lost.to)
    return v("from {who}", who=who) if lost.state == "set_aside" else v("to {who}", who=who)


def _why(v: Voice, lost: Lost) -> Mrkdwn:
    if lost.state == "set_aside":
        return v(SET_ASIDE)
    if lost.state == "unknown":
        return v(UNKNOWN)
    return v(WHY[lost.trouble], reason=one_line(lost.reason, 100))


def _of_all(v: Voice, answer: Undelivered) -> list[Block]:
    settled = answer.dead + answer.set_aside
    turn = [
        button(v.plain("Previous page"), f"{LINE} {answer.page - 1}", name="outbox:back") if answer.page > 1 else None,
        button(v.plain("Next page"), f"{LINE} {answer.page + 1}", name="outbox:next")
        if answer.page < answer.pages else None,
    ]  # fmt: skip
    both = [
        button(v.plain("Retry all"), f"{LINE} retry all", name="outbox:retry:all"),
        _asked(v, button(v.plain("Drop all"), f"{LINE} drop all", name="outbox:drop:all", style="danger"), settled),
    ] if settled > 1 else []  # fmt: skip
    pages = [context(v("Page {page} of {pages}", page=answer.page, pages=answer.pages))] if answer.pages > 1 else []
    return [*pages, *actions([*turn, *both])]


def _asked(v: Voice, drawn: Block | None, count: int) -> Block | None:
    """Slack asks before it is done: what is dropped does not come back."""
    question = v.plain_plural("{n} message is never sent then.", "{n} messages are never sent then.", count)
    confirm: dict[str, Any] = {
        "title": _plain(v.plain("Drop all?")), "text": _plain(question), "confirm": _plain(v.plain("Drop all")),
        "deny": _plain(v.plain("Keep them")), "style": "danger",
    }  # fmt: skip
    return drawn | {"confirm": confirm} if drawn else None


def _plain(text: str) -> Block:
    return {"type": "plain_text", "text": text}


# --- told to admins ---------------------------------------------------------------------------------------------------


def trouble(v: Voice, notice: Trouble) -> list[Block]:
    """Once, with the way to mend it; each week again while it lasts."""
    said = [_told(v, notice)]
    if notice.again:
        said.append(v("It has been so since {when}.", when=moment(v, notice.since)))
    elif notice.cause in (Cause.DEAD, Cause.SET_ASIDE):
        said.append(v("However many follow, I tell you again only in a week, or when these are settled."))
    show = button(v.plain("Show"), LINE, name="outbox", style="primary")
    return [section(lines(*said)), *actions([show] if notice.cause != Cause.CLOCK else [])]


def _told(v: Voice, notice: Trouble) -> Mrkdwn:
    if notice.cause == Cause.BREAKER:
        return v.plural(
            "⚠️ Slack refused all I said here, so I paused. This got through, so {n} message that waits follows now.",
            "⚠️ Slack refused all I said here, so I paused. This got through, so {n} messages that wait follow now.",
            notice.count,
        )
    if notice.cause == Cause.CLOCK:
        return v(
            "⚠️ The clock of the server I run on is wrong: it is more than two minutes away from Slack's. Reminders, "
            "briefs, standups and digests wait until it is right, and what is too late by then is left out. What you "
            "ask of me is done, but a time such as “in an hour” comes out wrong. Whoever looks after the server sets "
            "the clock by NTP, and `muster doctor` tells how far it is off."
        )
    if notice.cause == Cause.SET_ASIDE:
        return v.plural(
            "⚠️ I couldn't work on {n} message that I got. Whoever wrote to me has been told.",
            "⚠️ I couldn't work on {n} messages that I got. Whoever wrote to me has been told.", notice.count,
        )  # fmt: skip
    return v.plural(
        "⚠️ I couldn't deliver {n} message. The list says why, and what helps.",
        "⚠️ I couldn't deliver {n} messages. The list says why, and what helps.", notice.count,
    )  # fmt: skip
