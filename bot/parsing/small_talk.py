"""Greetings and thanks in both languages: lines that ask for no work."""

import re
from typing import Literal

_GREETINGS = (
    r"(?:hi|hello|hey|heya|hiya|howdy|yo|greetings|morning|good (?:morning|afternoon|evening|day)|what'?s up|sup)"
    r"(?: (?:there|all|everyone|everybody|team|folks|muster|bot))?"
    r"|(?:你|您|大家|各位)好[呀啊吗]?|嗨+|哈喽|哈啰|早上好|早安|下午好|晚上好|中午好|早[呀啊]?|在吗|在不在|hello|hi"
)
_THANKS = (
    r"(?:many |ok(?:ay)?,? |great,? |cool,? )?(?:thanks|thank you|thx|ty|tysm|cheers|much appreciated)"
    r"(?: (?:so much|a lot|a bunch|very much|again|all|everyone|team|muster|bot|you))*"
    r"|(?:好的?[，, ]?)?(?:多谢|谢谢|感谢|谢了|谢啦|谢过|辛苦)(?:你|您|大家|各位|啦|了|啊|呀|你们)*|3q|thx"
)
_ENDS = r"[\s!！.。,，~～?？:)(☺️😊🙏👋❤️]*"
_TALK: tuple[tuple[Literal["greeting", "thanks"], re.Pattern[str]], ...] = (
    ("greeting", re.compile(rf"{_ENDS}(?:{_GREETINGS}){_ENDS}", re.I)),
    ("thanks", re.compile(rf"{_ENDS}(?:{_THANKS}){_ENDS}", re.I)),
)
_EMOJI_NAMES = re.compile(r":[a-z0-9_+-]+:")
_LONGEST = 60


def small_talk(text: str) -> Literal["greeting", "thanks"] | None:
    """Only a line that is nothing else: "thanks, now fix the link" is work."""
    line = _EMOJI_NAMES.sub("", text).strip()
    if len(line) > _LONGEST:
        return None
    return next((kind for kind, pattern in _TALK if pattern.fullmatch(line)), None)
