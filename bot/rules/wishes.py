"""How much of what somebody may want: the kinds there is a word about, and which of them are on or off only."""

from bot.rules import chasing

ALL = "all"
KINDS = (ALL, *chasing.KINDS)
ON_OR_OFF = frozenset({chasing.BRIEF, chasing.SOON, chasing.PASSED, chasing.ESCALATION})
"""Kinds that are said at their moment or not at all: for them there is no light and no active."""
