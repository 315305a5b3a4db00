"""Which emoji somebody means: `:memo:`, `memo`, or the sign itself, where its name is known."""

import re

NAME = re.compile(r":?(?P<name>[^\s:<>@#&|,，。]{1,100}):?(?::skin-tone-[2-6]:)?")
SELECTOR = re.compile("[\ufe0e\ufe0f\U0001f3fb-\U0001f3ff]")  # how it is drawn, and skin tones
NAMES = {
    "📝": "memo", "✅": "white_check_mark", "☑": "ballot_box_with_check", "✔": "heavy_check_mark", "📌": "pushpin",
    "📍": "round_pushpin", "👀": "eyes", "⭐": "star", "🌟": "star2", "🎯": "dart", "📋": "clipboard",
    "🗒": "spiral_note_pad", "➕": "heavy_plus_sign", "🔖": "bookmark", "🏷": "label", "🎫": "ticket",
    "🎟": "admission_tickets", "📥": "inbox_tray", "📨": "incoming_envelope", "🚩": "triangular_flag_on_post",
    "❗": "exclamation", "‼": "bangbang", "❓": "question", "🔥": "fire", "🤖": "robot_face", "⏰": "alarm_clock",
    "📎": "paperclip", "✍": "writing_hand", "✏": "pencil2", "👍": "+1", "💡": "bulb", "🐛": "bug", "⚠": "warning",
    "📅": "date", "📆": "calendar", "🗓": "spiral_calendar_pad", "🆕": "new", "👉": "point_right", "🙏": "pray",
    "💬": "speech_balloon", "📣": "mega", "🔔": "bell", "✋": "hand", "🙋": "raising_hand", "🧾": "receipt",
    "🗂": "card_index_dividers", "📦": "package", "🔧": "wrench", "🛠": "hammer_and_wrench", "🚀": "rocket",
    "👌": "ok_hand", "💼": "briefcase", "📃": "page_with_curl", "📄": "page_facing_up", "🔨": "hammer", "⚡": "zap",
}  # fmt: skip

OTHER_NAMES = {
    "thumbsup": "+1", "thumbsdown": "-1", "pencil": "memo", "raised_hand": "hand", "collision": "boom",
    "shoe": "mans_shoe", "heavy_exclamation_mark": "exclamation", "knife": "hocho", "poop": "hankey",
}  # fmt: skip
"""Slack tells of a reaction by the first of its names only."""


def read_emoji(text: str) -> str | None:
    """Its name without colons; None where no emoji is meant, or one whose name we do not know."""
    bare = SELECTOR.sub("", text.strip())
    if bare in NAMES:
        return NAMES[bare]
    match = NAME.fullmatch(text.strip())
    name = match["name"].lower() if match else ""
    return OTHER_NAMES.get(name, name) if any(letter.isalnum() for letter in name) else None
