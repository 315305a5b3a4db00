"""Wishes to be reminded, and to remind somebody: who, of what, and the words that say when."""

import re
from dataclasses import dataclass, replace
from datetime import datetime

from bot.parsing.dates.dates import read_dates

LONGEST = 500
_PERSON = (
    r"<@[UW][A-Z0-9]+(?:\|[^>]*)?>|@[A-Za-z\u00c0-\u024f][\w.\-]*|@[\u4e00-\u9fff·]{2,4}?"
    r"(?=\s|明|今|后|周|下|本|去|要|交|把|给|写|发|开|准|在|$)"
)
_POLITE = r"(?:(?:please|pls|hey|hi|ok|muster|can you|could you|would you|will you)[\s,:]+)*"
_POLITE_ZH = r"(?:请|麻烦你?|帮我|帮忙|记得|到时候?|到点|劳驾|那就|再)*\s*"
# 我 is the speaker alone, not the beginning of 我爸, 我方律师, 我同事
_I_ZH = (
    r"我(?!的|们|家|司(?!机)|爸|妈|父|母|哥|姐|弟|妹|爷|奶|儿子|女儿|女友|女朋友|男友|男朋友|老|媳妇|对象|爱人"
    r"|方(?!便|案)|公司|校(?!对|验|准)|部门|队友|组(?!织|装|合)|同事|同学|朋友|室友|经理|领导|主管|上司|团队|国)"
)
_OPENINGS = (
    rf"{_POLITE}(?:remind|nudge|ping)\s+(?P<who>me|{_PERSON})(?![A-Za-z0-9])(?!\s+(?:and|&)\s)[\s,:]*",
    rf"{_POLITE}(?:don't|do not|dont|never) let (?P<who>me) forget[\s,:]*",
    rf"{_POLITE}make sure (?:that )?(?P<who>i) (?:don't|do not|dont) forget[\s,:]*",
    rf"{_POLITE}(?:don't|do not|dont) forget[\s,:]+(?=\S)",
    rf"{_POLITE}(?:set|create|add|make|i need|i want|give me)(?: me| up)? (?:a )?(?P<set>reminder)\b(?: for me)?"
    r"(?:\s*[:：]\s*|[\s,]+)",
    r"reminder\s*[:：-]\s*",
    rf"{_POLITE_ZH}提醒(?:一下)?\s*(?P<who>{_I_ZH}|{_PERSON})(?:一下|一声)?[\s,，:：]*",
    rf"{_POLITE_ZH}(?:别|不要|可别|千万别)(?:让我|叫我)?(?:忘了|忘记|忘)[\s,，:：]*(?=\S)",
    r"(?:设|建|加|定)(?:置|立|个|一个)*提醒[\s,，:：]+",
)  # fmt: skip
_AT_ONCE = re.compile("|".join(re.sub(r"\?P<who>", f"?P<who{n}>", said) for n, said in enumerate(_OPENINGS)), re.I)
_LATER = re.compile(
    rf"(?P<when>\S.{{0,30}}?)[\s,，]*(?:(?<=\s)|(?<=,)){_POLITE}"
    rf"remind (?P<who>me|{_PERSON})(?![A-Za-z0-9])[\s,:]*"
    rf"|(?P<when_zh>\S.{{1,20}}?)[\s,，]*(?:的时候)?{_POLITE_ZH}(?:提醒|叫)(?:一下)?\s*"
    rf"(?P<who_zh>{_I_ZH}|{_PERSON})(?:一下|一声)?[\s,，:：]*",
    re.I,
)
_LEADING = re.compile(
    r"(?:to|that (?:i|we) (?:need|have|must|should)(?: to)?|(?:i|we) (?:need|have|must) to|that|about|of|for|[:,-])\s+"
    r"|(?:记得|要记得|该去|要去|关于)(?=\S)",
    re.I,
)
_ENDS = re.compile(r"[\s.。!！,，]+$")
_NO_WHAT = re.compile(r"(?:it|this|that|something|again|later|please|一下|一次|一声|这个|那个|它)?[\s.。!！]*", re.I)
_A_VERB_FOLLOWS = re.compile(
    r"to (?!(?:the|our|my|your|his|her|their|every|each|all|an?)\b|[@<])|(?:that|about|of)\b", re.I
)
_SPAN = r"(?:\d+|an?|half an|one|two|three|five|ten|a few) (?:minutes?|mins?|hours?|hrs?|days?|weeks?)"
_SPAN_ZH = r"(?:\d+|[一二两三四五十半]+)个?(?:分钟|小时|钟头|天|周|星期|刻钟)"
_CONDITION = (
    rf"(?:(?:{_SPAN} |the (?:day|week|hour|morning|night|evening) |right |just |shortly )?(?:before|after|prior to)"
    rf"|when(?:ever)?|once|if|unless|until|till|while|in case|as soon as|by the time"
    r"|the (?:moment|minute)|(?:the )?next time)\b"
)
_CONDITION_FIRST = re.compile(rf"(?P<unclear>{_CONDITION}\s+(?P<of>\S.*?))(?:[\s,]+to (?P<what>\S.*))?", re.I)
_CONDITION_LAST = re.compile(
    rf"\S.*?\s(?<!ask )(?<!see )(?<!know )(?<!out )(?<!check )"
    rf"(?P<unclear>(?:when|once|unless|as soon as|by the time|the (?:moment|minute)|(?:the )?next time)\s+\S.*"
    rf"|{_SPAN} (?:before|beforehand|after|earlier|prior)\b.*)",
    re.I,
)
_CONDITION_ZH = (
    r"(?:.{1,20}?(?:的时候|时候|(?:之前|以前|之后|以后)(?!的)|(?<=[完成好到来了束班会课饭])[后前]"
    rf"|[前后]{_SPAN_ZH})|等.{{1,18}}?[了后])"
)
_CONDITION_FIRST_ZH = re.compile(rf"(?P<unclear>{_CONDITION_ZH})[\s,，]*(?:再)?(?P<what>.*)")
_VAGUE = re.compile(
    r"(?P<unclear>(?:some ?time )?later(?: on)?|soon|sometime|some time|some other time|another time"
    r"|in a (?:bit|while|moment|sec)"
    r"|yesterday(?: (?:morning|noon|evening|night|at \S+))?|last (?:week|month|night|\w+day)|\d+ \w+ ago"
    r"|晚点|晚些时候|稍后|过一?会儿?|等一?会儿?|一会儿|待会儿?|回头|改天"
    r"|有空时?|昨天|前天|昨晚|上周.?)(?:\s+to\s+|[\s,，]*)(?P<what>.*)",
    re.I,
)
_NO_CLOCK = re.compile(
    r"(?P<unclear>\bat \d{1,3}(?:[:.]\d{1,3}(?: ?[ap]m)?\b|(?: ?[ap]m)?(?=$| to\b))"
    r"|(?<![\d:])\d{1,3}:\d{2}(?![\d:])|\d{1,3}[点點](?:\d{1,2}分?|半)?(?![建意内钱事小东要理]))",
    re.I,
)
_HUSH = re.compile(
    r"(?:please\s+)?(?:don't|dont|do not|stop|never|no need to|quit)\s+(?:remind|nudg|ping|bug|bother)(?:e|ing)?\s+me"
    r"(?: again| any ?more)?(?:\s+(?:about|of|on|for|with)\s+(?:(?:task )?#?(?P<n>\d{1,9})|it|this|that|them))?"
    r"(?: again| any ?more| please)*[\s.!]*"
    r"|(?:请|麻烦)?(?:先)?(?:别|不要|不用|不必|停止)(?:再|老是|总)?(?:提醒|催)我?(?:做)?"
    r"\s*(?:任务)?\s*[#＃]?(?P<m>\d{1,9})?\s*号?"
    r"(?:任务)?(?:了|啦)?[\s。！]*"
    r"|[#＃]?(?P<k>\d{1,9})\s*号?(?:任务)?\s*(?:别|不要|不用|不必)(?:再)?(?:提醒|催)我?(?:了|啦)?[\s。！]*",
    re.I,
)


_WHICH = re.compile(
    r"(?:(?:please )?(?:show|list|see)(?: me)?(?: all)?(?: of)? )?(?:all )?my reminders[\s.!?]*"
    r"|(?:what|which) reminders (?:do i have|are there|have i set)(?: set)?[\s?]*|what will you remind me of[\s?]*"
    r"|(?:看看|查看|列出|显示)?(?:一下)?我的(?:所有|全部)?提醒(?:列表)?[\s。！？?]*|我(?:设了|有)(?:哪些|什么)提醒[\s？?]*",
    re.I,
)
_OFF = re.compile(
    r"(?:please )?(?:cancel|delete|remove|drop|stop) (?:the|my|that) reminder"
    r"(?: (?:about|for|of|to) (?:the |my )?(.+?))?[\s.!]*"
    r"|(?:请|帮我)?(?:取消|删除|删掉|去掉)(?:一下)?(?:我的)?(?:关于)?(.*?)(?:的)?提醒(?:吧|了)?[\s。！]*",
    re.I,
)


@dataclass(frozen=True)
class Reminder:
    """Who is reminded: `me`, or a person as written. `what` is the work, `when` the words of its date, if any.

    `unclear` are words that say when, but name no moment: a condition, or an hour there is not.
    """

    who: str
    what: str
    when: str = ""
    unclear: str = ""


def hushed(line: str) -> str | None:
    """The number of the task somebody wants no more reminders of, empty where they name none; None: no such wish."""
    match = _HUSH.fullmatch(" ".join(line.split()).replace("’", "'"))
    return next((said for said in match.groups() if said), "") if match else None


def asks_which(line: str) -> bool:
    """Whether somebody wants to see their reminders."""
    return _WHICH.fullmatch(" ".join(line.split()).replace("’", "'")) is not None


def called_off(line: str) -> str | None:
    """What the reminder is about that is wanted no more, empty where they do not say; None: no such wish."""
    match = _OFF.fullmatch(" ".join(line.split()).replace("’", "'"))
    return next((said.strip(" \"“”'") for said in match.groups() if said), "") if match else None


def reminder(line: str, now: datetime) -> Reminder | None:
    """`now` is in the speaker's zone."""
    text = " ".join(line.split()).replace("’", "'")
    if len(text) > LONGEST or hushed(text) is not None:
        return None
    if match := _AT_ONCE.match(text):
        said = match.groupdict()
        rest = text[match.end() :]
        if said["set"] and not match[0].rstrip().endswith((":", "：")) and not _is_of_something(rest, now):
            return None
        who = next((one for name, one in said.items() if name.startswith("who") and one), "me")
        return _of(who, rest, "", now)
    return _told_first(text, now)


def _is_of_something(words: str, now: datetime) -> bool:
    """A reminder to do it, or for a time; "a reminder in the CRM", "reminders for invoices" are work."""
    if _A_VERB_FOLLOWS.match(words):
        return True
    plain = words.removeprefix("for ")
    reading = read_dates(plain, now)
    return reading is not None and reading.start == 0


def _told_first(text: str, now: datetime) -> Reminder | None:
    """ "tomorrow at 9 remind me to …": when comes before who."""
    match = _LATER.match(text)
    if match is None:
        return None
    when = (match["when"] or match["when_zh"]).strip(" ,，")
    who, rest = match["who"] or match["who_zh"], text[match.end() :]
    reading = read_dates(when, now)
    is_date = reading is not None and (reading.day is not None or reading.rrule is not None)
    if reading is None or not is_date or when[: reading.start].strip(" 在") or when[reading.end :].strip(" ,，的"):
        is_condition = "的时候" in match[0] or _CONDITION_FIRST.fullmatch(when) or re.fullmatch(_CONDITION_ZH, when)
        if is_condition or ((vague := _VAGUE.fullmatch(when)) and not vague["what"]):
            said, unclear = _of(who, rest, when, now), f"{when}的时候" if "的时候" in match[0] else when
            return replace(said, when="", unclear=unclear, what=said.what or _without_condition(when))
        return None
    return _of(who, rest, when, now)


def _without_condition(words: str) -> str:
    """ "when #7 is done" is about #7 being done."""
    match = _CONDITION_FIRST.fullmatch(words)
    return match["of"] if match else words


def _of(who: str, words: str, when: str, now: datetime) -> Reminder:
    """What is left once the date is taken out."""
    words = _ENDS.sub("", words)
    reading = None if when else read_dates(words, now)
    if reading is not None:
        spans = sorted([(reading.start, reading.end), *([reading.also] if reading.also else [])])
        when = " ".join(words[start:end].strip() for start, end in spans)
        for start, end in reversed(spans):
            words = f"{words[:start].rstrip()} {words[end:].lstrip()}".strip()
    words = words.strip(" ,，")
    who = "me" if who.lower() in ("me", "i", "我") else who
    if who == "me" and (unclear := _unclear(words, when)):
        return Reminder(who, _work(unclear[1]), "", unclear[0])
    return Reminder(who, _work(words), when)


def _work(words: str) -> str:
    leading = _LEADING.match(f"{words} ")
    what = words[leading.end() :] if leading else words
    return "" if _NO_WHAT.fullmatch(what) else what


def _unclear(words: str, when: str) -> tuple[str, str] | None:
    """The words that say when without naming a moment, and what the reminder is of."""
    if match := _CONDITION_FIRST.fullmatch(words):
        return match["unclear"], match["what"] or match["of"]
    if match := _CONDITION_FIRST_ZH.fullmatch(words):
        return match["unclear"], match["what"] or match["unclear"]
    if when:
        return None
    if match := _VAGUE.fullmatch(words):
        return match["unclear"], match["what"]
    if match := _CONDITION_LAST.fullmatch(words):
        return match["unclear"], words
    if match := _NO_CLOCK.search(words):
        return match["unclear"], " ".join(f"{words[: match.start()]} {words[match.end() :]}".split())
    return None
