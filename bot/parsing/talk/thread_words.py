"""Words in the thread of one task that ask about it, or that are about something else."""

import re
from datetime import datetime

from bot.parsing.lines import asides
from bot.parsing.talk import talk_questions, talk_why
from bot.parsing.talk.talk_deeds import deed

_IT = re.compile(
    r"\b(?:it|this|that)(?:(?='s\b)|\b)(?! (?:week|month|year|quarter|morning|afternoon|evening))(?: (?:one|task))?"
    r"|它|这个(?:任务|事)?(?!周|月|星期|礼拜|季度)|这(?=做|办|弄|什么时候|是谁|谁|归)",
    re.IGNORECASE,
)
_OF_OTHERS = re.compile(
    r"\b(?:my|mine|me|i|we|us|our|tasks?|todos?|everything|anything|anyone|everyone|all|show|list|which|week|month|today"
    r"|tomorrow|next)\b|\bwhat(?:'s| is| are) (?!the\b|up\b)"
    r"|任务|我|大家|哪|有什么|什么(?!时)|全部|所有|今天|明天|后天|本周|周|月",
    re.IGNORECASE,
)
_ASKS = re.compile(
    r"[?？]\s*$|(?:吗|没|没有|呢|如何|怎么样了?|怎样|咋样)\s*$"
    r"|^(?:when|who|who's|how|is|has|any)\b|^(?:status|state|progress|eta|news)\W*$|谁|什么时候|何时|几号|哪天"
    r"|^(?:进展|进度|情况|状态)\W*$",
    re.IGNORECASE,
)
_WHOLE_ASKS = {
    "eta": "due?", "any progress": "state?", "progress": "state?", "how's it going": "state?", "what's up": "state?",
}  # fmt: skip
_NAMES_A_TASK = re.compile(r"[#＃]\s?\d|\d\s?号|\btask \d|任务\s?\d", re.IGNORECASE)


def asked(line: str, number: int, now: datetime) -> str | None:
    """The line that shows what is asked of the task whose thread it is; None where it asks nothing of it."""
    text = " ".join(line.split()).replace("’", "'")
    if why := talk_why.asked(text):
        return why if why != "why" else f"why {number}"
    if not _ASKS.search(text) or _NAMES_A_TASK.search(text):
        return None
    if about := _WHOLE_ASKS.get(text.lower().rstrip(" ?？")):
        return f"show {number} {about}"
    pointed = _IT.sub(f" #{number} ", text, count=1)
    if pointed == text:
        if _OF_OTHERS.search(text):
            return None
        pointed = f"#{number} {text}"
    found = talk_questions.question(" ".join(pointed.split()).replace(" 's", "'s"), now)
    return found[0] if found and found[0].startswith(f"show {number}") else None


def of_another(line: str, now: datetime, zone: str) -> tuple[str, str] | None:
    """What a line says of other tasks than the one of the thread: the line to be typed, and a bare name in it."""
    if "\n" in line.strip():
        return None
    if asides.asks_for_help(line):
        return "help", ""
    if found := talk_questions.question(line, now):
        return found
    said = deed(line, now, zone) if _NAMES_A_TASK.search(line) else None
    return (said.line, "") if said and not said.thing else None
