"""Chinese as an office writes it: days, clocks, rhythms, the words they take, and what only looks like them."""

from datetime import UTC, date, datetime, time

import pytest

from bot.parsing.lines.task_line import Draft, read

WEDNESDAY = datetime(2026, 3, 11, 2, 15, tzinfo=UTC)  # 10:15 in Shanghai


def drafted(text: str) -> Draft:
    return read(text, now=WEDNESDAY, zone="Asia/Shanghai")


def day(month: int, number: int, year: int = 2026) -> date:
    return date(year, month, number)


# The line with the words of the date in brackets, the day meant on Wednesday 11 March 2026, the clock.
DATES: list[tuple[str, date, time | None]] = [
    ("[下個禮拜天]搬機房", day(3, 22), None),
    ("[大後天]交初稿", day(3, 14), None),
    ("[這個月底]前結項", day(3, 31), None),
    ("[後天上午十點半]和客戶開會", day(3, 13), time(10, 30)),
    ("[週五下午兩點]面試", day(3, 13), time(14)),
    ("[五月底前]签完合同", day(5, 31), None),
    ("[2月底]前报税", day(2, 28, 2027), None),
    ("[明年二月底]续约", day(2, 28, 2027), None),
    ("[明年3月]换系统", day(3, 1, 2027), None),
    ("[2026年底前]下线", day(12, 31), None),
    ("[26年底]前清退", day(12, 31), None),
    ("[明年年底]到期", day(12, 31, 2027), None),
    ("[今年底]", day(12, 31), None),
    ("[一季度末]结账", day(3, 31), None),
    ("[三季度末前]完成验收", day(9, 30), None),
    ("[第二季度末]", day(6, 30), None),
    ("[Q3末]交付", day(9, 30), None),
    ("[本季度末]", day(3, 31), None),
    ("[上半年末前]出方案", day(6, 30), None),
    ("[下半年底]", day(12, 31), None),
    ("[月初]交房租", day(4, 1), None),
    ("[4月初]", day(4, 1), None),
    ("[下月初]对账", day(4, 1), None),
    ("[4月中旬]上线", day(4, 20), None),
    ("[本月下旬]", day(3, 31), None),
    ("[5月上旬]", day(5, 10), None),
    ("[下个月中旬]", day(4, 20), None),
    ("[明年初]启动", day(1, 1, 2027), None),
    ("[本月内]回款", day(3, 31), None),
    ("[年内]完成", day(12, 31), None),
    ("[下周内]答复", day(3, 20), None),
    ("[周内]给结果", day(3, 13), None),
    ("[今天内]处理完", day(3, 11), None),
    ("[当天内]回复", day(3, 11), None),
    ("[今明两天]把门修好", day(3, 12), None),
    ("[下个工作日]寄出", day(3, 12), None),
    ("[下一个工作日]寄出", day(3, 12), None),
    ("[一年后]续保", day(3, 11, 2027), None),
    ("[一年半后]", day(9, 11, 2027), None),
    ("[半年后]复评", day(9, 11), None),
    ("[一个月后]", day(4, 11), None),
    ("[三周后]复诊", day(4, 1), None),
    ("[两个礼拜内]", day(3, 25), None),
    ("[两周后的周五]复查", day(3, 27), None),
    ("[10个工作日之内]退款", day(3, 25), None),
    ("[3天后]提醒我", day(3, 14), None),
    ("[三天之内]回信", day(3, 14), None),
    ("[下下个月]搬家", day(5, 1), None),
    ("[后年]换证", day(1, 1, 2028), None),
    ("[大大后天]", day(3, 15), None),
    ("[后天一早]发车", day(3, 13), None),
    ("[周五晚]聚餐", day(3, 13), None),
    ("[明天晚]", day(3, 12), None),
    ("[周五为止]", day(3, 13), None),
    ("[不晚于3月20日]", day(3, 20), None),
    ("[不迟于下周二]给回复", day(3, 17), None),
    ("[最晚3月20日]交", day(3, 20), None),
    ("[截至3月20日]收齐", day(3, 20), None),
    ("报名[截止到周五]", day(3, 13), None),
    ("[3.20前]交稿", day(3, 20), None),
    ("[3月16-20日]出差", day(3, 20), None),
    ("[16-20号]出差", day(3, 20), None),
    ("[3月16日～20日]布展", day(3, 20), None),
    ("[3/16-3/20]封网", day(3, 20), None),
    ("[下周一到周三]封版", day(3, 18), None),
    ("[从周四到周六]值班", day(3, 14), None),
    ("[自3月20日起]涨价", day(3, 20), None),
    ("[从下周一开始]灰度", day(3, 16), None),
    ("[下周]一起吃饭", day(3, 16), None),
    ("[下周]一定交", day(3, 16), None),
    ("[下周一]定稿", day(3, 16), None),
    ("[周五]一起过方案", day(3, 13), None),
    ("[4月最后一天]关账", day(4, 30), None),
    ("[本月最后一个工作日]关账", day(3, 31), None),
    ("[下个月第一个工作日]开工", day(4, 1), None),
    ("[月底最后一个工作日]盘点", day(3, 31), None),
    ("[4月第二个周五]团建", day(4, 10), None),
    ("[下个月的第一个周一]", day(4, 6), None),
    ("[3月5号]线上评审", day(3, 5, 2027), None),
    ("[12号]线下沙龙", day(3, 12), None),
    ("[15号左右]发货", day(3, 15), None),
    ("[3月底左右]交付", day(3, 31), None),
    ("[周五（3月13日）前]确认", day(3, 13), None),
    ("[3月13日（周五）]前确认", day(3, 13), None),
    ("[周五eod]", day(3, 13), None),
    ("[EOD前]回复法务", day(3, 11), None),
    ("[周末前]给我", day(3, 14), None),
    ("[5月前]完成", day(5, 1), None),
    ("[周三]交三点意见", day(3, 18), None),
    ("[今晚前]交", day(3, 11), None),
    ("[晚上之前]答复", day(3, 11), None),
    ("[周五下班前]交", day(3, 13), None),
    ("[明天]下午茶订好", day(3, 12), None),
    ("[两三天内]给答复", day(3, 14), None),
    ("[3-5天内]回复", day(3, 16), None),
    ("[半个月内]复查", day(3, 26), None),
    ("[一个半月后]复查", day(4, 26), None),
    ("[20号以后]再联系", day(3, 20), None),
    ("[周六周日]值班", day(3, 15), None),
    ("[3月16、17日]封网", day(3, 17), None),
    ("[3.16-3.20]出差", day(3, 20), None),
    ("[5月中下旬]上线", day(5, 31), None),
    ("[下周中]碰一下", day(3, 18), None),
    ("[2026年第一季度末前]完成", day(3, 31), None),
    ("[周五前]任务全部完成", day(3, 13), None),
    ("[本周内]审核通过", day(3, 13), None),
    ("[6号]机票改签", day(4, 6), None),
    ("[周三前]提交", day(3, 18), None),
    ("[周五截止]", day(3, 13), None),
    ("[周一]天台聚餐", day(3, 16), None),
    ("[周三]年会彩排", day(3, 18), None),
    ("[周二]5号楼巡检", day(3, 17), None),
    ("[3月20日]内部评审", day(3, 20), None),
    ("[最晚5月底]交稿", day(5, 31), None),
    ("[月底]部署上线", day(3, 31), None),
    ("[三天后]天台聚餐", day(3, 14), None),
    ("[5号]交换名片", day(4, 5), None),
    ("把[5号的]会议取消", day(4, 5), None),
    ("[15号]小组会", day(3, 15), None),
    ("评审改到[2026-04-02]", day(4, 2), None),
    ("写press release [3月25日前]", day(3, 25), None),
    ("下单[周一]", day(3, 16), None),
    ("给[周五的]会议准备材料", day(3, 13), None),
    ("[明年今天]续约", day(3, 11, 2027), None),
    ("[下个月的今天]", day(4, 11), None),
    ("整理2025年12月的发票，[下周一]交", day(3, 16), None),
    ("原定周三改到[周五]", day(3, 13), None),
    ("原计划3月20日，推迟到[3月27日]", day(3, 27), None),
]

CLOCKS: list[tuple[str, date, time | None]] = [
    ("[一刻钟后]叫我", day(3, 11), time(10, 30)),
    ("[三刻钟后]", day(3, 11), time(11)),
    ("[40分钟后]开会", day(3, 11), time(10, 55)),
    ("[俩小时后]", day(3, 11), time(12, 15)),
    ("[再过两小时]看一眼", day(3, 11), time(12, 15)),
    ("[1.5小时后]重启", day(3, 11), time(11, 45)),
    ("[1个半小时后]", day(3, 11), time(11, 45)),
    ("[24小时内]到账", day(3, 12), time(10, 15)),
    ("[2h内]修复", day(3, 11), time(12, 15)),
    ("[30min后]开始", day(3, 11), time(10, 45)),
    ("[明早差五分八点]集合", day(3, 12), time(7, 55)),
    ("[明天上午九点差一刻]出门", day(3, 12), time(8, 45)),
    ("[明天上午差一刻十点]", day(3, 12), time(9, 45)),
    ("[明天上午九点过五分]", day(3, 12), time(9, 5)),
    ("[明天上午八点过一刻]", day(3, 12), time(8, 15)),
    ("[15时30分]开会", day(3, 11), time(15, 30)),
    ("[十五时三十分]开会", day(3, 11), time(15, 30)),
    ("[15时30]开会", day(3, 11), time(15, 30)),
    ("[明天8:00整]", day(3, 12), time(8)),
    ("[明天早8点]", day(3, 12), time(8)),
    ("[周五晚8点]直播", day(3, 13), time(20)),
    ("[周五早9点半]站会", day(3, 13), time(9, 30)),
    ("[下午五点十分]开会", day(3, 11), time(17, 10)),
    ("[下午三点整]开会", day(3, 11), time(15)),
    ("[下午三点左右]到", day(3, 11), time(15)),
    ("[下午3点45]取件", day(3, 11), time(15, 45)),
    ("[下午一点]开会", day(3, 11), time(13)),
    ("[12号一点半]面试", day(3, 12), time(13, 30)),
    ("[周二十点]对账", day(3, 17), time(10)),
    ("[周三十二点]吃饭", day(3, 18), time(12)),
    ("[中午12点半]", day(3, 11), time(12, 30)),
    ("[中午前]给我", day(3, 11), time(12)),
    ("[明天中午之前]", day(3, 12), time(12)),
    ("[今天24点]前提交", day(3, 12), time(0)),
    ("[今晚12点]", day(3, 12), time(0)),
    ("[明晚零点]切流量", day(3, 13), time(0)),
    ("[周五零点]上线", day(3, 13), time(0)),
    ("[明天凌晨1点]发版", day(3, 12), time(1)),
    ("[明天半夜两点]", day(3, 12), time(2)),
    ("[深夜11点]", day(3, 11), time(23)),
    ("[明天早上8点到10点]停电", day(3, 12), time(8)),
    ("[明天上午10点-11点]", day(3, 12), time(10)),
    ("[明天9-11点]面试", day(3, 12), time(9)),
    ("[明天上午10点到下午2点]", day(3, 12), time(10)),
    ("[明天下午2点至4点半]培训", day(3, 12), time(14)),
    ("[明天14:00~16:00]占用", day(3, 12), time(14)),
    ("[明天10am]同步", day(3, 12), time(10)),
    ("[明天5pm前]合并", day(3, 12), time(17)),
    ("[周四 2:30pm]过一下", day(3, 12), time(14, 30)),
    ("[下午3点后]打给他", day(3, 11), time(15)),
    ("[傍晚六点半]接人", day(3, 11), time(18, 30)),
    ("[3月20日下午4点前]交", day(3, 20), time(16)),
    ("[周五上午11点半之前]发出", day(3, 13), time(11, 30)),
    ("[明天下午三點一刻]", day(3, 12), time(15, 15)),
    ("[明天上午十点半]起草合同", day(3, 12), time(10, 30)),
    ("[明天下午3点] 10份合同盖章", day(3, 12), time(15)),
    ("[明天下午3点]2个人面试", day(3, 12), time(15)),
    ("[周五(3月13日)下午3点]见", day(3, 13), time(15)),
    ("[3月13日（星期五）15:00]", day(3, 13), time(15)),
    ("[明天24:00前]提交", day(3, 13), time(0)),
    ("[明晚上8点]吃饭", day(3, 12), time(20)),
    ("[下午三点过十分]", day(3, 11), time(15, 10)),
    ("[于3月20日17时前]报送", day(3, 20), time(17)),
    ("[零点三十]切流量", day(3, 12), time(0, 30)),
]

# The line with the words of the rhythm in brackets, the rule, the clock.
RHYTHMS: list[tuple[str, str, time | None]] = [
    ("[每晚8点]备份", "FREQ=DAILY", time(20)),
    ("[每早9点]站会", "FREQ=DAILY", time(9)),
    ("[每天晚上10点]备份", "FREQ=DAILY", time(22)),
    ("[天天早上8点]", "FREQ=DAILY", time(8)),
    ("[逢周二]大扫除", "FREQ=WEEKLY;BYDAY=TU", None),
    ("[每逢周五]对账", "FREQ=WEEKLY;BYDAY=FR", None),
    ("[每禮拜四]", "FREQ=WEEKLY;BYDAY=TH", None),
    ("[每週三下午兩點半]更新", "FREQ=WEEKLY;BYDAY=WE", time(14, 30)),
    ("[隔週四]", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TH", None),
    ("[隔周周五]", "FREQ=WEEKLY;INTERVAL=2;BYDAY=FR", None),
    ("[双周五]复盘", "FREQ=WEEKLY;INTERVAL=2;BYDAY=FR", None),
    ("[每双周三上午十点]", "FREQ=WEEKLY;INTERVAL=2;BYDAY=WE", time(10)),
    ("[每隔一周的周二]", "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU", None),
    ("[每两周的周三]对账", "FREQ=WEEKLY;INTERVAL=2;BYDAY=WE", None),
    ("[每周一到五]", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", None),
    ("[每周一至周四上午9点]", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH", time(9)),
    ("[周一到周五每晚8点]", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", time(20)),
    ("[周一至五每天10点]", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", time(10)),
    ("[工作日每天9点]", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", time(9)),
    ("[每周一、三、五]", "FREQ=WEEKLY;BYDAY=MO,WE,FR", None),
    ("[每周二、周四下午3点]", "FREQ=WEEKLY;BYDAY=TU,TH", time(15)),
    ("[每周六日]值班", "FREQ=WEEKLY;BYDAY=SA,SU", None),
    ("[每半年]演练", "FREQ=MONTHLY;INTERVAL=6", None),
    ("[每半小时]巡检", "FREQ=MINUTELY;INTERVAL=30", None),
    ("[每30分钟]巡检", "FREQ=MINUTELY;INTERVAL=30", None),
    ("[每小时]巡检", "FREQ=HOURLY", None),
    ("[每3个月]换滤芯", "FREQ=MONTHLY;INTERVAL=3", None),
    ("[两周一次]复盘", "FREQ=WEEKLY;INTERVAL=2", None),
    ("[半年一次]体检", "FREQ=MONTHLY;INTERVAL=6", None),
    ("[每月初]交租", "FREQ=MONTHLY;BYMONTHDAY=1", None),
    ("[每个月底]盘点", "FREQ=MONTHLY;BYMONTHDAY=-1", None),
    ("[每月月底]盘点", "FREQ=MONTHLY;BYMONTHDAY=-1", None),
    ("[每月的15号]", "FREQ=MONTHLY;BYMONTHDAY=15", None),
    ("[每月1、15号]", "FREQ=MONTHLY;BYMONTHDAY=1,15", None),
    ("[每月1号、15号]", "FREQ=MONTHLY;BYMONTHDAY=1,15", None),
    ("[每月第一天]", "FREQ=MONTHLY;BYMONTHDAY=1", None),
    ("[每月倒数第二天]", "FREQ=MONTHLY;BYMONTHDAY=-2", None),
    ("[每月最后一个周五下午4点]", "FREQ=MONTHLY;BYDAY=-1FR", time(16)),
    ("[每月第二个星期五]", "FREQ=MONTHLY;BYDAY=2FR", None),
    ("[每月倒数第二个工作日]", "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-2", None),
    ("[每季度末]盘点", "FREQ=YEARLY;BYMONTH=3,6,9,12;BYMONTHDAY=-1", None),
    ("[每季度第一天]", "FREQ=YEARLY;BYMONTH=1,4,7,10;BYMONTHDAY=1", None),
    ("[每季度最后一天]", "FREQ=YEARLY;BYMONTH=3,6,9,12;BYMONTHDAY=-1", None),
    ("[每年3月8日]", "FREQ=YEARLY;BYMONTH=3;BYMONTHDAY=8", None),
    ("[每年6月底]", "FREQ=YEARLY;BYMONTH=6;BYMONTHDAY=-1", None),
    ("[每年年底]归档", "FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=31", None),
    ("[每年年初]", "FREQ=YEARLY;BYMONTH=1;BYMONTHDAY=1", None),
    ("[每周五]交周报[直到6月30日]", "FREQ=WEEKLY;BYDAY=FR;UNTIL=20260630", None),
    ("[每周五]交周报，[截至6月30日]", "FREQ=WEEKLY;BYDAY=FR;UNTIL=20260630", None),
    ("[每周二上午10点]培训，[共6次]", "FREQ=WEEKLY;BYDAY=TU;COUNT=6", time(10)),
    ("[每天早上9点持续两周]", "FREQ=DAILY;UNTIL=20260325", time(9)),
    ("[每周五到6月底为止]", "FREQ=WEEKLY;BYDAY=FR;UNTIL=20260630", None),
    ("[每季一次]", "FREQ=MONTHLY;INTERVAL=3", None),
    ("[每月首个工作日]", "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=1", None),
    ("[每周最后一个工作日]", "FREQ=WEEKLY;BYDAY=FR", None),
    ("[每年五月的第二个周日]", "FREQ=YEARLY;BYMONTH=5;BYDAY=2SU", None),
    ("[每年4月和10月]", "FREQ=YEARLY;BYMONTH=4,10;BYMONTHDAY=1", None),
    ("[每周五重复10次]", "FREQ=WEEKLY;BYDAY=FR;COUNT=10", None),
    ("[每周五一共5次]", "FREQ=WEEKLY;BYDAY=FR;COUNT=5", None),
    ("[工作日9点半]站会", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", time(9, 30)),
    ("[从3月16日到20日每天上午9点]培训", "FREQ=DAILY;UNTIL=20260320", time(9)),
    ("[每季度第一个月5号前]申报", "FREQ=YEARLY;BYMONTH=1,4,7,10;BYMONTHDAY=5", None),
    ("[3月份每周五]", "FREQ=WEEKLY;BYDAY=FR", None),
    ("[每周工作日9点]站会", "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", time(9)),
    ("[每周一三五下午3点]更新", "FREQ=WEEKLY;BYDAY=MO,WE,FR", time(15)),
    ("[每周五]日志归档", "FREQ=WEEKLY;BYDAY=FR", None),
    ("[每周中午]订饭", "FREQ=WEEKLY", time(12)),
    ("[每月第一个和第三个周二]例会", "FREQ=MONTHLY;BYDAY=1TU,3TU", None),
    ("[每周]都发生", "FREQ=WEEKLY", None),
    ("[从下周一起每天9点]打卡", "FREQ=DAILY", time(9)),
    ("[从4月1日开始，每周五]", "FREQ=WEEKLY;BYDAY=FR", None),
]


def _parts(marked: str) -> tuple[str, list[str]]:
    """The plain line, and the words that stood in brackets."""
    pieces = marked.replace("]", "[").split("[")
    return "".join(pieces), [piece for place, piece in enumerate(pieces) if place % 2]


@pytest.mark.parametrize(("marked", "on", "at"), [*DATES, *CLOCKS])
def test_a_line_gives_its_day_and_the_very_words_of_it(marked: str, on: date, at: time | None) -> None:
    text, words = _parts(marked)
    draft = drafted(text)
    assert draft.due is not None
    assert (draft.due.on, draft.due.at, draft.rrule) == (on, at, None)
    said = [text[span.start : span.end] for name, span in draft.taken if name == "due"]
    assert said == words or said == [words[0] + "前"]


@pytest.mark.parametrize(("marked", "rule", "at"), RHYTHMS)
def test_a_line_gives_its_rhythm_and_the_very_words_of_it(marked: str, rule: str, at: time | None) -> None:
    text, words = _parts(marked)
    draft = drafted(text)
    assert draft.rrule == rule
    assert (draft.due.at if draft.due else None) == at
    assert [text[span.start : span.end].strip("，") for name, span in draft.taken if name == "rrule"] == words


def test_a_rhythm_whose_end_stands_apart_leaves_a_clean_title() -> None:
    assert drafted("每周五交周报，直到6月30日").title == "交周报"
    assert drafted("每周五交周报，直到6月30日").rrule_words == "每周五 ，直到6月30日"
    assert drafted("@李雷 每周二上午10点培训新人，共6次").title == "培训新人"


def test_an_hour_apart_from_its_day_is_of_that_day() -> None:
    draft = drafted("下周一的评审会改到10点")
    assert draft.due is not None
    assert (draft.due.on, draft.due.at, draft.title) == (day(3, 16), time(10), "评审会改到")


def test_traditional_characters_are_read_and_kept() -> None:
    draft = drafted("下週三前回覆供應商報價 #業務")
    assert draft.due is not None
    assert (draft.due.on, draft.due.words) == (day(3, 18), "下週三前")
    assert (draft.title, draft.labels) == ("回覆供應商報價", ("業務",))


# How titles begin whose first character is also a word of time, or the end of one.
TITLES = """
整改报告
起诉对方
后台升级
前端重构
前往机场
内容审核
天花板维修
周报汇总
月饼下单
年终奖核算
年会彩排
日程安排
日志归档
时间表确认
分批发货
点检设备
到岗培训
在线考试
和谐社区活动
与会人员名单
及时补货
的确要改的文案
每人交一份材料
自查整改
过磅称重
次品退货
许可证续期
准备材料
初步方案
底稿归档
上线新版本
下单采购
本地部署
明细核对
早教中心参观
晚会彩排
中期检查
第一版交付
第3版合同
一期验收
二维码更换
三方协议盖章
五金采购
首版提交
去年资料归档
持续集成改造
5号楼巡检
3号会议室开会
""".strip().splitlines()
PHRASES = ("今天", "周一", "下周五", "3月20日", "20号", "月底", "4月第二个周五", "明天下午3点", "周五晚上8点")


@pytest.mark.parametrize("title", TITLES)
def test_a_date_takes_nothing_of_the_title_behind_it(title: str) -> None:
    for phrase in PHRASES:
        alone, draft = drafted(phrase).due, drafted(f"{phrase}{title}")
        assert alone is not None, phrase
        assert draft.due is not None, phrase
        assert (draft.due.on, draft.due.at, draft.title) == (alone.on, alone.at, title)
