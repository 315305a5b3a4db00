"""A bare number before words: of a task that they go on about, or of the things that they name."""

# ruff: noqa: E501 - a row of a table is read as one

import pytest

from bot.commands.tasks import TASK
from bot.parsing.lines.counting import goes_on, reason_in

ABOUT_THE_TASK = """
sent by mail | because of the rain | by phone | waiting for the price | on @ann waiting for the price | spoke to the printer
page 3 is missing | 5 clean work | , the client said no | - no budget | : sent | (see the mail) | ✅ | https://example.com/a
the client said no | it was a duplicate | they changed their mind | we don't need it | no longer needed | not needed
client said no | emailed to Tom | emailed Tom | called the printer | signed | paid yesterday | duplicate | until Friday
since the office is closed | as agreed | for now | to be done next year | due to rain | already done | thanks | pls
waiting | merged and deployed | with Tom's help | after the call | via courier | without the annex | finally | met the client
his visa came | <@U0ANN> has it | 客户不要了 | 因为下雨 | 等报价 | 了 | ，客户说不用 | 给客户看过了 | 到周五 | 已发邮件 | 已经发给客户 | 跟客户说过了
"""
COUNTED = """
of the 5 licences | flights | meeting rooms | boxes at the post office | bank accounts by Friday | drawings by Wednesday
safety trainings by May | pages | rounds of interviews | hours for the audit | risks in the register | delayed flights
weekly meetings with Tom | old subscriptions | of them | more pages | printed posters for the fair | open positions
new hires | paragraphs of the report | tickets for the show | unused accounts | risks are open | x 4 m cables
and a half pages | unpaid invoices | bigger tables | left shoes | day off | desk | all-hands meetings
个会议室 | 项任务的报告 | 份合同 | 页 | 号会议室 | 月的报销 | 天假期 | 家供应商的合同 | 的报告 | 台打印机 | 位客户
"""


def rows(table: str) -> list[str]:
    return [one.strip() for line in table.strip().splitlines() for one in line.split(" | ")]


@pytest.mark.parametrize("rest", rows(ABOUT_THE_TASK))
def test_words_that_cannot_be_counted_go_on_about_the_task(rest: str) -> None:
    assert goes_on(rest)


@pytest.mark.parametrize("rest", rows(COUNTED))
def test_what_can_be_counted_is_no_word_about_a_task(rest: str) -> None:
    assert not goes_on(rest)


ORDERS = """
done #42 #43 sent by mail | block 42 on @ann waiting for the price | due 42 next Friday | snooze 42 2h | done 42 sent by mail
note 42 spoke to the printer | cancel #2 flights | done 2 | done 2, 3 | finish 2 and 3 | due 42 none | assign 42 @ann
assign 42 to Tom | give 42 to tom | give 42 Tom | assign 42 ann | give 42 me | priority 42 high | priority 42 !2 | due 42 2026-03-13
due 42 2026-03-13T10:00Z | due 1 whenever | priority 1 9 | due #5 invoices | later 3 tomorrow | snooze 42 next week | 完成 42 已发邮件
取消 42 客户不要了 | 截止 42 周五 | 转给 42 韩梅梅 | 卡住 42 等报价 | 推迟 42 两小时 | 完成42 | block 42
"""
WORK = """
cancel 2 of the 5 licences | cancel 2 flights | cancel 3 meeting rooms | drop 5 boxes at the post office | done 2 pages
close 2 bank accounts by Friday | finish 4 drawings by Wednesday | complete 3 safety trainings by May | done 3 rounds of interviews
block 2 hours for the audit | note 4 risks in the register | due 5 invoices: chase them | snooze 2 alerts in Grafana
due 2 weeks after signing: send the papers | give 2 laptops to Tom | assign 2 people to the booth | give 2 talks at the fair
transfer 3 boxes to the cellar | priority 2 items first | later 2 reports must be read | due 3 reports | deadline 2 weeks
取消 3 个会议室 | 完成 2 份合同 | 取消 3 号会议室 | 转给 2 台电脑给李雷 | 推迟 2 场面试
"""


@pytest.mark.parametrize("line", rows(ORDERS))
def test_a_verb_and_its_object_is_an_order(line: str) -> None:
    assert TASK.find(line) is not None


@pytest.mark.parametrize("line", rows(WORK))
def test_a_verb_before_what_is_not_its_object_is_none(line: str) -> None:
    assert TASK.find(line) is None


@pytest.mark.parametrize(("said", "reason"), [
    (", the client said no", "the client said no"), ("pls", ""), ("✅", ""), ("please, thanks!", ""), ("谢谢", ""),
    ("sent by mail, thanks", "sent by mail"), ("– 3 left", "3 left"), ("，客户不要了", "客户不要了"), ("等客户回复", "等客户回复"),
    ("sent by mail ✅", "sent by mail"), ("the client is pleased", "the client is pleased"), ("", ""),
])  # fmt: skip
def test_a_reason_is_kept_without_its_comma_and_its_courtesy(said: str, reason: str) -> None:
    assert reason_in(said) == reason
