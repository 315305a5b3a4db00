"""Orders typed with a slip of words: mended, asked or answered, and never made work; plain work keeps its words."""

# ruff: noqa: E501 - a row of a table is read as one

import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from bot import commands
from bot.answers import Answer, AskIfTask, Changed, Created, DidYouMean, Shown, WhichTask
from bot.answers.plans import SlipAsked
from bot.answers.slips import Unread
from bot.heard import Door, Gesture, Heard
from models import Session, Workspace
from models.queries import tasks as queries
from tests.factories import NOW, TEAM, make_channel, make_person, make_task

NUMBERS = range(40, 45)
READ = """
done: 42 => done 42 | done - 42 => done 42 | done task 42 => done 42 | assign 42 > @bob => assign 42 | due date 42 Friday => due 42 | priority 42 = 2 => priority 42
prio 42: 1 => priority 42 | label 42: #launch => edit 42 | snooze 42: 2h => snooze 42 | accountable 42 bob => roles 42 | helpers 42 bob => roles 42
helpers 42 +bob => roles 42 | helpers 42 tom and bob => roles 42 | helpers 42: @bob => roles 42 | reviewers 42 bob => roles 42 | reviewers #42 bob => roles 42
reviewers 42 bob or ann => roles 42 | reviewers 42: @bob, then @ann => roles 42 | consult 42 bob => roles 42 | cc 42 bob => roles 42 | cc 42: @bob => roles 42
spent 42, 2h => spent 42 | spent 42: 2h => spent 42 | after 43 -> 42 => after 43 | 完成：42 => done 42 | 卡住42：等王芳 => block 42 | 截止 42：周五 => due 42 | 截止日期42 周五 => due 42
优先级 42：高 => priority 42 | 标签42：#发布、#印刷 => edit 42 | 推迟42两小时 => snooze 42 | 备注42：跟印厂谈过了 => note 42 | 42备注 跟印厂谈过 => note 42 | 进展42：已经做了一半 => note 42 | 收到！42 => ack 42
婉拒42 出差 => decline 42 | 42负责人 bob => assign 42 | 协助42 bob => roles 42 | 帮手42 @bob => roles 42 | 评审42 bob => roles 42 | 审核42 @bob => roles 42 | 评审人 42 bob，然后 ann => roles 42
咨询42 bob => roles 42 | 抄送42 bob => roles 42 | 抄送 42：@bob => roles 42 | 进度42：60% => progress 42 | 凭证42：https://example.com/a.pdf => evidence 42 | 用时42：3小时 => spent 42
42之后做43 => after 43 | 前置43：42 => after 43 | 排序：42，40，41 => order 42 40 41 | deadline 42 is Friday => due 42 | 改期42到下周三 => due 42 | 推迟42到明天 => snooze 42
取消 42 43！ => cancel 42 43 | done 42 here: https://example.com/a.pdf => done 42 | 42 完成了 https://example.com/a.pdf => done 42 | done 42 final version => done 42 | 42完成了，见 https://example.com/a.pdf => done 42
"""
FREELY = """
set 42 due Friday => 2026-03-13 | set 42 due to Friday => 2026-03-13 | set 42's due date to Friday => 2026-03-13 | make 42 due on Friday => 2026-03-13
due 42 on Friday, client asked => 2026-03-13 client asked | due 42 Friday because the client asked => 2026-03-13 the client asked | due 42 Friday - client asked => 2026-03-13 client asked
due 42 Friday, 5pm, client asked => 2026-03-13 client asked | due 42 none, nobody is waiting => nobody is waiting | move 42 to Friday, client asked => 2026-03-13 client asked
截止 42 周五，客户要求 => 2026-03-13 客户要求 | 42改到周五，客户要求 => 2026-03-13 客户要求 | 把42改到周五，因为客户催了 => 2026-03-13 因为客户催了 | 42推迟到周五，印厂排不开 => 2026-03-13 印厂排不开
raise the priority of 42 => !2 | lower priority of 42 => !4 | 把42优先级调高 => !2 | 42优先级调低一点 => !4 | 提高42的优先级 => !2 | 把42的优先级降低 => !4 | set 42 priority high => !2
给42加标签 发布 => #发布 | 给42加上标签发布 => #发布 | 42加标签 发布 => #发布 | 给42打个标签：发布 => #发布 | 把42标签加上 #发布 => #发布 | add label launch to 42 => #launch | set 42 label launch => #launch
42每周二重复 => FREQ=WEEKLY;BYDAY=TU | 42 每周二重复一次 => FREQ=WEEKLY;BYDAY=TU | 把42设为每周二重复 => FREQ=WEEKLY;BYDAY=TU | 42改成每天重复 => FREQ=DAILY | 42 repeats every Tuesday => FREQ=WEEKLY;BYDAY=TU
make 42 repeat every Tuesday => FREQ=WEEKLY;BYDAY=TU | set 42 to repeat every Tuesday => FREQ=WEEKLY;BYDAY=TU
"""
ASKED = """
show42 => show 42 | done42 => done 42 | done 42/43 => done 42, 43 | done 42 + 43 => done #42, #43 | 42 blocked by 41 => blocked 42 by 41 | assign @bob 42 => assign 42 @bob
asign 42 @bob => assign 42 @bob | @bob 42 => assign 42 @bob | asign 42 bob => assign 42 bob | priority high 42 => priority 42 high | priorty 42 high => priority 42 high
rename 42 Send the final deck => rename 42 to Send the final deck | rename 42 -> Send the final deck => rename 42 to Send the final deck
renmae 42 to Send the deck => rename 42 to Send the deck | label 42 launch => label 42 #launch | lable 42 #launch => label 42 #launch | tag 42 launch => tag 42 #launch | 42 https://example.com/deck => evidence #42 https://example.com/deck | submit42 final version => submit 42 final version | sumbit 42 final version => submit 42 final version
repaet 42 every Tuesday => repeat 42 every Tuesday | snoze 42 2h => snooze 42 2h | edit 42 title => edit 42 | notes 42 spoke to bob => note 42 spoke to bob
cancel 42-44 => cancel 42, 43, 44 | decline 42 41 I am on leave => decline #42, #41 I am on leave | acountable 42 @bob => accountable 42 @bob
helprs 42 @bob => helpers 42 @bob | reviewrs 42 @bob => reviewers 42 @bob | cc @bob 42 => cc 42 @bob | progress 42 60 percent => progress 42 60%
progress 42 43 60% => progress #42, #43 60% | progres 42 60% => progress 42 60% | progress 60% 42 => progress 42 60%
evidence 42 www.example.com/a.pdf => evidence 42 https://www.example.com/a.pdf | evidnce 42 https://example.com/a.pdf => evidence 42 https://example.com/a.pdf
evidence https://example.com/a.pdf 42 => evidence 42 https://example.com/a.pdf | spent 3 hours 42 => spent 42 3 hours | spent 3h 42 => spent 42 3h
spent 42 3:20 => spent 42 3h 20m | spent 42 41 2h => spent 42, 41 2h | spnet 42 2h => spent 42 2h | acept 42 => accept 42 | accetp 42 5 => accept 42 5
returned 42 page 3 => return #42 page 3 | reject 42 wrong numbers => reject #42 wrong numbers | part 43 under 40 => part 43 of 40 | part of 40 43 => part 43 of 40
prat 43 of 40 => part 43 of 40 | parent 43 40 => part 43 40 | after 43 #42 FS 2d => after 43 #42 FS +2d | afer 43 42 => after 43 42 | split 42 into 3 => split 42
splt 42 => split 42 | megre 43 44 => merge 43 44 | frist 42 => first 42 | first 42 then 41 => first 42, 41 | order 42 then 40 => order 42, 40 | ordr 42 40 => order 42 40
order 42 before 40 => order 42, 40 | finish 42 43 44 sent all by mail => finish #42, #43, #44 sent all by mail | #42 3h => spent 42 3h | 完成42 43 都发了 => 完成 #42, #43 都发了
42 卡在 @bob => 卡在 42 @bob | 解除42阻塞 => 解除 42 | 交给@bob 42 => 交给 42 @bob | 42优先级高 => 优先级 42 高 | 42优先级改成1 => 优先级 42 1 | 改名42 终稿 => 改名 42 为 终稿 | 改名 42：发送终稿 => 改名 42 为 发送终稿
标签42 发布 => 标签 42 #发布 | 42标签 发布 => 标签 42 #发布 | 修改42标题 => 修改 42 | 取消42-44 => 取消 42, 43, 44 | 抄送@bob 42 => 抄送 42 @bob | 进度 42 43 60% => 进度 #42, #43 60% | 用时 3小时 42 => 用时 42 3小时
用时 42 41 2小时 => 用时 42, 41 2小时 | 43前置42 => 前置 43 42 | 拆分42 成三份 => 拆分 42 | 合并43到44 => 合并 44 43 | 42号 => show 42
"""
UNREAD = """
start 42 today => today | reopen 42 - customer called again => customer called again | unblock 42 price came in => price came in | assign 42 @bob and @ann => @bob and @ann
due 42 31 Feb => 31 Feb | priority 42 a bit higher => a bit higher | label 42 launch print => launch print
label 42 -#launch => -#launch | repeat 42 on the last day => on the last day | snooze 42 2 horus => 2 horus | snooze 42 for a bit => for a bit
snooze 42 untill monday => untill monday | edit 42: new title => new title | ack 42 will do tomorrow => will do tomorrow | roles 42 @bob => @bob
reviewers 42 legal team => legal team | consult 42 with @bob => with @bob | cc 42 the whole team => the whole team | progress 42 almost done => almost done
evidence 42 see the shared drive => see the shared drive | spent 42 2 horus => 2 horus | spent 42 all day => all day | describe 42 goal: more visitors => goal: more visitors
archive 42 old stuff => old stuff | part 43, 41 of 40 => 41 of 40 | after 43 42 +9999d => 42 +9999d | after 43 42 XX => 42 XX
after 43 42 finish to start => 42 finish to start | split 42 41 => 41 | split 42 and 43 => and 43 | undo 42 => 42 | suggest 42 => 42
export csv everything from last year => everything from last year | export 42 => 42 | 重开 42，客户又来了 => 客户又来了 | 解除42 价格到了 => 价格到了 | 重复42 每周而 => 每周而 | 修改 42 标题为终稿 => 标题为终稿
收到 42 明天开始 => 明天开始 | 角色 42 @bob => @bob | 进度42百分之六十 => 百分之六十 | 进度42 差不多了 => 差不多了 | 凭证42 在共享盘 => 在共享盘 | 用时42 一整天 => 一整天 | 说明42 目标：更多访客 => 目标：更多访客
前置43 42 +9999天 => 42 +9999天 | 拆分42、43 => 43 | 撤销42 => 42 | 建议42 => 42 | 导出 csv 去年的全部 => 去年的全部 | 导出42 => 42
"""
WORK = """
after 41 weeks ping Dana | after 42 week break call Tom | roles 41 and 42 need job descriptions | part 43 of the manual | reviewers 42 and 43 comments
split the bill with Ann | cases study write-up | review 3 CVs | order 42 chairs for the hall | order 1 pizza for the team | cancel 2 flights to Berlin
block 3 seats at the front | block out Friday for planning | label 12 boxes for storage | label the jars | return 2 library books | return the rental car
accept 3 offers from the board | accept the delivery at 5pm tomorrow | submit 4 expense claims | submit the tax return by Friday | submit 4 draft contracts | set 42 chairs in the hall | set 42 dollars aside | 给42个客户加标签 | 给42家门店加标签 | move 42 tables to the hall, the floor is wet | raise 42 questions in the meeting | note 3 points from the call
note to self: renew the passport | archive 3 years of invoices | archive old projects | merge 2 pull requests | merge the two spreadsheets | first 3 slides of the deck
first aid course on Monday | part 2 of the training | part exchange for the van | after 2 weeks call Bob | after 5 o'clock deliveries stop | progress 5 applications
progress report for the board | evidence 3 witnesses gave | evidence pack for the audit | spent 42 dollars on paper | spent budget overview | describe 3 options for the roof
describe the process for new joiners | skip 2 meals before the blood test | skip 10 pages of the contract | due 42 invoices | due diligence for Acme
show 3 flats to the buyers | start 2 interviews on Tuesday | start the engine test | done deal with Globex paperwork | reopen 3 tickets from last week
repeat 3 experiments with new batch | remind 5 clients about renewals | rename 42 files | rename 3 folders on the drive | roles 3 and 4 need job descriptions
cc 5 people on the letter | helpers 3 days before the fair | consult 2 lawyers on the lease | export 3 datasets for finance | export csv files to the new server
history 101 course notes | decline 2 invitations | ack 3 emails from legal | assign 3 desks to new starters | assign room 12 to the auditors | priority 1 customers call list
closing 3 accounts at the bank | split 3 logs for firewood | snooze 3 alarms | edit 2 videos for the launch | find 2 caterers | tag 20 photos | approve 3 holiday requests
reject 2 proposals | 12 chairs for the meeting room | 3 done deals to file | 2 start buttons for the page | show42 conference booth | note7 recall notice | 完成3份报表 | 完成季度总结
提交2份合同 | 提交报销单给财务 | 验收5号楼 | 验收3台设备 | 退回2件货 | 退回多余的椅子 | 通过3个候选人 | 接受采访提纲 | 开始2轮面试 | 取消3张机票 | 取消订阅 | 合并2个分支 | 合并报表 | 拆分3个模块 | 拆分大表 | 先做3页样稿 | 先做市场调研 | 排序42张照片 | 标签3种样式
打印标签42张 | 进度3条说明 | 进度表更新 | 用时3小时的课程录像 | 说明3种方案 | 说明书翻译 | 备注3个重点 | 查看3套房子 | 编辑2段视频 | 修改5处错字 | 推迟2场会议 | 改期3个面试 | 归档3年发票 | 归档旧合同 | 抄送5位同事 | 协助3位新人 | 咨询2位律师 | 审核3份合同 | 审核发票
评审2个方案 | 评审会准备 | 角色3人分配 | 跳过3页 | 重复3次实验 | 提醒5个客户续费 | 凭证3张 | 凭证整理 | 历史3班讲义 | 前置2项检查 | 子任务3个模板 | 导出3份数据 | 导出csv给财务部 | 案例3个写好 | 收到5箱货登记 | 拒绝2个邀请 | 指派3名员工 | 负责人3位名单 | 截止42份问卷
优先级1的客户回访 | 阻塞3条路修复 | 卡在3楼的货取回 | 驳回2份申请 | 批准3个请假 | 存档5份协议 | 收尾2个项目 | 5号楼验收报告 | 3号仓库整理 | 42号文件归档 | 2个提交按钮 | 3通过率统计 | 12号线开始运营
"""
ONE_OF_SEVERAL = "decline 42 41 | describe 42 41 | roles 42 41 | return 42 41 | closing 42 41 | 拒绝42 41 | 说明42 41 | show 42 and 43"
SETTINGS = """
/muster rules off late => rules: off late | /muster setpu => /muster setup | /muster handover => handover: | /muster done 42 => /task done 42 | /muster 规则 关闭 逾期 => 规则: 关闭 逾期
/muster 设定 => /muster 设置 | /standup preveiw => /standup preview | /standup pause until Monday => pause: until Monday | /standup report friday => report: friday
/standup 暂停到周一 => 暂停: 到周一 | /standup skip tomorrow => skip: tomorrow | /digest pause until monday => pause: until monday | /digest setpu => /digest setup
"""


@contextmanager
def saying(session: Session, line: str, door: Door = Door.SLASH) -> Iterator[Answer]:
    """What is answered; nothing of it is kept."""
    with session.begin_nested() as held:
        yield say_and_keep(session, line, door)
        held.rollback()
    session.expunge_all()


def say_and_keep(session: Session, line: str, door: Door = Door.SLASH) -> Answer:
    heard = Heard(TEAM, "U0ANN", door, line, Gesture(line), channel_id="C0LAUNCH", channel_kind="public")
    return commands.run(session, heard, NOW)


def say(session: Session, line: str, door: Door = Door.SLASH) -> Answer:
    with saying(session, line, door) as answer:
        return answer


@pytest.fixture
def place(session: Session) -> Session:
    """#40 to #44 of Ann, given to her by Bob."""
    ann, bob = make_person(session, name="ann"), make_person(session, "U0BOB", name="bob")
    make_person(session, "U0TOM", name="tom")
    workspace = session.get(Workspace, TEAM)
    assert workspace
    workspace.next_number, workspace.admins = NUMBERS[0], ["U0ANN"]
    channel = make_channel(session, members=("U0ANN", "U0BOB", "U0TOM"))
    for number in NUMBERS:
        make_task(session, ann, creator=bob, channel=channel, title=f"Work {number}")
    session.flush()
    return session


def lines(table: str) -> list[str]:
    return table.strip().replace("\n", " | ").split(" | ")


def rows(table: str) -> list[tuple[str, str]]:
    return [(line, said.strip()) for line, _, said in (row.partition(" => ") for row in lines(table))]


def test_a_mark_a_blank_or_a_sign_in_the_wrong_place_is_no_hindrance(place: Session) -> None:
    for line, wanted in rows(READ):
        with saying(place, line) as answer:
            assert isinstance(answer, Changed), (line, answer)
            assert f"{answer.verb} {' '.join(str(view.task.number) for view in answer.views)}" == wanted, line


def test_what_is_one_slip_away_is_asked_with_the_line_as_it_was(place: Session) -> None:
    for line, wanted in rows(ASKED):
        answer = say(place, line)
        assert isinstance(answer, DidYouMean), (line, answer)
        assert (answer.meant, answer.line) == (wanted, line)
        assert commands.COMMANDS["/task"].find(answer.meant), f"a tap on {answer.meant} does something"


def test_what_is_said_freely_of_a_number_changes_just_that(place: Session) -> None:
    for line, wanted in rows(FREELY):
        with saying(place, line) as answer:
            assert isinstance(answer, Changed), (line, answer)
            task = answer.views[0].task
            said = queries.list_history(place, task)[0].note
            due = [str(task.due_on)] if task.due_on and not task.rrule else []
            level = [f"!{task.priority}"] if task.priority else []
            labels = [f"#{label}" for label in task.labels]
            found = [*due, *level, *labels, *([task.rrule] if task.rrule else []), *([said] if said else [])]
            assert (task.number, " ".join(found)) == (42, wanted), line


def test_why_a_date_moves_others_is_kept_until_it_is_saved(place: Session) -> None:
    for line in ("due 42 2026-03-12", "due 43 2026-03-13", "after 43 42"):
        say_and_keep(place, line)
    asked = say_and_keep(place, "due 42 Friday, client asked")
    assert isinstance(asked, SlipAsked), asked
    assert asked.when == "2026-03-13 -- client asked"
    say_and_keep(place, f"move 42 all {asked.when}", Door.BUTTON)
    task = queries.get(place, make_person(place, name="ann"), 42, NOW)
    assert task
    notes = {entry.kind: entry.note for entry in reversed(queries.list_history(place, task))}
    assert (str(task.due_on), notes["due"]) == ("2026-03-13", "client asked")


@pytest.mark.parametrize("door", [Door.SLASH, Door.DM])
def test_what_is_not_read_of_an_order_is_named_and_kept(place: Session, door: Door) -> None:
    for line, words in rows(UNREAD):
        answer = say(place, line, door)
        assert isinstance(answer, Unread), (line, answer)
        assert (answer.words, answer.line, bool(answer.usage[0])) == (words, line, True)
        if answer.alone:
            assert commands.COMMANDS["/task"].find(answer.alone), line


def test_several_tasks_of_what_opens_a_form_are_offered_one_by_one(place: Session) -> None:
    for line in lines(ONE_OF_SEVERAL):
        with saying(place, line) as answer:
            assert isinstance(answer, WhichTask), (line, answer)
            assert {task.number for task in answer.tasks} == set(map(int, re.findall(r"\d+", line)))


def test_settings_say_which_words_they_do_not_read(place: Session) -> None:
    for line, wanted in rows(SETTINGS):
        answer = say(place, line)
        assert isinstance(answer, DidYouMean | Unread), (line, answer)
        said = f"{answer.read}: {answer.words}".strip() if isinstance(answer, Unread) else answer.meant
        assert (said, answer.line) == (wanted, ""), line


def test_plain_work_keeps_its_words(place: Session) -> None:
    for line in lines(WORK):
        with saying(place, line) as answer:
            assert isinstance(answer, Created | AskIfTask | DidYouMean | Unread), (line, answer)
            if isinstance(answer, Created):
                date = answer.view.taken.get("due", "")
                assert answer.view.task.title.split() == line.replace(date, "").split(), line
            else:
                assert answer.line == line


def test_a_number_of_no_task_makes_no_order_of_work(session: Session) -> None:
    make_person(session, name="ann")
    for line, _ in rows(UNREAD):
        if re.match(r"(?:undo|suggest|export|撤销|建议|导出)", line) is None and "#" not in line:
            assert not isinstance(say(session, line), Unread | DidYouMean | Shown), line
