"""Chinese words of time, as data: each word's kind and value, and what only looks like time."""

import re
from typing import Any

from bot.parsing.dates.languages import Word

SIMPLIFIED = str.maketrans(
    "後個點鐘鍾兩號這週禮內過從開時間兒於節國慶會議線樓門機員電樣氣報雙單總與當頭條餘遲準為續終慮廳"
    "館歷曆臺檯廠車樂學題級應課東場發勝漲價顆飯務業練習證據產類裡裏晩對關閉聯繫係麼麽種數倉庫櫃燈經計約緊審評預優請負責複閱閲",
    "后个点钟钟两号这周礼内过从开时间儿于节国庆会议线楼门机员电样气报双单总与当头条余迟准为续终虑厅"
    "馆历历台台厂车乐学题级应课东场发胜涨价颗饭务业练习证据产类里里晚对关闭联系系么么种数仓库柜灯经计约紧审评预优请负责复阅阅",
)
"""Traditional characters of words of time and of marks, and of words that look like them; each one for one."""

_DIGITS = ("零〇", "一", "二两俩", "三", "四", "五", "六", "七", "八", "九")
DIGITS = {name: value for value, names in enumerate(_DIGITS) for name in names}
NUMERAL = frozenset("零〇一二三四五六七八九十百两俩")
WEEKDAY = {"一": 0, "二": 1, "三": 2, "四": 3, "五": 4, "六": 5, "日": 6, "天": 6} | {
    str(number): number - 1 for number in range(1, 8)
}
ONE_WEEKDAY = re.compile(
    r"(?:周|星期|礼拜)[ ]?([一二三四五六天]|日(?![志程历])|[1-7](?![0-9:.]))"
    r"(?!次(?!品)|个|遍|年(?![会度货终底报初前])|件事|小时|天(?![花气台井津猫空才线文]))"
)
MORE_WEEKDAYS = re.compile(
    r"[ ]?(?:[、,，和及跟与]|以及)?[ ]?(?:周|星期|礼拜)?"
    r"(一(?![月号点个次年十共起定直般样些下边])|[二三四五六](?![月号点个次年十])|日(?![志报程常历用语期记均化本活元]))"
)

WORDS: dict[str, Word] = {}


def _say(kind: str, value: Any, words: str) -> None:
    for word in words.split():
        WORDS[word] = (kind, value)


for _days, _names in (
    (-2, "前天"),
    (-1, "昨天 昨日"),
    (0, "今天 今日 即日 今儿 今儿个 本日 当天内 当日内 当天之内"),
    (1, "明天 明日 明儿 明儿个 今明两天 今明两日"),
    (2, "后天 明后天 明后两天"),
    (3, "大后天"),
    (4, "大大后天"),
):
    _say("t", _days, _names)
for _days, _lead in ((0, "今"), (1, "明")):
    _say("T", (_days, "evening"), f"{_lead}晚 {_lead}夜 {_lead}晚上")
    _say("T", (_days, "morning"), f"{_lead}早 {_lead}晨 {_lead}早上")
_say("T", (-1, "evening"), "昨晚 昨夜 昨晚上")
_say("T", (-2, "evening"), "前晚")
_say("p", "dawn", "凌晨")
_say("p", "morning", "早上 早晨 上午 清晨 清早 一早 一大早 大早上 午前")
_say("p", "noon", "中午 正午 午间")
_say("p", "afternoon", "下午 午后 傍晚")
_say("p", "evening", "晚上 晚间 夜晚 当晚")
_say("p", "night", "夜里 夜间 半夜 深夜 午夜")
_say("晚", "evening", "每晚 每天晚上 每夜")
_say("晚", "morning", "每早")
_say("班", 0, "下班前 下班之前 下班以前 收工前")
_say("年", 0, "年")
_say("月", 0, "月 月份")
_say("日", 0, "日 号")
_say("点", 0, "点 点钟 时")
_say("分", 0, "分")
_say("半", 0, "半 个半")
_say("刻", 0, "刻 刻钟")
_say("整", 0, "整 许 左右 钟 准时")
_say("u", "minute", "分钟")
_say("u", "hour", "小时 个小时 钟头 个钟头 个钟")
_say("u", "day", "天")
_say("u", "week", "周 星期 礼拜 个星期 个礼拜")
_say("u", "month", "个月")
_say("u", "quarter", "季度 个季度 季")
_say("U", "workday", "工作日 个工作日 上班日")
_say("l", 0, "后 以后 之后 过后")
_say("N", 0, "内 之内 以内")
_say("过", 0, "过 再过")
_say("前", 0, "前 之前 以前 为止")
_say("B", 0, "截止 截止到 截至 截至到 最晚 最迟 不晚于 不迟于 截止日期 截止时间 赶在")
_say("A", 0, "在 于")
_say("底", "end", "底 末")
_say("底", "start", "初")
_say("D", 5, "周末")
_say("$", "month", "月底 月末")
_say("$", "year", "年底 年末 年终")
_say("$", "quarter", "季度末 季末")
_say("旬", ("month", 1), "月初")
_say("旬", ("month", 10), "月上旬 上旬")
_say("旬", ("month", 15), "月中")
_say("旬", ("month", 20), "月中旬 中旬 月上中旬")
_say("旬", ("month", -1), "月下旬 下旬 月中下旬")
_say("旬", ("quarter", 1), "季初 季度初")
_say("旬", ("year", 1), "年初 年头")
_say("½", 6, "上半年末 上半年底 上半年内 上半年结束 年中")
_say("½", 12, "下半年末 下半年底 下半年内 下半年结束")
_say("L", -1, "最后一 最后一个 最后 最末一个 倒数第一 倒数第一个")
_say("L", -2, "倒数第二 倒数第二个")
_say("L", -3, "倒数第三 倒数第三个")
_say("差", 0, "差 还差")
_say("e", 0, "每 每个 每逢 每一 每一个 逢 逢每 每当 每到")
_say("e", 1, "每隔")
_say("y", ("DAILY", 2), "隔天 隔日")
_say("y", ("WEEKLY", 2), "隔周 双周 每双周")
_say("y", ("MONTHLY", 2), "隔月")
_say("y", ("DAILY", 1), "天天 每日 每天")
_say("S", 0, "直到 截止至 一直到 持续到")
_say("J", 0, "持续 为期 连续")
_say("-", 0, "到 至")
_say("F", 0, "从 自")
_say("起", 0, "起 开始")
_say("C", 0, "的")
_say("共", 0, "共 一共 总共 重复")
_say("o", 1, "首个 头一个 头一")
_say("次", 0, "次")
_say("&", 0, "和 及 与")

NEXT = re.compile(
    r"(下下下|下下|下一|下|上上|上一|上|这一|这|本|当)(?:个)?(?=[ ]?(?:周|星期|礼拜|月|季度|季末|季初|工作日))"
    r"|(大后|明|今|后|去|前)(?=年)"
)
NEXT_VALUE = {"下下下": 3, "下下": 2, "下": 1, "下一": 1, "上": -1, "上一": -1, "上上": -2}
NEXT_VALUE |= {"明": 1, "后": 2, "大后": 3, "去": -1, "前": -2}

ABOUT = re.compile(r"(?:一两|[一两二]三|三[四五]|四五|五六|六七|七八|八九)(?=个|天|周|星期|礼拜|小时|分钟|年)")
"""两三天 is three days at most."""

EVERY_OTHER = re.compile(
    r"(?:每隔一个?|隔|每?双)(?:周|星期|礼拜)(?:的?(?:周|星期|礼拜))?([一二三四五六日天])(?![次个])"
)
TO_WEEKDAY = re.compile(r"[ ]?[到至~—-][ ]?([一二三四五六日天])(?![月号点个次年十百])")
HALF_BEFORE_A_CLOCK = re.compile(r"[早晚](?!一点(?![钟半整前]))(?=[ ]?(?:[0-9]|[一二两三四五六七八九十]{1,3}[点时]))")
HALF_OF_A_DAY = re.compile(r"[早晚](?![于点上些餐饭班会报宴高期间晨安年稻茶自教读春期产市])")
HALVES = {"早": "morning", "晚": "evening"}
PART_OF_A_WEEK = re.compile(r"周(初|中)(?![午心国秋旬级步稿始间])")
"""下周初, 下周中."""
