"""Orders of which a part was not understood: what was, what was not, and how to write it."""

from bot.answers.slips import Unread
from bot.render.slack.blocks import Block, actions, button, context, section
from bot.render.slack.help import row
from bot.render.slack.text import one_line
from bot.render.slack.voice import Voice


def unread(v: Voice, answer: Unread) -> list[Block]:
    read, words = one_line(answer.read, 80), one_line(answer.words, 120)
    if not words:
        told = v("“{read}” needs a little more.", read=read)
    else:
        told = v("I understood “{read}”, but not “{words}”. Nothing was changed.", read=read, words=words)
    alone = button(v.plain("Only “{line}”", line=one_line(answer.read, 50)), answer.alone) if answer.alone else None
    make = button(v.plain("Make it a task"), f"make {answer.line}") if answer.line else None
    how = v("This is how to write it: {usage}", usage=row(v, answer.topic, *answer.usage))
    return [section(told), context(how), *actions([alone, make])]
