"""Who can be written to, and what a message may hold."""

import pytest
from aiogram import Bot
from aiogram.exceptions import (
    TelegramBadRequest,
    TelegramForbiddenError,
    TelegramNotFound,
    TelegramUnauthorizedError,
)
from aiogram.methods import SendDice
from aiogram.types import (
    CopyTextButton,
    DisabledButton,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    KeyboardButton,
    MessageEntity,
    ReplyKeyboardMarkup,
    ReplyKeyboardRemove,
    ReplyParameters,
)

from bot.emulator.session import EmulatorSession


def keyboard(**button):
    return InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text="Да", **button)]])


async def test_a_message_reaches_the_chat_as_the_answer_says(bot, person, chat):
    sent = await bot.send_message(person.id, "Добрый день")
    assert chat.last_message["text"] == "Добрый день" == sent.text
    assert chat.last_message["message_id"] == sent.message_id
    assert sent.from_user.is_bot


async def test_a_chat_nobody_has_is_not_found(bot):
    with pytest.raises(TelegramBadRequest, match=r"Bad Request: chat not found$"):
        await bot.send_message(999, "Добрый день")


async def test_a_stranger_is_not_found(bot, telegram):
    stranger = telegram.add_user("Пётр")
    with pytest.raises(TelegramBadRequest, match=r"Bad Request: chat not found$"):
        await bot.send_message(stranger.id, "Добрый день")


async def test_the_bot_cannot_write_first_to_someone_it_saw_in_a_group(bot, worker, forum):
    with pytest.raises(TelegramForbiddenError, match=r"Forbidden: bot can't initiate conversation with a user$"):
        await bot.send_message(worker.id, "Добрый день")


async def test_who_blocked_the_bot_hears_nothing_until_unblocking(bot, telegram, person, chat):
    telegram.block(person)
    before = len(chat.messages)
    with pytest.raises(TelegramForbiddenError, match=r"Forbidden: bot was blocked by the user$"):
        await bot.send_message(person.id, "Добрый день")
    assert len(chat.messages) == before
    telegram.unblock(person)
    assert (await bot.send_message(person.id, "Добрый день")).text == "Добрый день"


async def test_a_deleted_account_is_told_apart_from_a_block(bot, telegram, person):
    telegram.deactivate(person)
    with pytest.raises(TelegramForbiddenError, match=r"Forbidden: user is deactivated$"):
        await bot.send_message(person.id, "Добрый день")


@pytest.mark.parametrize(
    ("status", "words"),
    [("kicked", "bot was kicked from the supergroup chat"), ("left", "bot is not a member of the supergroup chat")],
)
async def test_a_group_the_bot_is_out_of_refuses(bot, telegram, worker, forum, status, words):
    telegram.set_bot_member(forum, worker, status)
    with pytest.raises(TelegramForbiddenError, match=f"Forbidden: {words}$"):
        await bot.send_message(forum.id, "Добрый день")


async def test_another_token_is_unauthorized(telegram, person):
    stranger = Bot("123456:OTHER", session=EmulatorSession(telegram))
    with pytest.raises(TelegramUnauthorizedError, match=r"Unauthorized$"):
        await stranger.send_message(person.id, "Добрый день")


async def test_a_method_that_is_not_there_is_not_found(bot, person):
    with pytest.raises(TelegramNotFound, match=r"Not Found$"):
        await bot(SendDice(chat_id=person.id))


@pytest.mark.parametrize("text", ["", "   ", "\n"])
async def test_an_empty_text_is_refused(bot, person, text):
    with pytest.raises(TelegramBadRequest, match=r"Bad Request: message text is empty$"):
        await bot.send_message(person.id, text)


async def test_text_may_be_4096_long_and_no_longer(bot, person):
    assert len((await bot.send_message(person.id, "я" * 4096)).text) == 4096
    with pytest.raises(TelegramBadRequest, match=r"Bad Request: message is too long$"):
        await bot.send_message(person.id, "я" * 4097)


async def test_an_emoji_counts_twice_and_markup_not_at_all(bot, person):
    assert (await bot.send_message(person.id, "<b>" + "🏠" * 2048 + "</b>", parse_mode="HTML")).text == "🏠" * 2048
    with pytest.raises(TelegramBadRequest, match="message is too long"):
        await bot.send_message(person.id, "🏠" * 2048 + "я")


async def test_spaces_at_the_end_are_dropped(bot, person):
    bold = MessageEntity(type="bold", offset=0, length=9)
    sent = await bot.send_message(person.id, "привет   ", entities=[bold])
    assert (sent.text, sent.entities[0].length) == ("привет", 6)


async def test_entities_are_kept_as_given(bot, person):
    sent = await bot.send_message(person.id, "🏠 дом", entities=[MessageEntity(type="bold", offset=3, length=3)])
    assert sent.entities[0].extract_from(sent.text) == "дом"


@pytest.mark.parametrize(
    ("offset", "length", "words"),
    [
        (1, 1, "entity begins in a middle of a UTF-16 symbol at byte offset 4"),
        (0, 1, "entity beginning at UTF-16 offset 0 ends in a middle of a UTF-16 symbol at byte offset 4"),
        (3, 9, "entity beginning at UTF-16 offset 3 ends after the end of the text at UTF-16 offset 12"),
        (9, 1, "entity begins after the end of the text at UTF-16 offset 9"),
        (-1, 1, "receive an entity with incorrect offset -1"),
        (1, -1, "receive an entity with incorrect length -1"),
    ],
)
async def test_entities_outside_the_text_or_across_a_character_are_refused(bot, person, offset, length, words):
    with pytest.raises(TelegramBadRequest, match=f"Bad Request: {words}$"):
        await bot.send_message(
            person.id, "🏠 дом", entities=[MessageEntity(type="bold", offset=offset, length=length)]
        )


async def test_commands_and_links_are_found_by_themselves(bot, person):
    sent = await bot.send_message(person.id, "Нажмите /start или https://example.org, @prystan_bot")
    found = [(entity.type, entity.extract_from(sent.text)) for entity in sent.entities]
    assert ("bot_command", "/start") in found
    assert ("mention", "@prystan_bot") in found
    assert ("url", "https://example.org") in found


@pytest.mark.parametrize("size", [1, 64])
async def test_callback_data_fits_64_bytes(bot, person, size):
    sent = await bot.send_message(person.id, "?", reply_markup=keyboard(callback_data="x" * size))
    assert sent.reply_markup.inline_keyboard[0][0].callback_data == "x" * size


@pytest.mark.parametrize("data", ["", "x" * 65, "я" * 33])
async def test_callback_data_of_no_or_over_64_bytes_is_refused(bot, person, data):
    with pytest.raises(TelegramBadRequest, match=r"Bad Request: BUTTON_DATA_INVALID$"):
        await bot.send_message(person.id, "?", reply_markup=keyboard(callback_data=data))


async def test_a_button_that_does_nothing_is_refused_unless_disabled(bot, person):
    with pytest.raises(TelegramBadRequest, match="Text buttons are unallowed in the inline keyboard"):
        await bot.send_message(person.id, "?", reply_markup=keyboard())
    sent = await bot.send_message(person.id, "?", reply_markup=keyboard(disabled=DisabledButton()))
    assert sent.reply_markup.inline_keyboard[0][0].disabled is not None


@pytest.mark.parametrize(
    ("button", "words"),
    [
        ({"url": "example"}, "BUTTON_URL_INVALID"),
        ({"copy_text": CopyTextButton(text="8" * 257)}, "BUTTON_COPY_TEXT_INVALID"),
        ({"callback_data": "x", "style": "loud"}, "invalid button style specified"),
    ],
)
async def test_ill_formed_buttons_are_refused(bot, person, button, words):
    with pytest.raises(TelegramBadRequest, match=words):
        await bot.send_message(person.id, "?", reply_markup=keyboard(**button))


async def test_more_than_a_hundred_buttons_are_refused(bot, person):
    rows = [[InlineKeyboardButton(text="x", callback_data="x")]] * 101
    with pytest.raises(TelegramBadRequest, match="reply markup is too long"):
        await bot.send_message(person.id, "?", reply_markup=InlineKeyboardMarkup(inline_keyboard=rows))


async def test_a_reply_keyboard_stays_until_taken_away(bot, person, chat):
    rows = [[KeyboardButton(text="Дом")]]
    await bot.send_message(person.id, "?", reply_markup=ReplyKeyboardMarkup(keyboard=rows))
    await bot.send_message(person.id, "!")
    assert chat.reply_keyboard["keyboard"] == [[{"text": "Дом"}]]
    await bot.send_message(person.id, "?", reply_markup=ReplyKeyboardRemove())
    assert chat.reply_keyboard is None


async def test_an_answer_shows_what_it_answers(bot, telegram, person):
    asked = telegram.say(person, "Где переночевать?")
    sent = await bot.send_message(
        person.id, "Здесь", reply_parameters=ReplyParameters(message_id=asked["message_id"])
    )
    assert sent.reply_to_message.text == "Где переночевать?"


async def test_an_answer_to_nothing_is_refused_unless_that_is_allowed(bot, person):
    with pytest.raises(TelegramBadRequest, match=r"Bad Request: message to be replied not found$"):
        await bot.send_message(person.id, "Здесь", reply_parameters=ReplyParameters(message_id=999))
    loose = ReplyParameters(message_id=999, allow_sending_without_reply=True)
    assert (await bot.send_message(person.id, "Здесь", reply_parameters=loose)).reply_to_message is None


async def test_protected_content_is_marked(bot, person):
    assert (await bot.send_message(person.id, "Личное", protect_content=True)).has_protected_content
    assert not (await bot.send_message(person.id, "Общее")).has_protected_content


async def test_a_topic_of_a_private_chat_is_not_found(bot, person):
    with pytest.raises(TelegramBadRequest, match="message thread not found"):
        await bot.send_message(person.id, "Здесь", message_thread_id=5)


async def test_private_chats_share_one_sequence_and_groups_have_their_own(bot, telegram, person, forum):
    other = telegram.add_user("Анна")
    telegram.say(other, "/start")
    first = await bot.send_message(person.id, "1")
    second = await bot.send_message(other.id, "2")
    in_group = await bot.send_message(forum.id, "3")
    assert second.message_id == first.message_id + 1
    assert in_group.message_id == 3  # after the notices of its making


async def test_a_chat_keeps_only_its_latest_messages(bot, telegram, person, chat):
    telegram.keep = 3
    for number in range(5):
        await bot.send_message(person.id, str(number))
    assert [message["text"] for message in chat.messages.values()] == ["2", "3", "4"]


async def test_what_was_answered_before_does_not_change_with_a_later_edit(bot, telegram, person):
    sent = await bot.send_message(person.id, "было")
    await bot.edit_message_text("стало", chat_id=person.id, message_id=sent.message_id)
    assert [call.result["text"] for call in telegram.calls] == ["было", "стало"]


async def test_a_refusal_is_recorded_with_its_words(bot, telegram):
    with pytest.raises(TelegramBadRequest):
        await bot.send_message(999, "Добрый день")
    assert telegram.calls[-1].error == "Bad Request: chat not found"


async def test_a_typing_mark_must_be_one_of_telegrams(bot, person):
    assert await bot.send_chat_action(person.id, "typing")
    with pytest.raises(TelegramBadRequest, match=r"Bad Request: wrong parameter action in request$"):
        await bot.send_chat_action(person.id, "humming")
