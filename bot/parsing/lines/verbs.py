"""Words that name a deed, so that "fix the login" is work and "the login" is not yet."""

import re

_ENGLISH_WORDS = """
accept access add address adjust agree align allow analyse analyze announce answer apply approve archive arrange ask
assemble assess assign attach attend audit automate backup bake be begin block book bring build buy call cancel capture
carry change charge chase check choose clarify clean clear close collect come comment compare compile complete compose
configure confirm connect consider contact continue convert convince copy correct cover create cut debug decide define
delete deliver demo deploy describe design develop disable discuss distribute do document download draft draw drive drop
edit email enable enter escalate estimate evaluate examine expand explain export extend file fill filter finalise
finalize find finish fix follow format forward gather generate get give go grant hand handle help hire host identify
implement import improve include inform install integrate interview introduce invite invoice join keep label launch lead
learn list load lock look maintain make map mark measure meet merge message migrate monitor move name negotiate note
notify offer onboard open order organise organize outline pack paint pay phone pick ping plan polish post prepare
present print process procure produce propose prototype provide publish pull purchase push put raise reach read rebuild
recap receive recommend record recruit reduce refactor refund register release remind remove rename renew repair replace
reply report request research reserve reset resolve respond restart restore return review revise rewrite ring roll
rotate run save scan schedule search select sell send separate set setup share ship show sign simplify sketch solve sort
speak specify split start stop store submit suggest summarise summarize support survey switch sync take talk tell test
think tidy train transfer translate triage try turn unblock update upgrade upload verify visit wait walk wash watch
water wire work write
"""
_ENGLISH = frozenset(_ENGLISH_WORDS.split())
ENGLISH_DEEDS = "|".join(sorted(_ENGLISH))
"""The same as a pattern."""
_BEFORE_A_DEED = frozenset(
    "to please pls and should must can could will would you we i let us then".split()  # noqa: SIM905 - reads as a line
)
CHINESE_DEEDS = (
    r"安排|保存|报[名告销]|备份|编[写辑]|变更|补[充交]|参加|测试|查[看找询]|检?查|撤销|筹备|处理|创建|催|存档|搭建|打[印电包开]|"
    r"订|调[整研试查]|定稿|对[接账齐]|发[布送给出货]|翻译|反馈|访谈|分[析配发]|复[盘核]|改|更新|跟进|沟通|购买|关闭|归档|规划|"
    r"核[对实]|回[复访]|汇[报总]|获取|集成|记录|计算|加[上急入]|建立|交[付接给]|提?交|解决|介绍|进行|开[会发始通]|考虑|拉[取群]|"
    r"联系|列出|落实|买|面试|拿|排[查期]|培训|配置|评[审估]|起草|签|清[理点洗]|确[认定]|认领|删除?|商[量议]|上[传线报架]|设[计置]|"
    r"申请|审[核批]|升级|生成|实现|收集|授权|输出|梳理|刷新|送|提[醒供出]|替换|填写?|跳过|统计|推[进送广]|退[款回]|完[成善]|维护|"
    r"问|下[载单]|协调|写|修[复改]|选择|寻找|询问|研究|验[收证]|邀请|优化|预[定订约]|约|运行|找|整理|支付|制[作定]|主持|"
    r"转[发交]|追|准备|组织|总结|做|帮|请|需要|给|把|将|看[一下看]|寄|取回|跑|洗|付|学习|画|盯|拜访"
)
"""As a pattern: Chinese has no blanks to tell words by."""
_CHINESE = re.compile(CHINESE_DEEDS)


def is_deed(word: str) -> bool:
    """Whether an English word may begin an order: "book 20" is no slip of "block 20"."""
    return word in _ENGLISH


def has_verb(text: str) -> bool:
    """An English word counts where an order would put it: at the head, or after "to", "please", "should"."""
    words = re.findall(r"[a-z']+", text.lower())
    ordered = any(
        word in _ENGLISH and (place == 0 or words[place - 1] in _BEFORE_A_DEED) for place, word in enumerate(words)
    )
    return ordered or _CHINESE.search(text) is not None
