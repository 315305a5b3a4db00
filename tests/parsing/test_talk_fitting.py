"""Rows that are not tried at a line could not have fitted it."""

from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.parsing.talk import talk_fitting
from bot.parsing.talk.talk_deeds import deed

EVERYTHING = "42 move 报价单"  # a number first, and letters and characters


def tried_at(text: str) -> set[str]:
    return {row.phrase for _, row in (*talk_fitting.of_life(text), *talk_fitting.others(text))}


ROWS = {row.phrase: pattern for pattern, row in
        (*talk_fitting.of_life(EVERYTHING), *talk_fitting.others(EVERYTHING))}  # fmt: skip
WRITTEN = "".join(sorted({*map(chr, range(32, 127)), *"".join(one.pattern for one in ROWS.values())}))


@given(data=st.data())
@settings(max_examples=300, deadline=None, suppress_health_check=list(HealthCheck))
def test_a_line_that_fits_a_row_is_tried_at_it(data: st.DataObject):
    phrase = data.draw(st.sampled_from(sorted(ROWS)))
    text = data.draw(st.from_regex(ROWS[phrase], fullmatch=True, alphabet=WRITTEN))
    assert phrase in tried_at(text), text


@pytest.mark.parametrize(("line", "command"), [
    ("42 50%", "progress #42 50%"), ("#42 4/5", "accept #42 4/5"), ("42 @bob", "assign #42 @bob"),
    ("42 高", "priority #42 high"), ("42 high", "priority #42 high"), ("#42 → friday", "due #42 friday"),
    ("任务42给 @bob", "assign #42 @bob"), ("#42 #launch", "label #42 #launch"),
])  # fmt: skip
def test_a_number_with_hardly_a_word_is_still_an_order(line: str, command: str):
    said = deed(line, datetime(2026, 3, 9, tzinfo=UTC), "UTC")
    assert said is not None
    assert said.line == command


def test_an_ordinary_line_is_tried_at_few_rows():
    everything = len(ROWS)
    assert len(tried_at("send the updated deck to the supplier")) * 4 < everything
    assert len(tried_at("把报价单发给客户")) * 4 < everything


def test_once_ready_no_line_has_to_wait():
    talk_fitting.get_ready()
    before = talk_fitting._compiled.cache_info().misses
    for line in ("send the deck", "把报价单发给客户", "42 done", "把42改到周五", "move 报价单 to friday"):
        deed(line, datetime(2026, 3, 9, tzinfo=UTC), "UTC")
    assert talk_fitting._compiled.cache_info().misses == before
