"""Why messages could not be delivered, by what helps; and when so many fail that a workspace is let be for a while."""

from datetime import timedelta
from enum import StrEnum

from bot.rules.sending import TOKEN_IS_DEAD

TRIP = 20  # messages that failed in a row
FIRST_PROBE, LONGEST_PROBE = timedelta(minutes=5), timedelta(hours=1)
REMIND = timedelta(days=7)


class Trouble(StrEnum):
    """What went wrong, as far as it tells what to do."""

    NOT_IN = "not_in"
    ARCHIVED = "archived"
    NO_REPLY = "no_reply"
    POSTING = "posting"
    PERSON = "person"
    TOO_LONG = "too_long"
    FORM = "form"
    WORDS = "words"
    SCOPE = "scope"
    ORGANISATION = "organisation"
    TOKEN = "token"  # noqa: S105 - a name, no secret
    UNREADABLE = "unreadable"
    BROKE_OFF = "broke_off"
    SAID_OTHERWISE = "said_otherwise"


class Cause(StrEnum):
    """What admins are told of, once until it is mended."""

    DEAD = "dead"
    SET_ASIDE = "set_aside"
    BREAKER = "breaker"
    HOLD = "hold"
    CLOCK = "clock"


REASONS: dict[str, Trouble] = {
    **dict.fromkeys(("channel_not_found", "not_in_channel"), Trouble.NOT_IN),
    "is_archived": Trouble.ARCHIVED,
    **dict.fromkeys(("thread_not_found", "cannot_reply_to_message", "message_not_found",
                     "restricted_action_thread_locked", "restricted_action_non_threadable_channel"), Trouble.NO_REPLY),
    **dict.fromkeys(("restricted_action", "restricted_action_read_only_channel",
                     "restricted_action_thread_only_channel"), Trouble.POSTING),
    **dict.fromkeys(("user_disabled", "user_not_found", "user_not_in_channel", "cannot_dm_bot",
                     "messages_tab_disabled"), Trouble.PERSON),
    **dict.fromkeys(("msg_too_long", "msg_blocks_too_long", "too_many_attachments", "view_too_large",
                     "attachment_payload_limit_exceeded", "metadata_too_large"), Trouble.TOO_LONG),
    **dict.fromkeys(("invalid_arguments", "invalid_blocks", "invalid_blocks_format", "invalid_metadata_format",
                     "invalid_metadata_schema", "markdown_text_conflict", "no_text", "as_user_not_supported",
                     "cant_update_message", "edit_window_closed"), Trouble.FORM),
    "could not be composed": Trouble.WORDS,
    **dict.fromkeys(("missing_scope", "no_permission", "not_allowed_token_type", "not_enabled",
                     "metadata_must_be_sent_from_app"), Trouble.SCOPE),
    **dict.fromkeys(("ekm_access_denied", "enterprise_is_restricted", "org_login_required", "team_not_found"),
                    Trouble.ORGANISATION),
    **dict.fromkeys(TOKEN_IS_DEAD, Trouble.TOKEN),
    "history unreadable": Trouble.UNREADABLE,
    **dict.fromkeys(("timeout", "http", "internal_error", "fatal_error", "not found after an unknown send",
                     "ClientConnectorError", "ClientOSError", "ServerDisconnectedError", "TimeoutError"),
                    Trouble.BROKE_OFF),
}  # fmt: skip

OF_ONE_CONVERSATION = frozenset({
    Trouble.NOT_IN, Trouble.ARCHIVED, Trouble.NO_REPLY, Trouble.POSTING, Trouble.PERSON, Trouble.UNREADABLE,
})  # fmt: skip
OF_ONE_MESSAGE = frozenset({Trouble.TOO_LONG, Trouble.FORM, Trouble.WORDS})


def trouble_of(reason: str) -> Trouble:
    """By what the platform answered, or our own word; details follow a colon, a status an `http`."""
    known = REASONS.get(reason) or REASONS.get(reason.partition(":")[0]) or REASONS.get(reason.partition(" ")[0])
    return known or (Trouble.SAID_OTHERWISE if reason else Trouble.BROKE_OFF)


def failed_more(failing: list[str], to: str, reason: str) -> list[str]:
    """Those that failed in a row, with one more: each conversation once where it is its own fault.

    A message that no conversation would take says nothing of the workspace.
    """
    trouble = trouble_of(reason)
    if trouble in OF_ONE_MESSAGE or (trouble in OF_ONE_CONVERSATION and to in failing):
        return failing
    return [*failing, to if trouble in OF_ONE_CONVERSATION else ""]


def keeps(reason: str) -> bool:
    """Whether a refusal is about the whole workspace: while it is let be, nothing is given up for that."""
    return trouble_of(reason) not in OF_ONE_CONVERSATION | OF_ONE_MESSAGE


def pause_before(probes: int) -> timedelta:
    """Until the next try, after so many: five minutes at first, an hour at most."""
    return min(LONGEST_PROBE, FIRST_PROBE * int(2 ** min(probes, 10)))
