"""Questions about tasks: from the roles of a line's words to the list, or the one task, that answers it."""

import re
from datetime import datetime

from bot.parsing.talk import talk_words as w
from bot.parsing.talk.talk_periods import RUNNING
from bot.parsing.talk.talk_slots import LABEL, NAME, NUMBER, PERIOD, PERSON, PROJECT, Said, read

FILTERS = (w.LATE, w.BLOCKED, w.REVIEW, w.DOING, w.DONE, w.UNDATED, w.URGENT, w.HIGH, w.NEW, w.WAITING, w.NEXT)
_WRITTEN = {
    w.LATE: "late", w.BLOCKED: "blocked", w.REVIEW: "is:review", w.DOING: "is:doing", w.UNDATED: "undated",
    w.URGENT: "urgent", w.HIGH: "important", w.WAITING: "waiting", w.NEXT: "next",
}  # fmt: skip
_OPENERS = (w.ASK, w.WHO, w.WHEN, w.SHOW, w.STATUS)
_HELPING = (w.AUX, w.DID, w.HAVE)
_PARTNERS = (w.ME, w.WE, PERSON, NAME, w.NOUN, w.THING, w.LATE, w.ASK, NUMBER, w.ALL)
_CONTENT = (
    *FILTERS,
    w.FINISH,
    w.NOUN,
    w.THING,
    w.DUE,
    w.GIVEN,
    w.MADE,
    w.OPEN,
    w.ALL,
    PERIOD,
    PERSON,
    NAME,
    LABEL,
    PROJECT,
)
_VERBAL = (w.VERB, w.AUX, w.HAVE, w.DID, w.GIVEN, w.MADE, w.DOING, w.WHO, w.WHEN)
_PLAIN_NOUNS = (*FILTERS, w.NOUN, w.DUE, w.OPEN, w.ALL, w.ME, w.HERE, w.FILL, w.WE, PERIOD, PERSON, LABEL, PROJECT)
HOLE = "<@WHO>"
LONGEST = 200
_ONE_TASK = re.compile(
    r"^\s*(?:an?\s+)?(?:new|urgent|important|open|due)?\s*(?:task|to-?do|item)\s(?!list|\d|#)", re.IGNORECASE
)
_ABOUT = re.compile(
    r"(?:please )?(?:show|tell|give)(?: me)? (?:everything|anything|all|what there is)(?: there is| we have)?"
    r" (?:about|on|for|concerning) (?P<words>(?!me\b|us\b|today\b|tomorrow\b|this\b|next\b)[^\s#@+<].{0,40}?)[\s.?!]*"
    r"|(?:给我看看?|查看|列出|显示|看看)?(?:所有|全部)?(?:关于|有关|跟|和)\s?(?P<words_zh>[^\s#@+<].{0,20}?)(?:有关|相关)?的"
    r"(?:所有|全部|一切)?(?:任务|事情?|东西|内容)",
    re.IGNORECASE,
)
_SLIPS = frozenset({"shwo", "sohw", "lsit", "lst"})  # of verbs: asked about where a number follows


def question(line: str, now: datetime) -> tuple[str, str] | None:
    """The command a question stands for, and a bare name in it, whose place is `<@WHO>`; None where it is none.

    Every word of the line must be one that such questions are made of, so that a wish stays a wish.
    """
    if len(line) > LONGEST:
        return None
    if match := _ABOUT.fullmatch(line.strip()):
        return f"find {match['words'] or match['words_zh']}", ""
    said = read(line, now)
    if _ONE_TASK.search(line) and (PERSON in said.roles or PERIOD in said.roles or w.NEW in said.roles):
        return None
    if said.unknown or not said.roles or (said.numbers and line.split(None, 1)[0].lower() in _SLIPS):
        return None
    if not said.numbers and not _asks(said):
        return None
    finish = w.DUE if w.VERB in said.roles and w.DID not in said.roles else w.DONE
    said.roles = [finish if role == w.FINISH else role for role in said.roles]
    return _about_one(said) if said.numbers else _about_many(said)


def _asks(said: Said) -> bool:
    roles = said.roles
    if not any(role in _CONTENT for role in roles):
        of_me = said.is_chinese and w.ME in roles and set(roles) <= {w.ME, w.WE, w.ASK, w.FILL, w.AUX}
        return w.ASK in roles and w.WHO not in roles and (
            of_me or w.VERB in roles or (w.ME in roles and _has_verb(roles))
        )  # fmt: skip
    if said.name and roles[0] == NAME and w.ASK not in roles:
        return said.owns and _is_of_somebody(roles)
    if w.WHO in roles:
        return any(role in (*FILTERS, w.FINISH, w.DUE, w.NOUN) for role in roles)
    if w.ASK in roles:
        return not set(roles) <= {w.ASK, w.AUX, w.FILL, NAME, PERSON}
    if roles[0] == w.SHOW:
        return any(role in _CONTENT for role in roles[1:])
    if roles[-1] == w.END and not said.name:
        return _narrows(roles)
    if roles[0] in _HELPING:
        return len(roles) > 1 and roles[1] in _PARTNERS and _narrows(roles)
    if w.STATUS in roles and (LABEL in roles or PROJECT in roles):
        return True
    if said.asked or roles[0] == w.STATUS:
        return _narrows(roles) and not said.name
    return _is_noun_phrase(roles)


def _has_verb(roles: list[str]) -> bool:
    return any(role in (w.VERB, w.AUX, w.DID, w.DOING, w.HAVE) for role in roles)


def _is_of_somebody(roles: list[str]) -> bool:
    """ "Dana's late tasks": a name before what belongs to it."""
    return w.NOUN in roles and not any(role in _VERBAL for role in roles)


def _narrows(roles: list[str]) -> bool:
    tasks = w.NOUN in roles or w.THING in roles
    return any(role in (*FILTERS, w.FINISH, w.DUE, w.OPEN, w.GIVEN) for role in roles) or (tasks and w.ME in roles)


def _is_noun_phrase(roles: list[str]) -> bool:
    """ "my late tasks", "tasks due this week", "逾期的任务": no question, and yet nothing to do."""
    by_somebody = (w.MADE, w.GIVEN) if w.NOUN in roles and (w.ME in roles or PERSON in roles) else ()
    by_somebody = (*by_somebody, NAME) if w.GIVEN in by_somebody and w.GIVEN in roles else by_somebody
    if len(roles) == 1:
        return roles[0] in (w.NOUN, w.LATE, w.BLOCKED, w.ALL, w.ME, w.REVIEW, w.WAITING, w.UNDATED, w.URGENT)
    bare = [role for role in roles if role != w.FILL]
    if bare in ([w.NOUN, NAME], [w.ME, w.THING]):
        return True
    if any(role not in (*_PLAIN_NOUNS, *by_somebody) for role in roles):
        return False
    if w.NOUN in bare:
        return bare[0] in (w.ME, w.WE, w.ALL, w.NOUN, w.OPEN, PERSON, PERIOD, *FILTERS, w.DUE)
    is_of_a_day = roles == [PERIOD, w.DUE, w.FILL]
    return is_of_a_day or (len(bare) <= 3 and bare[0] in (w.DUE, w.LATE, w.BLOCKED))


def _about_many(said: Said) -> tuple[str, str]:
    roles = said.roles
    words = [*_whose(said), *_which(said), *said.labels, *said.projects]
    return " ".join(["list", *dict.fromkeys(words)]), said.name if NAME in roles else ""


def _whose(said: Said) -> list[str]:
    """Whose tasks: theirs who is named, else everybody's where more than one is asked about, else the speaker's."""
    roles = said.roles
    people = said.people or ([HOLE] if said.name else [])
    if w.GIVEN in roles:
        return _given(roles, people)
    if w.MADE in roles and (people or w.ME in roles):
        return ["by:me"] if w.ME in roles and not people else [f"by:{people[0]}", "all"]
    if people:
        return people[:1]
    if w.HERE in roles:
        return ["here"]
    if w.WE in roles or (w.WHO in roles and w.WAITING not in roles) or (w.ALL in roles and w.ME not in roles):
        return ["all"]
    everywhere = bool(said.labels or said.projects) and w.ME not in roles
    return ["all"] if everywhere else []


def _given(roles: list[str], people: list[str]) -> list[str]:
    at = roles.index(w.GIVEN)
    if not people:
        return ["given"]
    named = roles.index(PERSON) if PERSON in roles else roles.index(NAME)
    mine = roles.index(w.ME) if w.ME in roles else -1
    by_them = named < at or (mine > at and named > mine)
    if by_them and mine >= 0:
        return [f"by:{people[0]}"]
    return ["by:me", people[0]] if mine >= 0 or not by_them else [f"by:{people[0]}", "all"]


def _which(said: Said) -> list[str]:
    roles = list(said.roles)
    deeds = [w.VERB, w.AUX]
    did_something = w.DID in roles and any(role in deeds for role in roles[roles.index(w.DID) :])
    did_something = did_something and not any(role in FILTERS for role in roles)
    if w.MADE in roles and said.period:
        roles.append(w.NEW)
    words = [written for role, written in _WRITTEN.items() if role in roles]
    if w.DID in roles and w.DOING in roles:
        words.remove("is:doing")
        did_something = True
    if did_something or (w.DONE in roles and w.OPEN not in roles):
        return [*(word for word in words if word != "is:doing"), _with("done", said.period)]
    if w.NEW in roles:
        return [*words, _with("new", said.period)]
    if said.period and w.DOING not in roles:
        return [*words, f"due:{_until(said.period, roles)}"]
    return [*words, "due"] if w.DUE in roles and not words else words


def _with(word: str, period: str) -> str:
    return f"{word}:{period}" if period else word


def _until(period: str, roles: list[str]) -> str:
    """Who asks what they have today means what was left from before, too; what is due today is today's alone."""
    return f"..{period}" if period in RUNNING and w.DUE not in roles else period


def _about_one(said: Said) -> tuple[str, str] | None:
    roles = [role for role in said.roles if role != w.FILL]
    if len(set(said.numbers)) > 1 or said.labels or said.projects or w.ALL in roles:
        return None
    if roles in ([NUMBER], [w.NOUN, NUMBER]) and not said.asked:
        return None
    starts = roles[0] in (*_OPENERS, *_HELPING, w.LATE)
    ends = roles[-1] in (w.END, w.STATUS) or said.asked or w.WHO in roles or w.WHEN in roles or w.ASK in roles
    if not (starts or ends) or (roles[0] in _HELPING and len(roles) < 3):
        return None
    number = said.numbers[0]
    return f"show {number} {_asked(roles)}".strip(), ""


def _asked(roles: list[str]) -> str:
    """What of that task is asked."""
    if w.MADE in roles:
        return "by?"
    if w.WHEN in roles or w.DUE in roles or w.LATE in roles:
        return "due?" if w.DONE not in roles or w.DUE in roles else "when?"
    if w.BLOCKED in roles or w.WAITING in roles:
        return "blocked?"
    if w.WHO in roles or w.OWNER in roles:
        return "who?"
    if w.DONE in roles or w.OPEN in roles or w.DOING in roles or w.REVIEW in roles:
        return "done?"
    return "" if w.SHOW in roles and w.STATUS not in roles else "state?"
