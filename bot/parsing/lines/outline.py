"""A pasted text becomes an outline: what is to be done, what belongs to what, and what is left out."""

import re
from dataclasses import dataclass, field, replace

from bot.parsing.dates.civil import ANY_DAY
from bot.parsing.lines import task_line
from bot.parsing.lines.bullets import Line, read_lines
from bot.parsing.lines.sections import Section, ends_in_colon, labelled, points_down, section_of, with_field
from bot.parsing.lines.verbs import has_verb

DEEPEST = 2  # three levels: what lies deeper joins the third
TITLE_LIKE = 80
LONG_ENOUGH_TO_WRAP = 50

_ENDS = (".", "!", "?", "…", "。", "！", "？", ";", "；", ":", "：")
_GOES_ON = re.compile(
    r"(?:[,，、(（/&+\-–—]|(?<=\s)(?:and|or|to|the|a|an|of|for|with|by|in|on|at|from|that|which|as)|[和与及的、在给向])$",
    re.IGNORECASE,
)
_EXPLAINS = re.compile(
    r"(?:because|since|so that|context|note|notes|background|details?|fyi|p\.?s\.?|it|he|she|they|this|that|these|those"
    r"|which|see|also see|ref|link|reason|why)\b|https?://|<https?://|因为|原因|由于|备注|注意|注：|说明|详情|背景|附[件：]|链接"
    r"|这个|这样|他们?|她们?|它们?|客户",
    re.IGNORECASE,
)
_ALSO = re.compile(
    r"(?:also|and|then|plus|next|finally)\b,?\s*|(?:另外|还有|然后|再|并且?|以及|最后)[，,]?", re.IGNORECASE
)
_MEETING = re.compile(  # "launch" and "plan" are nouns here
    r"(?:launch|design|review|test|project|plan|release|report|update|support|research|demo|board|sprint)\s+"
    r"(?:meeting|sync|call|stand-?up|retro|kick-?off|catch-?up|minutes|notes|session|workshop)\b",
    re.IGNORECASE,
)
_NOTHING_LEFT = re.compile(r"[\W_]*")
_WORDS = re.compile(r"[A-Za-z0-9'’]+|[\u3400-\u9fff]")


@dataclass(frozen=True)
class Item:
    """One thing to do. `parent` is the place of the item it belongs to; the innermost heading comes last."""

    text: str
    parent: int | None = None
    depth: int = 0
    notes: tuple[str, ...] = ()
    headings: tuple[str, ...] = ()


@dataclass(frozen=True)
class Outline:
    """`left_out` is what no task would be made of, `ticked` what is done already. `is_one`: a piece of work, told in
    several lines, rather than several."""

    items: tuple[Item, ...] = ()
    left_out: tuple[str, ...] = ()
    ticked: tuple[str, ...] = ()
    is_one: bool = False


@dataclass(frozen=True)
class _Entry:
    """A line with what the lines after it add to it."""

    line: Line
    notes: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        return self.line.text


def read_outline(text: str) -> Outline:
    """With bullets, what bears none is context; without, each line counts but for greetings and headings."""
    entries = _entries([line for line in read_lines(text) if not _is_courtesy(line)])
    has_list = any(entry.line.style for entry in entries)
    if not has_list and (one := _one_with_note(entries)):
        return Outline((one,))
    builder = _Builder(entries, has_list)
    outline = builder.build()
    return replace(
        outline, is_one=(not has_list or bool(outline.items and outline.items[0].headings)) and _is_one(outline)
    )


def written_out(items: tuple[Item, ...]) -> str:
    """The items as a list that reads as the same items again."""
    rows = []
    for item in items:
        note = " ".join(" ".join(item.notes).split())
        rows.append(f"{'    ' * item.depth}- {item.text}{f' -- {note}' if note else ''}")
    return "\n".join(rows)


def _is_courtesy(line: Line) -> bool:
    return not line.style and task_line.small_talk(line.text) in ("greeting", "thanks", "courtesy", "farewell", "who")


def _entries(lines: list[Line]) -> list[_Entry]:
    """Lines that only go on, or only say who and when, join the one they belong to."""
    has_list = any(line.style for line in lines)
    entries: list[_Entry] = []
    for line in lines:
        before = entries[-1] if entries else None
        joined = _joined(before, line, has_list=has_list) if before is not None else None
        if joined is not None:
            entries[-1] = joined
        else:
            entries.append(_Entry(line))
    return entries


def _joined(before: _Entry, line: Line, *, has_list: bool) -> _Entry | None:
    """The line before with what this one adds to it; None where this one stands for itself."""
    inside = bool(before.line.style) and line.indent > before.line.indent
    if (line.after_blank and not inside) or line.ticked or line.is_title or _is_heading(before.line):
        return None
    below = line.indent > before.line.indent or not line.style
    if below and not _is_context(before.line, has_list=has_list):
        if (said := with_field(before.text, line.text)) is not None:
            return replace(before, line=replace(before.line, text=said))
        if not ends_in_colon(line.text) and _only_marks(line.text):
            return replace(before, line=replace(before.line, text=f"{before.text} {line.text}"))
    if line.style or (has_list and not before.line.style):
        return None
    if not before.notes and _wraps(before.line, line, inside=inside):
        gap = " " if before.text[-1:].isascii() or line.text[:1].isascii() else ""
        return replace(before, line=replace(before.line, text=f"{before.text}{gap}{line.text}"))
    return replace(before, notes=(*before.notes, line.text)) if inside else None


def _is_context(line: Line, *, has_list: bool) -> bool:
    return has_list and not line.style


def _is_heading(line: Line) -> bool:
    return line.is_title or ends_in_colon(line.text) or section_of(line.text) != ""


def _only_marks(text: str) -> bool:
    """Whether a line says only who, when or how urgent."""
    draft = task_line.read(text, now=ANY_DAY, zone="UTC")
    return bool(draft.taken) and not draft.note and _NOTHING_LEFT.fullmatch(draft.title) is not None


def _wraps(before: Line, line: Line, *, inside: bool) -> bool:
    """Whether one sentence was broken in two: it is not over, and the next line goes on in small letters."""
    if before.text.endswith(_ENDS):
        return False
    if _GOES_ON.search(before.text):
        return True
    small = line.text[:1].islower()
    return small and (inside or _columns(before.text) >= LONG_ENOUGH_TO_WRAP)


def _columns(text: str) -> int:
    return sum(1 if letter.isascii() else 2 for letter in text)


def _is_prose(text: str) -> bool:
    """Sentences rather than something to tick off."""
    return text.endswith((".", "。", "!", "！")) and len(_WORDS.findall(text)) >= 6


def _explains(text: str) -> bool:
    """Whether a line tells of the work before it rather than naming some of its own."""
    return _EXPLAINS.match(text) is not None or not _is_work(text)


def _is_work(text: str) -> bool:
    return task_line.looks_like_work(_ALSO.sub("", text))


def _one_with_note(entries: list[_Entry]) -> Item | None:
    """The first line is work and what follows only tells about it: one line more, or a paragraph apart."""
    if len(entries) < 2 or _is_announced(entries[0]) or any(entry.line.ticked for entry in entries):
        return None
    first, rest = entries[0], entries[1:]
    texts = [text for entry in rest for text in (entry.text, *entry.notes)]
    is_work = task_line.looks_like_work(first.text)
    explains = [bool(_EXPLAINS.match(text)) or (is_work and _is_prose(text)) for text in texts]
    if len(rest) == 1 and not _is_announced(rest[0]):
        is_one = explains[0] or (is_work and not _is_work(rest[0].text))
    else:
        is_one = rest[0].line.after_blank and all(explains)
    return Item(first.text, notes=(*first.notes, *texts)) if is_one else None


def _is_announced(entry: _Entry) -> bool:
    """A heading, or a line that says by a label what it is."""
    return _is_heading(entry.line) or labelled(entry.text)[0] != ""


def _is_one(outline: Outline) -> bool:
    """One deed, and then only what it is made of: "buy paper", "A4", "white", or "Send it to:", "Dana", "Tom"."""
    texts = [item.text for item in outline.items]
    if len(texts) > 2 and task_line.looks_like_work(texts[0]) and all(_explains(text) for text in texts[1:]):
        return True
    headings = {item.headings for item in outline.items}
    first = next(iter(headings), ())
    if len(headings) != 1 or len(first) != 1:
        return False
    said = first[0].rstrip(":： ")
    is_order = section_of(said) == "" and has_verb(said) and not points_down(said)
    return is_order and not any(task_line.looks_like_work(text) for text in texts)


_Key = tuple[float, float]


@dataclass(frozen=True)
class _Above:
    """What later lines may belong to: an item, by its place, or a heading."""

    key: _Key
    place: int | None = None
    heading: str = ""
    section: Section = ""


@dataclass
class _Builder:
    """Goes down the lines with the headings and items above each of them in mind."""

    entries: list[_Entry]
    has_list: bool
    items: list[Item] = field(default_factory=list)
    _left_out: list[tuple[str, bool]] = field(default_factory=list)
    _ticked: list[str] = field(default_factory=list)
    _above: list[_Above] = field(default_factory=list)
    _heading: str = ""
    _section: Section = ""

    def build(self) -> Outline:
        kinds = [self._kind(place) for place in range(len(self.entries))]
        both = list(zip(kinds, self.entries, strict=True))
        names_work = any(kind == "heading" and section_of(entry.text) == "work" for kind, entry in both)
        for kind, entry in both:
            if kind == "heading":
                self._open(entry)
            elif kind == "context":
                self._above = []
                self._leave_out(entry)
            elif kind == "note" and self.items:
                self.items[-1] = replace(self.items[-1], notes=(*self.items[-1].notes, entry.text))
            else:
                self._take(entry, names_work=names_work)
        used = {heading for item in self.items for heading in item.headings}
        left_out = (text for text, is_heading in self._left_out if not (is_heading and text in used))
        return Outline(tuple(self.items), tuple(left_out), tuple(self._ticked))

    def _leave_out(self, entry: _Entry) -> None:
        self._left_out += [(text, False) for text in (entry.text, *entry.notes)]

    def _kind(self, place: int) -> str:
        entry = self.entries[place]
        following = self.entries[place + 1] if place + 1 < len(self.entries) else None
        leads = following is not None and bool(following.line.style)
        if entry.line.style:
            deeper = following is not None and _key(following.line) > _key(entry.line)
            return "heading" if section_of(entry.text) and deeper else "item"
        if self.has_list:
            if leads and _begins_order(entry) and following is not None and not following.line.after_blank:
                return "item"
            label = labelled(entry.text)[0]
            if label:
                return "item" if label == "work" else "context"
            if leads and self._goes_on(place):
                return "note"
            is_heading = _is_heading(entry.line) or (
                leads and len(entry.text) <= TITLE_LIKE and not entry.text.endswith(_ENDS)
            )
            return "heading" if is_heading else "context"
        last = following is None
        return "heading" if _is_heading(entry.line) and not (last and not section_of(entry.text)) else "item"

    def _goes_on(self, place: int) -> bool:
        """Whether a line without a bullet, in the midst of a list, tells of the item before it."""
        line, before = self.entries[place].line, self.entries[place - 1].line if place else None
        in_list = before is not None and bool(before.style) and not before.ticked and not line.after_blank
        return in_list and not _is_heading(line) and not section_of(before.text if before else "")

    def _open(self, entry: _Entry) -> None:
        """A heading holds for what follows it; one with a bullet for what is indented under it."""
        section = section_of(entry.text.rstrip(":： "))
        self._left_out += [(entry.text, True), *((note, False) for note in entry.notes)]
        if entry.line.style:
            self._leave(_key(entry.line))
            section = section or self._section_here()
            self._above.append(_Above(_key(entry.line), heading=entry.text, section=section))
            return
        self._above, self._heading = [], entry.text
        self._section = section or (self._section if self._section != "facts" else "")

    def _section_here(self) -> Section:
        return next((one.section for one in reversed(self._above) if one.section), self._section)

    def _leave(self, key: _Key) -> None:
        self._above = [one for one in self._above if one.key < key]

    def _take(self, entry: _Entry, *, names_work: bool) -> None:
        self._leave(_key(entry.line))
        label, text = labelled(entry.text)
        section = label or self._section_here()
        if entry.line.ticked:
            self._ticked.append(entry.text)
        elif section == "facts" or (section != "work" and (names_work or label == "talk")):
            self._leave_out(entry)
        else:
            self._add(_key(entry.line), text, entry.notes)

    def _add(self, key: _Key, text: str, notes: tuple[str, ...]) -> None:
        parent = next((one.place for one in reversed(self._above) if one.place is not None), None)
        depth = self.items[parent].depth + 1 if parent is not None else 0
        if parent is not None and depth > DEEPEST:
            depth, parent = DEEPEST, self.items[parent].parent
        headings = tuple(heading for heading in (self._heading, *(one.heading for one in self._above)) if heading)
        same = (place for place, one in enumerate(self.items)
                if (one.text, one.parent, one.headings) == (text, parent, headings))  # fmt: skip
        place = next(same, None)
        if place is None:
            self.items.append(Item(text, parent, depth, notes, headings))
            place = len(self.items) - 1
        self._above.append(_Above(key, place))


def _key(line: Line) -> _Key:
    """What lies deeper comes later: by indentation, then by the rank of its bullet."""
    return (float(line.indent), line.rank) if line.style else (float(line.indent), -1.0)


def _begins_order(entry: _Entry) -> bool:
    """Whether a line above a list is itself the work that the list is made of."""
    text = entry.text
    if _is_heading(entry.line) or points_down(text) or text.endswith(_ENDS) or len(text) > TITLE_LIKE:
        return False
    if _MEETING.match(text):
        return False
    first = text.split()[0] if text.split() else ""
    return has_verb(first if first.isascii() else text)
