"""Tables of how often a reading is right: by language and kind, false dates, spans, whole lines."""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from benchmarks.cases import Case, DateCase, LineCase
from benchmarks.scoring import answer_of, judge, span_is_right, wrong_fields

KINDS = ("date", "datetime", "recurrence")
Read = Callable[[Any], dict[str, Any]]


@dataclass
class Share:
    """How many of how many."""

    right: int = 0
    of: int = 0

    def add(self, right: bool) -> None:
        self.right += right
        self.of += 1

    def __str__(self) -> str:
        return f"{self.right / self.of:6.1%} of {self.of}" if self.of else "–"


@dataclass
class Tally:
    """What one reader reached in one language."""

    kinds: dict[str, Share] = field(default_factory=lambda: defaultdict(Share))
    wrong: Counter[str] = field(default_factory=Counter)
    failures: list[str] = field(default_factory=list)


def measure(cases: Sequence[Case], read: Read) -> dict[str, Tally]:
    """Every case read once, by language."""
    tallies: dict[str, Tally] = {}
    for case in cases:
        tally = tallies.setdefault(case.lang, Tally())
        (_measure_date if isinstance(case, DateCase) else _measure_line)(tally, case, read(case))  # type: ignore[arg-type]
    return tallies


def _measure_date(tally: Tally, case: DateCase, fields: dict[str, Any]) -> None:
    answer = answer_of(fields)
    verdict = judge(case, answer)
    if case.ambiguous:
        tally.kinds["ambiguous"].add(verdict.strict)
        tally.kinds["accepted"].add(verdict.accepted)
        if verdict.accepted:
            return
    elif case.kind == "none":
        tally.kinds["false"].add(not verdict.strict)
    else:
        tally.kinds[case.kind].add(verdict.strict)
        tally.kinds["all"].add(verdict.strict)
    spanned = None if case.ambiguous else span_is_right(case, fields.get("spans") or [])
    if spanned is not None:
        tally.kinds["spans"].add(spanned)
    if not verdict.strict or spanned is False:
        tally.failures.append(_told(case, fields, verdict.strict))


def _told(case: DateCase, fields: dict[str, Any], right: bool) -> str:
    wanted = " ".join(filter(None, (case.expected_date, case.expected_time, case.expected_rrule))) or "nothing"
    found = " ".join(filter(None, (fields.get(name) for name in ("date", "time", "rrule")))) or "nothing"
    cut = [case.text[start:end] for start, end in fields.get("spans") or []]
    which = "span" if right else case.kind + (", ambiguous" if case.ambiguous else "")
    said = f"{case.id} [{which}] {case.reference_iso[:16]} | {case.text}"
    return f"{said} | want {wanted} {case.span or ''} | got {found} {cut}"


def _measure_line(tally: Tally, case: LineCase, fields: dict[str, Any]) -> None:
    wrong = wrong_fields(case, fields)
    tally.kinds["lines"].add(not wrong)
    tally.wrong.update(wrong)
    if wrong:
        differences = "; ".join(f"{name}: want {case.expected.get(name)!r}, got {fields.get(name)!r}" for name in wrong)
        tally.failures.append(f"{case.id} [line] {case.reference_iso[:16]} | {case.text} | {differences}")


def table(name: str, tallies: dict[str, Tally]) -> Iterator[str]:
    for lang, tally in sorted(tallies.items()):
        kinds = tally.kinds
        yield f"{name}, {lang}"
        for kind in (*KINDS, "all"):
            if kinds[kind].of:
                yield f"  {kind:32s}{kinds[kind]}"
        for kind, words in _FURTHER:
            if kinds[kind].of:
                yield f"  {words:32s}{kinds[kind]}"
        if tally.wrong:
            yield "  fields that were wrong          " + ", ".join(f"{one} {n}" for one, n in tally.wrong.most_common())


_FURTHER = (
    ("false", "a date where there is none"),
    ("ambiguous", "two readings, the first meant"),
    ("accepted", "two readings, either"),
    ("spans", "the words of the date, exactly"),
    ("lines", "whole lines, every field"),
)
