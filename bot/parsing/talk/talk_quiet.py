"""Being left in peace for a while, as people say it: quiet for 2 hours, don't disturb me until 3pm, 别打扰我两小时."""

import re
from datetime import datetime, time

from bot.parsing.dates.when import read_snooze

# ruff: noqa: E501 - a row of a table is read as one, and Chinese letters count twice
LONGEST = 80
OFF = frozenset({"off", "end", "stop", "over", "none", "关", "关闭", "结束", "取消", "恢复"})
_EDGE = re.compile(
    r"^(?:(?:until|till|'til|til|for|the next|up to)\s+|(?:一直)?(?:到|至|直到)|接下来的?|未来)+|(?:\s*(?:please|为止|之?前|以前|之?内|以内|吧|[。.!！]))+$",
    re.I,
)
_FROM_NOW = r".+?(?:前|内|里|小时|分钟|钟头)|今[天晚]\S{0,2}|接下来.+?"  # "tomorrow" begins later: no time of quiet
_SAID = tuple(re.compile(pattern, re.I) for pattern in (
    r"(?:please )?(?:do not|don'?t|dont) (?:disturb|bother|ping|nudge|message) me(?: please)?,? (?P<when>(?:until|till|for|before|today|this).*)",
    r"(?:please )?leave me (?:alone|in peace),? (?P<when>(?:until|till|for).+)",
    r"(?:please )?(?:be|stay|keep) quiet,? (?P<when>(?:until|till|for).+)",
    r"quiet(?: please)?,? (?P<when>(?:until|till|for).+)",
    r"no (?:reminders|nudges|pings|messages)(?: please)?,? (?P<when>(?:until|till|for) .+)",
    r"(?:snooze|mute|pause) (?:muster|yourself|everything|all reminders|notifications|reminders) (?P<when>(?:until|till|for) .+)",
    r"(?:请)?(?:先)?(?:别|不要|勿|请勿|莫)(?:再)?(?:打扰|打搅|吵|烦|催|提醒)我?[,，]?(?P<when>.+)",
    r"(?:请)?(?:先)?安静(?:一下)?[,，]?(?P<when>(?:到|至|直到)?.+)",
    r"(?:开启|打开)?(?:免打扰|勿扰)(?:模式)?[,，]?(?P<when>.+)",
    r"(?:让我)?(?:清静|静一静|清净)[,，]?(?P<when>.+)",
    rf"(?P<when>{_FROM_NOW})[,，]?(?:都)?(?:请)?(?:别|不要|勿|请勿)(?:再)?(?:打扰|打搅|吵|烦)我?",
    rf"(?P<when>{_FROM_NOW})(?:免打扰|勿扰)",
))  # fmt: skip
_OVER = re.compile(
    r"(?:end|stop) (?:the )?quiet(?: time)?|(?:you can|you may) (?:disturb|bother|ping|remind) me(?: again)?|no more quiet|quiet off"
    r"|(?:可以(?:打扰|提醒)我了|(?:结束|取消|关闭|关掉|退出)(?:安静|免打扰|勿扰)(?:模式)?|不用(?:安静|免打扰)了)",
    re.I,
)


def read_quiet(words: str, *, now: datetime, zone: str, day_start: time) -> datetime | None:
    """Until when; a day alone is until its work begins. None for what is no moment to come."""
    text = words.strip()
    while (shorter := _EDGE.sub("", text).strip(" ,，")) != text:
        text = shorter
    return read_snooze(text, now=now, zone=zone, day_start=day_start) if text else None


def said_freely(line: str, *, now: datetime, zone: str, day_start: time) -> str | None:
    """The line of /muster that these words stand for; None where they are about something else."""
    text = " ".join(line.split()).replace("’", "'").strip(" .!。！")
    if not text or len(text) > LONGEST:
        return None
    if _OVER.fullmatch(text):
        return "quiet off"
    for pattern in _SAID:
        match = pattern.fullmatch(text)
        if match and read_quiet(match["when"], now=now, zone=zone, day_start=day_start) is not None:
            return f"quiet {match['when']}"
    return None
