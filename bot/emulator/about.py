"""Methods about the bot itself, its chats and its files, and the queue it polls."""

import re
from typing import Any

from bot.emulator.access import known_chat
from bot.emulator.errors import bad, conflict
from bot.emulator.membership import change_member, member_json
from bot.emulator.model import Chat, Member
from bot.emulator.params import Params
from bot.emulator.updates import Update
from bot.emulator.world import World

LARGEST_DOWNLOAD = 20 * 1024 * 1024
MOST_UPDATES = 100
MOST_COMMANDS = 100
LONGEST_NAME, LONGEST_DESCRIPTION, LONGEST_SHORT_DESCRIPTION = 64, 512, 120
WEBHOOK_ACTIVE = "can't use getUpdates method while webhook is active; use deleteWebhook to delete the webhook first"
COMMAND = re.compile(r"/?[a-z0-9_]{1,32}")
NO_GIFTS = dict.fromkeys(
    ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription", "gifts_from_channels"), False
)


def get_me(world: World, params: Params) -> dict[str, Any]:
    abilities = {"can_join_groups": True, "can_read_all_group_messages": False, "supports_inline_queries": False}
    return world.me.json() | abilities | {"can_connect_to_business": False, "has_main_web_app": False}


async def get_updates(world: World, params: Params) -> list[Update]:
    if world.webhook is not None:
        raise conflict(WEBHOOK_ACTIVE)
    kinds = params.json("allowed_updates", "can't parse allowed updates JSON object")
    if isinstance(kinds, list):
        world.updates.allow(kinds)
    limit = min(max(params.integer("limit") or MOST_UPDATES, 1), MOST_UPDATES)
    return await world.updates.poll(params.integer("offset") or 0, limit, params.number("timeout") or 0)


def get_chat(world: World, params: Params) -> dict[str, Any]:
    chat = known_chat(world, params)
    return chat.json() | {"accent_color_id": 0, "max_reaction_count": 11, "accepted_gift_types": NO_GIFTS}


def get_chat_member(world: World, params: Params) -> dict[str, Any]:
    chat = known_chat(world, params)
    user_id = params.integer("user_id")
    if not user_id:
        raise bad("invalid user_id specified")
    user = world.me if user_id == world.me.id else world.users.get(user_id)
    if user is None:
        raise bad("PARTICIPANT_ID_INVALID")
    return member_json(chat.member(user_id), user)


def get_chat_administrators(world: World, params: Params) -> list[dict[str, Any]]:
    """All of them but other bots."""
    chat = _group(world, params, "there are no administrators in the private chat")
    known = world.users | {world.me.id: world.me}
    return [
        member_json(member, known[user_id])
        for user_id, member in chat.members.items()
        if member.status in {"creator", "administrator"}
    ]


def get_chat_member_count(world: World, params: Params) -> int:
    chat = known_chat(world, params)
    return 2 if chat.is_private else sum(1 for member in chat.members.values() if member.inside)


def leave_chat(world: World, params: Params) -> bool:
    chat = _group(world, params, "chat member status can't be changed in private chats")
    change_member(world, chat, world.me, world.me, Member("left"))
    return True


def _group(world: World, params: Params, complaint: str) -> Chat:
    chat = known_chat(world, params)
    if chat.is_private:
        raise bad(complaint)
    return chat


def get_file(world: World, params: Params) -> dict[str, Any]:
    file = world.files.get(params.text("file_id"))
    if file is None:
        raise bad("invalid file_id")
    if len(file.data) > LARGEST_DOWNLOAD:
        raise bad("file is too big")
    return {
        "file_id": file.id,
        "file_unique_id": file.about["file_unique_id"],
        "file_size": len(file.data),
        "file_path": file.path,
    }


def set_my_commands(world: World, params: Params) -> bool:
    commands = params.objects("commands", "can't parse commands JSON object")
    if len(commands) > MOST_COMMANDS:
        raise bad("BOT_COMMANDS_TOO_MUCH")
    for command in commands:
        if not COMMAND.fullmatch(str(command.get("command", ""))):
            raise bad("BOT_COMMAND_INVALID")
        if not 0 < len(str(command.get("description", ""))) <= 256:
            raise bad("BOT_COMMAND_DESCRIPTION_INVALID")
    world.profile[_commands_key(params)] = commands
    return True


def get_my_commands(world: World, params: Params) -> list[dict[str, Any]]:
    commands: list[dict[str, Any]] = world.profile.get(_commands_key(params), [])
    return commands


def _commands_key(params: Params) -> str:
    scope = params.object("scope", "can't parse bot command scope JSON object") or {"type": "default"}
    parts = [scope.get("type"), scope.get("chat_id"), scope.get("user_id"), params.text("language_code")]
    return "commands:" + ":".join(str(part) for part in parts if part)


def set_my_name(world: World, params: Params) -> bool:
    return _set_profile(world, params, "name", LONGEST_NAME)


def set_my_description(world: World, params: Params) -> bool:
    return _set_profile(world, params, "description", LONGEST_DESCRIPTION)


def set_my_short_description(world: World, params: Params) -> bool:
    return _set_profile(world, params, "short_description", LONGEST_SHORT_DESCRIPTION)


def _set_profile(world: World, params: Params, what: str, longest: int) -> bool:
    """Kept by language as ``name:ru``. Telegram's own wording for too long a text is not known to us."""
    text = params.text(what)
    if len(text) > longest:
        raise bad(f"{what} is too long")
    world.profile[f"{what}:{params.text('language_code')}"] = text
    return True
