"""Lines as JSON: each is answered at once, in plain fields, and none of them ends the stream."""

import io
import json
import os
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.hostile import PIECES
from bot.parsing.jsonl import LINE_MAX, read_jsonl

ROOT = Path(__file__).parents[2]
FIELDS = [
    *("id", "title", "owner", "people", "date", "time", "start_date", "rrule", "priority", "important", "labels"),
    *("project", "estimate_days", "parent", "after", "reviewers", "note"),
]


class Watched(io.BytesIO):
    """A stream that remembers what had been written at each flush."""

    def __init__(self) -> None:
        super().__init__()
        self.flushed: list[int] = []

    def flush(self) -> None:
        self.flushed.append(self.getvalue().count(b"\n"))


def answers(*lines: str | bytes) -> list[dict[str, Any]]:
    out = io.BytesIO()
    source = b"\n".join(line.encode() if isinstance(line, str) else line for line in lines)
    read_jsonl(io.BytesIO(source), out)
    return [json.loads(line) for line in out.getvalue().splitlines()]


def answer_to(text: str, **more: Any) -> dict[str, Any]:
    asked = {"id": "x", "text": text, "reference_iso": "2026-03-11T10:15:00"} | more
    return answers(json.dumps(asked))[0]


def test_each_line_is_answered_at_once() -> None:
    out = Watched()
    read_jsonl(io.BytesIO(b'{"text": "a"}\n\n{"text": "b"}\n'), out)
    assert out.flushed == [1, 2]


def test_a_line_gives_the_fields_of_its_draft() -> None:
    answer = answer_to("@dana pay rent friday 5pm !2 important #home +flat ~2d ^40 after #41 review by @ann -- in cash")
    assert {name: answer[name] for name in FIELDS} == {
        "id": "x", "title": "pay rent", "owner": "dana", "people": ["dana"], "date": "2026-03-13", "time": "17:00",
        "start_date": None, "rrule": None, "priority": 2, "important": True, "labels": ["home"], "project": "flat",
        "estimate_days": 2.0, "parent": 40, "after": [41], "reviewers": ["ann"], "note": "in cash",
    }  # fmt: skip
    assert answer["spans"] == [[15, 25]]


def test_what_was_not_said_is_null() -> None:
    answer = answer_to("water the plants")
    said = {name: value for name, value in answer.items() if value is not None}
    assert said == {"id": "x", "title": "water the plants", "spans": []}
    assert [name for name in FIELDS if name not in answer] == []


@pytest.mark.parametrize("name", ["tz", "zone"])
def test_a_reference_is_civil_time_in_its_zone(name: str) -> None:
    answer = answer_to("in 2 hours", reference_iso="2026-03-11T23:15:00", **{name: "Asia/Shanghai"})
    assert (answer["date"], answer["time"]) == ("2026-03-12", "01:15")


def test_a_reference_with_an_offset_is_seen_from_the_zone() -> None:
    answer = answer_to("tomorrow", reference_iso="2026-03-11T23:15:00Z", tz="Asia/Shanghai")
    assert answer["date"] == "2026-03-13"


@pytest.mark.parametrize(
    ("text", "title", "words"),
    [
        ("send it\u200b tomor\u200brow", "send it", "tomor\u200brow"),
        ("\u202esend it tomorrow\u202c now", "send it now", "tomorrow\u202c"),
        ("cafe\u0301 menu tomorrow", "café menu", "tomorrow"),
        ("把方案发出去\u3000明天", "把方案发出去", "明天"),
    ],
)
def test_what_cannot_be_seen_is_not_read_and_spans_are_those_of_the_line_as_it_came(
    text: str, title: str, words: str
) -> None:
    answer = answer_to(text)
    assert answer["title"] == title
    ((start, end),) = answer["spans"]
    assert text[start:end].strip() == words


MALFORMED: tuple[tuple[str | bytes, object], ...] = (
    ("{", None),
    ("[]", None),
    ("3", None),
    ('{"id": 7, "text": 3}', 7),
    ('{"id": "a", "text": "a"', "a"),
    ('{"id": "a\\"b", "text": }', 'a"b'),
    ('{"id": 5, "text": "a", "reference_iso": "soon"}', 5),
    ('{"id": 5, "text": "a", "reference_iso": 5}', 5),
    ('{"id": 5, "text": "a", "reference_iso": "0001-01-01T00:00:00+14:00"}', 5),
    ('{"id": 5, "text": "a", "tz": "Mars/Base"}', 5),
    ('{"id": 5, "text": "a", "zone": "../etc"}', 5),
    ('{"id": 5, "text": "a", "tz": 7}', 5),
    ('{"id": 5, "text": "a", "tz": "\\ud83d"}', 5),
    ('{"id": 5, "text": "a", "tz": "America"}', 5),
    ('{"id": 5, "text": "a", "x": NaN}', 5),
    ('{"id": NaN, "text": "a"}', None),
    ('{"id": 5, "text": "a", "x": ' + "9" * 5000 + "}", 5),
    ('{"id": 5, "x": ' + "[" * 100_000, 5),
    (b'{"id": 5, "text": "caf\xe9"}', 5),
    (b"\x00\xff\xfe", None),
    (b'{"id": 5, "text": "' + b"a" * LINE_MAX + b'"}', 5),
    (b'{"id": 5, "text": "' + b"a" * (3 * LINE_MAX) + b'"}', 5),
)


@pytest.mark.parametrize(("line", "known"), MALFORMED, ids=[str(number) for number in range(len(MALFORMED))])
def test_a_malformed_line_answers_with_its_error_and_its_id(line: str | bytes, known: object) -> None:
    broken, good = answers(line, '{"text": "fine"}')
    assert broken.keys() - {"id"} == {"error"}
    assert broken.get("id") == known
    assert good["title"] == "fine"


@pytest.mark.parametrize(
    "asked",
    [
        '{"id": "\\ud83d", "text": "half \\ud83d of it"}',
        '{"id": 1e999, "text": "a"}',
        '{"id": [1, {"a": 2}], "text": "a"}',
        '{"id": null, "text": ""}',
        '\ufeff{"text": "from a file"}',
        '{"text": "a", "reference_iso": "9998-12-31T23:00:00", "tz": "Asia/Shanghai"}',
        '{"text": "every 31st of february in 900000 weeks", "reference_iso": "9998-12-31T23:00:00"}',
        json.dumps({"text": "明天" * 40_000}),
    ],
)
def test_an_odd_line_is_read_all_the_same(asked: str) -> None:
    odd, good = answers(asked, '{"text": "fine"}')
    assert "error" not in odd
    assert odd["spans"] is not None
    assert good["title"] == "fine"


@given(st.binary(max_size=60) | st.text(st.characters(), max_size=60).map(lambda text: json.dumps({"text": text})))
def test_every_line_has_one_answer(line: bytes | str) -> None:
    said = answers(line if isinstance(line, str) else line.replace(b"\n", b" "))
    assert len(said) == bool(line.strip())
    assert all("text" not in answer and ("error" in answer or "title" in answer) for answer in said)
    assert not [answer for answer in said if "could not be read" in answer.get("error", "")]


WORDS = (
    "today tomorrow monday next last this every other until from to by before in ago and may sat second noon eod 1 2 3 "
    "12 13 31 32 99 2026 1st 31st am pm days weeks months hours half quarter past of the @ann #a !1 ^2 / - . : ~ – ( )"
)
CHINESE_WORDS = (
    "今天 明天 后天 大后天 下 上 这 本 周 星期 月 日 号 点 半 刻 分 年 底 前 后 内 每 个 第 一 两 十 百 零 〇 ① ² "
    "上午 下午 晚 工作日 之 到 至 直到 起 、 ，"
)
HEAPED = (*WORDS.split(), *CHINESE_WORDS.split(), *PIECES.values())


@given(st.lists(st.sampled_from(HEAPED), max_size=9), st.sampled_from(("", " ")))
def test_no_heap_of_words_breaks_the_reading(words: list[str], between: str) -> None:
    text = between.join(words)
    for reference in ("2026-03-11T10:15:00", "2028-02-29T23:59:00", "9998-12-31T23:00:00"):
        answer = answer_to(text, reference_iso=reference)
        assert "error" not in answer, text
        assert all(0 <= start <= end <= len(text) for start, end in answer["spans"])


def muster_parse(*words: str) -> subprocess.Popen[bytes]:
    """The program, which hears Ctrl-C also where whoever runs the tests in the background has it off."""
    before = signal.signal(signal.SIGINT, signal.SIG_DFL)
    try:
        return subprocess.Popen(
            [sys.executable, "-m", "bot", "parse", *words], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, env={"PATH": os.environ["PATH"], "LC_ALL": "C"},
        )  # fmt: skip
    finally:
        signal.signal(signal.SIGINT, before)


def test_the_program_answers_before_it_is_asked_again_whatever_the_locale() -> None:
    with muster_parse("--jsonl") as program:
        assert program.stdin
        assert program.stdout
        for said in ("给李雷打电话", "call Léa"):
            program.stdin.write(json.dumps({"text": said}, ensure_ascii=False).encode() + b"\n")
            program.stdin.flush()
            assert json.loads(program.stdout.readline())["title"] == said
        program.stdin.close()
        assert program.wait(20) == 0
        assert program.stderr
        assert program.stderr.read() == b""


def test_the_program_ends_quietly_when_nobody_reads_on() -> None:
    with muster_parse("--jsonl") as program:
        assert program.stdin
        assert program.stdout
        assert program.stderr
        program.stdin.write(b'{"text": "a"}\n')
        program.stdin.flush()
        program.stdout.readline()
        program.stdout.close()
        program.stdin.write(b'{"text": "b"}\n{"text": "c"}\n')
        program.stdin.close()
        assert program.wait(20) == 0
        assert program.stderr.read() == b""


def test_the_program_ends_without_a_trace_when_it_is_interrupted() -> None:
    with muster_parse("--jsonl") as program:
        assert program.stdin
        assert program.stdout
        assert program.stderr
        program.stdin.write(b'{"text": "a"}\n')
        program.stdin.flush()
        program.stdout.readline()
        for _ in range(20):  # Python may miss one that comes just before it begins to wait; people press the keys again
            program.send_signal(signal.SIGINT)
            with suppress(subprocess.TimeoutExpired):
                program.wait(1)
                break
        assert program.returncode == 130
        assert b"Traceback" not in program.stderr.read()


def test_reading_a_line_starts_without_the_rest_of_the_assistant() -> None:
    shown = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "bot", "parse", "--jsonl"], cwd=ROOT, input=b"", check=True,
        capture_output=True, env={"PATH": os.environ["PATH"]}, timeout=60,
    ).stderr.decode()  # fmt: skip
    loaded = {line.rpartition("|")[2].strip() for line in shown.splitlines()}
    heavy = {
        "aiohttp",
        "alembic",
        "apscheduler",
        "babel",
        "holidays",
        "slack_bolt",
        "sqlalchemy",
        "sqlmodel",
        "structlog",
    }
    assert loaded & (heavy | {"asyncio", "pydantic_settings", "bot.settings", "bot.logs", "models"}) == set()
    assert "bot.parsing.jsonl" in loaded
