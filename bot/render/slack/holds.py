"""What admins hear after a restore: what is gone, what waits, and the way to let it go."""

from bot.notices import OnHold
from bot.render.slack.blocks import Block, actions, button, context, section
from bot.render.slack.text import lines
from bot.render.slack.times import moment
from bot.render.slack.voice import Voice


def on_hold(v: Voice, notice: OnHold) -> list[Block]:
    copied, back = notice.copied_at, notice.resumed_at
    since = v("I'm back from a backup of {when}. What happened after that is no longer known to me.",
              when=moment(v, copied)) if copied else v("I'm back from a backup.")  # fmt: skip
    waiting = v.plural("{n} message waits for your word; people still get their answers.",
                  "{n} messages wait for your word; people still get their answers.", notice.waiting)  # fmt: skip
    asks = v("Have a look first. When you let them go, I leave out what is in Slack already and what has passed.")
    gone = v("Cards of tasks from after the backup don't answer any more. Back since {when}.", when=moment(v, back)) \
        if back else None  # fmt: skip
    blocks = [section(lines(since, waiting, asks))]
    blocks += [context(gone)] if gone is not None else []
    return [*blocks, *actions([button(v.plain("Let them go"), "/muster release", name="release", style="primary")])]
