"""Questions about reminders: "why did I get this", 42 为什么没提醒我."""

import re

_NUMBER = r"(?:#\s?|task\s?#?|任务\s?#?)?(?P<{name}>\d{{1,9}})\s?号?(?:任务)?"
_ABOUT = r"(?:\s+(?:of|about|for|on|with)?\s*(?:{number}|this|that|it|the task))?"
_TOLD = r"(?:reminded|nudged|asked|told|notified|pinged|chased|warned|messaged)"
_TELL = r"(?:remind|nudge|ask|tell|notify|ping|chase|warn|message)"
_TELLING = r"(?:reminding|nudging|asking|telling|notifying|pinging|chasing|messaging|bothering)"
_THIS = r"(?:this|that|it|the|a|an|these|those)?\s*(?:reminders?|nudges?|messages?|notifications?|notices?|one)?"


def _about(name: str) -> str:
    return _ABOUT.format(number=_NUMBER.format(name=name))


_ENGLISH = re.compile(
    rf"(?:but |and |so )?why (?:(?:did|do|didn'?t|did not) i (?:not )?(?:get|receive|hear)\s*{_THIS}{_about('got')}"
    rf"|(?:was|am|wasn'?t|was not|am i not) i? ?(?:not |being |never )*{_TOLD}{_about('told')}"
    rf"|(?:did|do|didn'?t|did not|don'?t) you (?:not |never )?{_TELL} me{_about('tell')}"
    rf"|(?:are|were|aren'?t) you (?:not )?{_TELLING} me{_about('telling')}"
    r"|(?:this|that|the) (?:reminder|nudge|message|notification))(?: (?:now|today|yesterday|again))?",
    re.IGNORECASE,
)
_WHY = r"(?:为什么|为何|为啥|怎么|干嘛|干吗)"
_CHINESE = re.compile(
    rf"(?:把?{_NUMBER.format(name='first')}\s*)?(?:我)?{_WHY}(?:会|要|又|老|总|总是|老是|一直|还|刚才|昨天|今天|我)*"
    r"(?:没有?|不|没能)?(?:给我|来)?"
    r"(?:(?:提醒|通知|催促?|问|找|叫|打扰)过?了?(?:过)?我?"
    r"|收到(?:了|过)?(?:这|那|一)?(?:条|个|则)?(?:提醒|消息|通知|催办)?)"
    rf"\s*(?:关于|有关)?(?:{_NUMBER.format(name='last')})?(?:这件事|这个|这条)?(?:的(?:事|提醒|消息))?(?:呢|啊|了)?",
)
_OF_ME = re.compile(r"我|收到")
_HOW = re.compile(r"怎么(?!会|又|老|总|一直|还|没|不|我没|收到|昨天|今天|刚才)")  # 怎么提醒我 asks how to be reminded
_ENDS = re.compile(r"[\s?？!！.。…~]+$")


_BARE = re.compile(
    r"(?:but |and |so )?(?:why|how come)(?: (?:this|that|these|me|now|so|is this))?"
    r"|(?:这(?:是)?)?(?:为什么|为啥|为何|怎么回事)(?:呢|啊)?",
    re.IGNORECASE,
)


def is_bare(line: str) -> bool:
    """ "why?" under a reminder can only mean the reminder; anywhere else it may mean anything."""
    return bool(_BARE.fullmatch(_ENDS.sub("", " ".join(line.split()))))


def asked(line: str) -> str | None:
    """The command that answers it: `why`, or `why 42`; None where the line asks nothing of the kind."""
    text = _ENDS.sub("", " ".join(line.split())).replace("’", "'")
    match = _ENGLISH.fullmatch(text)
    if match is None and _OF_ME.search(text) and not _HOW.search(text):
        match = _CHINESE.fullmatch(text)
    if match is None:
        return None
    number = next((one for one in match.groups() if one), "")
    return f"why {number}".strip()
