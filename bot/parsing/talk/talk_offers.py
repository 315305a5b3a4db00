"""Three things to show to somebody whose words were not understood, chosen from what they spoke of."""

import re
from datetime import datetime

from bot.parsing.talk import talk_words as w
from bot.parsing.talk.talk_slots import read

USUAL = (("mine", "list", ""), ("late", "list late", ""), ("help", "help", ""))
NARROW = {
    w.BLOCKED: ("blocked", "list all blocked", ""),
    w.DONE: ("done", "list done:week", ""),
    w.URGENT: ("urgent", "list urgent", ""),
}
_AHEAD = re.compile(r"(?:\.\.)?(?:today|tomorrow|week|next-week|month|next-month|\d{4}-\d\d-\d\d)")


def offers(line: str, now: datetime) -> tuple[tuple[str, str, str], ...]:
    """(kind, the line that shows it, a name): a person's tasks, a task, a label, a date, what is late or blocked."""
    said = read(line, now)
    found = [("number", f"show {number}", f"#{number}") for number in said.numbers[:1]]
    found += [("person", f"list {person}", person) for person in said.people[:1] or ([said.name] if said.name else [])]
    found += [("label", f"list all {label}", label) for label in said.labels[:1] if not label.startswith("<")]
    if said.period and _AHEAD.fullmatch(said.period):
        found.append(("then", f"list due:{said.period}", ""))
    found += [offer for role, offer in NARROW.items() if role in said.roles]
    if w.LATE in said.roles:
        found.insert(0, USUAL[1])
    return tuple(dict.fromkeys((*found, *USUAL)))
