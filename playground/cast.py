"""The fixed cast and its conversations, with the ids that scenarios and the page rely on."""

from __future__ import annotations

from playground.clock import Clock
from playground.world import HOME, SLACKBOT_ID, Channel, Place, User, World

MAYA, LILEI, ANN, DANA, TOM = "U0MAYA0001", "U0LILEI001", "U0ANN00001", "U0DANA0001", "U0TOM00001"
GUS, OSKAR, EVE = "U0GUS00001", "U0OSKAR001", "U0EVE00001"
GENERAL, LAUNCH, LEADS = "C0GENERAL1", "C0LAUNCH01", "C0LEADS001"
PARTNERS, RANDOM = "C0PARTNER1", "C0RANDOM01"

CAST = (
    User(MAYA, "maya", "Maya Lindqvist", "Europe/Berlin", "en-GB", "Head of launches", is_admin=True, lead=True),
    User(LILEI, "lilei", "李雷", "Asia/Shanghai", "zh-CN", "产品运营"),
    User(ANN, "ann", "Ann Fischer", "Europe/Berlin", "en-US", "Engineer"),
    User(DANA, "dana", "Dana Park", "America/Los_Angeles", "en-US", "Designer"),
    User(TOM, "tom", "Tom Zhao", "Asia/Shanghai", "en-US", "Engineer"),
    User(GUS, "gus", "Gus Moreau", "Europe/Berlin", "en-US", "Photographer", guest=True),
    User(OSKAR, "oskar", "Oskar Brandt", "Europe/Berlin", "de-DE", "Engineer", deleted=True),
    User(EVE, "eve", "Eve Laurent", "Europe/Paris", "fr-FR", "Partner", stranger=True),
    User(SLACKBOT_ID, "slackbot", "Slackbot"),
)

STAFF = [MAYA, LILEI, ANN, DANA, TOM]

COMMANDS = (
    {
        "command": "/task",
        "description": "Add, find and finish tasks",
        "usage_hint": "send the deck to @dana by Friday · 明天把报价单发给 @李雷 · list · help",
    },
    {
        "command": "/standup",
        "description": "Ask a channel's team how it's going and what's blocked",
        "usage_hint": "setup · preview · run · answer · skip · report · help",
    },
    {
        "command": "/digest",
        "description": "Sum up a channel's work on the days you choose",
        "usage_hint": "setup · preview · pause · resume · off · help",
    },
    {
        "command": "/muster",
        "description": "When you work, what reminds you, settings",
        "usage_hint": "away until Friday · 请假 明天上午 · hours · holidays · setup · help",
    },
)

SHORTCUTS = (
    {"callback_id": "make_task", "name": "Make a task", "type": "message"},
    {"callback_id": "new_task", "name": "New task", "type": "global"},
)


def furnish(clock: Clock, scopes: frozenset[str], place: Place = HOME) -> World:
    """A world on its first morning: everybody in their rooms, nothing said yet."""
    world, bot = World(clock, set(scopes), place), place.bot_user_id
    started = int(clock.timestamp()) - 90 * 86400
    for person in (*CAST[:-1], User(bot, "muster", "Muster", is_bot=True), CAST[-1]):
        world.users[person.id] = User(**{**vars(person), "updated": started, "home": place.team_id})
    for channel in (
        Channel(GENERAL, "general", started, [*STAFF, bot]),
        Channel(LAUNCH, "launch", started, [*STAFF, GUS, bot]),
        Channel(LEADS, "leads", started, [MAYA, ANN, bot], private=True),
        Channel(PARTNERS, "partners", started, [MAYA, DANA, EVE, bot], shared=True),
        Channel(RANDOM, "random", started, [*STAFF]),
    ):
        world.channels[channel.id] = channel
    return world
