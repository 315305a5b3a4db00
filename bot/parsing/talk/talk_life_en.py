"""How people say in English what happens in the life of a task: taken on, under way, handed in, accepted, put in order."""

# ruff: noqa: E501 - a row of a table is read as one

from bot.parsing.talk.talk_rows import NEVER, Row

_I = r"(?:(?:i|we)(?:'ve| have|'m| am|'re| are)? (?:just |now |hereby )*)?"
_IS = r"(?:'s|:)?(?: (?:is|was|are|has been|got))?(?: (?:now|just|all|already))*[\s:,]+"
_OF = r"(?:of|for|on|to|about|with|in|into|against)"
_WHY = (
    r"(?:(?:\s?[,:;.–—-]+\s?(?:and\s|because (?:of )?)?|\s(?:because(?: of)?|since|as|due to|for)\s){rest}|\s?[.!~]*)"
)
_LATER = r"(?: (?:this|just this) (?:time|once|one|week|month|round)| once| today)?"
_TOOK = r"(?:about |around |roughly |a total of )?{took}"

ROWS = (
    Row(rf"{_I}(?:accept|accepting|accepted|approve|approved|approving|sign(?:ed)? off(?: on)?|lgtm:?) {{one}}{{mark}}", "accept {task} {rest}"),
    Row(rf"{{one}}{_IS}(?:accept|accepted|approve|approved|signed off|lgtm)(?: by me)?{{mark}}", "accept {task} {rest}"),
    Row(rf"{{one}}{_IS}(?:looks? (?:good|great|fine)(?: to me)?|great|well done)[\s,;.–—-]+(?:accept|accepted|approve|approved)(?: it)?{{mark}}", "accept {task} {rest}"),
    Row(r"{one} looks good(?: to me)?", "accept {task}", NEVER, True),
    Row(r"{marked}\s?[:,]?\s(?P<rest>[1-5]\s?/\s?5|[1-5] (?:out of 5|stars?|points?))", "accept {task} {rest}"),
    Row(r"(?:send|hand|give|kick) back {one}{tail}", "return {task} {rest}"),
    Row(r"(?:send|hand|give|kick) {one} back" + _WHY, "return {task} {rest}"),
    Row(rf"{_I}(?:return|returning|returned|reject|rejecting|rejected) {{one}}{_WHY}", "return {task} {rest}"),
    Row(rf"{{one}}{_IS}(?:return|returned|reject|rejected|sent back){_WHY}", "return {task} {rest}"),
    Row(rf"{{marked}}{_IS}(?:still )?(?:needs? )?(?:rework|to be redone|another round){_WHY}", "return {task} {rest}"),
    Row(rf"{_I}(?:submit|submitting|submitted|hand(?:ed|ing)? in|turn(?:ed|ing)? in) {{one}}(?: (?:for|to) (?:review|acceptance|approval))?{{tail}}", "submit {task} {rest}"),
    Row(r"send {one} (?:for|to) (?:review|acceptance|approval){tail}", "submit {task} {rest}"),
    Row(rf"{{one}}{_IS}(?:submit|submitted|handed in)(?: (?:for|to) (?:review|acceptance|approval))?{{tail}}", "submit {task} {rest}"),
    Row(rf"{{one}}{_IS}ready (?:for (?:review|acceptance|approval)|to be (?:reviewed|accepted)){{tail}}", "submit {task} {rest}"),
    Row(rf"{_I}(?:got it|got|ack|acknowledged?|noted|roger(?: that)?|understood)[\s,:]+{{one}}", "ack {task}"),
    Row(rf"{{one}}{_IS}(?:i )?(?:got it|ack|acknowledged?|noted|roger(?: that)?|understood|will do)", "ack {task}"),
    Row(r"{one}(?:'s| is|:|,)?\s(?:not mine|isn't mine|not my (?:task|job|work)|isn't my (?:task|job)|not for me|isn't for me|decline|declined)" + _WHY, "decline {task} {rest}"),
    Row(r"(?:not mine|not for me)[\s:,]+{one}{tail}", "decline {task} {rest}"),
    Row(rf"{_I}(?:can't|cannot|can not|won't be able to) (?:take|take on|handle) {{one}}{_WHY}", "decline {task} {rest}"),
    Row(rf"(?:progress|status)(?: {_OF})? {{one}}[\s:,]+(?:is |at )?{{pct}}{{tail}}", "progress {task} {pct} {rest}"),
    Row(rf"{{one}}{_IS}(?:progress(?: is)?:? |at |about |around )*{{pct}}(?: (?:done|complete|completed|finished|ready))?{{tail}}", "progress {task} {pct} {rest}"),
    Row(r"{one}(?:'s|:)?\s{pct}(?: (?:done|complete|completed|finished))?{tail}", "progress {task} {pct} {rest}"),
    Row(rf"{_I}(?:about )?{{pct}} (?:done|finished|through|complete)(?: {_OF})? {{one}}", "progress {task} {pct}"),
    Row(r"{pct} of {one}(?: is)?(?: (?:done|finished|complete))?", "progress {task} {pct}"),
    Row(r"(?:set|put|update|bump) {one}(?:'s progress)? (?:to|at) {pct}", "progress {task} {pct}"),
    Row(rf"{{one}}{_IS}(?:half(?:way)?) (?:done|through|finished|complete|there)", "progress {task} 50%"),
    Row(rf"{_I}(?:spent|spend|worked|logged|log|put|clocked|used|took) {_TOOK} {_OF} {{one}}{{tail}}", "spent {task} {took} {rest}"),
    Row(rf"{{one}}{_IS}(?:took|cost|spent|worked|logged|log)(?: me| us)? {_TOOK}{{tail}}", "spent {task} {took} {rest}"),
    Row(rf"(?:evidence|proof)(?: {_OF})? {{one}}[\s:,-]+{{url}}", "evidence {task} {rest}"),
    Row(r"(?:here(?:'s| is) )?{marked}[:,]?\s(?P<rest><?https://\S+)", "evidence {task} {rest}"),
    Row(r"(?:here(?:'s| is) )?{one}[:,]?\s(?P<rest><?https://\S+)", "evidence {task} {rest}", asks=True),
    Row(rf"{{one}}{_IS}(?:evidence|proof)[\s:,-]+{{url}}", "evidence {task} {rest}"),
    Row(rf"(?:make|add|put|set|name|have|get) {{people}} (?:as )?(?:an? |the )?(?P<part>reviewer|helper)s? {_OF} {{one}}", "{part}s {task} +{people}"),
    Row(r"{people} (?:reviews?|will review|should review|can review|approves|should approve|should accept) {one}", "reviewers {task} +{people}"),
    Row(rf"{{one}}{_IS}(?:to be |gets |should be |will be )?review(?:ed)? by {{people}}", "reviewers {task} +{people}"),
    Row(rf"(?P<part>reviewer|helper)s? {_OF} {{one}}[\s:]+(?:is |are )?{{people}}", "{part}s {task} {people}"),
    Row(r"{one}:?\s(?P<part>reviewer|helper)s?\s?:?\s{people}", "{part}s {task} {people}"),
    Row(rf"{{people}} (?:helps?|will help|can help|should help|is helping)(?: out)?(?: {_OF})? {{one}}", "helpers {task} +{people}"),
    Row(rf"cc {{people}} {_OF} {{one}}", "cc {task} {people}"),
    Row(r"{one}:?\s(?:cc|informed?)\s?:?\s{people}", "cc {task} {people}"),
    Row(rf"keep {{people}} (?:informed|posted|in the loop|updated) {_OF} {{one}}", "cc {task} {people}"),
    Row(r"inform {people} (?:about|of|on) {marked}", "cc {task} {people}"),
    Row(rf"consult {{people}} {_OF} {{one}}", "consult {task} {people}"),
    Row(r"{one}:?\sconsult(?:ed)?\s?:?\s{people}", "consult {task} {people}"),
    Row(rf"(?:make|name|hold) {{people}} (?:the one )?accountable {_OF} {{one}}", "accountable {task} {people}"),
    Row(r"{people} (?:is|will be|should be) accountable for {one}", "accountable {task} {people}"),
    Row(r"{one}:?\saccountable\s?:?\s{people}", "accountable {task} {people}"),
    Row(r"(?:split|break)(?: up| down)? {one}(?: up| down)?(?: (?:up )?into (?:its |several |a few |smaller |two |three |four |five |\d\d? )*(?:parts|pieces|sub-?tasks|steps|tasks|ones))?", "split {task}"),
    Row(r"{one}(?: is)?(?: (?:far )?too (?:big|large|long))?[\s,:]+(?:please )?(?:split|break)(?: it)?(?: up| down)?", "split {task}"),
    Row(r"(?:do|put|take|tackle|make) {one} (?:first|on top|at the top|to the top|top of (?:my|the) (?:list|day))(?: (?:today|thing))*", "first {task}"),
    Row(r"{one}:?\s(?:goes |comes |is |has to come |must come )?first(?: today)?", "first {task}"),
    Row(r"start (?:the day |today )?with {one}(?: first)?(?: today|(?<=first))", "first {task}"),
    Row(rf"skip (?:the next )?{{one}}{_LATER}", "skip {task}"),
    Row(rf"{{one}}:?\s(?:skip|skipped){_LATER}", "skip {task}"),
    Row(rf"(?:show|see|view|open) (?:me )?(?:the )?(?:whole |full |entire )?history {_OF} {{one}}", "history {task}"),
    Row(rf"(?:the )?(?:whole |full |entire )?history {_OF} {{marked}}", "history {task}"),
    Row(rf"history {_OF} {{one}}", "history {task}", asks=True),
    Row(r"{one}(?:'s|:)?\s(?:show (?:the |me the )?)?history", "history {task}"),
    Row(r"{one}:?\s(?:(?:can|should|may) be )?archived?(?: now)?", "archive {task}"),
    Row(r"{one}:?\s(?P<verb>closing|roles|describe)(?: it)?", "{verb} {task}"),
    Row(r"(?P<verb>accept|submit|archive|split|describe|history|skip|ack|closing|roles) {one}", "{verb} {task}"),
)  # fmt: skip
