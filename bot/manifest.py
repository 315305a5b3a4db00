"""The Slack app's manifest: what is shown of Muster, what Slack tells it, and the fewest scopes it can live with."""

from typing import Any

from bot.settings import REDIRECT_PATH, WrongSetting

# What each scope is for: what a workspace that does not grant it goes without.
SCOPES = {
    "app_mentions:read": "Muster does not hear its name in channels",
    "channels:read": "Muster cannot tell who may see the tasks of a public channel, so they stay with the people named",
    "chat:write": "Muster cannot say anything first: no cards, no nudges, no standups, no digests",
    "commands": "there are no slash commands and no “Make a task” on messages",
    "files:write": "nobody can be given an export as a file; `muster export` on the server still can",
    "groups:read": "Muster cannot tell who is in a private channel, so tasks from there stay with the people named",
    "im:history": "Muster does not hear direct messages",
    "im:write": "a direct message whose sending broke off cannot be checked, and may be missing",
    "users:read": "Muster knows no names, languages and time zones",
    "channels:history": "replies in the thread of a card need a mention, and edits go unheard, in public channels",
    "groups:history": "replies in the thread of a card need a mention, and edits go unheard, in private channels",
    "reactions:read": "a reaction on a message makes no task",
    "users.profile:read": "departments, managers and stand-ins are not read from profiles",
    "dnd:read": "reminders do not wait for the end of a person's do-not-disturb in Slack",
    "users:read.email": "people cannot be found by their e-mail address",
}

CORE_SCOPES = (
    "app_mentions:read", "channels:read", "chat:write", "commands", "files:write", "groups:read", "im:history",
    "im:write", "users:read",
)  # fmt: skip
CORE_EVENTS = (
    "app_home_opened", "app_mention", "app_uninstalled", "channel_archive", "channel_rename", "channel_unarchive",
    "group_archive", "group_rename", "group_unarchive", "member_joined_channel", "member_left_channel", "message.im",
    "team_join", "tokens_revoked", "user_change",
)  # fmt: skip
ORG_EVENTS = ("team_access_granted", "team_access_revoked")

# What can be switched on beside: (scopes, events).
OPTIONS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "threads": (("channels:history", "groups:history"), ("message.channels", "message.groups")),
    "reactions": (("reactions:read", "channels:history", "groups:history"), ("reaction_added",)),
    "email": (("users:read.email",), ()),
    "profiles": (("users.profile:read",), ()),
    "dnd": (("dnd:read",), ("dnd_updated_user",)),
}

COMMANDS = {
    "/task": ("Add, find and finish tasks", "send the deck to @dana by Friday · 明天把报价单发给 @李雷 · list · help"),
    "/standup": (
        "Ask a channel's team how it's going and what's blocked",
        "setup · preview · run · answer · skip · report · help",
    ),
    "/digest": ("Sum up a channel's work on the days you choose", "setup · preview · pause · resume · off · help"),
    "/muster": (
        "When you work, what reminds you, settings",
        "away until Friday · 请假 明天上午 · hours · holidays · setup · help",
    ),
}

ABOUT = (
    "Muster is a task assistant that you run yourself. Write one line, in English or Chinese, and it becomes a task "
    "with an owner and a due date. Muster reminds people of what is due, asks the standup questions at each person's "
    "own hour, and tells the channel how things stand. It shows how it understood you, with one tap to correct or "
    "undo. What is said in private stays private, and all data stays on your own server."
)
PATH = "/slack/events"


def manifest(
    *, socket_mode: bool, url: str | None = None, options: frozenset[str] = frozenset(), redirect: str | None = None
) -> dict[str, Any]:
    """What to paste at api.slack.com/apps. `url` is Muster's public address; without Socket Mode it is needed.

    `redirect` is where Slack sends people back to who install Muster themselves, in workspaces or organisations.
    Raises WrongSetting for an address that cannot be used or an option there is not.
    """
    if unknown := sorted(options - OPTIONS.keys()):
        raise WrongSetting(f"there is no option {unknown[0]!r}; there are: {', '.join(OPTIONS)}")
    address = None if socket_mode else _request_url(url)
    chosen = [OPTIONS[name] for name in OPTIONS if name in options]
    return {
        "_metadata": {"major_version": 2},
        "display_information": {
            "name": "Muster", "description": "Tasks, standups and digests, in English and Chinese",
            "long_description": ABOUT, "background_color": "#1f3a5f",
        },
        "features": _features(address),
        "oauth_config": ({"redirect_urls": [_redirect_url(redirect)]} if redirect else {})
        | {"scopes": {"bot": _scopes(chosen)}},
        "settings": {
            "event_subscriptions": _at(address) | {
                "bot_events": [
                    *CORE_EVENTS, *(ORG_EVENTS if redirect else ()),
                    *(event for _, events in chosen for event in events),
                ],
            },
            "interactivity": {"is_enabled": True} | _at(address)
            | ({"message_menu_options_url": address} if address else {}),
            "org_deploy_enabled": bool(redirect),
            "socket_mode_enabled": socket_mode,
            "token_rotation_enabled": False,
        },
    }  # fmt: skip


def scopes_for(options: frozenset[str]) -> list[str]:
    """What to ask for with these options. Raises KeyError for one there is not."""
    return _scopes([OPTIONS[name] for name in sorted(options)])


def _scopes(chosen: list[tuple[tuple[str, ...], tuple[str, ...]]]) -> list[str]:
    """Two options may need the same scope."""
    return list(dict.fromkeys((*CORE_SCOPES, *(scope for scopes, _ in chosen for scope in scopes))))


def _features(address: str | None) -> dict[str, Any]:
    return {
        "bot_user": {"display_name": "muster", "always_online": True},
        "app_home": {
            "home_tab_enabled": True, "messages_tab_enabled": True, "messages_tab_read_only_enabled": False,
        },
        "shortcuts": [
            {
                "name": "Make a task", "type": "message", "callback_id": "make_task",
                "description": "Turn this message into a task",
            },
            {"name": "New task", "type": "global", "callback_id": "new_task", "description": "Make a task in a form"},
        ],
        "slash_commands": [
            {"command": name, "description": what, "usage_hint": hint, "should_escape": True}
            | ({"url": address} if address else {})
            for name, (what, hint) in COMMANDS.items()
        ],
    }  # fmt: skip


def _at(address: str | None) -> dict[str, str]:
    return {"request_url": address} if address else {}


def _redirect_url(url: str) -> str:
    if not url.startswith("https://") or not url.endswith(REDIRECT_PATH):
        raise WrongSetting(f"Slack sends people back to an address like https://muster.example.com{REDIRECT_PATH}")
    return url


def _request_url(url: str | None) -> str:
    if not url or not url.startswith("https://"):
        raise WrongSetting("without Socket Mode, Slack needs a public address that begins with https://")
    return url.rstrip("/").removesuffix(PATH) + PATH
