"""Which replies correct a task and which are comments, in both languages."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.parsing.talk import corrections

NOW = datetime(2026, 3, 9, 1, 20, tzinfo=UTC)  # Monday, 09:20 in Shanghai
ZONE = "Asia/Shanghai"

LINES = (
    # the reply, the verb line it stands for (without the number)
    ("make it Thursday", "due Thursday"), ("Move it to next week.", "due next week"),
    ("due Friday 5pm", "due Friday 5pm"), ("tomorrow instead", "due tomorrow"),
    ("OK, let's make it Thursday then", "due Thursday"), ("by Friday", "due by Friday"),
    ("not Friday, Thursday", "due Thursday"), ("set the deadline to 20 March", "due 20 March"), ("5pm", "due 5pm"),
    ("please push it to Monday", "due Monday"), ("make it 5pm", "due 5pm"), ("Friday", "due Friday"),
    ("no date", "due none"), ("No due date", "due none"), ("remove the deadline", "due none"),
    ("改到周四", "due 周四"), ("推迟到下周一", "due 下周一"), ("改成明天下午3点", "due 明天下午3点"),
    ("截止周五", "due 周五"), ("还是周四吧", "due 周四"), ("麻烦改到周四", "due 周四"),
    ("不是周五，是周四", "due 周四"), ("延期到月底", "due 月底"), ("不限时间", "due none"),
    ("取消截止日期", "due none"), ("没有截止时间", "due none"), ("not me, @colleague", "assign @colleague"),
    ("give it to @ann", "assign @ann"), ("@ann", "assign @ann"), ("for <@U0ANN00001>", "assign <@U0ANN00001>"),
    ("@ann please", "assign @ann"), ("give it to Ann", "assign Ann"), ("not @tom, @ann", "assign @ann"),
    ("I'll take it", "assign me"), ("不是我，给@韩梅梅", "assign @韩梅梅"),
    ("给 <@U0LILEI001>", "assign <@U0LILEI001>"), ("让@李雷负责", "assign @李雷"),
    ("转给@韩梅梅", "assign @韩梅梅"), ("交给韩梅梅", "assign 韩梅梅"), ("我来做", "assign me"),
    ("urgent", "priority urgent"), ("high priority", "priority high"), ("priority 2", "priority 2"),
    ("!high", "priority high"), ("make it urgent", "priority urgent"), ("no rush", "priority low"),
    ("高优先级", "priority 2"), ("优先级改成高", "priority 2"), ("很急", "priority urgent"),
    ("不急", "priority low"), ("rename to the new deck", "rename to the new deck"),
    ("rename it to x", "rename to x"), ("改名为新方案", "rename to 新方案"),
    ("标题改成新方案 v2", "rename to 新方案 v2"), ("#launch", "label #launch"), ("#a #b", "label #a #b"),
    ("加标签 #x", "label #x"), ("snooze 2h", "snooze 2h"), ("snooze until tomorrow", "snooze tomorrow"),
    ("2小时后提醒我", "remind 2小时"), ("every Tuesday", "repeat every Tuesday"),
    ("make it every Tuesday", "repeat every Tuesday"), ("每周二", "repeat 每周二"), ("改成每周二", "repeat 每周二"),
    ("不重复", "repeat none"), ("cancel", "cancel"), ("cancel it", "cancel"), ("取消任务", "cancel"),
    ("取消，客户不要了", "cancel 客户不要了"), ("undo", "undo"), ("撤销", "undo"), ("start", "start"),
    ("开始", "start"), ("reopen", "reopen"), ("done", "done"), ("Done!", "done"), ("ok, done", "done"),
    ("Done ✅", "done"), ("完成啦", "done"), ("it's done", "done"), ("done, sent by mail", "done sent by mail"),
    ("done sent by mail", "done sent by mail"), ("完成了", "done"), ("搞定", "done"),
    ("完成了，已发邮件", "done 已发邮件"), ("blocked on @ann for the price", "block @ann for the price"),
    ("卡住了，等报价", "block 等报价"),
)  # fmt: skip


@pytest.mark.parametrize(("said", "line"), LINES)
def test_a_reply_becomes_the_line_a_person_would_type(said: str, line: str) -> None:
    found = corrections.read(said, now=NOW, zone=ZONE)
    assert found is not None, said
    assert f"{found.verb} {found.words}".strip() == line


COMMENTS = (
    "Thursday is a holiday", "Ann said she is late", "@ann said she is late", "Friday works for me", "not done",
    "done with the first part", "done?", "is it done", "can you make it Thursday?",
    "I talked to the printer on Friday", "move the meeting to Friday", "make it better", "give it a try",
    "no problem", "thanks", "I'm on it soon", "2h", "1.5", "March", "may", "second", "done. 5% left",
    "urgent matters first", "the title is fine", "#42", "see #launch for more", "make it Blursday",
    "due to the holidays", "tomorrow I will call", "make it Thursday\nand tell Ann", "", "周四放假", "周五开会",
    "韩梅梅说她会晚到", "完成了一半", "完成 50%", "完成了吗", "改到周四行吗？", "给客户发了", "交给客户了",
    "set it up on Friday", "start tomorrow", "@channel", "yesterday", "Friday or Monday", "call it done", "move it",
    "看起来不错", "好的", "改好了", "改到最后一页", "搞定了一个", "取消订单", "今天完成了", "每周开会", "明天再看",
    "不是我说的", "取消了会议", "紧急联系人是谁", "下周一再说",
)  # fmt: skip


@pytest.mark.parametrize("said", COMMENTS)
def test_other_words_are_a_comment(said: str) -> None:
    assert corrections.read(said, now=NOW, zone=ZONE) is None


MOVES = (
    ("push it back 2 days", 2), ("postpone by a week", 7), ("推迟两天", 2), ("延后一周", 7), ("提前一天", -1),
    ("move it forward by 2 days", -2),
)  # fmt: skip


@pytest.mark.parametrize(("said", "days"), MOVES)
def test_a_length_moves_the_date_by_so_much(said: str, days: int) -> None:
    found = corrections.read(said, now=NOW, zone=ZONE)
    assert found is not None
    assert (found.verb, found.by) == ("due", timedelta(days=days))


@pytest.mark.parametrize(("said", "plain"), [
    ("make it Thursday", True), ("改到周四", True), ("done", True), ("完成了", True), ("give it to @ann", True),
    ("Thursday", False), ("明天", False), ("@ann", False), ("urgent", False), ("start", False), ("cancel", False),
    ("取消任务", True), ("#launch", False),
])  # fmt: skip
def test_only_words_that_can_mean_nothing_else_act_among_people(said: str, plain: bool) -> None:
    found = corrections.read(said, now=NOW, zone=ZONE)
    assert found is not None
    assert found.is_plain is plain


@pytest.mark.parametrize(("words", "alone"), [
    ("5pm", True), ("at 17:30", True), ("下午3点", True), ("noon", True),
    ("tomorrow 5pm", False), ("Friday", False), ("in 2 hours", False), ("today 5pm", False), ("明天下午3点", False),
])  # fmt: skip
def test_an_hour_without_a_day_is_told_from_one_with_a_day(words: str, alone: bool) -> None:
    assert corrections.is_hour_alone(words, now=NOW, zone=ZONE) is alone
