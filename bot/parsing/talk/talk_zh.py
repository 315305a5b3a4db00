"""How people say in Chinese what is to be done to a task."""

# ruff: noqa: E501 - a row of a table is read as one, and Chinese letters count twice

from bot.parsing.talk.talk_rows import MAYBE, SURELY, Row

LEVELS = {
    "最紧急": "urgent", "紧急": "urgent", "加急": "urgent", "最高": "urgent", "特急": "urgent", "高": "high",
    "重要": "high", "普通": "normal", "中等": "normal", "中": "normal", "正常": "normal", "最低": "someday", "低": "low",
}  # fmt: skip

_I = r"(?:(?:我们?|咱们?)(?:这边)?)?\s?"
_NOW = r"(?:已经|已|刚刚|刚才|刚|都|终于|总算|全|也)*\s?"
_ENDED = r"(?:做完|完成|搞定|弄完|弄好|做好|办完|办好|处理完|处理好|写完|干完|结束|交付|提交)"
_OF = r"\s?(?:那个任务|这个任务|那项任务|这项任务|的任务|任务|那个|这个|那条|这条|那件事|这件事|那项|这项)?"
_TAKE = r"(?:把|将)?\s?"
_TO = r"(?:改期|改|推迟|延期|延后|延|挪|推|移|调整|调|顺延|放|提前|安排|定)(?:到|至|为|成|在)"
_HAND = r"(?:转交|移交|指派|分配|转|交|派|分|安排|布置|委托)"
_STUCK = r"卡住|卡壳|卡(?=[了着])|阻塞|停滞|搁置"
_BECAUSE = r"(?:了|住了|着)?\s?[,，:：]?\s?(?:因为|由于)?\s?"

ROWS = (
    Row(rf"{_TAKE}{{t}}{_OF}\s?(?:标记?|设置?|改|置)(?:为|成)\s?(?:已经?)?{_ENDED}{{tail}}", "done {task} {rest}", SURELY),
    Row(rf"{_TAKE}{{n}}\s?(?:标记|标)\s?(?:已经?)?{_ENDED}{{tail}}", "done {task} {rest}"),
    Row(r"{n}\s?(?:我们?)?\s?(?:已经|已|都)\s?(?P<rest>(?:发|交|寄|送|提交|发送|发布|上线|付|签)\S{0,20}了)", "done {task} {rest}"),
    Row(rf"{_I}{_TAKE}{{t}}{_OF}{_I}{_NOW}{_ENDED}(?:了|啦|喽){{tail}}", "done {task} {rest}", SURELY),
    Row(rf"{_I}{_NOW}{_ENDED}了\s?{{t}}{_OF}{{tail}}", "done {task} {rest}", SURELY),
    Row(rf"{_I}{_NOW}{_ENDED}(?:了|掉)?\s?{{n}}(?:了|啦)?{{tail}}", "done {task} {rest}"),
    Row(rf"{_TAKE}{{n}}\s?{_I}{_NOW}(?:{_ENDED}|好|关闭|关掉|关|交|发)(?:了|啦|掉)*{{tail}}", "done {task} {rest}"),
    Row(r"(?:关闭|关掉|勾掉|划掉)\s?{n}{tail}", "done {task} {rest}"),
    Row(rf"{_I}(?:正在|在|已经|现在|准备)?\s?(?:开始|着手|动手)\s?(?:做|处理|搞|弄|写)?\s?{{n}}了?", "start {task}"),
    Row(rf"{_I}(?:正在|在)\s?(?:做|处理|忙|弄|搞|写)\s?{{n}}", "start {task}"),
    Row(rf"{{n}}\s?{_I}(?:已经|正)?\s?(?:开始|开工|动工|在做|在弄|在处理|在进行|进行中|正在做)(?:做|处理|了|中)*", "start {task}"),
    Row(r"{n}\s?(?:已经)?\s?(?:不卡|不再卡住|解除阻塞|解卡|可以继续|不阻塞)(?:了|啦)?", "unblock {task}"),
    Row(r"{n}\s?被\s?{who}\s?(?:卡住|卡|阻塞|耽误)(?:了|着)?{tail}", "block {task} on {who} {rest}"),
    Row(rf"{_I}{{n}}\s?(?:被)?(?:{_STUCK})(?:了|着)?[\s.。!！]*", "block {task}"),
    Row(rf"{_I}{{n}}\s?(?:被)?(?:{_STUCK})(?:了|着)?(?:[,，:：\s]+(?:因为|由于|原因是)?|因为|由于|原因是|(?=在?等))\s?"
        r"(?!的|地|[吗呢哪谁嘛]|在哪|怎|什么|为什么|多久|多长)(?:在(?=等))?{rest}", "block {task} {rest}"),
    Row(r"{n}\s?(?:还|正|要)?在?等(?:着)?\s?{rest}", "block {task} 等{rest}"),
    Row(rf"{_TAKE}{{t}}{_OF}(?:的)?\s?(?:截止|到期|交付)?(?:日期|时间|期限|日)?\s?(?:往后|往前|再|先)?{_TO}\s?{{when}}",
        "due {task} {when}", MAYBE),
    Row(r"{n}\s?(?:的)?(?:截止|到期)(?:日期|时间|日|期限)?(?:是|为|:|：)?\s?{when}", "due {task} {when}"),
    Row(rf"{_TAKE}{{n}}\s?(?:改期?|设为|定在|设成|定为)\s?{{when}}", "due {task} {when}"),
    Row(r"{n}\s?{when}\s?(?:交|截止|到期|完成|做)", "due {task} {when}"),
    Row(rf"{_TAKE}{{t}}{_OF}\s?(?:再|先)?(?:往后|向后)?\s?(?:推迟|延期|延后|延长|推|延|顺延|挪|移|拖)(?:后)?\s?{{length}}(?:时间)?",
        "due {task} +{length}", MAYBE),
    Row(rf"{_TAKE}{{n}}\s?(?:往前|向前)?(?:提前|提|往前挪)\s?{{length}}", "due {task} -{length}"),
    Row(r"(?:去掉|清除|删掉|取消)\s?{n}(?:的)?(?:截止|到期)?(?:日期|时间|期限)", "due {task} none"),
    Row(rf"{_TAKE}{{n}}(?:的)?(?:截止|到期)?(?:日期|时间|期限)(?:去掉|清除|删掉|取消)(?:了|掉)?", "due {task} none"),
    Row(r"{n}\s?(?:没有?|不设|不要|不限)(?:截止|到期)?(?:日期|时间|期限)(?:了)?", "due {task} none"),
    Row(rf"{_TAKE}{{n}}\s?{_HAND}(?:给|到)\s?{{someone}}(?:来)?(?:做|处理|负责|跟进)?(?:了)?", "assign {task} {who}"),
    Row(r"{n}\s?(?:改|换)\s?{when}", "due {task} {when}"),
    Row(rf"{_TAKE}{{n}}\s?{_HAND}\s?{{who}}(?:来)?(?:做|处理|负责|跟进)?(?:了)?", "assign {task} {who}"),
    Row(rf"{_TAKE}{{n}}\s?给\s?{{someone}}(?:来)?(?:做|处理|负责|跟进)?", "assign {task} {who}"),
    Row(rf"{_TAKE}{{t}}{_OF}\s?(?:转交|移交|指派|分配)(?:给|到)\s?{{who}}", "assign {task} {who}", MAYBE),
    Row(r"(?:指派|分配|转交|转给|交给|派给|移交)\s?{n}\s?给?\s?{who}", "assign {task} {who}"),
    Row(r"{who}\s?(?:来)?(?:做|负责|处理|接手|跟进|接)\s?{n}", "assign {task} {who}"),
    Row(r"(?:让|请|叫|由)\s?{someone}\s?(?:来)?(?:做|负责|处理|接手|跟进|接)\s?{n}", "assign {task} {who}"),
    Row(r"{n}\s?(?:由|让|归|请)\s?{someone}\s?(?:来)?(?:做|负责|处理|接手|跟进)?(?:吧|了)?", "assign {task} {who}"),
    Row(r"(?:我来|我)(?:做|接|接手|负责|认领|处理|领)\s?{n}", "assign {task} 我"),
    Row(r"{n}\s?我来?(?:做|接|接手|负责|认领|处理|领|来)?(?:吧|了)?", "assign {task} 我"),
    Row(rf"{_TAKE}{{t}}{_OF}(?:的)?\s?(?:优先级)?\s?(?:设置?|改|调整?|提高|提|降|标记?|算|定|升)(?:为|成|到)\s?{{level}}(?:优先级|优先|级)?",
        "priority {task} {level}", MAYBE),
    Row(r"{n}\s?(?:很|非常|特别|比较|十分|现在|真的)*\s?(?:是)?{level}(?:优先级|优先)?(?:的|了)?", "priority {task} {level}"),
    Row(r"{n}\s?(?:很|非常|特别|比较|十分)*(?:急|着急)(?:的|了)?", "priority {task} urgent"),
    Row(rf"{_TAKE}{{n}}\s?(?:的)?优先级?\s?(?:往上|向上)?(?:调高|提高|升高|上调|拔高|提升|调上去|提上来)(?:一点|一级|一档|一些|些)?(?:吧|一下)?", "priority {task} higher"),
    Row(rf"{_TAKE}{{n}}\s?(?:的)?优先级?\s?(?:往下|向下)?(?:调低|降低|下调|降下来|调下来)(?:一点|一级|一档|一些|些)?(?:吧|一下)?", "priority {task} lower"),
    Row(r"(?:调高|提高|上调|提升)一?下?\s?{n}\s?(?:的)?优先级", "priority {task} higher"),
    Row(r"(?:调低|降低|下调)一?下?\s?{n}\s?(?:的)?优先级", "priority {task} lower"),
    Row(rf"{_TAKE}{{n}}\s?(?:要|得|需要|应该)?\s?(?:改成|改为|设为|设成|设置为|变成)?\s?{{rhythm}}\s?(?:重复|循环)(?:一次|一遍)?(?:吧)?", "repeat {task} {rhythm}"),
    Row(rf"{_TAKE}{{n}}\s?(?:的)?(?:重复|循环)(?:周期|规则)?\s?(?:改成|改为|设为|设成|是|为|[:：])?\s?{{rhythm}}", "repeat {task} {rhythm}"),
    Row(r"(?:给|把|在)?\s?{n}\s?(?:加上?|添加|打上?|贴上?|加一?个|打一?个)\s?标签\s?[:：]?\s?{tag}", "label {task} #{tag}"),
    Row(r"(?:给|把|在)?\s?{n}\s?(?:的)?(?:加上?|添加|打上?|贴上?)?标签\s?(?:加上?|添加)?\s?[:：]?\s?{labels}", "label {task} {labels}"),
    Row(rf"{_TAKE}{{n}}(?:的)?(?:名字|标题|名称)?\s?(?:改名|重命名|更名)(?:为|成|叫)\s?{{rest}}", "rename {task} to {rest}"),
    Row(rf"{_TAKE}{{n}}(?:的)?(?:(?:名字|标题|名称)(?:改|换)(?:为|成)|改叫|叫做)\s?{{rest}}", "rename {task} to {rest}"),
    Row(rf"{_I}(?:先)?(?:不|不用|不想|不需要|不必|别)(?:再)?(?:做|弄|搞|管|要|干)\s?{{n}}(?:了|啦)?{{tail}}", "cancel {task} {rest}"),
    Row(rf"{{n}}\s?{_I}(?:先)?(?:不|不用|不需要|不必|别)(?:再)?(?:做|弄|搞|管|要|干)(?:了|啦)?{{tail}}", "cancel {task} {rest}"),
    Row(rf"{_TAKE}{{n}}\s?(?:作废|取消|算|撤)(?:了|掉)(?:吧)?{{tail}}", "cancel {task} {rest}"),
    Row(r"{n}\s?(?:已|已经)(?:作废|取消)了?{tail}", "cancel {task} {rest}"),
    Row(r"(?:给|把)\s?{n}\s?(?:加上?|打上?|贴上?)\s?(?:标签)?\s?{labels}(?:标签)?", "label {task} {labels}"),
    Row(rf"{_TAKE}{{n}}\s?(?:作废|取消){{tail}}", "cancel {task} {rest}"),
    Row(r"(?:在)?{when_first}\s?(?:再)?提醒我\s?(?:再)?(?:看|做|处理|跟进|完成|弄|关于)?(?:一下)?\s?{n}", "remind {task} {when}"),
    Row(r"提醒我\s?{when_first}\s?(?:再)?(?:看|做|处理|跟进|完成|弄)?(?:一下)?\s?{n}", "remind {task} {when}"),
    Row(r"{n}\s?{when_first}\s?(?:再)?提醒我?", "remind {task} {when}"),
    Row(r"{n}\s?(?:先)?(?:放|搁|缓)(?:一放|一缓|着)?[,，]?\s?(?:到)?{when}\s?(?:再说|再做|再看|再提醒我)", "snooze {task} {when}"),
    Row(r"(?:把|将)?\s?(?:刚才|刚刚|上一步|上一个|前一步|上次|最近一次)(?:的|那个|那步|那条)*\s?(?:操作|修改|改动|动作|一步|步骤)?\s?"
        r"(?:撤销|撤回|撤消|取消|恢复|回退)(?:掉|了|一下)?", "undo"),
    Row(r"(?:撤销|撤回|撤消|回退|恢复)(?:一下)?\s?(?:刚才|刚刚|上一步|上一个|前一步|上次|最近|这个|那个|这步|那步|最后一步)"
        r"(?:的|那个|那步|那条)*\s?(?:操作|修改|改动|动作|一步|步骤)?(?:吧)?", "undo"),
    Row(r"取消\s?(?:刚才|刚刚|上一步|上次)(?:的|那个)*\s?(?:操作|修改|改动|动作|一步)?|撤销一下|撤回一下|撤销吧|撤回吧|撤一下", "undo"),
    Row(r"{n}\s?(?:其实)?(?:还)?没有?(?:做完|完成|弄完|搞定|做好|结束)(?:呢)?", "reopen {task}"),
    Row(rf"{_TAKE}{{n}}\s?(?:重新打开|重开|再打开|恢复)(?:吧|一下)?", "reopen {task}"),
    Row(r"(?:恢复|重新打开|再打开)(?:一下)?\s?{n}", "reopen {task}"),
    Row(r"(?:给|在)?\s?{n}\s?(?:里|上)?(?:加|添加|记|写|补充)(?:个|一条|一下|上)?(?:备注|进展|说明|注|一笔|评论)\s?[:：,，]?\s?{rest}",
        "note {task} {rest}"),
)  # fmt: skip
