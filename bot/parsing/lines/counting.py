"""Whether words after a bare number go on about the task of that number, or are what the number counts.

"cancel 42 because of rain" speaks of #42, "cancel 2 flights" of flights. Nobody counts a pronoun, an article or a
preposition, and Chinese counts nothing without a measure word.
"""

import re

_GOES_ON = frozenset(
    """
    a about after again all already also although an and as at because before but by client client's due during early
    every everybody everyone everything finally for from given had has have he he's his how however i i'd i'll i'm i've
    if in instead is it it'll it's its itself just late later like maybe me meanwhile my no nobody none not nothing
    now on once only our out over per please pls plus probably she she's since so somebody someone still thanks thank
    that that's the their then there there's they they're this though through till to today together tomorrow tonight
    unfortunately unless until via was waiting waits we we'll we're we've what when where which while who why will with
    within without would yes yesterday yet you your
    monday tuesday wednesday thursday friday saturday sunday
    """.split()  # noqa: SIM905 - reads as a list of words
)
_ALONE = frozenset(
    """
    duplicate duplicated obsolete outdated superseded irrelevant unnecessary pointless wrong fine good great perfect ok
    okay nice super yay wow cool well done ready too soon away thx ty cheers mistake overdue
    """.split()  # noqa: SIM905 - reads as a list of words
)
_PAST = re.compile(
    r"[a-z]+ed|sent|resent|paid|spoke|spoken|met|told|sold|bought|built|rebuilt|made|gave|given|took|taken|wrote|written"
    r"|found|left|lost|gone|went|got|gotten|put|cut|set|let|held|kept|read|seen|saw|shown|said|says|ran|run|rang|rung"
    r"|done|did|began|begun|brought|came|chose|chosen|drew|drawn|felt|forgot|heard|knew|led|meant|redid|redone|sat|spent"
    r"|stood|stuck|taught|thought|won|talked|agreed|waiting|working|looking|talking|going|asking|trying|needs|wants"
)
_NOT_PAST = frozenset({"need", "speed", "feed", "seed", "bed", "shed", "red", "weed", "embed", "breed"})
_FINITE = frozenset(
    """
    is isn't are aren't was wasn't were weren't has hasn't have haven't had hadn't will won't would wouldn't can can't
    cannot could couldn't does doesn't did didn't said says wants wanted called asked agreed came went left got needs
    """.split()  # noqa: SIM905 - reads as a list of words
)
_MEASURES = (
    r"个|项|件|条|页|份|张|次|天|日|周|星期|礼拜|月|年|点|分|秒|人|位|名|台|套|本|间|家|块|杯|盒|箱|楼|层|版|期|轮|场|段|篇|组|种|类|"
    r"万|千|百(?!分之)|元|毛|小时|刻|辆|架|批|部|款|只|支|双|封|斤|公斤|吨|米|公里|平|处|门|道|颗|根|把|座|所|届|集|行|列|瓶|包|袋|桶|节|课|班"
)
_COUNTED_ZH = re.compile(
    rf"(?:多|几|来)?(?:{_MEASURES})(?!了|上|间|到|是)|号(?![了，。,.、：:\s]|$)|的|[吗哪谁]|怎么|什么|多少"
)
_A_VERSION = re.compile(
    r"(?:the |a |my |our )?"
    r"(?:(?:final|first|second|third|last|latest|new|newest|next|updated|revised|corrected|clean|rough)(?: and \w+)? )?"
    r"(?:version|draft|copy|cut|edition|v)(?: ?\d+(?:\.\d+)*)?(?=\s*(?:$|[,.;:!(–—-]))",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"<?https?://\S+")
_WORD = re.compile(r"[A-Za-z\u00c0-\u024f]+(?:['’-][A-Za-z]+)*")


def goes_on(rest: str) -> bool:
    """Whether what stands after the number of a task, without a #, can only be said about that task."""
    text = rest.strip()
    if not text or "\u3400" <= text[0] <= "\u9fff":
        return _COUNTED_ZH.match(text) is None
    first = _WORD.match(text)
    if first is None or text.startswith(("http://", "https://")) or _A_VERSION.match(text):
        return True  # a mark, a sign, an address, a person, a number or "final version": none of them is counted
    if address := _ADDRESS.search(text):
        return not is_counted(text[: address.start()])
    words = [word.lower().replace("’", "'") for word in _WORD.findall(text)]
    if re.match(r"and (?:a |one )?(?:half|quarter)\b|all-|\S+-", text, re.IGNORECASE):
        return False
    if words[0] in _GOES_ON or (len(words) == 1 and words[0] in _ALONE):
        return True
    return _is_past(words[0], text[first.end() :]) or _is_a_clause(words)


def _is_past(word: str, after: str) -> bool:
    """ "sent by mail" tells what was done; in "delayed flights" the word belongs to a noun."""
    if not _PAST.fullmatch(word) or word in _NOT_PAST:
        return False
    following = _WORD.match(after.strip())
    if following is None:
        return True
    return following[0].lower() in _GOES_ON | _ALONE or following[0][0].isupper()


def _is_a_clause(words: list[str]) -> bool:
    """ "page 3 is missing": a noun of which there is one, and what it does."""
    for place, word in enumerate(words[1:4], 1):
        if word in _FINITE:
            return not any(before.endswith("s") and not before.endswith("ss") for before in words[:place])
    return False


def is_counted(rest: str) -> bool:
    """Whether a plural, "of the …" or a measure word stands there: no reason that would have to be kept."""
    text = rest.strip()
    if text and "\u3400" <= text[0] <= "\u9fff":
        return True
    words = [word.lower() for word in _WORD.findall(_ADDRESS.sub(" ", text))]
    return bool(words) and (words[0] == "of" or any(word.endswith("s") or word == "people" for word in words[:3]))


_BEFORE_A_REASON = re.compile(
    r"^(?:[\s,，、。.;；:：!！~～–—-]|(?:please|pls|thanks|thx)(?=[\s,.!]|$))+", re.IGNORECASE
)
_AFTER_A_REASON = re.compile(
    r"(?:(?:^|[\s,，]+)(?:please|pls|plz|thanks|thank you|thx|ty|cheers|谢谢|多谢|辛苦了?)[\s.!。！]*"
    r"|(?:^|(?<=\s))[✅☑✔👍🎉\ufe0f]+|\s)+$",
    re.IGNORECASE,
)


def reason_in(words: str) -> str:
    """The reason alone, without the comma before it and the courtesy around it."""
    said = _AFTER_A_REASON.sub("", _BEFORE_A_REASON.sub("", _AFTER_A_REASON.sub("", words)))
    return "" if said in ("了", "吧", "啦", "掉", "掉吧", "了吧") else said
