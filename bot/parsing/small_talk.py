"""Greetings, thanks and courtesies in both languages: lines that ask for no work."""

import re
from typing import Literal

Kind = Literal["greeting", "thanks", "courtesy"]
_GREETINGS = (
    r"(?:hi|hello|hey|heya|hiya|howdy|yo|greetings|morning|good (?:morning|afternoon|evening|day)|what'?s up|sup)"
    r"(?: (?:there|all|everyone|everybody|team|folks|muster|bot))?"
    r"|(?:你|您|大家|各位)好[呀啊吗]?|嗨+|哈喽|哈啰|早上好|早安|下午好|晚上好|中午好|早[呀啊]?|在吗|在不在|hello|hi"
)
_THANKS = (
    r"(?:many |ok(?:ay)?,? |great,? |cool,? )?(?:thanks|thank you|thx|ty|tysm|cheers|much appreciated)"
    r"(?: (?:so much|a lot|a bunch|very much|again|all|everyone|team|muster|bot|you))*"
    r"(?:[,.!]* (?:you are|you're|ur|that is|that's) (?:so |very |really )?"
    r"(?:great|awesome|the best|amazing|kind|helpful|nice))?"
    r"|(?:好的?[，, ]?)?(?:多谢|谢谢|感谢|谢了|谢啦|谢过|辛苦)(?:你|您|大家|各位|啦|了|啊|呀|你们)*|3q|thx"
)
_COURTESIES = (
    r"(?:ok(?:ay)?|kk?|oki|great|cool|nice|perfect|awesome|good|got it|understood|roger|will do|sure|all right|alright"
    r"|noted|sounds good|yes|yep|yeah|no|nope|never ?mind|well done|good (?:job|bot)|lol|haha+)"
    r"(?:,? (?:thanks|then|muster|bot))?"
    r"|好的?|好[呀啊吧嘞哒]|行吧?|可以|嗯+|哦+|噢|收到|了解|明白了?|知道了|懂了|没问题|没事|不用了?|是的?|对的?|ok的?|哈+"
    r"|[牛赞]|厉害|太[好棒]了"
)
_ENDS = r"[\s!！.。,，~～?？:)(☺️😊🙏👋❤️]*"
_TALK: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    ("greeting", re.compile(rf"{_ENDS}(?:{_GREETINGS}){_ENDS}", re.I)),
    ("thanks", re.compile(rf"{_ENDS}(?:{_THANKS}){_ENDS}", re.I)),
    ("courtesy", re.compile(rf"{_ENDS}(?:{_COURTESIES}){_ENDS}", re.I)),
)
_EMOJI_NAMES = re.compile(r":[a-z0-9_+-]+:")
_LONGEST = 60


def small_talk(text: str) -> Kind | None:
    """Only a line that is nothing else: "thanks, now fix the link" is work."""
    line = " ".join(_EMOJI_NAMES.sub("", text).split())
    if len(line) > _LONGEST:
        return None
    if text.strip() and not any(letter.isalnum() or letter in "#@+~^" for letter in line):
        return "courtesy"
    return next((kind for kind, pattern in _TALK if pattern.fullmatch(line)), None)
