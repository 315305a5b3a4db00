"""What is said of finished work: a score with a remark, or why it comes back."""

import re

from bot.rules.reviewing import ReturnReason

_SCORE = re.compile(
    r"(?P<score>[1-5])(?:\s*(?:/\s*5|out of 5|points?|stars?|分|星|颗星)|(?![\w./%]))(?:[\s,，.。:：;；、–—-]+|$)"
    r"(?P<rest>.*)",
    re.IGNORECASE | re.DOTALL,
)
_STARS = re.compile(r"(?P<stars>(?:⭐|★|🌟)\ufe0f?){1,5}")
_LAST = re.compile(
    r"(?P<rest>.*?)[\s,，.。;；]*(?:(?:score|rated?|评分|打分|打)\s*[:：]?\s*)(?P<score>[1-5])\s*(?:/\s*5|分)?[.。!！]*",
    re.IGNORECASE | re.DOTALL,
)
_REASONS = {
    ReturnReason.UNCLEAR: r"unclear(?: request)?|(?:需求|要求|描述)(?:不清楚?|不明确?)",
    ReturnReason.MATERIAL: r"missing(?: material)?|incomplete|缺(?:少)?(?:材料|资料)|(?:材料|资料)不(?:全|齐)",
    ReturnReason.DEFECT: r"defect(?:ive)?|bug|有?(?:缺陷|质量问题|错误|问题)",
    ReturnReason.CHANGED: r"changed mind|change of mind|(?:需求|想法)(?:变更|变了|有变)|改(?:了)?主意",
    ReturnReason.OTHER: r"other|其他|其它",
}
_REASON = {
    reason: re.compile(rf"(?:{pattern})\s*[:：,，–—-]+\s*(?P<rest>\S.*)", re.IGNORECASE | re.DOTALL)
    for reason, pattern in _REASONS.items()
}


# what somebody says who does not name the kind; "other" has to be named
_SAID = {
    ReturnReason.UNCLEAR: (
        r"unclear|not (?:quite |very |really )?clear|ambiguous|vague|confusing|misunderst\w+"
        r"|(?:don't|do not|didn't|did not|can't|cannot) (?:quite |really )?understand",
        r"(?:需求|要求|描述|目标|任务)\S{0,4}不(?:清|明)|没(?:说|写|讲|交代)清|不明确|看不懂|没看懂|含糊|理解(?:错|有偏差)",
    ),
    ReturnReason.MATERIAL: (
        r"missing|incomplete|lack(?:s|ing)?|left out|forgot to (?:attach|add|include)"
        r"|(?:not|\w+n't) (?:attached|included|there|complete)",
        r"缺(?!陷|点)|漏|少了|(?:没有?|未)(?:附|提供|上传|带|包含|放)|不(?:全|齐|完整)",
    ),
    ReturnReason.DEFECT: (
        r"wrong|incorrect|errors?|typos?|mistakes?|broken|bugs?|buggy|defect(?:s|ive)?|faulty|blurr(?:y|ed)"
        r"|(?:does|do|did)(?: not|n't) (?:work|match|open|load|add up)|won't open|fails?|crash(?:es|ed)?",
        r"错(?!过)|有误|不对|不符|不一致|坏了|缺陷|故障|打不开|乱码|不能用|用不了|质量(?:问题|不)|模糊",
    ),
    ReturnReason.CHANGED: (
        r"chang(?:ed|e of) (?:(?:my|our|their|his|her|the|your) )?(?:mind|plans?|scope|requirements?|brief)"
        r"|(?:plans?|scope|requirements?|brief|client|customer)(?: has| have)? changed|new requirements?"
        r"|(?:no longer|don't|do not) (?:need|want)s?(?: \w+){0,2}(?: any ?more)?",
        r"改了?主意|(?:需求|要求|想法|计划|方案|客户)(?:又|有)?(?:变|改)|变更|不再?需要了|不要了",
    ),
}  # fmt: skip
_WORDS = {
    reason: re.compile(rf"\b(?:{english})\b|{chinese}", re.IGNORECASE | re.ASCII)
    for reason, (english, chinese) in _SAID.items()
}
_DENIED = re.compile(
    r"(?:\b(?:no|not|nothing|never|without|isn't|aren't)(?:\s+\w+)?\s+|没有?|并?无|不|别)$", re.IGNORECASE
)


def score_and_words(text: str) -> tuple[int | None, str]:
    """(Score, remark) of "5 clean work", "做得很好，打5分"; a number that counts something is no score."""
    said = text.strip()
    if match := _SCORE.fullmatch(said):
        return int(match["score"]), match["rest"].strip()
    if (match := _STARS.match(said)) is not None:
        stars = sum(said[: match.end()].count(star) for star in "⭐★🌟")
        return stars, said[match.end() :].strip()
    if match := _LAST.fullmatch(said):
        return int(match["score"]), match["rest"].strip()
    return None, said


def reason_and_words(text: str) -> tuple[ReturnReason | None, str]:
    """What kind of reason it is, and the reason itself: as named before a colon, else as the words say, if they do."""
    said = text.strip()
    for reason, pattern in _REASON.items():
        if match := pattern.fullmatch(said):
            return reason, match["rest"].strip()
    return reason_in_words(said), said


def reason_in_words(text: str) -> ReturnReason | None:
    """The one kind that these words speak of; None where they speak of none, or of more than one."""
    plain = text.replace("’", "'")
    found = {
        reason for reason, pattern in _WORDS.items()
        if any(not _DENIED.search(plain[: match.start()]) for match in pattern.finditer(plain))
    }  # fmt: skip
    return found.pop() if len(found) == 1 else None
