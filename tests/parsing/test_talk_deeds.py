"""Orders and reminders in free words, and wishes for new work that only look like them."""

# ruff: noqa: E501 - a row of a table is read as one

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.parsing.lines import asides
from bot.parsing.talk import talk_offers
from bot.parsing.talk.talk_deeds import Deed, deed
from bot.parsing.talk.talk_questions import question
from bot.parsing.talk.talk_reminders import Reminder, hushed, reminder

NOW = datetime(2026, 3, 11, 2, 15, tzinfo=UTC)
HERE = NOW.astimezone(ZoneInfo("Asia/Shanghai"))

NUMBERED = """
due 42 Friday: move #42 to Friday | move 42 to Friday please | push 42 to Friday | postpone 42 until Friday | change 42 to Friday
due 42 Friday: reschedule 42 for Friday | set the deadline of 42 to Friday | 42 is due Friday | make 42 due on Friday | defer 42 till Friday
due 42 Friday: can you move 42 to Friday | move task 42 to Friday | put off 42 until Friday | 42 can wait until Friday | please move #42 to Friday
due 42 next Monday: move 42 back to next Monday | postpone 42 until next Monday
due 42 +7d: push 42 back a week | push 42 by a week | postpone 42 a week | delay 42 by 7 days | move 42 back by one week
due 42 +3d: delay 42 by 3 days | push 42 out three days | postpone 42 by three days
due 42 -2d: bring 42 forward two days | move 42 up 2 days | pull 42 in by 2 days
due 42 none: remove the deadline of 42 | clear the due date of #42 | 42 has no deadline
done 42: mark 42 as done | I finished 42 | 42 is done | I'm done with 42 | 42 done | finished 42 | done with #42 | set 42 to done
done 42: tick off 42 | check 42 off | I've completed 42 | i just finished 42! | 42 is finished | we finished 42 | ok, 42 is done | 42 is complete.
done 42 sent by mail: close 42, sent by mail | 42 is done, sent by mail | I finished 42: sent by mail | mark 42 as done, sent by mail
done 42 43: 42 and 43 are done | mark 42, 43 as done | I finished #42 and #43
start 42: start working on 42 | I'm working on 42 | I am on 42 | starting 42 | I started 42 | working on 42 | i have started working on #42
start 42: 42 is in progress | getting started on 42 | I'm starting with 42
block 42 by @ann waiting for the price: 42 is blocked by @ann waiting for the price
block 42 waiting for the price: 42 is stuck, waiting for the price | 42 is blocked: waiting for the price | I'm stuck on 42, waiting for the price
block 42 the price is missing: 42 is blocked because the price is missing | 42 is on hold since the price is missing
block 42 on @ann: 42 is waiting for @ann | 42 is waiting on @ann
block 42: 42 is blocked | I'm stuck on 42 | 42 is stuck | 42 got stuck
unblock 42: 42 is no longer blocked | 42 is not blocked anymore | 42 is unblocked | 42 isn't blocked - not this
assign 42 @ann: give 42 to @ann | hand 42 over to @ann | pass #42 on to @ann | assign 42 to @ann | hand over 42 to @ann | @ann takes 42
assign 42 @ann: let @ann do 42 | @ann will take over 42 | 42 goes to @ann | reassign 42 to @ann | transfer 42 to @ann
assign 42 <@U0TOM>: hand 42 over to <@U0TOM> | give #42 to <@U0TOM>
assign 42 me: assign #42 to me | I'll take 42 | give 42 to me | I will do 42 | let me take 42 | 42 is mine
priority 42 urgent: make 42 urgent | 42 is urgent | mark 42 as urgent | set 42 to urgent | make 42 top priority | 42 is really urgent
priority 42 high: set 42 to high priority | make 42 high priority | set the priority of 42 to high | raise 42 to high | make 42 important
priority 42 low: make 42 low priority | lower 42 to low | set priority of 42 to low - not this
rename 42 to send the deck: rename 42 to send the deck | change the title of 42 to send the deck | retitle 42 as send the deck
cancel 42: forget about 42 | 42 is no longer needed | we don't need 42 anymore | scrap 42 | i won't do 42 | 42 is not needed
snooze 42 tomorrow: snooze 42 until tomorrow | snooze #42 till tomorrow
remind 42 tomorrow: remind me about 42 tomorrow | remind me tomorrow about 42
remind 42 tomorrow at 9: remind me about 42 tomorrow at 9 | remind me of #42 tomorrow at 9 | remind me tomorrow at 9 about 42
snooze 42 120m: snooze 42 for 2 hours
remind 42 in 2 hours: remind me about 42 in 2 hours
undo: undo that | undo the last change | take that back | revert that | please undo that | undo my last change | undo it
reopen 42: reopen 42 | open 42 again | 42 isn't done yet | 42 is not finished yet
note 42 the printer called: add a note to 42: the printer called | comment on 42: the printer called | leave a note on 42 that the printer called
"""
NUMBERED_ZH = """
due 42 周五: 42 改到周五 | 把42改到周五 | 42推迟到周五 | 42 挪到周五 | 把 #42 延到周五 | 42号改到周五 | 把42的截止日期改为周五 | 42 提前到周五 | 请把42改到周五
due 42 下周一: 把42推迟到下周一 | 42延期到下周一 | 42往后推到下周一 | 任务42改到下周一 | 42截止日期改成下周一
due 42 +7d: 42往后推一周 | 把42往后推一周 | 42推迟一周 | 42延后一周 | 42再延一周 | 把42延期一周
due 42 +3d: 42推迟三天 | 把42往后推3天 | 42顺延三天
due 42 -2d: 42提前两天 | 把42提前2天
due 42 none: 去掉42的截止日期 | 42没有截止日期 | 把42的日期去掉
done 42: 42做完了 | 我做完了42 | 42完成了 | 42号搞定了 | 把42标记为完成 | 完成了42 | 我已经做完42了 | 42已经完成了 | 42弄好了 | 42 我做完了 | 把42关了
done 42 已发邮件: 42做完了，已发邮件 | 我做完了42，已发邮件 | 42完成了：已发邮件
done 42 43: 42和43做完了 | 42、43都完成了
start 42: 开始做42 | 我在做42 | 我开始做42了 | 42开始了 | 正在做42 | 42进行中 | 我正在处理42 | 42在做了
block 42 等报价: 42 卡住了，等报价 | 42卡住了,等报价 | 42在等报价 | 42还在等报价 | 42阻塞了：等报价
block 42 on @ann 等报价: 42被@ann 卡住了，等报价
block 42: 42卡住了 | 42 被卡住了
unblock 42: 42不卡了 | 42可以继续了 | 42 解除阻塞
assign 42 @韩梅梅: 42 交给@韩梅梅 | 把42交给@韩梅梅 | 把42转给 @韩梅梅 | 42给@韩梅梅 | 让@韩梅梅做42 | 42 派给@韩梅梅 | 42由@韩梅梅负责 | 把 42 转交给 @韩梅梅
assign 42 我: 42 我来做 | 我来做42 | 42我来 | 把42交给我 | 42 给我
priority 42 high: 42 设为高优先级 | 把42设为高优先级 | 42优先级改为高 | 42很重要 | 把42的优先级调到高
priority 42 urgent: 42很急 | 42设为紧急 | 把42标为紧急 | 42 是紧急的 | 42 紧急
rename 42 to 发报价单: 42改名为发报价单 | 把42重命名为发报价单 | 把42的标题改成发报价单
cancel 42: 不做42了 | 42不做了 | 42作废了 | 42不用做了 | 把42取消掉 | 42取消了
remind 42 明天九点: 明天九点提醒我42 | 提醒我明天九点看42 | 明天九点提醒我做42 | 42明天九点提醒我
remind 42 明天: 明天再提醒我42 | 42明天再提醒我
undo: 撤销刚才的 | 撤销刚才的操作 | 撤回上一步 | 撤销一下 | 把刚才的撤销掉 | 取消刚才的操作 | 撤销上一步操作
reopen 42: 42还没做完 | 42其实没完成 | 重开42 - not this
note 42 印刷厂来电: 给42加个备注：印刷厂来电 | 给42添加备注 印刷厂来电
"""
WORDED = [
    ("mark the deck as done", Deed("done {task}", "deck", surely=True)),
    ("I finished the price list", Deed("done {task}", "price list", surely=True)),
    ("the deck is done", Deed("done {task}", "deck")),
    ("move the deck to Friday", Deed("due {task} Friday", "deck")),
    ("push the release notes back a week", Deed("due {task} +7d", "release notes")),
    ("make the deck urgent", Deed("priority {task} urgent", "deck")),
    ("assign the deck to @ann", Deed("assign {task} @ann", "deck")),
    ("把报价单那个改到周五", Deed("due {task} 周五", "报价单")),
    ("把报价单标记为完成", Deed("done {task}", "报价单", surely=True)),
    ("报价单做完了", Deed("done {task}", "报价单", surely=True)),
    ("我做完了报价单", Deed("done {task}", "报价单", surely=True)),
    ("报价单推迟一周", Deed("due {task} +7d", "报价单")),
]  # fmt: skip
REMINDERS = [
    ("remind me in half an hour to call the client back", Reminder("me", "call the client back", "in half an hour")),
    ("remind me to call Bob tomorrow at 9", Reminder("me", "call Bob", "tomorrow at 9")),
    ("remind me to call Bob", Reminder("me", "call Bob")),
    ("please remind me about the oven in 20 minutes", Reminder("me", "the oven", "in 20 minutes")),
    ("tomorrow at 9 remind me to call Bob", Reminder("me", "call Bob", "tomorrow at 9")),
    ("remind me that I need to renew the domain on Friday", Reminder("me", "renew the domain", "on Friday")),
    ("don't let me forget to buy milk", Reminder("me", "buy milk")),
    ("don’t forget to send the deck tomorrow", Reminder("me", "send the deck", "tomorrow")),
    ("set a reminder to stretch at 3pm", Reminder("me", "stretch", "at 3pm")),
    ("remind @dana to send the deck on Friday", Reminder("@dana", "send the deck", "on Friday")),
    ("remind <@U0DANA> on Friday to send the deck", Reminder("<@U0DANA>", "send the deck", "on Friday")),
    ("remind me every Monday to water the plants", Reminder("me", "water the plants", "every Monday")),
    ("remind me every day to drink", Reminder("me", "drink", "every day")),
    ("每天早上九点提醒我喝水", Reminder("me", "喝水", "每天早上九点")),
    ("提醒我每周五交周报", Reminder("me", "交周报", "每周五")),
    ("set a reminder for tomorrow at 9: call Bob", Reminder("me", "call Bob", "for tomorrow at 9")),
    ("set a reminder for 3pm to stretch", Reminder("me", "stretch", "for 3pm")),
    ("set a reminder: call Bob", Reminder("me", "call Bob")),
    ("remind me", Reminder("me", "")),
    ("remind me tomorrow", Reminder("me", "", "tomorrow")),
    ("提醒我", Reminder("me", "")),
    ("20分钟后提醒我", Reminder("me", "", "20分钟后")),
    ("半小时后叫我一下", Reminder("me", "", "半小时后")),
    ("remind me at 25:00 to call", Reminder("me", "call", unclear="at 25:00")),
    ("remind me to call Bob at 25:00", Reminder("me", "call Bob", unclear="at 25:00")),
    ("提醒我25点打电话", Reminder("me", "打电话", unclear="25点")),
    ("remind me yesterday to call", Reminder("me", "call", unclear="yesterday")),
    ("remind me later to call", Reminder("me", "call", unclear="later")),
    ("提醒我晚点打电话", Reminder("me", "打电话", unclear="晚点")),
    ("remind me when #7 is done", Reminder("me", "#7 is done", unclear="when #7 is done")),
    ("remind me 10 minutes before the meeting", Reminder("me", "the meeting", unclear="10 minutes before the meeting")),
    ("remind me the day before #4 is due", Reminder("me", "#4 is due", unclear="the day before #4 is due")),
    ("remind me to call when Bob is back", Reminder("me", "call when Bob is back", unclear="when Bob is back")),
    ("到家的时候提醒我关灯", Reminder("me", "关灯", unclear="到家的时候")),
    ("周报写完后提醒我发出去", Reminder("me", "发出去", unclear="周报写完后")),
    ("提醒我会后发纪要", Reminder("me", "发纪要", unclear="会后")),
    ("remind me to ask if Bob is in", Reminder("me", "ask if Bob is in")),
    ("提醒我看以前的合同", Reminder("me", "看以前的合同")),
    ("remind me to look at 42 pages", Reminder("me", "look at 42 pages")),
    ("提醒我半小时后给客户回电话", Reminder("me", "给客户回电话", "半小时后")),
    ("半小时后提醒我给客户回电话", Reminder("me", "给客户回电话", "半小时后")),
    ("明天早上九点提醒我开会", Reminder("me", "开会", "明天早上九点")),
    ("记得提醒我下午三点开会", Reminder("me", "开会", "下午三点")),
    ("10分钟后叫我关火", Reminder("me", "关火", "10分钟后")),
    ("别忘了明天交周报", Reminder("me", "交周报", "明天")),
    ("别让我忘了给妈妈打电话", Reminder("me", "给妈妈打电话")),
    ("帮我提醒 @tom 明天交周报", Reminder("@tom", "交周报", "明天")),
    ("周五提醒@李雷交周报", Reminder("@李雷", "交周报", "周五")),
]  # fmt: skip
STAYS = """
call Bob about the late invoices | move the server to Friday's rack | check what is blocked on the roof | review what Dana finished
提醒李雷交周报 | do the work today | important work today | help me move the desks | late fees for @tom | my tasks for the audit need owners
find out who is late with rent | ask @ann what she is working on | tell @dana what is due this week | list the suppliers we lost
show the new page to @tom | show Ann the tasks of the old project | finish 3 reports | finish the report by Friday | finish my tasks for the audit list
start 2 new campaigns | give 2 talks at the fair | move 42 chairs to the hall | push the code to main | make 3 urgent calls | mark 5 boxes with labels
I finished 42 pages, print the rest | 42 is the answer to write on the board | buy 42 apples | room 42 needs a lamp | order 42 on Friday
update the status page | write the status report | send the overdue invoices | fix the blocked drain | plan what to do in review week
review the tasks of the week with @dana | what to pack: shoes and a coat | who to invite: write the guest list | when to call: ask the client
set up reminders for overdue invoices | set reminders for all the invoices | set a reminder in the CRM for Acme's renewal
add a reminder to the invoice template | create a reminder email for the customers | 提醒我爸吃药 | 提醒我方律师签字 | 提醒我妈周五复查 | 提醒我同事交周报
remind the team to file reports | remind my boss to sign | reminders for the launch need texts | remind customers about overdue bills
postpone the launch party | cancel the meeting room | undo the knot | take the bins back | assign seats | assign desks to the new people
set up 3 new desks | set the table for 8 | make a list of urgent tasks for the audit | create a task list for the new hire | draw the next steps on the board
new deadline for the contract | prepare tomorrow's agenda with the late items | done list for the retro | todo list template for onboarding
today's standup notes to be sent to @ann | next week's plan draft | tasks for the intern: sort the mail | open the shop at 9 | open 2 accounts at the bank
close the window | close 2 deals | snooze button does not work, fix it | block the road | blocked sink in the kitchen, call the plumber
我的任务是写报告 | 今天要做什么演示 | 明天有什么吃的去买 | 把服务器搬到周五的机架 | 做完周报发给李雷 | 写一下本周任务总结 | 整理逾期发票 | 看看客户的合同
检查卡住的下水道 | 提醒客户付款 | 给李雷买生日礼物 | 问李雷在忙什么项目 | 催一下逾期的客户 | 准备下周的待办清单模板 | 完成42页的翻译 | 买42个苹果
发3份报告 | 42楼的灯要修 | 安排周五的会议 | 通知大家这周放假 | 写接下来的计划 | 列出供应商名单 | 修复列表页的问题 | 撤销报销单的审批 | 取消周五的会议室
推迟发布会 | 整理做完的报告 | 更新任务看板的颜色 | 问问谁在用会议室 | 查一下谁负责采购 | 把椅子搬到三楼 | 重要客户的合同要签 | 紧急联系人名单更新
new task for @dana by Friday | urgent task for @ann | a task for @tom by Friday | task for tomorrow | add a task for @ann | mine by Friday | given to @tom by Friday | of tom alone | soon over, today 10am | elsewhere | all by Friday | everything here | open here
first things | new here | team work this week | done by Friday | work for @tom by Friday | next week | today | Friday | 今天 | 下周 | 新的 | 交 | 我 周五
跟韩梅梅对一下进度 | 提醒我的老板开会 | 给客户发42号合同的扫描件 | 帮我看看合同有什么问题 | 下周要交的报告先写提纲
"""


def rows(table: str) -> list[tuple[str, str]]:
    found = []
    for row in table.strip().splitlines():
        line, _, said = row.partition(": ")
        found += [(one.strip(), line) for one in said.split(" | ") if not one.endswith("- not this")]
    return found


@pytest.mark.parametrize(("said", "line"), [*rows(NUMBERED), *rows(NUMBERED_ZH)])
def test_an_order_about_a_number_is_the_line_somebody_would_type(said: str, line: str) -> None:
    assert question(said, HERE) is None
    meant = deed(said, NOW, "Asia/Shanghai")
    assert meant is not None
    assert Deed(meant.line.replace("#", ""), meant.thing, meant.surely) == Deed(line)


@pytest.mark.parametrize(("said", "meant"), WORDED)
def test_a_task_may_be_named_by_its_words(said: str, meant: Deed) -> None:
    assert deed(said, NOW, "Asia/Shanghai") == meant


@pytest.mark.parametrize(("said", "meant"), REMINDERS)
def test_a_reminder_knows_who_what_and_when(said: str, meant: Reminder) -> None:
    assert question(said, HERE) is None
    found = deed(said, NOW, "Asia/Shanghai")
    assert found is None or found.thing.startswith("remind me"), "no task is called so"
    assert reminder(said, HERE) == meant


HUSHED = (
    ("别再提醒我6了", "6"), ("don't remind me about 2", "2"), ("stop reminding me about task #12", "12"),
    ("不要提醒我6号任务", "6"), ("6号别再提醒我了", "6"), ("stop reminding me", ""), ("别提醒我了", ""),
    ("don't remind me again", ""), ("don't let me forget to buy milk", None), ("remind me about 2", None),
    ("stop reminding customers about 2 bills", None), ("别忘了6点开会", None),
)  # fmt: skip


@pytest.mark.parametrize(("said", "number"), HUSHED)
def test_no_more_reminders_are_no_reminder(said: str, number: str | None) -> None:
    assert hushed(said) == number
    assert number is None or reminder(said, HERE) is None


STAYING = [one.strip() for row in STAYS.strip().splitlines() for one in row.split(" | ")]


def acts_by_itself(said: Deed | None) -> bool:
    """Whether something comes of an order though no task has those words in its title."""
    return said is not None and (said.surely or not said.thing)


@pytest.mark.parametrize("line", STAYING)
def test_a_task_to_be_typed_stays_one(line: str) -> None:
    assert question(line, HERE) is None
    assert reminder(line, HERE) is None
    assert not asides.asks_for_help(line)
    assert not acts_by_itself(deed(line, NOW, "Asia/Shanghai"))


def test_there_are_enough_lines_that_stay_tasks() -> None:
    assert len(STAYING) >= 80


@pytest.mark.parametrize(
    "line", ["a " * 3000, "把" * 3000, "42 " * 900, "what is " * 500, "提醒我" * 900, "remind me " * 500]
)
def test_a_long_line_is_read_in_no_time_and_is_no_talk(line: str) -> None:
    question(line[:3000], HERE)
    assert deed(line, NOW, "Asia/Shanghai") is None
    assert reminder(line, HERE) is None


@pytest.mark.parametrize(("said", "kinds"), [
    ("where did <@U0DANA> put the keys?", ["person", "mine", "late"]),
    ("what colour is #42", ["number", "mine", "late"]),
    ("why are the invoices so late", ["late", "mine", "help"]),
    ("who cooks tomorrow", ["then", "mine", "late"]),
    ("why?", ["mine", "late", "help"]),
    ("谁管42号的钥匙", ["number", "mine", "late"]),
    ("明天谁值班", ["then", "mine", "late"]),
])  # fmt: skip
def test_who_was_not_understood_is_offered_what_they_spoke_of(said: str, kinds: list[str]) -> None:
    assert [kind for kind, _, _ in talk_offers.offers(said, HERE)[:3]] == kinds
