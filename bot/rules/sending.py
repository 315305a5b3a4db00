"""What an attempt to send turned out to be: sent, not sent, refused, or unknown. When unsure: unknown."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum


@dataclass(frozen=True)
class Patience:
    """How long a call may take, and how long after it a message may still come to light."""

    call: timedelta = timedelta(seconds=10)
    settle: timedelta = timedelta(seconds=20)

    @property
    def begin(self) -> timedelta:
        """How long after the claim a send may begin, so that all is settled when the lease ends."""
        return self.call + self.settle

    @property
    def lease(self) -> timedelta:
        """How long a claimed row is ours alone."""
        return self.begin + self.call + self.settle


PATIENCE = Patience()


class Verdict(StrEnum):
    SENT = "sent"
    NOT_SENT = "not_sent"
    WAIT = "wait"
    REFUSED = "refused"
    UNKNOWN = "unknown"
    DROPPED = "dropped"


LIMITED = "ratelimited"  # the reason of a WAIT that the platform asked for


@dataclass(frozen=True)
class Outcome:
    """`reason` is the platform's error or our own word; `wait_seconds` goes with WAIT."""

    verdict: Verdict
    reason: str = ""
    channel_id: str | None = None
    ts: str | None = None
    wait_seconds: float = 0.0


# Slack's own words for "no, and asking again will not help"
REFUSALS = frozenset({
    "account_inactive", "as_user_not_supported", "attachment_payload_limit_exceeded", "cannot_dm_bot",
    "cannot_reply_to_message", "cant_update_message", "channel_not_found", "edit_window_closed",
    "ekm_access_denied", "enterprise_is_restricted", "invalid_arguments", "invalid_auth", "invalid_blocks",
    "invalid_blocks_format", "invalid_metadata_format", "invalid_metadata_schema", "is_archived",
    "markdown_text_conflict", "message_not_found", "messages_tab_disabled", "metadata_must_be_sent_from_app",
    "metadata_too_large", "missing_scope", "msg_blocks_too_long", "msg_too_long", "no_permission", "no_text",
    "not_allowed_token_type", "not_authed", "not_enabled", "not_in_channel", "org_login_required", "restricted_action",
    "restricted_action_non_threadable_channel", "restricted_action_read_only_channel",
    "restricted_action_thread_locked", "restricted_action_thread_only_channel", "team_access_not_granted",
    "team_not_found", "thread_not_found", "token_expired", "token_revoked", "too_many_attachments",
    "user_disabled", "user_not_found", "user_not_in_channel", "view_too_large",
})  # fmt: skip

TOKEN_IS_DEAD = frozenset({
    "account_inactive", "invalid_auth", "not_authed", "team_access_not_granted", "token_expired", "token_revoked",
})  # fmt: skip
CHANNEL_IS_LOST = frozenset({"channel_not_found", "is_archived", "not_in_channel"})
MESSAGE_IS_LOST = frozenset({"cant_update_message", "edit_window_closed", "message_not_found"})


def verdict_of_error(error: str) -> Verdict:
    """Slack's error name to a verdict. A name nobody knows may hide a success."""
    if error in ("ratelimited", "rate_limited"):
        return Verdict.WAIT
    return Verdict.REFUSED if error in REFUSALS else Verdict.UNKNOWN


HIDES_A_SUCCESS = frozenset({"internal_error", "fatal_error", "timeout"})


def how_it_broke_off(reason: str) -> str:
    """One of a few names for why the fate of a send is unknown, fit for a metric. "" is a process that died."""
    if not reason:
        return "died"
    return reason if reason in HIDES_A_SUCCESS else "http" if reason.startswith("http ") else "other"
