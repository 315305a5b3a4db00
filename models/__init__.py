"""What is remembered: tables, queries, migrations and the database threads. Imports nothing of ours."""

from sqlmodel import Session

from models.closing import Case, SavedFilter, Suggestion, SuggestionState
from models.delivery import (
    DRAWN_WITHIN,
    SET_BACK,
    Alarm,
    Allowance,
    Inbox,
    InboxState,
    Lane,
    Occurrence,
    OccurrenceState,
    Outbox,
    OutboxState,
)
from models.erasure import Erasure
from models.errand import DirectoryReading, Errand, ErrandKind
from models.home import Home, HomeWish
from models.installation import Installation, InstallationState, SpentState
from models.line import LongLine
from models.person import Channel, ChannelKind, Membership, Person
from models.task import (
    LIVE,
    Card,
    Dependency,
    History,
    Link,
    NextOne,
    Priority,
    Role,
    RoleKind,
    State,
    StepMode,
    Task,
    TaskFields,
)
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
from models.words import TaskWords
from models.workspace import Style, Workspace

__all__ = [
    "DRAWN_WITHIN",
    "LIVE",
    "SET_BACK",
    "Alarm",
    "Allowance",
    "AnswerState",
    "Card",
    "Case",
    "Channel",
    "ChannelKind",
    "Dependency",
    "Digest",
    "DirectoryReading",
    "Erasure",
    "Errand",
    "ErrandKind",
    "History",
    "Home",
    "HomeWish",
    "Inbox",
    "InboxState",
    "Installation",
    "InstallationState",
    "Lane",
    "Link",
    "LongLine",
    "Membership",
    "NextOne",
    "Occurrence",
    "OccurrenceState",
    "Outbox",
    "OutboxState",
    "Person",
    "Priority",
    "Role",
    "RoleKind",
    "RunState",
    "SavedFilter",
    "Session",
    "SpentState",
    "Standup",
    "StandupAnswer",
    "StandupRun",
    "State",
    "StepMode",
    "Style",
    "Suggestion",
    "SuggestionState",
    "Task",
    "TaskFields",
    "TaskWords",
    "Team",
    "TeamMember",
    "Workspace",
]
