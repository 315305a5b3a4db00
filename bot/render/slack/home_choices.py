"""What a person chooses to see in App Home: a row of menus, each of which says what it is set to."""

import hashlib
from collections.abc import Iterable

from bot.answers.days import Choices, MyDay
from bot.locales import marked
from bot.render.slack.blocks import MOST_IN_AN_OPTION, Block, actions, button, plain
from bot.render.slack.text import one_line
from bot.render.slack.voice import Voice

MOST_ABOUTS = 98
SHOWS = {
    "all": marked("Show everything"),
    "mine": marked("Only my own work"),
    "waiting": marked("Only what waits for me"),
    "given": marked("Only what I gave to others"),
    "teams": marked("Only teams I lead"),
}
ONLY = {
    "all": marked("Any state"),
    "late": marked("Only late"),
    "blocked": marked("Only blocked"),
    "review": marked("Only in review"),
}
SORTS = {
    "pressing": marked("Most pressing first"),
    "due": marked("By due date"),
    "new": marked("Newest first"),
}


def row(v: Voice, day: MyDay) -> list[Block]:
    chosen = day.choices
    elements = [
        _menu("show", chosen.show, [(v.plain(words), value) for value, words in SHOWS.items()]),
        _menu("only", chosen.only, [(v.plain(words), value) for value, words in ONLY.items()]),
        _menu("about", chosen.about, _abouts(v, day)) if day.abouts or chosen.about else None,
        _menu("sort", chosen.sort, [(v.plain(words), value) for value, words in SORTS.items()]),
        button(v.plain("Show everything again"), "home reset", name="home:reset") if chosen != Choices() else None,
    ]
    blocks = actions(elements)
    return [block | {"block_id": _name(chosen, elements)} for block in blocks]


def _abouts(v: Voice, day: MyDay) -> list[tuple[str, str]]:
    kept = [day.choices.about] if day.choices.about and day.choices.about not in day.abouts else []
    named = [*kept, *day.abouts][:MOST_ABOUTS]
    return [(v.plain("All projects and labels"), ""), *((_called(name), name) for name in named if _fits(name))]


def _called(name: str) -> str:
    """`+site` as 📁 site, `#launch` as it is."""
    return one_line(f"📁 {name[1:]}" if name[:1] == "+" else name, 75)


def _fits(name: str) -> bool:
    return len(f"home about {name}") <= MOST_IN_AN_OPTION


def _menu(about: str, chosen: str, options: Iterable[tuple[str, str]]) -> Block:
    drawn = {value: {"text": plain(label, 75), "value": f"home {about} {value}".strip()} for label, value in options}
    menu: Block = {"type": "static_select", "action_id": f"say:home:{about}", "options": list(drawn.values())}
    return menu | ({"initial_option": drawn[chosen]} if chosen in drawn else {})


def _name(chosen: Choices, elements: list[Block | None]) -> str:
    """Slack keeps what was picked in a menu while its block has the same name: so it has the name of the choice."""
    said = repr((chosen, [[one["value"] for one in element.get("options", ())] for element in elements if element]))
    return f"home:{hashlib.sha256(said.encode()).hexdigest()[:20]}"
