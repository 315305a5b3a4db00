"""What is counted for operators; the names are Prometheus metrics."""

from prometheus_client import Counter, Gauge, Histogram

TURNS = Counter("muster_turns_total", "Gestures worked on, by door and kind of answer", ["door", "answer"])
TURN_SECONDS = Histogram(
    "muster_turn_seconds", "From hearing to the committed answer", ["door"],
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 3.0),
)  # fmt: skip
INCIDENTS = Counter("muster_incidents_total", "Surprises that were answered with an incident number")
SENDS = Counter("muster_sends_total", "Attempts to send, by kind of message and verdict", ["kind", "verdict"])
HELD_UP = Counter("muster_limited_total", "Calls that Slack asked us to wait with (429), by what they do", ["method"])
PACE = Gauge(
    "muster_pace_per_minute", "Messages that may go in a minute, as far as Slack let us learn, where it takes fewest"
)
RECONCILED = Counter(
    "muster_reconciled_total", "Looks for a message whose sending broke off, by how it broke off and what was found",
    ["broke_off", "verdict"],
)  # fmt: skip
DEAD = Counter("muster_dead_total", "Messages that were given up, by kind and by why", ["kind", "trouble"])
DEAD_LETTERS = Gauge("muster_dead_letters", "Messages given up that nobody retried or dropped yet")
BREAKERS = Gauge("muster_breaker_open", "Workspaces in which nothing is said for a while, as so much was refused")
ALARMS = Counter("muster_alarms_total", "Troubles that admins were to be told of, by cause", ["cause"])
UNHEARD = Counter("muster_alarms_unheard_total", "Those that reached no admin, by cause", ["cause"])
INSTALLS = Counter("muster_installs_total", "Ways to the end of an installation, by what became of them", ["outcome"])
RENEWALS = Counter("muster_token_renewals_total", "Tokens asked for anew before they ran out, by outcome", ["outcome"])
LEFT = Counter("muster_workspaces_left_total", "Workspaces that Slack let Muster into no more, since the start")
REJECTED = Counter("muster_requests_rejected_total", "Requests refused at the door, by reason", ["reason"])
TICK_SECONDS = Histogram("muster_tick_seconds", "One look at what is due", buckets=(0.001, 0.01, 0.1, 0.5, 1.0, 5.0))
TICK_LAG = Gauge("muster_tick_lag_seconds", "How far behind its moment the oldest due item was at the last tick")
CLOCK_OFF = Gauge(
    "muster_clock_off_seconds", "How far this machine's clock is ahead of Slack's, as Slack's answers tell"
)
OCCURRENCES = Counter("muster_occurrences_total", "What fell due and ended, by kind and state", ["kind", "state"])
LATENESS = Histogram(
    "muster_nudge_lateness_seconds", "From when a reminder might have been said till it was sent",
    ["kind"], buckets=(1, 5, 15, 60, 300, 900, 3600, 14400, 86400),
)  # fmt: skip
HELD_FOR_READER = Histogram(
    "muster_nudge_held_seconds", "How long a reminder that was sent waited for working hours or the end of a quiet",
    ["kind"], buckets=(1, 60, 900, 3600, 14400, 28800, 57600, 86400, 259200),
)  # fmt: skip
OVERDUE = Gauge(
    "muster_occurrences_overdue", "Due for more than ten minutes, and neither sent nor left out for a reason"
)
DUE_FAILED = Counter("muster_due_failed_total", "Due items that failed and were put off, by job", ["job"])
CALENDARS = Counter("muster_calendars_total", "Calendars that were read, or why they were not", ["outcome"])
BACKUPS = Counter("muster_backups_total", "Nightly backups, by what became of them", ["outcome"])
BACKED_UP = Gauge("muster_backup_last_seconds", "When the last nightly backup was made, in seconds since 1970")
FORGOTTEN = Counter("muster_forgotten_total", "Rows that were let go at night, by what they were", ["what"])
ON_HOLD = Gauge("muster_outbox_held", "Messages that wait since a restore, until an admin lets them go")
BACKLOG = Gauge("muster_backlog", "Rows that wait, by queue", ["queue"])
BEGUN_AGAIN = Gauge(
    "muster_transactions_begun_again", "Since the start, by why: busy, or the state PostgreSQL gave", ["why"]
)
REPLICA = Gauge("muster_replica_reads", "Read there since the start, or not as it was behind, away, slow", ["outcome"])
OLDEST_UNSENT = Gauge("muster_oldest_unsent_seconds", "Age of the oldest message that should have been sent")
