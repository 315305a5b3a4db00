"""How people say in Chinese what happens in the life of a task: taken on, under way, handed in, accepted, put in order."""

# ruff: noqa: E501 - a row of a table is read as one, and Chinese letters count twice

from bot.parsing.talk.talk_rows import Row

_TAKE = r"(?:把|将)?\s?"
_NOW = r"(?:已经|已|刚刚|刚|都|也)*\s?"
_GOOD = r"(?:(?:可以|没问题|不错|很好|做得好|挺好|好的?|ok|看过了?|没意见)[,，、\s]*)?"
_THIS = r"(?:这一?次|本次|这一?期|本期|这一?周|本周|这个?月|本月|这一?回|这个)"
_PASSED = r"(?:验收通过|验收合格|验收了|审核通过|审批通过|评审通过|通过验收|通过审核|通过|合格|同意)"
_BACK = r"(?:退回|打回|驳回)(?:去|来)?(?:重做|重写|重改|修改|返工|补充|补全|完善)?(?:一下)?"
_REVIEW = r"(?:审核|评审|审批|验收|把关|审一下)"
_NAMED = r"\s?(?:是|为|[:：]|改成|改为|设为|设成|加上?|定为)?\s?"
_ASK = r"(?:由|请|让|叫|找|给|交给|麻烦)\s?"
_TOOK = r"(?:大概|大约|差不多|一共|总共|共)?\s?{took}"
_IS_AT = rf"\s?(?:的)?{_NOW}(?:进度|进展|完成度|完成了?|做了|做到了?|做完了?|目前|现在|到了?|差不多)*\s?(?:是|到|为|已到|改成|改为|改到|更新到|更新为|更新成)?\s?{{pct}}(?:了)?{{tail}}"

ROWS = (
    Row(rf"{_TAKE}{{one}}\s?{_NOW}(?:提交验收|提交审核|送审|送验|提请验收|可以验收|请验收|请审核|待验收|等待?验收)(?:了|吧)?{{tail}}", "submit {task} {rest}"),
    Row(rf"{{one}}\s?{_NOW}提交了?[,，\s]\s?(?P<rest>(?:请|麻烦|等待?)\S+)", "submit {task} {rest}"),
    Row(rf"(?:我)?{_NOW}(?:提交|送审)了\s?{{one}}{{tail}}", "submit {task} {rest}"),
    Row(rf"{_TAKE}{{one}}\s?[,，]?\s?(?:我)?{_NOW}{_GOOD}{_PASSED}(?:了|啦)?{{mark}}", "accept {task} {rest}"),
    Row(rf"(?:我)?{_NOW}{_PASSED}了?\s?{{one}}{{mark}}", "accept {task} {rest}"),
    Row(r"(?:我)?给\s?{one}\s?打(?:个)?\s?(?P<rest>[1-5]\s?分)", "accept {task} {rest}"),
    Row(r"{one}\s?[,，]?\s?(?:打|给)(?:个)?\s?(?P<rest>[1-5]\s?分)", "accept {task} {rest}"),
    Row(r"{marked}\s?[:：,，]?\s?(?P<rest>[1-5]\s?(?:分|/\s?5))", "accept {task} {rest}"),
    Row(rf"{_TAKE}{{one}}\s?(?:被)?{_BACK}(?:了|啦|吧)?{{tail}}", "return {task} {rest}"),
    Row(rf"{_BACK}\s?{{one}}{{tail}}", "return {task} {rest}"),
    Row(r"{one}\s?(?:验收|审核|审批|评审)?(?:不通过|没通过|没过|未通过|不合格|不予通过){tail}", "return {task} {rest}"),
    Row(r"{one}\s?(?:还)?(?:需要?|要|得)?(?:返工|重做){tail}", "return {task} {rest}"),
    Row(rf"{{one}}\s?{_NOW}提交了?{{tail}}", "done {task} {rest}"),
    Row(r"(?:好的?[,，\s]*)?(?:收到|知悉|已知悉|知道了?|了解|明白)了?[\s,，:：]*{one}", "ack {task}"),
    Row(r"{one}\s?[,，:：]?\s?(?:我)?(?:好的?)?[,，]?\s?(?:收到|知悉|已知悉|已阅|知道|了解|明白)(?:了)?", "ack {task}"),
    Row(r"{one}\s?[,，]?\s?(?:这个|这条)?(?:任务)?(?:不是我的?|不归我|不该我|不应该是?我)(?:来)?(?:管|负责|做|的)*(?:任务|活儿?|事儿?)?{tail}", "decline {task} {rest}"),
    Row(r"(?:这个)?不是我的(?:任务|活儿?|事儿?)?[\s:：,，]*{one}{tail}", "decline {task} {rest}"),
    Row(r"{one}\s?[,，]?\s?我?(?:这边)?(?:做不了|接不了|干不了|处理不了|没法做|没法接|没空做){tail}", "decline {task} {rest}"),
    Row(r"{one}\s?[,，]?\s?(?:拒绝|谢绝|不接){tail}", "decline {task} {rest}"),
    Row(rf"{{one}}{_IS_AT}", "progress {task} {pct} {rest}"),  # may do without a character
    Row(rf"(?:把|将)\s?{{one}}{_IS_AT}", "progress {task} {pct} {rest}"),
    Row(rf"{{one}}\s?{_NOW}(?:做|完成|弄|写)了?(?:一半)(?:了)?", "progress {task} 50%"),
    Row(rf"{{one}}\s?(?:我)?(?:今天|昨天)?(?:用了?|花了?|耗时|用时|用掉了?|做了|干了|耗了)\s?{_TOOK}{{tail}}", "spent {task} {took} {rest}"),
    Row(rf"(?:今天|昨天|上午|下午)?我?(?:今天|昨天)?在\s?{{one}}\s?(?:上面?|里)?(?:我)?(?:用了|花了)\s?{_TOOK}{{tail}}", "spent {task} {took} {rest}"),
    Row(rf"我?(?:今天|昨天)?(?:用了|花了|用|花)\s?{_TOOK}\s?(?:来|去)?(?:做|在|处理|搞|写|弄)了?\s?{{one}}(?:上)?", "spent {task} {took}"),
    Row(r"{one}\s?(?:的)?(?:凭证|证据|成果|证明)\s?(?:是|[:：,，])?\s?{url}", "evidence {task} {rest}"),
    Row(r"给\s?{one}\s?(?:加|补|上传|附|添加|补充)(?:上|个|一个|一下)?(?:凭证|证据|成果)\s?[:：,，]?\s?{url}", "evidence {task} {rest}"),
    Row(rf"{_TAKE}{{one}}\s?(?:的)?(?:审核人|评审人|审批人|验收人){_NAMED}{{people}}", "reviewers {task} {people}"),
    Row(rf"{_TAKE}{{one}}\s?{_ASK}{{people}}\s?(?:来|去)?(?:帮忙|帮我)?{_REVIEW}(?:一下|吧)?", "reviewers {task} +{people}"),
    Row(rf"(?:{_ASK})?{{people}}\s?(?:来|去)?(?:帮忙|帮我)?{_REVIEW}(?:一下)?\s?{{one}}(?:吧)?", "reviewers {task} +{people}"),
    Row(rf"{{one}}\s?(?:的)?(?:协助人|协作人|帮手|协助){_NAMED}{{people}}", "helpers {task} +{people}"),
    Row(rf"{_TAKE}{{one}}\s?{_ASK}{{people}}\s?(?:来|去)?(?:协助|帮忙|配合|帮我)(?:一下|做|吧)?", "helpers {task} +{people}"),
    Row(rf"(?:{_ASK})?{{people}}\s?(?:来|去)?(?:协助|配合|帮忙做?)(?:一下)?\s?{{one}}(?:吧)?", "helpers {task} +{people}"),
    Row(rf"{_TAKE}{{one}}\s?(?:请|也)?(?:抄送|知会)(?:给|一下|人)?{_NAMED}{{people}}(?:一下)?", "cc {task} {people}"),
    Row(r"{one}\s?抄送(?:给)?\s?(?P<name>[\u4e00-\u9fff]{2,3})", "cc {task} @{name}", asks=True),
    Row(rf"{{one}}\s?(?:请|要|需要?)?(?:咨询|征求)(?:人)?{_NAMED}{{people}}(?:的?意见)?(?:一下)?", "consult {task} {people}"),
    Row(rf"{{one}}\s?(?:的)?(?:问责人|最终负责人|问责){_NAMED}{{people}}", "accountable {task} {people}"),
    Row(rf"(?:{_TAKE})?{{one}}\s?(?:任务)?(?:(?:太大|太长|太复杂)了?[,，\s]*)?(?:拆分|拆解|分解|拆开|拆)(?:一下|开)?(?:成|为)?(?:几个?|多个?|若干个?|[两二三四五六七八九十\d]{{1,2}}个?)?(?:子任务|部分|小任务|步|份|块)?(?:吧)?", "split {task}"),
    Row(r"(?:拆分|拆解|分解|拆)一下\s?{one}", "split {task}"),
    Row(r"(?:今天|现在|我)*\s?(?:先|优先)(?:做|处理|搞|弄|干)\s?{one}(?:吧)?", "first {task}"),
    Row(rf"{_TAKE}{{one}}\s?(?:今天)?(?:先做|优先做|优先处理|先处理|置顶|排(?:到|在)?(?:第一|最前面?|首位|前面))(?:吧|一下)?", "first {task}"),
    Row(rf"跳过\s?{{one}}\s?(?:的)?{_THIS}?(?:吧)?", "skip {task}"),
    Row(rf"{{one}}\s?{_THIS}?\s?(?:先)?跳过{_THIS}?(?:了|吧)?", "skip {task}"),
    Row(r"(?:查看|看一?下|看看|显示|查)?\s?{one}\s?(?:的)?(?:历史|历史记录|操作记录|变更记录|修改记录|操作历史)", "history {task}"),
    Row(rf"{_TAKE}{{one}}\s?(?:可以|先)?归档(?:了|吧|掉|一下)?", "archive {task}"),
    Row(r"(?:查看|看一?下|看看)?\s?{one}\s?(?:的)?(?:分工|角色)", "roles {task}"),
    Row(r"{one}\s?结案(?:了|吧)?", "closing {task}"),
    Row(r"{one}\s?(?:补一?下)?描述(?:一下)?", "describe {task}"),
)  # fmt: skip
