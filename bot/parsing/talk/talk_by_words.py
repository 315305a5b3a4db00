"""Tasks named by their words: wide orders, news of what is done, and the words of a question that stand in a title."""

# ruff: noqa: E501 - a row of a table is read as one, and Chinese letters count twice

import re
from datetime import datetime

from bot.parsing.dates.when import read_when
from bot.parsing.talk import talk_words as w
from bot.parsing.talk.talk_deeds import HOLE, Deed

LONGEST = 160
_PERSON = r"<@[UW][A-Z0-9]+(?:\|[^>]*)?>|@?[A-Za-z][\w.\-]{1,30}|@?[\u4e00-\u9fff]{2,4}|我"
_SHIPPED = (
    r"(?:sent|wrote|written|paid|done|made|built|bought|sold|met|told|took|taken|got|gave|given|found|held|kept|read|ran|"
    r"drew|drawn|chose|chosen|put|set|spoke to|brought|cut|shot|taught|\w{2,}ed(?: (?:off|up|out|with|to))?)"
)
_NOT_DONE = (
    r"(?:needed|required|blocked|delayed|postponed|supposed|expected|interested|outdated|cancell?ed|assigned|started|"
    r"planned|scheduled|wanted|limited|named|called|based|related|used|stopped|failed|missed|reopened|moved)\b"
)
_ENGLISH = tuple((re.compile(phrase, re.IGNORECASE), line) for phrase, line in (
    (r"(?:cancel|drop|delete|remove|scrap|discard|forget(?: about)?) (?P<thing>\S.*)", "cancel {task}"),
    (r"(?:start|begin)(?: on| with| work on| working on)? (?P<thing>\S.*)", "start {task}"),
    (r"(?:i'm|i am|we're) (?:now )?(?:working on|starting|starting on|doing) (?P<thing>\S.*)", "start {task}"),
    (r"(?:finish|complete|close|done)(?: with)? (?P<thing>\S.*)", "done {task}"),
    (rf"(?:give|hand|hand over|pass|assign|reassign|delegate|transfer)(?: over)? (?P<thing>\S.*?)(?: over)? to (?P<who>{_PERSON})", "assign {task} {who}"),
    (r"(?:rename|retitle) (?P<thing>\S.*?) (?:to|as|into) (?P<rest>\S.*)", "rename {task} to {rest}"),
    (r"(?:move|push|shift|postpone|reschedule|delay)(?: back)? (?P<thing>\S.*?) (?:to|until|till|for) (?P<when>\S.*)", "due {task} {when}"),
    (rf"(?:i|we)(?:'ve| have)? (?:(?:just|already|finally|now|also) )*{_SHIPPED} (?P<thing>\S.*)", "done {task}"),
    (rf"(?P<thing>\S.*?)(?: (?:is|are|was|were|has been|have been|got|'s)|'s) (?:(?:now|just|already|finally|all) )*(?!{_NOT_DONE}){_SHIPPED}(?: now| already)?", "done {task}"),
    (r"(?P<thing>\S.*?)(?: (?:is|are|was|were)|'s) (?:(?:now|already|finally|all) )*(?:ready|finished|complete|through|out)(?: now)?", "done {task}"),
))  # fmt: skip
_TAKE = r"(?:(?:请|麻烦|帮我)*(?:把|将))?\s?"
_THING = r"(?P<thing>[^,，。;；:：\s#\d@<][^,，。;；:：]{0,40}?)"
_CHINESE = tuple(re.compile(phrase) for phrase in (
    rf"{_TAKE}{_THING}\s?(?:给)?(?P<cancel>取消|作废|删掉|删除|删)(?:了|掉|吧)*",
    rf"(?:请|麻烦|帮我)*(?P<cancel>取消|作废|删掉|删除){_THING}(?:吧|了)?",
    rf"(?:我|我们)?(?P<done>完成|搞定|做完|弄完|写完|办完)(?:了)?{_THING}(?:了)?",
    rf"(?:我|我们)?(?:正在|在)?(?P<start>开始做|开始|着手做|着手){_THING}(?:了)?",
    rf"{_TAKE}{_THING}\s?(?P<assign>转交给|移交给|指派给|分配给|转给|交给|派给|让给|给)\s?(?P<who>{_PERSON})(?:来)?(?:做|处理|负责|跟进)?(?:吧|了)?",
    rf"{_TAKE}{_THING}\s?(?P<due>改期到|改到|改成|改为|推迟到|延期到|延到|挪到|推到|移到|提前到|改)\s?(?P<when>\S.{{0,30}}?)(?:吧)?",
    rf"{_TAKE}{_THING}\s?(?P<rename>改名为|改名叫|改名成|改叫|重命名为)\s?(?P<rest>\S.*)",
))  # fmt: skip
_LINES = {
    "cancel": "cancel {task}", "done": "done {task}", "start": "start {task}", "assign": "assign {task} {who}",
    "due": "due {task} {when}", "rename": "rename {task} to {rest}",
}  # fmt: skip
_PERFECTIVE = re.compile(r"(?:[完好掉成定妥毕]|搞定|结束|交付)了?[啦喽]?$|已经?\S{1,20}$|\S了[啦喽]?$")
_OF_ENDING = re.compile(
    r"已经|已|终于|总算|刚刚|刚才|刚|全部|都|也|搞定|做完|弄完|办完|处理完|做好|弄好|办好|完成|结束|交付|掉|完|好|妥|毕|了|啦|喽|"
    r"^(?:我们|我|把|将)|(?<=.)(?:被|给我)"
)
_AROUND = re.compile(
    r"^(?:the|my|our|that|this|a|an)\s+|^(?:那个|这个|那条|这条)|(?:这个|那个|这项|那项)?(?:的)?任务$|的$|\s+task$",
    re.IGNORECASE,
)
_BEFORE = re.compile(
    r"^(?:(?:please|pls|hey|ok|okay|so|and|let's|let us|now)[\s,]+|(?:请|麻烦你?|帮我)\s*)+", re.IGNORECASE
)
_HAN = re.compile(r"[\u3400-\u9fff]+")
_WORD = re.compile(r"[a-z0-9][a-z0-9'-]*")
_SMALL = frozenset(
    """the a an my our your his her their this that these those is are was were be been being do does did has have had
    will would can could should of for to in on at by with from and or not yet i we you it its what who when where why how
    which whose already still now task tasks about any there please so far me us if as up""".split()  # noqa: SIM905 - reads as a line
)


def wide(line: str, now: datetime, zone: str) -> list[Deed]:
    """Every order or news that a line may be if its words are those of a task; likeliest first."""
    text = _BEFORE.sub("", " ".join(line.split()).replace("’", "'"), count=1).rstrip(" .。!！~～")
    if not text or len(text) > LONGEST or text.endswith(("?", "？")) or "\n" in line:
        return []
    found = [_deed(match, template, now, zone) for phrase, template in _ENGLISH if (match := phrase.fullmatch(text))]
    for phrase in _CHINESE:
        if match := phrase.fullmatch(text):
            verb = next(verb for verb in _LINES if match.groupdict().get(verb))
            found.append(_deed(match, _LINES[verb], now, zone))
    if _HAN.search(text) and _PERFECTIVE.search(text):
        found.append(_made("done {task}", {"thing": _OF_ENDING.sub("", text)}))
    return [one for one in found if one is not None]


def _deed(match: re.Match[str], template: str, now: datetime, zone: str) -> Deed | None:
    said = {name: (words or "").strip() for name, words in match.groupdict().items()}
    if "{when}" in template and read_when(said["when"], now=now, zone=zone) is None:
        return None
    return _made(template, said)


def _made(template: str, said: dict[str, str]) -> Deed | None:
    thing = _AROUND.sub("", said["thing"].strip(" ,，")).strip()
    if len(thing) < 2 or not content(thing):
        return None
    return Deed(template.format(task=HOLE, **{name: words for name, words in said.items() if name != "task"}), thing)


def content(text: str) -> tuple[str, ...]:
    """The words of a line that may stand in a title: English ones, and runs of Chinese."""
    lowered = text.casefold()
    english = [word for word in _WORD.findall(lowered) if word not in _SMALL]
    return (*english, *(run for run in _HAN.findall(text) if len(run) > 1))


def asked_about(line: str) -> tuple[str, ...]:
    """What is left of a question without the words that questions are made of."""
    words = [word for word in content(line) if (word,) not in w.ENGLISH or not word.isascii()]
    english = [word for word in words if word.isascii()]
    return (*english, *(run for whole in words if not whole.isascii() for run in _runs(whole)))


def _runs(text: str) -> list[str]:
    """Chinese without its question words: 公告什么时候到期 is 公告."""
    found, at, run = [], 0, ""
    while at < len(text):
        size = next((n for n in range(w.LONGEST_CHINESE, 1, -1) if text[at : at + n] in w.CHINESE), 0)
        size = size or (1 if text[at] in _PARTICLES else 0)
        if size:
            found.append(run)
            run, at = "", at + size
        else:
            run, at = run + text[at], at + 1
    return [run for run in (*found, run) if len(run) > 1]


_PARTICLES = frozenset("的了吗呢吧啊谁在是我你他她它们和还都有没做呀么")


def fits(words: tuple[str, ...], title: str) -> bool:
    """Whether a title holds them all: English words by their stems, Chinese ones in whatever order they stand."""
    lowered = title.casefold()
    stems = {_stem(word) for word in _WORD.findall(lowered)}
    return bool(words) and all(_stem(word) in stems if word.isascii() else _holds(word, lowered) for word in words)


def _holds(run: str, title: str) -> bool:
    pairs = [run[at : at + 2] for at in range(len(run) - 1)]
    return all(char in title for char in run) and 2 * sum(pair in title for pair in pairs) >= len(pairs)


def _stem(word: str) -> str:
    for ending in ("ies", "ied", "ing", "ed", "es", "s", "e"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)] + ("y" if ending in ("ies", "ied") else "")
    return word


def sought(words: tuple[str, ...]) -> tuple[str, ...]:
    """Pieces that are all in a title that may fit: stems, and Chinese characters, whose order is not sure."""
    chars = [char for run in words if not run.isascii() for char in run]
    return tuple(dict.fromkeys([*(_stem(word).rstrip("y") for word in words if word.isascii()), *chars]))[:12]
