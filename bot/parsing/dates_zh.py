"""Chinese words of time, as data: each word's kind and value, and what only looks like time."""

import re
from typing import Any

from bot.parsing.languages import Word

_DIGITS = ("零〇", "一", "二两", "三", "四", "五", "六", "七", "八", "九")
DIGITS = {name: value for value, names in enumerate(_DIGITS) for name in names}
NUMERAL = frozenset("零〇一二三四五六七八九十百两")
WEEKDAY = {"一": 0, "二": 1, "三": 2, "四": 3, "五": 4, "六": 5, "日": 6, "天": 6} | {
    str(number): number - 1 for number in range(1, 8)
}
ONE_WEEKDAY = re.compile(r"(?:周|星期|礼拜|週)[ ]?([一二三四五六日天]|[1-7](?![0-9:.]))(?!次|个|遍|年)")
MORE_WEEKDAYS = re.compile(r"[ ]?(?:[、,，和及跟与]|以及)?[ ]?(?:周|星期|礼拜)?([一二三四五六日])(?![月号点个次年])")

WORDS: dict[str, Word] = {}


def _say(kind: str, value: Any, words: str) -> None:
    for word in words.split():
        WORDS[word] = (kind, value)


for _days, _names in (
    (-2, "前天"),
    (-1, "昨天 昨日"),
    (0, "今天 今日 今儿 当天 本日"),
    (1, "明天 明日 明儿"),
    (2, "后天 後天"),
    (3, "大后天"),
    (4, "大大后天"),
):
    _say("t", _days, _names)
for _days, _lead in ((0, "今"), (1, "明")):
    _say("T", (_days, "evening"), f"{_lead}晚 {_lead}夜")
    _say("T", (_days, "morning"), f"{_lead}早 {_lead}晨")
_say("T", (0, "evening"), "当晚")
_say("T", (2, "evening"), "后天晚")
_say("p", "dawn", "凌晨")
_say("p", "morning", "早上 早晨 上午 清晨 清早 一早 大早上 午前")
_say("p", "noon", "中午 正午 午间")
_say("p", "afternoon", "下午 午后 傍晚")
_say("p", "evening", "晚上 夜里 晚间 夜间 夜晚 半夜 深夜 午夜")
_say("班", 0, "下班前 下班之前 下班以前 收工前")
_say("年", 0, "年")
_say("月", 0, "月 月份")
_say("日", 0, "日 号")
_say("点", 0, "点 点钟 时 點")
_say("分", 0, "分")
_say("半", 0, "半 个半")
_say("刻", 0, "刻 刻钟")
_say("整", 0, "整 许 左右 钟 准时")
_say("u", "minute", "分钟")
_say("u", "hour", "小时 个小时 钟头 个钟头 个钟")
_say("u", "day", "天")
_say("u", "week", "周 星期 礼拜 个星期 个礼拜 個星期 週")
_say("u", "month", "个月 個月")
_say("u", "quarter", "季度 个季度")
_say("U", "workday", "工作日 个工作日 上班日")
_say("l", 0, "后 以后 之后 过后 後 之後 以後")
_say("N", 0, "内 之内 以内")
_say("过", 0, "过 再过")
_say("前", 0, "前 之前 以前 截止 到期")
_say("B", 0, "截止到 截至 最晚 最迟 不晚于")
_say("A", 0, "在 于")
_say("底", "end", "底 末")
_say("底", "start", "初")
_say("D", 5, "周末")
_say("$", "month", "月底 月末")
_say("$", "year", "年底 年末 年终")
_say("$", "quarter", "季度末 季末")
_say("L", -1, "最后一 最后一个 最后 最末一个")
_say("e", 0, "每 每个 每逢 每一 每一个")
_say("e", 1, "每隔")
_say("y", ("DAILY", 2), "隔天 隔日")
_say("y", ("WEEKLY", 2), "隔周 双周 每双周")
_say("y", ("MONTHLY", 2), "隔月")
_say("y", ("DAILY", 1), "天天 每日 每天")
_say("S", 0, "直到 截止至")
_say("-", 0, "到 至")
_say("F", 0, "从 自")
_say("起", 0, "起 开始")
_say("C", 0, "的")
_say("共", 0, "共 一共 总共")
_say("次", 0, "次")
_say("&", 0, "和 及 与")

NEXT = re.compile(
    r"(下下下|下下|下|上上|上|这一|这|本|当)(?:个|個)?(?=[ ]?(?:周|星期|礼拜|週|月|季度|工作日))|(明|今|后|去)(?=年)"
)
NEXT_VALUE = {"下下下": 3, "下下": 2, "下": 1, "上": -1, "上上": -2, "明": 1, "后": 2, "去": -1}

NOT_TIME = re.compile(
    r"每[日周月天](?:站会|例会|简报|通讯|报告|报表|精选|新闻|总结|计划)|今日头条|今日资本|每日优鲜|每日经济新闻|每日一[题句]|后天性|明日之[后星]|明天系|明日方舟|五一路|十分(?!钟|后|之后|以?内)|"
    r"一点[都也儿就]|一点一点|(?<![0-9零一二三四五六七八九十午上晨里晚天])一点(?=[^钟半0-9零一二三四五六七八九十整前之]|$)|"
    r"一[起些样直定下般旦共边面块切步致]|第一时间|点对点|天天向上|半年报|小时候|周末愉快|"
    r"号[楼线店门机院馆桌厅库仓码座口车床房路公位令召称外牌]|本(?!周|星期|礼拜|月|日|年|季)"
)
"""Longer words that merely begin like a word of time."""

NOT_TIME_UNLESS_COUNTED = re.compile(
    r"半[天夜途路价](?![前内])|点[评击赞名心子餐火燃菜歌单缀检验滴]|分[析配享支类别工发公部数期摊解成组批阶歧布为给离级店]|"
    r"年[会级度龄轻货薪报假糕画味代]|月[经饼球台亮光薪活报历度]|日[志报程常历用语期记均化]|时[间候代刻尚机段限效装空差常]|"
    r"天[气津才空使然花线猫]|周[期围边转报刊杰密折到]|前[端台往提者任期面景]|初[步稿始级次衷版]|底[层部稿线价薪]|末[端尾]|"
    r"内[容部存网测审购置]|后[端台勤续期面者果悔备门方]|到[底位货达家]|过[程去期滤关于度敏渡来]|整[理个改合体治顿套齐洁]|"
    r"次[数日序品级]|共[享同识用鸣计]|从[事来业而此没]|和[解平谐约]|自[动己测查行然由主]|与[会其]|在[线职岗乎意]|于是|及[时格其]|"
    r"许[可多愿]|起[草来床点因诉名步]|左右手|准时制|刻[录意画]|钟[表情头]"
)
"""The same, where no number stands before them."""

HOUR_MAY_PRECEDE = frozenset("开交发去到来见出集提叫打吃起上下准提动前之以左钟整半，。,. 、！!？?；;（(约和跟")
"""What may follow a bare 三点 for it to be an hour and not a number of points."""
