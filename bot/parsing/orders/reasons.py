"""A date with the reason for it: "Friday, client asked", 周五，客户要求."""

import re
from collections.abc import Callable

_CUT = re.compile(
    r"\s*[,，;；]\s*(?:(?:because(?: of)?|since)\s+)?|\s+[-–—]{1,2}\s+"
    r"|\s+(?:because(?: of)?|since|due to)\s+|\s*(?=因为|由于)",
    re.IGNORECASE,
)
_MORE_TO_DO = re.compile(r"(?:and|then|also|or|but)\b|并|再|然后|顺便|另外|或|还有", re.IGNORECASE)


def date_and_reason(words: str, is_date: Callable[[str], bool]) -> tuple[str, str] | None:
    """(The date, why); None where there is no date, or what follows it may be another order."""
    if is_date(words):
        return words, ""
    for cut in reversed(list(_CUT.finditer(words))):
        date, why = words[: cut.start()].strip(), words[cut.end() :].strip()
        if date and why and is_date(date) and not is_date(why):
            return None if _MORE_TO_DO.match(why) else (date, why)
    return None
