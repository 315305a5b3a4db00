"""Greetings, thanks and courtesies in both languages: lines that ask for no work."""

# ruff: noqa: E501 - a row of a table is read as one, and Chinese letters count twice

import re
from typing import Literal

Kind = Literal["greeting", "thanks", "courtesy", "farewell", "praise", "sorry", "here", "yes", "no", "tired", "who"]
_GREETINGS = (
    r"(?:hi|hello|hey|heya|hiya|howdy|yo|greetings|morning|good (?:morning|afternoon|evening|day)|what'?s up|sup)"
    r"(?:,? (?:there|all|everyone|everybody|team|folks|muster|bot))?"
    r"(?:[,.!]* (?:how are you(?: doing)?(?: today)?|how'?s it going|how do you do))?"
    r"|how are you(?: doing)?(?: today)?|how'?s it going"
    r"|(?:(?:你|您|大家|各位)好|嗨+|哈喽|哈啰|早上好|早安|下午好|晚上好|中午好|早|hello|hi)[呀啊吗]?[\s,，]?(?:muster|大家|各位)?[呀啊]?"
)
_HERE = (
    r"(?:are you|you|u|anyone|anybody|is any(?:one|body)|hello,? are you) (?:there|here|around|awake|up|alive|listening)"
    r"|(?:this is |just )?(?:a )?test(?:ing)?(?: test| 1 2 3|,? one two three)?|ping"
    r"|(?:你|有人)?在(?:吗|么|嘛|不在|不)?|有人[吗么]|(?:你)?还在吗|测试(?:一下)?|试试|试一下"
)
_FAREWELLS = (
    r"(?:good ?)?bye(?:[- ]?bye)?(?: (?:for now|all|everyone|muster))?|good ?night|nighty? night|see (?:you|ya)(?: (?:later|soon|around|then|tomorrow|next week"
    r"|on monday|monday|again))?|cya|(?:talk|speak) to you (?:later|soon|tomorrow)|take care|have a (?:nice|good|great|lovely) "
    r"(?:day|evening|night|weekend|one)|ttyl|i'?m off|signing off"
    r"|再见|拜拜|拜+|晚安|回见|回头见|(?:明天|下周|周一|改天)见|下班了?|我?先?下班了|走了|我先走了|周末愉快|好梦"
)
_PRAISE = (
    r"(?:you'?re|you are|u r|that'?s|that was|this is|muster is|it'?s) (?:so |very |really |just |pretty )?(?:great|awesome|the best|amazing|kind|helpful|nice|cool"
    r"|brilliant|fantastic|wonderful|good|smart|clever|lovely|perfect)|(?:great|good|nice|excellent|amazing|awesome|fantastic) (?:job|work|bot|one)(?: muster)?"
    r"|well done|love (?:it|you|this)|i (?:love|like) (?:it|you|this)|bravo|impressive|wow|[牛赞]+|厉害|太[好棒强赞]了|(?:你|真|太|好|很|非常)*(?:棒|厉害|赞|牛|强|聪明|贴心)(?:了|啊|呀|哦|极了)?"
    r"|干得(?:好|漂亮)|做得好|爱了|\[(?:强|赞|鼓掌|爱心|玫瑰|666)\]|666+"
)
_SORRY = r"(?:i'?m )?(?:so |very )?sorry(?: about (?:that|this))?|my (?:bad|mistake)|oops|whoops|apologies|抱歉|对不起|不好意思|失误|手滑(?:了)?|打错了|发错了|说错了"
_WHO = r"(?:hi,? |hello,? )?(?:who|what) (?:are|r) (?:you|u)|what(?:'?s| is) (?:this|muster)|who(?:'?s| is) muster|introduce yourself|你是(?:谁|什么|干什么的|机器人吗?)|你叫什么(?:名字)?|(?:muster|这)是什么|介绍一下(?:你)?自己"
_NO = (
    r"no|nope|nah|no thanks?|no thank you|not now|never ?mind|forget it|that'?s (?:wrong|not right|not it)|wrong|not that(?: one)?|cancel that"
    r"|不|不是|不对|不是这个|错了|算了|没事了?|没什么|当我没说|不用了?|不要了?|不必了?|先不(?:用|要)了?"
)
_YES = r"yes|yep|yeah|yup|sure|do it|go ahead|please do|是的?|对的?|对啊|是啊|嗯嗯?|可以|行|确认|确定|就这样|没错"
_TIRED = r"(?:今天)?(?:好|真|太|很|有点)(?:累|困|忙|烦|热|冷)(?:啊|呀|了|哦)?|累(?:死了|了)|(?:i'?m |so )+(?:tired|exhausted|busy|bored)(?: today)?|(?:what a|long|tough|busy|hard) (?:long |busy |tough )?day"
_THANKS = (
    r"(?:many |ok(?:ay)?,? |great,? |cool,? )?(?:thanks|thank you|thx|ty|tysm|cheers|much appreciated)"
    r"(?: (?:so much|a lot|a bunch|very much|again|all|everyone|team|muster|bot|you))*"
    r"(?:[,.!]* (?:you are|you're|ur|that is|that's) (?:so |very |really )?"
    r"(?:great|awesome|the best|amazing|kind|helpful|nice))?"
    r"|(?:好的?[，, ]?)?(?:多谢|谢谢|感谢|谢了|谢啦|谢过|辛苦)(?:你|您|大家|各位|啦|了|啊|呀|你们)*|3q|thx"
)
_COURTESIES = (
    r"(?:ok(?:ay)?|kk?|oki|great|cool|nice|perfect|awesome|good|got it|understood|roger|will do|sure|all right|alright"
    r"|noted|sounds good|lol|haha+|fine|of course|no (?:problem|worries)|fair enough|makes sense|i see)"
    r"(?:,? (?:thanks|then|muster|bot|ok(?:ay)?|cool|great))?"
    r"|好的?|好[呀啊吧嘞哒滴哈哟]|好的?好的|行吧|嗯+|哦+|噢|收到|了解|明白了?|知道了|懂了|没问题|ok的?|哈+|嘿嘿|呵呵|辛苦"
)
_ENDS = r"[\s!！.。,，~～?？:)(…\u2600-\u27bf\ufe0f\u200d\U0001f300-\U0001faff]*"
_TALK: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    ("here", re.compile(rf"{_ENDS}(?:{_HERE}){_ENDS}", re.I)),
    ("who", re.compile(rf"{_ENDS}(?:{_WHO}){_ENDS}", re.I)),
    ("no", re.compile(rf"{_ENDS}(?:{_NO}){_ENDS}", re.I)),
    ("yes", re.compile(rf"{_ENDS}(?:{_YES}){_ENDS}", re.I)),
    ("sorry", re.compile(rf"{_ENDS}(?:{_SORRY}){_ENDS}", re.I)),
    ("farewell", re.compile(rf"{_ENDS}(?:{_FAREWELLS}){_ENDS}", re.I)),
    ("praise", re.compile(rf"{_ENDS}(?:{_PRAISE}){_ENDS}", re.I)),
    ("tired", re.compile(rf"{_ENDS}(?:{_TIRED}){_ENDS}", re.I)),
    ("greeting", re.compile(rf"{_ENDS}(?:{_GREETINGS}){_ENDS}", re.I)),
    ("thanks", re.compile(rf"{_ENDS}(?:{_THANKS}){_ENDS}", re.I)),
    ("courtesy", re.compile(rf"{_ENDS}(?:{_COURTESIES}){_ENDS}", re.I)),
)
_EMOJI_NAMES = re.compile(r":[a-z0-9_+-]+:")
_WAVES = re.compile(r"(?:\s|:wave:(?::skin-tone-\d:)?|👋[\U0001f3fb-\U0001f3ff]?)+")
_LONGEST = 60


def small_talk(text: str) -> Kind | None:
    """Only a line that is nothing else: "thanks, now fix the link" is work."""
    if text.strip() and _WAVES.fullmatch(text):
        return "greeting"
    line = " ".join(_EMOJI_NAMES.sub("", text).split())
    if len(line) > _LONGEST:
        return None
    if text.strip() and not any(letter.isalnum() or letter in "#@+~^" for letter in line):
        return "courtesy"
    line = line.replace("’", "'")
    return next((kind for kind, pattern in _TALK if pattern.fullmatch(line)), None)
