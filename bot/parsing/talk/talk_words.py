"""What the words of a question about tasks mean, as data: one role a word or phrase, in both languages."""

# ruff: noqa: E501 - a row of a table is read as one, and Chinese letters count twice

(ASK, WHO, WHEN, SHOW, AUX, DID, VERB, ME, WE, NOUN, THING, FILL, END, FINISH, HAVE) = (
    "ask", "who", "when", "show", "aux", "did", "verb", "me", "we", "noun", "thing", "fill", "end", "finish", "have",
)  # fmt: skip
LATE, BLOCKED, DOING, REVIEW, DONE, DUE, UNDATED, URGENT, HIGH, GIVEN, MADE, NEW, NEXT, OPEN, ALL, HERE, WAITING = (
    "late", "blocked", "doing", "review", "done", "due", "undated", "urgent", "high", "given", "by:me", "new", "next",
    "open", "all", "here", "waiting",
)  # fmt: skip
STATUS, OWNER = "status", "owner"

_ENGLISH = {
    ASK: "what; why; which; whats; how many; how much; anything; any; is anything; is there; are there; is there anything; "
         "what all; what else; what kind of; do you know what; remind me what; tell me what; show me what",
    WHO: "who; whose; who all; who else",
    WHEN: "when; what time; how soon; until when; by when",
    SHOW: "show; show me; show us; list; list me; see; let me see; give me; get me; tell me; display; view; pull up; "
          "i want to see; i would like to see; can i see; could i see; may i see; tell me about; get; "
          "look at; let us see; bring up",
    HAVE: "have; has; had; on for",
    AUX: "is; are; am; was; were; do; does; will; would; should; can; could; must",
    DID: "did",
    VERB: "need; needs; have to; has to; got; get; be; been; being; gotten; supposed; going; gonna; want; ought; "
          "make; handle; deal; take care; tackle; focus; look; care; get to; worry; know",
    ME: "i; me; my; mine; myself; for me",
    f"{ME} {NOUN}": "on my plate; on my list; on my desk; my plate; my list; on my agenda; my agenda; my to do list; "
                    "my to-do list; my todo list; my backlog; my day; my work; my stuff; my queue; on my side; "
                    "on my radar; my workload",
    f"{ASK} {NEXT}": "what now; where do i start; where should i start; where to start; where do i begin",
    f"{DID} {VERB} {WE}": "happened; happen",
    WE: "we; us; our; ours; everyone; everybody; the team; our team; anyone; anybody; team; the whole team; people; "
        "all of us; someone; somebody",
    NOUN: "task; tasks; todo; todos; to-do; to-dos; to do; to do list; to-do list; todo list; list of tasks; task list; the list; on the list",
    THING: "item; items; thing; things; stuff; work; jobs; assignments; assignment; action items; tickets; ticket; "
           "backlog; something; workload; plate; commitments; job",
    FILL: "her plate; his plate; their plate; on her plate; on his plate; on their plate; the; a; an; of; for; on; in; with; at; there; that; those; these; to; from; by; about; and; it; its; as; "
          "still; currently; right now; now; at the moment; just; already; so far; yet; ever; up; else; also; "
          "please; again; exactly; actually; really; today's; so; then; as of now; these days; "
          "this very; only; not yet; well; ok; okay; hey; hi; kind of; like; more; with a; here's; "
          "name; names; me the; all of the; any of the; some; off; out; onto; own; has got; status of the",
    LATE: "late; overdue; past due; behind; behind schedule; missed; past its due date; past their due date; "
          "past the deadline; running late; delayed; slipping; slipped; running behind; over due; past deadline; expired",
    BLOCKED: "blocked; stuck; on hold; stalled; held up; blockers; blocker; blocking; can not move; can't move; "
             "not moving; jammed; waiting; waiting for; waiting on",
    DOING: "doing; working on; in progress; in-progress; ongoing; started; busy with; up to; under way; underway; "
           "wip; working; in the works; being worked on; occupied with; busy; handling; active; tackling",
    REVIEW: "in review; under review; being reviewed; waiting for review; awaiting review; up for review; "
            "to be reviewed; in for review",
    FINISH: "finish; complete; close; accomplish; get done; achieve; wrap up; deliver; ship; finish up; tick off",
    DONE: "done; finished; completed; closed; accomplished; got done; "
          "achieved; delivered; wrapped up; shipped; gotten done; "
          "finished up; do get done; ticked off; knocked out; completing; finishing",
    DUE: "due; deadline; deadlines; due date; due dates; hand in; turn in; handed in; coming up; upcoming; expiring; "
         "expire; due by; submit; to deliver; falls due; fall due; come due; coming due; on the calendar; on the agenda",
    UNDATED: "without a date; without a due date; without due date; without due dates; without date; undated; "
             "without a deadline; no deadline; no date; no due date; without deadlines; without dates; "
             "have no date; have no due date; have no deadline; without any date; unscheduled; with no date; "
             "with no due date; with no deadline; not scheduled; not dated; has no date; has no due date",
    URGENT: "urgent; most urgent; top priority; critical; highest priority; pressing; asap; really urgent; "
            "top priorities; on fire; priority 1; p1",
    HIGH: "high priority; high-priority; important; priorities; priority; high prio; most important things",
    GIVEN: "give; gave; give away; gave away; given away; given; assigned; assign; assigned to; handed; hand; handed over; delegated; delegate; "
           "given to; hand over; gave to; delegated to; passed; passed to; handed to; passed on",
    MADE: "created; added; create; made; add; created by; added by; opened; raised; filed; logged; reported",
    NEW: "new; newly; fresh; changed; just came in; came in; come in; arrived; new for me",
    NEXT: "next; first; start with; begin with; most important; up next; next up; do first; start on; "
          "most pressing; coming next; number one; top of my list",
    OPEN: "open; unfinished; not done; left; outstanding; pending; remaining; remain; remains; to go; not finished; "
          "incomplete; undone; not complete; waiting to be done; not completed; still open; left over; to be done",
    ALL: "all; everything; all of it; all tasks; every; all the tasks; all of them; every single; overall; in total",
    HERE: "here; this channel; the channel; in here; in this channel; channel",
    WAITING: "waiting for me; waiting on me; blocked on me; blocked by me; depends on me; needs me; need me; "
             "depend on me; stuck on me; held up by me; am i blocking; i am blocking; blocking because of me",
    STATUS: "status; state; progress; how; how is; how are; how far; going; details; detail; info; information; "
            "where; where is; stand; stands; update; updates; news; coming along; looking; happening; going on; "
            "the latest; latest; situation; what about; how about; full story; story; history; getting on; "
            "summary; become; became",
    OWNER: "owns; own it; owner; responsible; responsible for; in charge; in charge of; assignee; belongs; belong; "
           "taking care; looking after; has it; on it; looks after; is on; picked up",
    END: "right; or not; or what; correct",
}  # fmt: skip

_CHINESE = {
    ASK: "什么 哪些 哪个 哪几个 哪几项 哪几件 哪件 哪项 哪条 多少 几个 几项 几件 几条 啥 有没有 是否 是不是 有哪些 什么东西 "
         "有几个 有多少 有什么 为什么 为何 为啥 怎么 多少个 多少项 哪一个 哪些个 啥子",
    WHO: "谁 哪位 哪个人 谁在 是谁 由谁 归谁",
    WHEN: "什么时候 几时 何时 哪天 哪一天 几号 多久 几点 啥时候 什么时间 什么日期",
    SHOW: "看看 看一下 查看 列出 显示 列一下 查一下 给我看看 给我看 让我看看 我想看 我要看 看下 查查 说说 告诉我 帮我看看 "
          "帮我看一下 帮我查一下 帮我列一下 帮我列出 列举 展示 打开 给我列一下 给我列出 我想看看 我想知道 查询 看",
    AUX: "是 在 会 能 可以 被 有",
    VERB: "要做 需要做 要办 该做 得做 应该做 要干 该干 要忙 要处理 需要处理 要弄 做 干 办 忙 处理 弄 搞 需要 应该 要 该 得 "
          "关注 安排 重视 注意 盯",
    ME: "我 我的 我这边 我手上 我手头 我名下 自己 我自己 我们手上 手头 手上 我这里 我这儿 我手里 手里",
    WE: "我们 我们的 大家 大家的 团队 整个团队 所有人 全组 咱们 组里 全员 咱 我们组 团队里",
    NOUN: "任务 待办 待办事项 工作 清单 列表 任务列表 任务清单 待办清单 待办列表",
    THING: "事情 事项 事 活 活儿 东西 项 件 条 个 工作项 单子 的事 待做 待处理 工作安排 日程 安排 一些",
    FILL: "的 比较 很 非常 特别 了 呢 啊 呀 吧 都 还 也 就 现在 目前 当前 已经 到底 一下 些 点 请 请问 帮我 麻烦 一共 总共 到 上 里 中 和 "
          "这边 那边 最后 还要 还得 地 着 过 可 将 那 那些 这些 这个 正 又 分别 大概 目前为止 人 吗 嘛 么 得 去 来 "
          "快 手上的 手头的 今后 以内 之内 有关 关于 标签 项目 相关 带 里面 底下 下面 情况下 处于 状态 全都 都有 之",
    LATE: "逾期 延期 过期 超期 拖期 误期 晚了 迟了 延误 超时 到期未完成 已逾期 拖延 过了截止日期 过了期限 拖着",
    BLOCKED: "卡住 阻塞 受阻 卡 堵住 卡着 停滞 停住 搁置 卡壳 被卡住 被卡 动不了 卡点 走不动",
    DOING: "在忙 正在做 在做 进行中 正在进行 在进行 在处理 正在处理 在干 正在忙 忙着 忙些 在弄 在搞 忙什么呢 正在 在推进",
    REVIEW: "审核中 待审核 评审中 待评审 在审核 审查中 等审核 待验收 等评审",
    DONE: "好了 做完 完成 搞定 办完 弄完 做好 做了 干了 完成了 做完了 交付 结束 已完成 办了 干完 处理完 关闭 忙完 做成 "
          "完成过 写完 处理了 完结 了结 收工",
    DUE: "到期 截止 要交 交 该交 得交 需要交 要提交 提交 截止日期 期限 截止时间 要截止 要到期 快到期 即将到期 快截止 "
         "上交 要完成 该完成 需要完成 必须完成 得完成 deadline 死线 该交付 要交付",
    UNDATED: "没有日期 没有截止日期 没日期 没有期限 没设日期 没有截止时间 无日期 没定日期 没有设日期 没排期 未排期 无截止日期 "
             "没写日期 没设截止日期 没有设截止日期 没定时间 没有时间",
    URGENT: "紧急 最急 最紧急 加急 很急 着急 特急 火急 急 比较急 十万火急 火烧眉毛",
    HIGH: "重要 高优先级 最重要 优先级高 优先级最高 高优先 优先级 优先",
    GIVEN: "派出去 交出去 交给别人 派给别人 交给其他人 交给 给 派给 指派给 分配给 安排给 转给 布置给 交办 交代给 交代 指派 分配 派 交办给 布置 委托给 分给",
    MADE: "创建 新建 建 添加 提 建立 发起 加 提出 记",
    NEW: "新 新增 新来 新加 新任务 新的 新进 新派 变化 刚来 新收到 收到",
    NEXT: "先做 首先 优先做 最先 下一个 接下来 先 第一个 接着 下一步 先干 先办 先处理 先忙 下一件 下一项 最该做 先弄",
    OPEN: "没做完 未完成 没完成 没做 还没做 剩下 剩 没办完 没弄完 没干完 剩余 待完成 没结束 还没完成 没搞定 还没做完 未做 "
          "没做好 没处理 还没处理 开着 没关 未结束 没有完成 没有做完",
    ALL: "全部 所有 全部的 所有的 一切 每个 全体",
    HERE: "本频道 这个频道 这里 频道 群里 本群 这个群 这儿",
    WAITING: "等我 在等我 卡在我 依赖我 等着我 被我卡 被我卡住 卡在我这 卡在我这里 卡在我这儿",
    STATUS: "情况 进展 进度 怎么样 怎样 如何 状态 详情 怎么样了 咋样 到哪一步 到哪了 啥情况 进行 走到哪 做到哪 什么进展 "
            "什么情况 情形 消息 到哪里",
    OWNER: "负责 跟 归 负责人 谁的 跟进 在跟 经手 接手 在跟进",
    END: "吗 没有 没 了没 了没有 么 不 否 了吗 嘛",
}  # fmt: skip

ENGLISH: dict[tuple[str, ...], str] = {
    tuple(phrase.split()): role for role, row in _ENGLISH.items() for phrase in row.replace(";", "\n").splitlines()
    for phrase in [phrase.strip()] if phrase
}  # fmt: skip
CHINESE: dict[str, str] = {phrase: role for role, row in _CHINESE.items() for phrase in row.split()}
ENGLISH_WORDS = frozenset(word for phrase in ENGLISH for word in phrase if len(word) >= 5)
LONGEST_ENGLISH = max(len(phrase) for phrase in ENGLISH)
LONGEST_CHINESE = max(len(phrase) for phrase in CHINESE)

CONTRACTIONS = {
    "what's": "what is", "whats": "what is", "who's": "who is", "whos": "who is", "when's": "when is",
    "where's": "where is", "how's": "how is", "hows": "how is", "i'm": "i am", "i've": "i have", "i'll": "i will",
    "we're": "we are", "we've": "we have", "let's": "let us", "that's": "that is", "anything's": "anything is",
    "everything's": "everything is", "what're": "what are", "there's": "there is", "i'd": "i would",
    "what've": "what have", "isn't": "is not", "aren't": "are not", "don't": "do not", "haven't": "have not",
    "hasn't": "has not", "didn't": "did not", "u": "you", "r": "are", "gimme": "give me", "wanna": "want to",
    "won't": "will not", "doesn't": "does not", "you're": "you are", "it's": "it is", "im": "i am", "ive": "i have",
    "waht": "what", "wath": "what", "hwat": "what", "wat": "what", "shwo": "show", "sohw": "show", "tsaks": "tasks",
    "waths": "what is", "wht": "what", "wich": "which", "lsit": "list", "lst": "list", "taks": "tasks", "taska": "tasks", "tasl": "task", "whihc": "which",
}  # fmt: skip
