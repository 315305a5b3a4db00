"""What is remembered: tables, queries, migrations and the database threads. Imports nothing of ours."""

from sqlmodel import Session

from models.delivery import Inbox, InboxState, Lane, Occurrence, OccurrenceState, Outbox, OutboxState
from models.line import LongLine
from models.person import Channel, ChannelKind, Membership, Person
from models.task import LIVE, Card, Dependency, History, Priority, Role, RoleKind, State, Task, TaskFields
from models.team import (
    AnswerState,
    Digest,
    RunState,
    Standup,
    StandupAnswer,
    StandupRun,
    Team,
    TeamMember,
)
from models.workspace import Style, Workspace

__all__ = [
    "LIVE",
    "AnswerState",
    "Card",
    "Channel",
    "ChannelKind",
    "Dependency",
    "Digest",
    "History",
    "Inbox",
    "InboxState",
    "Lane",
    "LongLine",
    "Membership",
    "Occurrence",
    "OccurrenceState",
    "Outbox",
    "OutboxState",
    "Person",
    "Priority",
    "Role",
    "RoleKind",
    "RunState",
    "Session",
    "Standup",
    "StandupAnswer",
    "StandupRun",
    "State",
    "Style",
    "Task",
    "TaskFields",
    "Team",
    "TeamMember",
    "Workspace",
]
