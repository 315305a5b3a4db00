"""Lines of a pasted text: what bullet each begins with, how far it is indented, whether it is ticked off."""

import re
from dataclasses import dataclass, replace

# At one indentation a mark further down this list stands under those before it: 一、 then 1. then (1), • then ◦ then ▪
STYLES = ("han", "han in brackets", "number", "number in brackets", "circled", "letter", "plain", "ring", "square")

_TICKED, _OPEN = r"[☑✔✓√]\ufe0f?|:heavy_check_mark:|:ballot_box_with_check:", r"[☐□⬜🔲◻▢]\ufe0f?|:white_large_square:"
_CHECK = r"✅|:white_check_mark:"
_POINTERS = (
    "point_right|arrow_right|arrow_forward|small_blue_diamond|small_orange_diamond|large_blue_diamond|pushpin|star"
    "|large_orange_diamond|round_pushpin|black_small_square|white_small_square|small_red_triangle|radio_button|one|two"
    "|three|four|five|six|seven|eight|nine|keycap_ten"
)
_EMOJI = rf"👉[🏻-🏿]?|[🔹🔸🔷🔶📌📍➡▶⭐🌟🔘🔵⚪⚫]\ufe0f?|[0-9]\ufe0f?\u20e3|:(?:{_POINTERS}):(?::skin-tone-\d:)?"
_PLAIN = r"[-*+–—‐](?=\s)|[-–](?=[^\x00-\x7f\s])|[•·‣●▸▹►➤➔→⇒»∙⁃]"
_BULLETS = tuple(
    (style, re.compile(pattern))
    for style, pattern in (
        ("ticked", rf"(?:[-*+•]\s*)?(?:\[[xX✓✔√]\](?=\s|[^\x00-\x7f])|{_TICKED})\s*"),
        ("open", rf"(?:[-*+•]\s*)?(?:\[ ?\](?=\s|[^\x00-\x7f])|{_OPEN})\s*"),
        ("check", rf"(?:(?:{_PLAIN})\s*)?(?:{_CHECK})\s*"),
        ("plain", rf"(?:{_PLAIN}|{_EMOJI})\s*"),
        ("ring", r"[◦○]\s*|\*\*\s+|o(?:\t|\s{2,})"),
        ("square", r"[▪▫■]\ufe0f?\s*|\*\*\*\s+"),
        ("number", r"\d{1,3}(?:[.．](?=\s|[^\x00-\x7f])|[)）、])\s*|[\u2488-\u249b]\s*"),
        ("number in brackets", r"[(（]\d{1,2}[)）]\s*|[\u2474-\u2487]\s*"),
        ("circled", r"[\u2460-\u2473\u2776-\u277f\u3280-\u3289]\s*"),
        ("letter", r"(?:[A-Za-z]|[ivx]{2,4})[.)）](?=\s)\s*|[(（][a-z][)）]\s*"),
        ("han", r"[一二三四五六七八九十]{1,3}[、．.]\s*"),
        ("han in brackets", r"[(（][一二三四五六七八九十]{1,3}[)）]\s*|[\u3220-\u3229]\s*"),
    )
)
_DOTTED = re.compile(r"(?P<first>\d{1,2})(?P<more>(?:\.\d{1,2}){1,3})[.)、]?\s+(?=\S)")
_INLINE_NUMBER = re.compile(r"(?<![^\s；;，,。])(?P<number>\d{1,2})(?:[.．](?=\s|[^\x00-\x7f])|[)）、])")
_BULLET_CELL = re.compile(r"[-*+•◦▪o]|\(?\w{1,3}[.)）、]")
_HEAD_CELL = re.compile(
    r"#|no\.?|tasks?|what|action(?: item)?|items?|owners?|who|assignee|responsible|due(?: date)?|when|deadline|status"
    r"|notes?|priority|序号|任务|事项|内容|工作内容|行动项|负责人|责任人|执行人|截止(?:日期|时间)?|完成时间|时间|状态|备注|优先级",
    re.IGNORECASE,
)
_QUOTE = re.compile(r"^\s*(?:(?:>|&gt;)[^\S\n]?)+")
_RULE = re.compile(r"[\s\-=_*~—─]{3,}|```\w*")
_FENCE = re.compile(r"^```|```$")
_STRUCK = re.compile(r"~(?=[^\s~])[^~]*[^\s~]~")
_DONE_AT_END = re.compile(
    rf"(?<!\s)\s*+(?:{_CHECK}|{_TICKED}|[(（\[]\s*(?:done|completed|finished|已完成|完成)\s*[)）\]])$", re.IGNORECASE
)
_MARKDOWN = re.compile(r"#{1,6}\s+(?=\S)")
_BOLD = re.compile(r"(\*{1,2}|__)(?=\S)(?P<inner>[^*\n]+?)\1(?P<colon>[:：]?)")


@dataclass(frozen=True)
class Line:
    """One line without its bullet; `style` is empty where it has none. `rank` orders what is under what."""

    text: str
    indent: int = 0
    style: str = ""
    rank: float = 0
    ticked: bool = False
    after_blank: bool = False
    is_title: bool = False


def read_lines(text: str) -> list[Line]:
    """What stands on each line; blanks, rules, fences and quote marks only show in how the others are taken."""
    lines: list[Line] = []
    written = [_laid_out(raw) for raw in unrolled(text).splitlines()]
    numbers = {match[1] for raw in written if (match := re.match(r"\s*(\d{1,2})[.)、．](?!\d)", raw))}
    blank = False
    for raw in written:
        said = _FENCE.sub("", raw.strip()).strip()
        if not said or _RULE.fullmatch(said):
            blank = True
            continue
        indent = len(raw) - len(raw.lstrip())
        lines.append(replace(_read(said, numbers), indent=indent, after_blank=blank and bool(lines)))
        blank = False
    return _on_their_levels(_without_checks(lines))


def unrolled(text: str) -> str:
    """ "1. send it 2. call Bob" on one line is a list, too, where the numbers follow one another."""
    return "\n".join(_unrolled_line(line) for line in text.splitlines())


def _unrolled_line(line: str) -> str:
    marks = list(_INLINE_NUMBER.finditer(line))
    in_order = [int(mark["number"]) for mark in marks] == list(range(1, len(marks) + 1))
    if len(marks) < 2 or not in_order or line[: marks[0].start()].strip():
        return line
    ends = [*(mark.start() for mark in marks[1:]), len(line)]
    return "\n".join(line[mark.start() : end].strip(" ;；,，") for mark, end in zip(marks, ends, strict=True))


def _laid_out(raw: str) -> str:
    """The line without quote marks, with blanks for tabs; a row of a table as a line with its details in brackets."""
    raw = _QUOTE.sub("", raw.replace("\u3000", "  ")).rstrip()
    row = raw.strip()
    cells = row.strip("|").split("|") if row.startswith("|") and row.endswith("|") else row.split("\t")
    cells = [cell.strip() for cell in cells if cell.strip()]
    if len(cells) < 2 or _BULLET_CELL.fullmatch(cells[0]):
        return raw.expandtabs(4)
    if all(_HEAD_CELL.fullmatch(cell) or _RULE.fullmatch(cell) for cell in cells):
        return ""
    return f"{cells[0]} ({', '.join(cells[1:])})"


def _read(said: str, numbers: set[str]) -> Line:
    dotted = _DOTTED.match(said)
    if dotted is not None and dotted["first"] in numbers:
        rank = STYLES.index("number") + dotted["more"].count(".") / 10
        return _ended(Line(said[dotted.end() :], style="number", rank=rank))
    for style, pattern in _BULLETS:
        match = pattern.match(said)
        if match is not None and match.end() < len(said):
            like = style if style in STYLES else "plain"
            line = Line(said[match.end() :].strip(), style=style, rank=STYLES.index(like), ticked=style == "ticked")
            return _ended(line)
    if heading := _MARKDOWN.match(said):
        return _unbold(replace(Line(said[heading.end() :]), is_title=True))
    return _ended(Line(said))


def _ended(line: Line) -> Line:
    """Struck through, or called done at its end: it is."""
    if _STRUCK.fullmatch(line.text):
        return replace(line, text=line.text.strip("~"), ticked=True)
    match = _DONE_AT_END.search(line.text)
    if match is not None and match.start() > 0:
        return replace(line, text=line.text[: match.start()], ticked=True)
    return _unbold(line)


def _unbold(line: Line) -> Line:
    match = _BOLD.fullmatch(line.text)
    return replace(line, text=f"{match['inner']}{match['colon']}", is_title=True) if match else line


def _on_their_levels(lines: list[Line]) -> list[Line]:
    """A number among dashes is one of them: only what comes after a mark that ranks higher lies under it."""
    found: list[Line] = []
    floors: dict[int, float] = {}
    for line in lines:
        if line.after_blank or not line.style or line.rank < STYLES.index("number"):
            floors = {}
        floor = floors.setdefault(line.indent, line.rank) if line.style else 0
        found.append(replace(line, rank=max(line.rank, floor)))
    return found


def _without_checks(lines: list[Line]) -> list[Line]:
    """A green check that every line bears is its bullet; one that only some bear says that those are done."""
    bulleted = [line for line in lines if line.style]
    only_some = any(line.style != "check" for line in bulleted)
    return [replace(line, ticked=line.ticked or only_some) if line.style == "check" else line for line in lines]
