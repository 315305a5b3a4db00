"""Drafts written out as a colleague would type them: the other way round of reading."""

from dataclasses import dataclass, field
from datetime import date, time

from hypothesis import strategies as st

TODAY = date(2026, 3, 11)
MONTHS = ("Jan", "February", "March", "Apr", "May", "June", "July", "Aug", "September", "Oct", "November", "December")


@dataclass(frozen=True)
class Said:
    """What a line is meant to say; the title comes first, as words that name nothing else."""

    title: str
    people: tuple[str, ...] = ()
    on: date | None = None
    at: time | None = None
    rule: tuple[str, str] | None = None
    priority: int | None = None
    important: bool = False
    labels: tuple[str, ...] = ()
    project: str | None = None
    hours: int | None = None
    parent: int | None = None
    after: tuple[int, ...] = ()
    reviewers: tuple[str, ...] = ()
    note: str | None = None
    order: tuple[int, ...] = field(default=())


def english(said: Said) -> str:
    parts = [
        " and ".join(f"@{name}" for name in said.people),
        _english_when(said),
        f"!{said.priority}" if said.priority else "",
        *_marks(said),
        "after " + ", ".join(f"#{number}" for number in said.after) if said.after else "",
        "review by " + " and ".join(f"@{name}" for name in said.reviewers) if said.reviewers else "",
    ]
    return _in_order(said, parts, "important")


def chinese(said: Said) -> str:
    parts = [
        " ".join(f"@{name}" for name in said.people),
        _chinese_when(said),
        f"！{said.priority}" if said.priority else "",
        *_marks(said),
        "在" + "、".join(f"#{number}" for number in said.after) + "之后" if said.after else "",
        "由" + "、".join(f"@{name}" for name in said.reviewers) + "审核" if said.reviewers else "",
    ]
    return _in_order(said, parts, "重要")


def _marks(said: Said) -> list[str]:
    return [
        " ".join(f"#{label}" for label in said.labels),
        f"+{said.project}" if said.project else "",
        f"~{said.hours}h" if said.hours else "",
        f"^{said.parent}" if said.parent else "",
    ]


def _in_order(said: Said, parts: list[str], important: str) -> str:
    """The marks may stand in any order; a note ends the line, so it comes last."""
    rank = {place: index for index, place in enumerate(said.order)}
    there = [part for _, part in sorted(enumerate(parts), key=lambda one: rank.get(one[0], 99)) if part]
    whole = " ".join([said.title, *there, *([important] if said.important else [])])
    return f"{whole} -- {said.note}" if said.note else whole


def _english_when(said: Said) -> str:
    clock = f"at {said.at.hour % 12 or 12}:{said.at.minute:02d}{'am' if said.at.hour < 12 else 'pm'}" if said.at else ""
    if said.rule:
        return f"{said.rule[0]} {clock}".strip()
    return f"by {said.on.day} {MONTHS[said.on.month - 1]} {said.on.year} {clock}".strip() if said.on else ""


def _chinese_when(said: Said) -> str:
    clock = f"{said.at.hour}:{said.at.minute:02d}" if said.at else ""
    if said.rule:
        return f"{said.rule[0]}{clock}"
    return f"{said.on.year}年{said.on.month}月{said.on.day}日{clock}前" if said.on else ""


ENGLISH_RULES = (
    ("every day", "FREQ=DAILY"), ("every 3 days", "FREQ=DAILY;INTERVAL=3"), ("every Monday", "FREQ=WEEKLY;BYDAY=MO"),
    ("every other Tuesday", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU"), ("every weekday", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"),
    ("every Mon, Wed and Fri", "FREQ=WEEKLY;BYDAY=MO,WE,FR"), ("every month", "FREQ=MONTHLY"),
    ("on the 15th of every month", "FREQ=MONTHLY;BYMONTHDAY=15"),
    ("on the last day of every month", "FREQ=MONTHLY;BYMONTHDAY=-1"),
    ("on the first Friday of every month", "FREQ=MONTHLY;BYDAY=1FR"),
    ("every last working day of the month", "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1"),
    ("every 3 months", "FREQ=MONTHLY;INTERVAL=3"), ("every year on 8 March", "FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=8"),
)  # fmt: skip
CHINESE_RULES = (
    ("每天", "FREQ=DAILY"), ("每3天", "FREQ=DAILY;INTERVAL=3"), ("每周一", "FREQ=WEEKLY;BYDAY=MO"),
    ("隔周周二", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU"), ("每个工作日", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"),
    ("每周一、三、五", "FREQ=WEEKLY;BYDAY=MO,WE,FR"), ("每个月", "FREQ=MONTHLY"),
    ("每月15号", "FREQ=MONTHLY;BYMONTHDAY=15"), ("每月最后一天", "FREQ=MONTHLY;BYMONTHDAY=-1"),
    ("每月第一个周五", "FREQ=MONTHLY;BYDAY=1FR"),
    ("每月最后一个工作日", "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1"),
    ("每3个月", "FREQ=MONTHLY;INTERVAL=3"), ("每年3月8日", "FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=8"),
)  # fmt: skip
ENGLISH_TITLES = ("send the deck", "call Bob about v2.1", "upgrade node to 20.11.1", "book room 12", "pay $1,200 now",
                  "ask April for the budget", "fix `a @b #c !1`", "read https://x.example/a?b=#c")  # fmt: skip
CHINESE_TITLES = (
    "发合同",
    "整理三号楼的钥匙",
    "升级到3.5版本",
    "给客户回电话",
    "把报价单改成含税价",
    "看 https://x.example/甲?b=#c",
)
NAMES, LABELS = ("dana", "bob.lee", "李雷", "韩梅梅"), ("launch", "web-site", "法务", "2026plan")


def drafts(titles: tuple[str, ...], rules: tuple[tuple[str, str], ...]) -> st.SearchStrategy[Said]:
    """Any mixture of fields; either a date or a rule."""
    maybe = st.none
    some_names = st.lists(st.sampled_from(NAMES), max_size=2, unique=True).map(tuple)
    clocks = st.times(min_value=time(7), max_value=time(22)).map(lambda at: at.replace(second=0, microsecond=0))
    when: st.SearchStrategy[tuple[date | None, tuple[str, str] | None]] = st.one_of(
        st.tuples(st.dates(TODAY, date(2031, 12, 31)), maybe()), st.tuples(maybe(), st.sampled_from(rules)),
        st.tuples(maybe(), maybe()),
    )  # fmt: skip

    def build(when: tuple[date | None, tuple[str, str] | None], at: time | None, **fields: object) -> Said:
        return Said(on=when[0], rule=when[1], at=at if any(when) else None, **fields)  # type: ignore[arg-type]

    return st.builds(
        build, when=when, at=st.one_of(maybe(), clocks), title=st.sampled_from(titles), people=some_names,
        priority=st.one_of(maybe(), st.integers(1, 5)), important=st.booleans(),
        labels=st.lists(st.sampled_from(LABELS), max_size=2, unique=True).map(tuple),
        project=st.sampled_from((None, "apollo", "官网")), hours=st.one_of(maybe(), st.integers(1, 80)),
        parent=st.one_of(maybe(), st.integers(1, 9999)),
        after=st.lists(st.integers(1, 9999), max_size=2, unique=True).map(tuple),
        reviewers=st.lists(st.sampled_from(("ann", "王伟")), max_size=2, unique=True).map(tuple),
        note=st.sampled_from((None, "the mail from Tuesday !1 @tom", "周五前的数据")),
        order=st.permutations(range(9)).map(tuple),
    )  # fmt: skip
