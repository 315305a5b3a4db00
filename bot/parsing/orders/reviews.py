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


def reason_and_words(text: str) -> tuple[ReturnReason, str]:
    """What kind of reason it is, where it was named before a colon, and the reason itself."""
    said = text.strip()
    for reason, pattern in _REASON.items():
        if match := pattern.fullmatch(said):
            return reason, match["rest"].strip()
    return ReturnReason.OTHER, said
