"""The Bot API as a table: a name, what it does, and what a call of it comes to."""

import asyncio
from collections.abc import Callable, Mapping
from typing import Any

from bot.emulator import about, albums, changing, editing, forwarding, media, pins, sending, topics, webhooks
from bot.emulator.errors import ApiError, not_found, unauthorized
from bot.emulator.model import Call, Upload
from bot.emulator.params import Params
from bot.emulator.world import World


def _set_webhook(world: World, params: Params) -> bool:
    """What answers a delivery may call methods in its turn."""
    return webhooks.set_webhook(world, params, call)


METHODS: dict[str, Callable[[World, Params], Any]] = {
    "getMe": about.get_me,
    "getUpdates": about.get_updates,
    "setWebhook": _set_webhook,
    "deleteWebhook": webhooks.delete_webhook,
    "getWebhookInfo": webhooks.get_webhook_info,
    "getChat": about.get_chat,
    "getChatMember": about.get_chat_member,
    "getChatAdministrators": about.get_chat_administrators,
    "getChatMemberCount": about.get_chat_member_count,
    "leaveChat": about.leave_chat,
    "getFile": about.get_file,
    "setMyCommands": about.set_my_commands,
    "getMyCommands": about.get_my_commands,
    "setMyName": about.set_my_name,
    "setMyDescription": about.set_my_description,
    "setMyShortDescription": about.set_my_short_description,
    "sendMessage": sending.send_message,
    "sendAnimation": media.sends("animation"),
    "sendAudio": media.sends("audio"),
    "sendDocument": media.sends("document"),
    "sendPhoto": media.sends("photo"),
    "sendSticker": media.sends("sticker"),
    "sendVideo": media.sends("video"),
    "sendVideoNote": media.sends("video_note"),
    "sendVoice": media.sends("voice"),
    "sendMediaGroup": albums.send_media_group,
    "sendContact": sending.send_contact,
    "sendLocation": sending.send_location,
    "sendVenue": sending.send_venue,
    "copyMessage": forwarding.copy_message,
    "copyMessages": forwarding.copy_messages,
    "forwardMessage": forwarding.forward_message,
    "forwardMessages": forwarding.forward_messages,
    "editMessageText": editing.edit_message_text,
    "editMessageCaption": editing.edit_message_caption,
    "editMessageMedia": editing.edit_message_media,
    "editMessageReplyMarkup": editing.edit_message_reply_markup,
    "pinChatMessage": pins.pin_chat_message,
    "unpinChatMessage": pins.unpin_chat_message,
    "unpinAllChatMessages": pins.unpin_all_chat_messages,
    "deleteMessage": changing.delete_message,
    "deleteMessages": changing.delete_messages,
    "answerCallbackQuery": changing.answer_callback_query,
    "setMessageReaction": changing.set_message_reaction,
    "sendChatAction": changing.send_chat_action,
    "createForumTopic": topics.create_forum_topic,
    "editForumTopic": topics.edit_forum_topic,
    "closeForumTopic": topics.close_forum_topic,
    "reopenForumTopic": topics.reopen_forum_topic,
    "deleteForumTopic": topics.delete_forum_topic,
}
BY_NAME = {name.lower(): method for name, method in METHODS.items()}


async def call(
    world: World, token: str, method: str, raw: Mapping[str, Any], uploads: Mapping[str, Upload] | None = None
) -> tuple[int, dict[str, Any]]:
    """The HTTP status and the body of the answer. Calls are recorded, polls that went well excepted.

    Raises NoAnswer or Gateway while a fault is on.
    """
    world = world.bots.get(token, world)
    try:
        await world.faults.before(method)
        result = await _result(world, token, method, Params(raw, uploads))
    except ApiError as refusal:
        world.calls.append(Call(method, raw, world.clock.now(), error=refusal.description))
        return refusal.code, refusal.answer()
    if method != "getUpdates":
        world.calls.append(Call(method, raw, world.clock.now(), result))
    world.faults.after(method)
    return 200, {"ok": True, "result": result}


async def _result(world: World, token: str, method: str, params: Params) -> object:
    if token != world.token:
        raise unauthorized()
    known = BY_NAME.get(method.lower())
    if known is None:
        raise not_found()
    result = known(world, params)
    if asyncio.iscoroutine(result):
        result = await result
    return result
