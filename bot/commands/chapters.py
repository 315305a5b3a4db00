"""Help on `/task` in chapters: what everybody needs first, the rest by what it is about."""

from bot.commands.call import Command, Subcommand

EVERYDAY = "everyday"
ALL = frozenset({"all", "everything", "全部", "所有"})

# chapter: the verbs in it. A verb may stand in several; every verb that is not hidden stands in one.
CHAPTERS: dict[str, tuple[str, ...]] = {
    EVERYDAY: ("add", "list", "show", "start", "done", "due", "assign", "block", "note", "snooze", "undo", "find"),
    "change": ("new", "edit", "rename", "label", "due", "priority", "unblock", "cancel", "reopen", "history", "help"),
    "people": ("assign", "ack", "decline", "roles", "accountable", "helpers", "reviewers", "consult", "cc"),
    "review": (
        "progress",
        "evidence",
        "spent",
        "describe",
        "submit",
        "accept",
        "return",
        "closing",
        "cases",
        "archive",
    ),
    "plan": ("part", "after", "split", "merge"),
    "order": ("priority", "first", "order", "suggest"),
    "repeat": ("repeat", "skip", "remind", "reminders", "snooze", "why", "next"),
    "lists": ("list", "find", "export", "cases", "history"),
}
CHINESE = {
    "日常": EVERYDAY, "修改": "change", "分工": "people", "验收": "review", "计划": "plan", "排序": "order",
    "重复": "repeat", "查找": "lists",
}  # fmt: skip


def chosen(command: Command, topic: str) -> tuple[Subcommand, ...]:
    """What help shows of a command: one verb, a chapter, or all of it. Empty where the topic is none of these."""
    shown = tuple(sub for sub in command.subcommands if not sub.hidden)
    one = tuple(sub for sub in shown if topic in (sub.name, *sub.aliases))
    chapter = chapter_of(topic)
    if command.name != "/task" or topic in ALL:
        return one or (() if topic and topic not in ALL else shown)
    if one and chapter is None:
        return one
    verbs = CHAPTERS.get(chapter or ("" if topic else EVERYDAY), ())
    return (*one, *(sub for verb in verbs for sub in shown if sub.name == verb and sub not in one))


def chapter_of(topic: str) -> str | None:
    return topic if topic in CHAPTERS else CHINESE.get(topic)
