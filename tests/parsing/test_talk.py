"""Questions about tasks in free words: each stands for a list, or for one task, in both languages."""

# ruff: noqa: E501 - a row of a table is read as one

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.parsing.talk.talk_questions import question

NOW = datetime(2026, 3, 11, 2, 15, tzinfo=UTC)
HERE = NOW.astimezone(ZoneInfo("Asia/Shanghai"))

ENGLISH = """
list: my tasks | my task list | show me my tasks | what are my tasks? | list my open tasks | my todos | show my to-do list
list: what's on my plate | what is on my plate? | whats on my list | what do I have to do | what do I need to do?
list: how many tasks do I have | how many open tasks are left | what's left | what is still open? | all my tasks
list: show me my taks | please show me my tasks | hey, what do I have on my plate? | what tasks do I have left
list: can you show me my tasks please | what have I got to do | what am I supposed to do | tasks | my tasks please
list due:..today: what do I have today | what do I have to do today? | what's on my plate today | my tasks for today
list due:..today: what should I do today | what do I need to do today | today's tasks | show me today's tasks
list due:..week: what do I have this week | my tasks this week | what's on my plate this week? | tasks for this week
list due:..month: what do I have to do this month | my tasks for this month
list due:week: what's due this week | what is due this week? | anything due this week? | tasks due this week
list due:week: which tasks are due this week | is anything due this week | show me what is due this week
list due:week: deadlines this week | what are my deadlines this week? | which deadlines do I have this week
list due:today: what's due today? | anything due today | due today | do I have anything due today | have I got anything due today?
list due:tomorrow: anything due tomorrow? | what's due tomorrow | is there anything due tomorrow | what do I have tomorrow
list due:tomorrow: what's on my plate tomorrow | what is due tomorow | tasks due tomorrow
list due:next-week: what's due next week | anything coming up next week? | what do I have next week | tasks due next week
list due:next-month: what is due next month | anything due next month?
list due:..2026-03-13: what's due by Friday | what do I have to finish by Friday? | anything due by Friday | tasks due by Friday
list due:2026-03-13: what's due on Friday | what do I have on Friday? | anything due Friday
list due: what's due | what is coming up | what are my deadlines | any deadlines? | upcoming tasks
list late: what's late | what is late? | what's overdue | anything overdue? | am I late with anything | is anything late
list late: my late tasks | overdue tasks | late | overdue | show me overdue tasks | which tasks are late? | do I have anything late
list late: waht's overdue | which of my tasks are overdue | what am I behind on | what have I missed | why am I late
list all late: who is late | who's late? | what is everyone late with | is anyone late with anything
list blocked: what's blocked | what is stuck? | anything blocked | which tasks are blocked | blocked tasks | blocked | what am I waiting for
list all blocked: who is blocked | who is stuck? | which tasks of the team are blocked
list waiting: what's waiting for me | what is blocked on me | who needs me? | am I blocking anything
list is:doing: what am I working on | what am I doing? | what's in progress | tasks in progress | what have I started
list is:review: what is in review | what's under review? | anything in review | tasks in review
list undated: which tasks have no date | tasks without a due date | what has no deadline? | what's undated | tasks with no date
list urgent: show me urgent tasks | what's urgent | anything urgent? | urgent tasks | what are the most urgent tasks
list important: what's important | high priority tasks | what are my priorities | show me high-priority tasks
list next: what's next | what is next? | what should I do first | what do I do next | what should I start with? | what's next for me
list next: what should I do next | which task should I do first | where should I start with | what's up next
list done:week: what did I finish this week | what have I done this week? | what did I do this week | my finished tasks this week
list done:week: what did I get done this week | what have I completed this week | what got done this week
list done:yesterday: what did I finish yesterday | what did I do yesterday?
list done:today: what have I done today | what did I get done today?
list done:2026-03-04..: what did I finish in the last 7 days | what have I done lately
list done:2026-03-09..: what have I done since Monday | what did I finish since Monday
list done: what have I finished | what did I finish? | show me completed tasks | finished tasks
list all done:week: what did we finish this week | what has the team done this week? | what did everyone finish this week
list new:yesterday..: what's new since yesterday | anything new since yesterday?
list new:today: what's new today | new tasks today | anything new today?
list new: what's new | anything new? | new tasks | show me new tasks
list given: what did I give away | what have I assigned | what have I delegated | which tasks did I hand over
list by:me: tasks created by me | what did I create | which tasks have I added | tasks I created
list by:me @ann: what did I give to @ann | what have I assigned to @ann? | what did I give @ann | which tasks did I assign to @ann
list by:@ann: what did @ann give me | what has @ann assigned to me? | tasks assigned to me by @ann | which tasks did @ann give me
list @ann: what does @ann have | what does @ann have to do? | @ann's tasks | show me @ann's tasks | tasks of @ann | what's on for @ann | list @ann's tasks
list @ann is:doing: what is @ann working on | what's @ann doing? | what is @ann up to | what is @ann busy with | what are @ann's tasks in progress
list @ann late: what is @ann late with? | is @ann late with anything | @ann's late tasks | what's late for @ann | show me @ann's overdue tasks
list @ann blocked: what is @ann stuck on? | is @ann blocked? | what's blocked for @ann
list @ann due:week: what does @ann have due this week? | what's due this week for @ann | what is @ann's deadline this week
list @ann due:..week: what does @ann have this week | @ann's tasks this week
list @ann done:week: what did @ann finish this week | what has @ann done this week? | what did @ann do this week | @ann's finished tasks this week
list @ann done:week: what has @ann completed this week | show me what @ann finished this week | what did @ann get done this week
list @ann done:2026-03-09..: what has @ann done since Monday | what did @ann finish since Monday?
list @ann done:last-week: what did @ann finish last week | what has @ann done last week | what did @ann do last week?
list <@U0DANA> done:week: what did <@U0DANA> finish this week | what has <@U0DANA|dana> finished this week
list @ann urgent: what is urgent for @ann | @ann's urgent tasks
list all late #launch: what's late in #launch | what is overdue in #launch? | late tasks in #launch | anything late in #launch
list all #launch: what's in #launch | show me #launch | which tasks are in #launch | what is open in #launch
list all blocked #launch: what's blocked in #launch | anything stuck in #launch?
list all +apollo: show me +apollo | what's open in +apollo | which tasks are in +apollo
list late #launch: what am I late with in #launch | my late tasks in #launch
list here: what is open here | what tasks are in this channel? | show me the tasks in this channel
list here late: what is late here | what's overdue in this channel?
list all: all tasks | everything | show me everything | show all tasks | what is everyone working on today? - not this
show 42 who?: who is working on #42 | who has 42? | who is doing 42 | who owns #42 | who is responsible for 42 | who's on 42
show 42 who?: who is the owner of 42 | who is taking care of #42 | whose is 42
show 42 done?: is #42 done? | is 42 finished | has 42 been done? | did @dana finish #42? | 42 done? | is task 42 complete
show 42 due?: when is #42 due | what is the deadline of 42? | when is the deadline for 42 | is 42 late | due date of 42?
show 42 state?: status of 42 | what's the status of #42? | 42 status | how is 42 going | how's 42 coming along? | where are we with 42
show 42 state?: what about 42 | 42? | #42? | any news on 42 | any updates on #42? | what is happening with 42 | how far is 42
show 42 blocked?: why is 42 blocked | is 42 blocked? | is #42 stuck | what is 42 waiting for
show 42: show me 42 | show me task 42 | let me see #42 | tell me about 42 | pull up 42
"""
CHINESE = """
list: 我的任务 | 我有哪些任务？ | 我有什么任务 | 看看我的任务 | 我的待办 | 任务列表 | 待办事项 | 列出我的任务 | 我手上有什么任务 | 帮我看看我的任务
list: 还有几个没做完 | 我还有多少任务 | 还有哪些没完成 | 我还剩几个任务 | 还剩什么没做 | 我有几个待办 | 还有什么要做的 | 我要做什么
list: 手头有哪些活 | 我现在有什么要忙的 | 我手上还有多少活 | 还有啥没做完 | 请问我有哪些任务
list due:..today: 今天要做什么 | 今天有什么任务 | 我今天要做什么 | 今天我有哪些事 | 今天该做什么 | 今日待办 | 今天的任务 | 今天要忙什么 | 今天有什么安排
list due:..week: 这周要做什么 | 本周任务 | 这周有什么任务 | 我这周有哪些事 | 本周有哪些待办 | 这个星期要做什么
list due:..month: 这个月要做什么 | 本月任务
list due:week: 我这周有什么要交的 | 这周有什么要交 | 本周到期的任务 | 这周有哪些截止 | 本周要交什么 | 这周有哪些任务到期 | 本周截止的有哪些
list due:today: 今天有什么要交的 | 今天到期的任务 | 今天截止的有哪些 | 今天要交什么
list due:tomorrow: 明天有什么截止 | 明天要交什么 | 明天到期的有哪些 | 明天要做什么 | 明天有什么任务 | 明天有什么要交的吗
list due:next-week: 下周有什么要交的 | 下周要做什么 | 下周有哪些任务到期 | 下周的任务
list due:next-month: 下个月有什么到期 | 下月要交什么
list due:..2026-03-13: 周五之前要交什么 | 周五前有什么要交的 | 周五前要完成哪些任务
list due:2026-03-13: 周五有什么要交的 | 周五要交什么 | 周五有哪些任务
list due: 快到期的有哪些 | 有什么快到期了 | 有哪些截止日期
list late: 哪些任务逾期了 | 有逾期的任务吗 | 逾期 | 逾期的任务 | 我逾期了哪些 | 有没有逾期的 | 哪些过期了 | 有什么延期的吗 | 我有几个逾期任务 | 看看逾期的
list all late: 谁逾期了 | 大家有哪些逾期的 | 团队有哪些任务逾期了 | 所有逾期的任务
list blocked: 有没有卡住的 | 哪些任务卡住了 | 卡住的任务 | 什么卡住了 | 有什么被卡住了吗 | 卡住
list all blocked: 谁卡住了 | 大家有什么卡住的
list waiting: 有什么在等我 | 哪些卡在我这里 | 谁在等我 | 有没有在等我的
list is:doing: 我在忙什么 | 我正在做什么 | 进行中的任务 | 哪些在进行中 | 我在做哪些
list is:review: 审核中的任务 | 哪些在审核 | 有什么待审核的
list undated: 哪些任务没有日期 | 没有截止日期的任务有哪些 | 没有日期的任务 | 哪些没排期
list urgent: 哪些是紧急的 | 紧急任务 | 有什么紧急的吗 | 看看紧急的任务 | 最急的是哪个
list important: 哪些比较重要 | 重要的任务 | 高优先级的任务有哪些 | 最重要的是什么
list next: 接下来先做哪个 | 接下来做什么 | 先做哪个 | 我该先做什么 | 下一个做什么 | 我应该先做哪个 | 下一步做什么
list done:week: 我这周做完了什么 | 我这周完成了哪些任务 | 这周做了什么 | 本周完成的任务 | 我本周完成了几个 | 这周搞定了哪些
list done:yesterday: 我昨天做了什么 | 昨天完成了哪些
list done:today: 我今天做完了什么 | 今天完成了几个
list done:2026-03-04..: 我最近做了什么 | 最近完成了什么 | 最近7天完成了什么 | 最近七天做完了哪些
list done:2026-03-09..: 我周一以来做完了什么 | 从周一以来完成了什么
list done: 我做完了什么 | 已完成的任务 | 完成了哪些
list all done:week: 我们这周做完了什么 | 团队这周完成了哪些任务 | 大家本周做了什么
list new:yesterday..: 昨天以来有什么新的 | 昨天以来新增了哪些任务
list new:today: 今天有什么新任务 | 今天新增了哪些
list new: 有什么新任务吗 | 有新的吗 | 新任务有哪些
list given: 我交办了哪些 | 我派出去的有哪些 - not this | 我交办的任务 | 我交给别人的 - not this
list by:me @韩梅梅: 我交给@韩梅梅的有哪些 | 我给@韩梅梅派了什么 - not this | 我交给 @韩梅梅 的任务 | 我派给 @韩梅梅 的有哪些 | 我安排给 @韩梅梅 哪些任务
list by:@ann: @ann 交给我的有哪些 | @ann 派给我哪些任务 | @ann 交给我什么了
list by:me <@WHO>: 我交给李雷的有哪些 | 我派给李雷的任务有哪些 | 我交给李雷什么了
list @韩梅梅: @韩梅梅 有哪些任务 | @韩梅梅的任务 | @韩梅梅 手上有什么 | 看看 @韩梅梅 的任务 | @韩梅梅 还有几个没做完 | @韩梅梅 要做什么
list @韩梅梅 is:doing: @韩梅梅 在忙什么 | @韩梅梅 在做什么 | @韩梅梅正在做什么 | @韩梅梅 现在在忙什么呢
list @韩梅梅 late: @韩梅梅 有哪些逾期的 | @韩梅梅 逾期了几个 | @韩梅梅有没有逾期的任务
list @韩梅梅 done:week: @韩梅梅 这周做完了什么 | @韩梅梅这周完成了哪些任务 | 这周 @韩梅梅 做了什么 | @韩梅梅 本周完成了什么？
list @韩梅梅 done:last-week: @韩梅梅 上周做了什么 | 上周 @韩梅梅 完成了哪些
list @韩梅梅 due:week: @韩梅梅 这周有什么要交的 | @韩梅梅 本周到期的有哪些
list <@U0HAN> due:..today: <@U0HAN> 今天要做什么 | 今天 <@U0HAN> 有什么任务
list <@WHO> is:doing: 李雷在忙什么 | 李雷在做什么 | 李雷现在在忙什么 | 李雷正在做什么
list <@WHO>: 李雷有哪些任务 | 李雷的任务 | 看看李雷的任务 | 李雷手上有什么 | 李雷还有几个没做完
list <@WHO> late: 李雷有哪些逾期的 | 李雷逾期了几个任务
list <@WHO> done:week: 李雷这周完成了哪些任务 | 李雷这周做完了什么 | 李雷这周做了什么
list all late #launch: #launch 有哪些逾期的 | #launch 里有什么逾期了 | #launch 逾期的任务有哪些
list all #launch: #launch 有哪些任务 | 看看 #launch | #launch 里还有什么没做完
list here: 本频道有哪些任务 | 这个频道有什么任务 | 这里有哪些没做完
list all: 全部 | 所有任务 | 全部任务 | 看看所有的任务 | 大家有哪些任务
show 42 who?: 谁在做42 | 42是谁负责 | 42归谁 | 42号谁在跟 | 42 的负责人是谁 | 谁负责42
show 42 done?: 42号做完了吗 | 42做完了没 | 42完成了吗 | #42 做好了吗 | 42做完没有 | 42搞定了吗
show 5 done?: 5号做完了吗 | 5号任务完成了没
list due:2026-04-05: 5号有什么要交的 | 5号要交什么
show 42 due?: 42什么时候到期 | 42 什么时候交 | 42的截止日期是哪天 | 42几号截止 | 42 逾期了吗 | 42什么时候要交
show 42 state?: 42 进展如何 | 42怎么样了 | 42什么情况 | 42 的状态 | 42进度怎么样 | 42做到哪了 | 42 现在什么进展
show 42 blocked?: 42卡住了吗 | 42 为什么卡住了 - not this | 42是不是卡住了
show 42: 看看42 | 查看任务42 - not this | 看一下42 | 看看42号任务
"""


def rows(table: str) -> list[tuple[str, str]]:
    """(what is said, the line it stands for); what is marked so belongs to no list."""
    found = []
    for row in table.strip().splitlines():
        line, _, said = row.partition(": ")
        found += [(one.strip(), line) for one in said.split(" | ") if not one.endswith("- not this")]
    return found


@pytest.mark.parametrize(("said", "line"), rows(ENGLISH))
def test_an_english_question_stands_for_a_list_or_a_task(said: str, line: str) -> None:
    assert question(said, HERE) == (line, "")


@pytest.mark.parametrize(("said", "line"), rows(CHINESE))
def test_a_chinese_question_stands_for_a_list_or_a_task(said: str, line: str) -> None:
    assert question(said, HERE) == (line, "李雷" if "WHO" in line else "")


def test_there_are_many_ways_to_ask_in_each_language() -> None:
    assert len(rows(ENGLISH)) >= 150
    assert len(rows(CHINESE)) >= 150
