"""What people type: varied lines in both languages, each with a number, so that none is the same task said twice."""

from collections.abc import Iterator
from itertools import count

from benchmarks.servers.cast import CHANNELS, PEOPLE

SHAPES = (
    "send the updated deck to the supplier by next Friday 5pm !high #launch ~2d, order {n}",
    "明天下午三点前把第 {n} 批报价单发给客户 !高 #报价",
    "book a room for review {n} tomorrow at 10:30",
    "周五前整理 {n} 号合同并发给法务确认",
    "call the caterer about invoice {n}",
    "<@{other}|somebody> check the figures of draft {n} by Monday",
    "提交第 {n} 次周报 下周一 9:00",
    "write the minutes of meeting {n} in two days #minutes",
    "<@{other}|somebody> 后天之前把 {n} 号样品寄出去",
    "prepare slides for visit {n} by end of month !2",
)


def lines(first: int = 1) -> Iterator[tuple[str, str, str]]:
    """(person, channel, text), for ever; somebody named works in the same channel."""
    for n in count(first):
        who = n % len(PEOPLE)
        other = PEOPLE[(who + len(CHANNELS)) % len(PEOPLE)]
        yield PEOPLE[who], CHANNELS[who % len(CHANNELS)], SHAPES[n % len(SHAPES)].format(n=n, other=other)
