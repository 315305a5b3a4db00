"""The few web pages of an installation: the offer, and what became of it, in the browser's own language."""

from dataclasses import dataclass
from html import escape

from bot.locales import Words, marked

FRAME = """<!doctype html>
<html lang="{lang}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title><style>
body{{font:17px/1.6 system-ui,sans-serif;color:#1d1c1d;background:#f8f8f8;margin:0}}
main{{max-width:34rem;margin:12vh auto;padding:2rem;background:#fff;border:1px solid #ddd;border-radius:12px}}
a.button{{display:inline-block;background:#1f3a5f;color:#fff;padding:.7rem 1.4rem;border-radius:8px}}
a.button:focus-visible{{outline:3px solid #d98b2b;outline-offset:2px}}
@media(prefers-color-scheme:dark){{body{{background:#1a1d21;color:#eee}}main{{background:#222529;border-color:#444}}
a.button{{background:#5b86b8;color:#111}}}}
</style></head><body><main><h1>{title}</h1>{body}</main></body></html>
"""

REASONS = {
    "cancelled": marked("You cancelled in Slack, so nothing was changed."),
    "refused": marked("Slack refused: {said}. Nothing was changed."),
    "incomplete": marked("Slack sends you here at the end of an installation. It begins on another page."),
    "forged": marked("This address is not one that Muster gave out. Nothing was changed."),
    "late": marked("More than ten minutes went by, and for safety the way back closes then. Nothing was changed."),
    "elsewhere": marked("It was begun in another browser, or cookies are off here. Nothing was changed."),
    "spent": marked("This address was used before. If Muster is in your workspace already, all is well."),
    "code": marked("Slack's answer was used up or too old. Nothing was changed."),
    "unreachable": marked("Slack cannot be reached at the moment. Nothing was changed."),
    "not_saved": marked("It could not be saved at the moment. Please begin again in a minute."),
    "starting": marked("Muster is just starting. Please try again in a moment."),
    "option": marked("There is no option called {said}."),
}


@dataclass(frozen=True)
class Button:
    words: str
    address: str


def _page(v: Words, title: str, paragraphs: list[str], button: Button | None = None) -> str:
    body = "".join(f"<p>{escape(one)}</p>" for one in paragraphs)
    if button is not None:
        body += f'<p><a class="button" href="{escape(button.address)}">{escape(button.words)}</a></p>'
    return FRAME.format(lang="zh-Hans" if v.language == "zh" else "en", title=escape(title), body=body)


def offer(v: Words, address: str) -> str:
    return _page(
        v, v("Add Muster to Slack"),
        [
            v("Muster keeps track of who does what by when. It runs on your own organisation's server, "
              "and what you write stays there."),
            v("Slack shows you what Muster may do before you agree. You need the right to add apps."),
        ],
        Button(v("Add to Slack"), address),
    )  # fmt: skip


def done(v: Words, name: str, address: str, *, is_org: bool) -> str:
    next_step = (
        v("Choose in Slack's administration which workspaces may use it.") if is_org
        else v("It just wrote to you in Slack, with what to do next.")
    )  # fmt: skip
    title = v("Muster is in {workspace}", workspace=name) if name else v("Muster is installed")
    return _page(v, title, [next_step], Button(v("Open Slack"), address))


def failed(v: Words, reason: str, again: str | None, said: str = "") -> str:
    """Why it did not come to an installation, and the way to begin again."""
    button = Button(v("Begin again"), again) if again is not None else None
    return _page(v, v("Muster was not installed"), [v(REASONS[reason], said=said)], button)
