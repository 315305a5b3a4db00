"""What the people of `muster demo` said and did before the curtain rises: a week of work, in both languages."""

MAYA, LILEI, ANN, DANA, TOM = "U0MAYA0001", "U0LILEI001", "U0ANN00001", "U0DANA0001", "U0TOM00001"
LAUNCH, GENERAL = "C0LAUNCH01", "C0GENERAL1"

# what was said in the week before, by language of the workspace: (who, where, words of /task)
WEEK_BEFORE = {
    "en": (
        (MAYA, LAUNCH, "Send the press kit to the printer @Ann by Friday 5pm !high #press"),
        (MAYA, LAUNCH, "Choose the launch date with the team by Friday #launch"),
        (LILEI, LAUNCH, "明天下午3点前把报价单发给 @Maya 重要"),
        (ANN, LAUNCH, "Proofread the landing page by Monday ~0.5d #press"),
        (DANA, LAUNCH, "Record the product tour by Wednesday 3pm ~1d"),
        (TOM, LAUNCH, "Book the venue by Tuesday -- ask for a projector"),
        (MAYA, LAUNCH, "Write the FAQ @Dana by Thursday !low"),
        (LILEI, LAUNCH, "整理客户问题清单 周二"),
        (MAYA, GENERAL, "Renew the domain by next Friday"),
        (ANN, LAUNCH, "start 4"),
        (TOM, LAUNCH, "block 6 on @Maya the budget is not approved yet"),
    ),
    "zh": (
        (MAYA, LAUNCH, "周五下午5点前把新闻稿发给印刷厂 @Ann !2 #宣传"),
        (MAYA, LAUNCH, "周五前和团队定下发布日期"),
        (LILEI, LAUNCH, "明天下午3点前把报价单发给 @Maya 重要"),
        (ANN, LAUNCH, "周一前校对落地页 约半天 #宣传"),
        (DANA, LAUNCH, "周三下午3点前录好产品演示"),
        (TOM, LAUNCH, "周二前订场地 —— 需要投影仪"),
        (MAYA, LAUNCH, "周四前写好常见问题 @Dana"),
        (LILEI, LAUNCH, "周二前整理客户问题清单"),
        (MAYA, GENERAL, "下周五前续费域名"),
        (ANN, LAUNCH, "start 4"),
        (TOM, LAUNCH, "block 6 on @Maya 预算还没批"),
    ),
}  # fmt: skip

# a finished task, and how it went, for the next one like it
FINISHED = {
    "en": ((MAYA, LAUNCH, "Print the spring brochure @Ann by Friday #print"), (ANN, LAUNCH, "done #10 500 copies")),
    "zh": ((LILEI, LAUNCH, "周五前印好春季宣传册 @Ann #印刷"), (ANN, LAUNCH, "完成 #10 印了500份")),
}
CLOSING = {
    "en": {"went_well": "One page with all the dates", "lesson": "Ask the printer for a proof on paper first"},
    "zh": {"went_well": "所有日期写在同一页上", "lesson": "先请印刷厂出一份纸质样稿"},
}

# one that waits for whoever opens the demo, after a round; one with parts, in order; one that comes again
UNDER_WAY = {
    "en": (
        (MAYA, LAUNCH, "Print the fair brochure @Ann by Wednesday review by @Maya #print"),
        (ANN, LAUNCH, "evidence #11 https://example.com/fair-brochure.pdf"),
        (ANN, LAUNCH, "submit #11 first proof"),
        (MAYA, LAUNCH, "return #11 the prices on page 3 are missing"),
        (ANN, LAUNCH, "submit #11 with the prices"),
        (MAYA, LAUNCH, "Hold the launch event @Tom by 20 March #launch"),
        (TOM, LAUNCH, "part #6 of #12"),
        (TOM, LAUNCH, "Send the invitations @Dana by 13 March ~1d ^12 after #6"),
        (TOM, LAUNCH, "Print the name badges by 18 March ~1d ^12 after #13"),
        (MAYA, LAUNCH, "Check the sign-ups every Monday at 11"),
    ),
    "zh": (
        (LILEI, LAUNCH, "周三前印好展会宣传册 @Ann 由@李雷验收 #印刷"),
        (ANN, LAUNCH, "凭证 #11 https://example.com/fair-brochure.pdf"),
        (ANN, LAUNCH, "提交 #11 初稿"),
        (LILEI, LAUNCH, "退回 #11 第3页缺报价"),
        (ANN, LAUNCH, "提交 #11 报价补上了"),
        (LILEI, LAUNCH, "3月20日前办好发布会 @Tom #发布"),
        (TOM, LAUNCH, "part #6 of #12"),
        (TOM, LAUNCH, "3月13日前发出邀请函 @Dana 约1天 ^12 after #6"),
        (TOM, LAUNCH, "3月18日前印好胸牌 约1天 ^12 after #13"),
        (LILEI, LAUNCH, "每周一17点看报名人数"),
    ),
}  # fmt: skip

MONDAY_ANSWERS = {
    "en": (
        (LILEI, ("整理了一半客户问题", "把剩下的整理完，发给 Dana 写 FAQ", "没有")),
        (TOM, ("Asked three venues", "Book one of them", "The budget is not approved yet")),
    ),
    "zh": (
        (LILEI, ("整理了一半客户问题", "把剩下的整理完，发给 Dana 写常见问题", "没有")),
        (TOM, ("问了三家场地", "订下其中一家", "预算还没批")),
    ),
}
