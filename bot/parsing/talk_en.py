"""How people say in English what is to be done to a task."""

# ruff: noqa: E501 - a row of a table is read as one, and Chinese letters count twice

from bot.parsing.talk_rows import MAYBE, SURELY, Row

LEVELS = {
    "urgent": "urgent", "critical": "urgent", "top": "urgent", "highest": "urgent", "asap": "urgent", "high": "high",
    "important": "high", "normal": "normal", "medium": "normal", "low": "low", "lowest": "someday", "someday": "someday",
}  # fmt: skip

_I = r"(?:(?:i|we)(?:'ve| have|'m| am|'re| are)? )"
_NOW = r"(?:(?:just|already|now|finally|all|also) )*"
_ENDED = r"(?:done|finished|complete|completed|closed)"
_LATER = r"(?:move|push|shift|postpone|delay|defer|put|put off|reschedule|bring|change|set|extend|kick)"
_BECAUSE = r"(?:\s?(?:,|:|-|because|since|as|due to)+\s|\s)"

ROWS = (
    Row(rf"(?:mark|set|tick|check|cross|flag) {{t}} (?:off )?(?:as |to )?{_ENDED}{{tail}}", "done {task} {rest}", SURELY),
    Row(r"(?:mark|tick|check|cross) (?:off )?{n}(?: off)?{tail}", "done {task} {rest}"),
    Row(rf"{_I}{_NOW}(?:finished|completed|closed|wrapped up)(?: with)? {{t}}{{tail}}", "done {task} {rest}", SURELY),
    Row(rf"{_I}{_NOW}(?:did|delivered|done|fixed|resolved){{tail0}} {{n}}{{tail}}".replace("{tail0}", ""),
        "done {task} {rest}"),
    Row(rf"(?:{_I}{_NOW})?(?:all )?(?:done|finished|through) with {{t}}{{tail}}", "done {task} {rest}", SURELY),
    Row(r"(?:finished|completed|wrapped up|close out|wrap up|close) {n}{tail}", "done {task} {rest}"),
    Row(r"(?:that's|that is|there goes) {n}(?: done| finished)?{tail}", "done {task} {rest}"),
    Row(rf"{{t}} (?:is|are|has been|was|got|'s) {_NOW}{_ENDED}(?: now| already)?{{tail}}", "done {task} {rest}", MAYBE),
    Row(rf"{{n}}(?:'s)?:? (?:is )?{_NOW}(?:done|finished|completed|complete|closed|ready|resolved|fixed)(?: now)?{{tail}}",
        "done {task} {rest}"),
    Row(rf"{_I}{_NOW}(?:starting|started|working on|on|doing|begun|picked up|picking up|beginning)"
        r"(?: to work| work| working)?(?: on| with)? {n}(?: now| today)?", "start {task}"),
    Row(r"(?:start|begin|get)(?:ing|ting)?(?: to)?(?: work| working| started)(?: on| with)? {t}(?: now)?", "start {task}",
        MAYBE),
    Row(r"(?:start|started|starting|working|begin|beginning)(?: on| with)? {n}(?: now)?", "start {task}"),
    Row(r"{n} (?:is )?(?:now )?(?:in progress|started|under way|underway|in the works|being worked on)", "start {task}"),
    Row(rf"{{n}} (?:is |got )?(?:now |currently )?(?:blocked|stuck|on hold|held up){_BECAUSE}(?:because |since |as )?{{rest}}",
        "block {task} {rest}"),
    Row(r"{n} (?:is |got )?(?:now |currently )?(?:blocked|stuck|on hold|held up)", "block {task}"),
    Row(r"{n} is (?:waiting|still waiting) (?:for|on) {rest}", "block {task} on {rest}"),
    Row(rf"{_I}(?:stuck|blocked) (?:on|with) {{n}}(?:{_BECAUSE}{{rest}})?", "block {task} {rest}"),
    Row(r"{n} is (?:no longer|not) (?:blocked|stuck|on hold)(?: any ?more)?", "unblock {task}"),
    Row(r"{n} (?:is (?:now )?)?(?:unblocked|unstuck|free again|moving again)", "unblock {task}"),
    Row(r"(?:push|move|shift|postpone|delay|extend|put|kick)(?: back| out| off)? {t}(?: back| out| off)?(?: by| for)? {length}",
        "due {task} +{length}", MAYBE),
    Row(rf"{_LATER}(?: back| forward| out| up| off)? {{t}}(?:'s)?(?: (?:due )?(?:date|deadline))?(?: back| out| forward| off)? "
        r"(?:to|until|till|for|by|on) {when}", "due {task} {when}", MAYBE),
    Row(r"(?:set|change|move|push) the (?:due date|deadline|date) (?:of|for|on) {t} (?:to|until) {when}",
        "due {task} {when}", MAYBE),
    Row(r"(?:move|push|shift|reschedule) {n} {when}", "due {task} {when}"),
    Row(r"{n} (?:is|should be|will be) (?:now )?due (?:on |by )?{when}", "due {task} {when}"),
    Row(r"make {n} due (?:on |by )?{when}", "due {task} {when}"),
    Row(r"{n} (?:can|must|has to) wait (?:until|till) {when}", "due {task} {when}"),
    Row(r"(?:push|move|put|postpone) {t} {length} (?:back|out|later)", "due {task} +{length}", MAYBE),
    Row(r"(?:give|allow) {n} (?:another|an extra) (?P<unit>day|week)", "due {task} +1{unit}"),
    Row(r"(?:bring|move|pull) {n} (?:forward|up|in)(?: by)? {length}", "due {task} -{length}"),
    Row(r"(?:remove|clear|drop|delete) the (?:due date|deadline|date) (?:of|for|from|on) {n}", "due {task} none"),
    Row(r"{n} (?:has|needs) no (?:due date|deadline|date)", "due {task} none"),
    Row(r"(?:give|hand|pass|assign|reassign|transfer|hand off|hand over|pass on)(?: over| on)? {n}(?: over| on)? to {who}{tail}",
        "assign {task} {who}"),
    Row(r"(?:assign|reassign) {t} to {who}", "assign {task} {who}", MAYBE),
    Row(r"(?:hand|pass|transfer)(?: over)? {n}(?: over)?(?: to)? {who}", "assign {task} {who}"),
    Row(r"{who} (?:should |can |will |shall )?(?:take|takes|do|does|handle|handles|own|owns)(?: over| care of)? {n}",
        "assign {task} {who}"),
    Row(r"let {who} (?:do|take|handle|have)(?: over)? {n}", "assign {task} {who}"),
    Row(r"(?:i'll|i will|i'd like to|i want to|i can|let me) (?:take|own|do|handle|pick up|grab|take over|take on) {n}",
        "assign {task} me"),
    Row(r"{n} (?:is|goes|belongs)(?: for| to) {who}", "assign {task} {who}"),
    Row(r"{n} is mine", "assign {task} me"),
    Row(r"(?:make|mark|set|flag|raise|lower|bump) {t} (?:up |down )?(?:as |to )?(?:an? )?{level}(?: priority)?",
        "priority {task} {level}", MAYBE),
    Row(r"(?:set|change|raise|lower|make|bump) the priority (?:of|for|on) {n} (?:to )?{level}", "priority {task} {level}"),
    Row(r"(?:set|change|raise|lower|make) {n}(?:'s)? priority (?:to )?{level}", "priority {task} {level}"),
    Row(r"{n} is (?:now |very |really |super )*{level}(?: priority)?", "priority {task} {level}"),
    Row(r"(?:rename|retitle) {n} (?:to|as|into) {rest}", "rename {task} to {rest}"),
    Row(r"(?:change|set) the (?:title|name) of {n} to {rest}", "rename {task} to {rest}"),
    Row(r"(?:forget|scrap|abandon|never mind|call off)(?: about)? {n}{tail}", "cancel {task} {rest}"),
    Row(r"{n} (?:is|was) (?:no longer|not) (?:needed|necessary|required|relevant)(?: any ?more)?{tail}", "cancel {task} {rest}"),
    Row(r"{n} is (?:cancelled|canceled|off|obsolete){tail}", "cancel {task} {rest}"),
    Row(r"(?:we|i) (?:don't|do not|no longer) need {n}(?: any ?more)?{tail}", "cancel {task} {rest}"),
    Row(r"(?:i won't|i will not|we won't|i'm not|not|we're not|no need to) (?:going to )?(?:do|doing) {n}(?: any ?more)?{tail}",
        "cancel {task} {rest}"),
    Row(r"remind me (?:again )?(?:about|of|on) {n} {when}", "snooze {task} {when}"),
    Row(r"remind me {when_first} (?:about|of|to do|to finish) {n}", "snooze {task} {when}"),
    Row(r"remind me to (?:do|finish|check|look at|work on|continue) {n} {when}", "snooze {task} {when}"),
    Row(r"(?:remind(?: me)?|ping me about|nudge me about) {n} {when}", "snooze {task} {when}"),
    Row(r"(?:remind me about|snooze|mute|hide|silence) {n} (?:again )?(?:in|for) {length}", "snooze {task} {length}"),
    Row(r"(?:snooze|mute|hide|silence) {n} (?:until|till|to) {when}", "snooze {task} {when}"),
    Row(r"(?:undo|revert|take back|reverse)(?: (?:that|it|this|(?:the |my )?last(?: one| change| thing| step| action)?"
        r"|what i just did))(?: again)?", "undo"),
    Row(r"(?:take|roll|put|change) (?:that|it) back|revert|oops,? undo(?: that)?|i didn't mean that|undo,? undo", "undo"),
    Row(r"(?:open|reopen|re-open) {n}(?: again)?", "reopen {task}"),
    Row(r"{n} (?:is not|isn't|is) (?:actually )?(?:not )?(?:done|finished|complete)(?: yet| after all)", "reopen {task}"),
    Row(r"(?:add |leave |put )(?:a )?(?:note|comment|update) (?:to|on|for|about|in) {n}\s?(?:[:,-]|that|saying)?\s?{rest}",
        "note {task} {rest}"),
    Row(r"(?:note|comment|update) (?:to|on|for|about) {n}\s?[:,-]?\s?{rest}", "note {task} {rest}"),
)  # fmt: skip
