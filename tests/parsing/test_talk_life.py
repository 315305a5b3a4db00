"""What happens in the life of a task, said freely: the line it stands for, at the top and in the thread of its card."""

# ruff: noqa: E501 - a row of a table is read as one

from datetime import UTC, datetime

import pytest

from bot.parsing.orders import links
from bot.parsing.talk import talk_lists
from bot.parsing.talk.talk_deeds import deed, of_it, of_life

NOW = datetime(2026, 3, 11, 2, 15, tzinfo=UTC)
ZONE = "Asia/Shanghai"

SAID = """
accept #42: I accept #42 | accepted 42 | #42 approved | approve 42 | lgtm #42 | #42 lgtm | sign off on 42 | accept task 42 | 我验收了42 | #42 可以，通过 | #42 ok 通过 | 同意 #42 | 42 合格 | 42 我验收通过了
accept #42 5: accept 42, 5 | accepted 42: 5 | #42 is accepted, 5 | #42验收通过，5
accept #42 5分: #42 验收通过，5分 | 给42打5分 | 42 打5分 | #42 5分
accept #42 5分 做得好: 42 验收通过 5分 做得好
accept #42 great work: accepted #42, great work
return #42 page 3 is missing: return 42 — page 3 is missing | reject #42 because page 3 is missing | #42 returned, page 3 is missing | #42 needs rework: page 3 is missing | send #42 back: page 3 is missing
return #42 缺第3页: 42 退回，缺第3页 | 驳回 #42，缺第3页 | 把42退回去，缺第3页 | 42 打回重做：缺第3页 | #42 不通过，缺第3页 | #42 需要返工：缺第3页
submit #42: hand in 42 | #42 submitted | I submitted #42 | submit 42 for review | #42 is ready for review | #42 提交验收 | 42 可以验收了 | 42 请验收 | #42 已经送审了
done #42: #42 已提交 | 42 提交了
ack #42: got it #42 | got it, 42 | I got #42 | #42 acknowledged | #42 noted | ack 42 | #42 收到 | 收到42 | 42收到了 | 收到，#42 | #42 我知道了 | 好的，收到 #42
decline #42: #42 is not mine | not mine: #42 | 42 isn't mine | I can't take #42 | 42不是我的 | 42 不是我的 | #42 不归我管 | #42 不是我负责的 | 不是我的 42 | #42 我做不了
decline #42 找@李雷: #42 我接不了，找@李雷
progress #42 60%: #42 is 60% done | #42 60% | 42 at 60% | progress on #42: 60% | I'm 60% done with #42 | 60% of #42 done | set #42 to 60% | #42 进度60% | 42 进度到60%了 | #42 已完成60% | 把42进度改成60% | 42做到60%了
progress #42 50%: #42 is half done | 42 做了一半
spent #42 3h: spent 3h on #42 | log 3h on 42 | #42 took 3h | I worked 3h on #42
spent #42 3小时: 42用了3小时 | #42 花了3小时 | 我在42上花了3小时 | 我花了3小时做#42
spent #42 半天: 42花了半天
spent #42 1h 30m: spent 1h 30m on #42
evidence #42 https://x.example/a: proof for #42: https://x.example/a | 给42加凭证 https://x.example/a | #42 的凭证：https://x.example/a
reviewers #42 +@ann: make @ann a reviewer of 42 | add @ann as reviewer to #42 | @ann should review #42 | #42 reviewed by @ann
reviewers #42 +@李雷: 42 由@李雷验收 | 让@李雷审核42 | @李雷 审核 #42 | #42 请@李雷审核
reviewers #42 @李雷: #42 审核人 @李雷 | 42的审核人是@李雷
helpers #42 +@tom: @tom helps with 42 | make @tom a helper of 42 | 让@tom 协助42
cc #42 @bob: cc @bob on 42 | #42 cc @bob | keep @bob informed on 42 | 42 抄送 @bob | 把42抄送给 @bob | 42 知会 @bob
cc #42 @李雷: 42 抄送 @李雷 | 把42抄送给@李雷 | 42抄送李雷
consult #42 @dana: consult @dana on 42 | #42 咨询 @dana
accountable #42 @bob: make @bob accountable for 42 | @bob is accountable for #42 | 42 问责人 @bob
split #42: split up #42 | break #42 down | split 42 into parts | 把42拆分一下 | 42太大了，拆一下
first #42: #42 first | do 42 first | do #42 first today | put 42 first | 42 goes first | start with 42 today | 今天先做42 | 42先做 | 把42置顶 | 42排第一 | #42 优先做
skip #42: skip 42 this time | skip #42 this time | skip the next #42 | skip #42 this week | 跳过42这一次 | 42这次跳过
history #42: history of #42 | show history of 42 | #42 history | 42的历史记录 | 查看42的历史
archive #42: #42 can be archived | 把42归档 | 42可以归档了
"""
WORK = """
accept 2 deliveries | accept the offer from Bob | return 5 parcels | split the bill with Dana | split 3 invoices; send to Dana | merge 2 branches | first 3 chapters
skip 2 slides in the demo | history 101 slides | archive 3 boxes | evidence 3 witnesses gave | spent 3 days lost on build, find out why | progress report for Q3 | got milk campaign
approve 3 budgets | reject 2 candidates | put 3 chairs on top | do 5 pushups first | send 3 parcels back to the shop | log 3 calls in the CRM | took 3h of sick leave
cc @bob on the minutes | make @ann a reviewer of the paper | @tom helps with the move | consult @dana on pricing | accepted 42, but page 3 is missing | is 42 accepted?
提交报销单 | 通过面试的人发offer | 收到货款 | 退回多余的椅子 | 合并分支 | 先做市场调研 | 抄送名单更新 | 归档旧合同 | 跳过第一章 | 收到3份简历，筛选 | 验收5号楼 | 42 通过，但是缺附件
退回3个包裹 | 先做3个样品 | 拆分3个模块 | 让@李雷审核合同 | 花了3小时开会，写总结 | 说明3个要点 | 给42个客户打电话 | 打5分钟电话
"""
REPLIES = """
accept #42: accept | accepted | approved | lgtm | looks good, accepted | 验收通过 | 通过 | 同意 | 没问题，通过
accept #42 5: accept 5 | accepted, 5
accept #42 5分: 通过，5分 | 5分 | 打5分
return #42 page 3 is missing: return: page 3 is missing | send it back: page 3 is missing | rejected, page 3 is missing | needs rework: page 3 is missing
return #42 缺第3页: 退回，缺第3页 | 打回：缺第3页 | 不通过，缺第3页
submit #42: submit | ready for review | submitted | 提交验收 | 送审 | 可以验收了
ack #42: got it | acknowledged | noted | 收到 | 知悉 | 知道了
decline #42: not mine | this is not mine | I can't take this | 不是我的 | 这个不是我的 | 我做不了
progress #42 60%: 60% | it's 60% done | progress 60% | 做了60% | 进度60%
spent #42 3h: spent 3h | that took 3h | spent 3h on this
spent #42 3小时: 用了3小时 | 花了3小时
skip #42: skip this one | skip it | skip | 跳过 | 跳过这次
first #42: do this first | do it first today | 先做这个 | 置顶
split #42: split it | split this up | 拆分一下
archive #42: archive it | 归档
history #42: history | show history | 历史
reviewers #42 +@bob: make @bob reviewer | @bob reviews this | review by @bob
reviewers #42 +@李雷: 让@李雷审核 | 请@李雷验收
helpers #42 +@tom: add @tom as helper | @tom helps
cc #42 @bob: cc @bob | keep @bob informed | 抄送 @bob
"""
COMMENTS = """
the offer was accepted by the client | accepted, but page 3 is missing | 通过，但是缺附件 | they got it | we return on Monday | is it accepted? | #43 is accepted | the client approved
客户通过了方案 | 收到客户的邮件 | 等客户验收 | 用了新的模板 | 先做封面 | 60 people came | spent the day on the draft
"""
PLANS = [
    ("put #43 after #42", "after 43 #42"), ("43 waits for 42", "after 43 42"), ("do 43 after 42", "after 43 42"),
    ("make #43 depend on #42", "after 43 #42"), ("43 starts when 42 is done", "after 43 42"), ("#43 要等 #42 做完", "after 43 #42"),
    ("把43排在42后面", "after 43 42"), ("42做完再做43", "after 43 42"), ("先做42再做43", "after 43 42"), ("#43 的前置是 #42", "after 43 #42"),
    ("43 belongs to 40", "part 43 of 40"), ("43归到40", "part 43 of 40"), ("43 属于 40", "part 43 of 40"),
    ("merge #43 with #42", "merge 43 42"), ("把42和43合并", "merge 42 43"), ("after lunch call Bob", None), ("43在等报价", None),
]  # fmt: skip
LISTS = """
list accept: what waits for me to accept | what still waits for me to approve? | what's waiting for my review | what is waiting for my acceptance? | what do I have to review | tasks to review | 待我验收的 | 待我验收的有哪些 | 等我审核的任务 | 有什么要我验收的 | 我要审核的
list waiting: who waits for me | who is waiting for me? | 谁在等我 | 等我的
list is:repeating: list repeating | my recurring tasks | what repeats? | 我的重复任务 | 列表 重复任务 | 重复任务有哪些
list teams: teams I lead | show me the teams I lead | my teams' tasks | 我带的团队 | 我带的团队的任务 | 看看我负责的小组有哪些任务
list given: what did I give to others? | 我交办的 | 我给别人的任务
list saved: my saved lists | saved filters | 我保存的筛选
suggest: any suggestions? | suggest something | 给点建议 | 有什么建议吗？
order: order my day | reorder my tasks | 排一下今天的顺序
export csv 逾期任务: 导出逾期任务 | 把逾期任务导出成表格
export json 所有任务: 导出所有任务为json
export csv: 导出csv
None: suggest names for the product | order my lunch | 等我电话 | 我审核合同 | 建议书初稿 | saved filters page design
"""


def rows(table: str) -> list[tuple[str, str]]:
    split = (line.split(": ", 1) for line in table.strip().splitlines())
    return [(meant, said.strip()) for meant, all_of_it in split for said in all_of_it.split(" | ")]


def test_what_is_said_of_a_task_is_the_line_somebody_would_have_typed() -> None:
    for meant, said in rows(SAID):
        found = of_life(said, NOW, ZONE)
        assert (found.line if found else None) == meant, said


def test_work_that_only_begins_like_it_is_left_alone() -> None:
    for said in WORK.strip().replace("\n", " | ").split(" | "):
        assert of_life(said, NOW, ZONE) is None, said


def test_a_reply_in_the_thread_of_a_task_is_of_that_task() -> None:
    for meant, said in rows(REPLIES):
        assert of_it(said, 42, NOW, ZONE) == meant, said


def test_a_comment_stays_one() -> None:
    for said in COMMENTS.strip().replace("\n", " | ").split(" | "):
        assert of_it(said, 42, NOW, ZONE) is None, said


@pytest.mark.parametrize(("said", "meant"), PLANS)
def test_what_comes_before_what(said: str, meant: str | None) -> None:
    assert links.said(said) == meant


def test_whole_lines_ask_for_lists() -> None:
    for meant, said in rows(LISTS):
        line = talk_lists.wanted(said)
        assert str(line).replace("表格", "csv") == meant, said


def test_a_list_in_words_is_the_filters_of_one() -> None:
    words = {
        "my tasks": "mine",
        "逾期任务": "late",
        "all tasks": "all",
        "the data to the new system": None,
        "发票": None,
    }
    assert {said: talk_lists.as_filters(said) for said in words} == words


def test_other_orders_are_read_as_before() -> None:
    said = deed("42做完了", NOW, ZONE)
    assert said is not None
    assert said.line == "done #42"
