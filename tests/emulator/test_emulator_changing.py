"""Edits, deletions, presses, reactions, copies."""

from datetime import timedelta

import pytest
from aiogram.exceptions import TelegramBadRequest, TelegramForbiddenError
from aiogram.types import (
    BufferedInputFile,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    ReactionTypeEmoji,
    ReplyParameters,
)

from bot.emulator.api import call
from bot.emulator.errors import NotPossible

NOT_MODIFIED = (
    "Bad Request: message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)
KEYS = InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text="Да", callback_data="yes")]])
OTHER_KEYS = InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text="Нет", callback_data="no")]])


@pytest.fixture
async def sent(bot, person):
    return await bot.send_message(person.id, "Вы здесь?", reply_markup=KEYS)


async def test_an_edit_changes_text_and_drops_a_keyboard_not_given_again(bot, chat, sent):
    edited = await sent.edit_text("Вы там?")
    assert (edited.text, edited.reply_markup) == ("Вы там?", None)
    assert chat.last_message["text"] == "Вы там?"
    assert edited.edit_date


async def test_an_edit_to_the_same_is_refused(sent):
    with pytest.raises(TelegramBadRequest) as refused:
        await sent.edit_text("Вы здесь?", reply_markup=KEYS)
    assert refused.value.message == NOT_MODIFIED


async def test_an_edit_of_the_keyboard_alone_is_an_edit(sent):
    edited = await sent.edit_text("Вы здесь?", reply_markup=OTHER_KEYS)
    assert edited.reply_markup.inline_keyboard[0][0].callback_data == "no"


async def test_the_keyboard_can_be_edited_and_taken_away_once(sent):
    assert (await sent.edit_reply_markup(reply_markup=OTHER_KEYS)).text == "Вы здесь?"
    assert (await sent.edit_reply_markup(reply_markup=None)).reply_markup is None
    with pytest.raises(TelegramBadRequest) as refused:
        await sent.edit_reply_markup(reply_markup=None)
    assert refused.value.message == NOT_MODIFIED


async def test_a_message_that_is_not_there_cannot_be_edited(bot, person):
    with pytest.raises(TelegramBadRequest, match=r"Bad Request: message to edit not found$"):
        await bot.edit_message_text("Вы там?", chat_id=person.id, message_id=999)


async def test_a_persons_message_cannot_be_edited(bot, telegram, person):
    theirs = telegram.say(person, "Я здесь")
    with pytest.raises(TelegramBadRequest, match=r"Bad Request: message can't be edited$"):
        await bot.edit_message_text("Вы там?", chat_id=person.id, message_id=theirs["message_id"])


async def test_a_photo_has_no_text_to_edit(bot, person):
    photo = await bot.send_photo(person.id, BufferedInputFile(b"1", "a.png"))
    with pytest.raises(TelegramBadRequest, match=r"Bad Request: there is no text in the message to edit$"):
        await photo.edit_text("Вы там?")


async def test_an_edit_too_long_has_its_own_words(sent):
    with pytest.raises(TelegramBadRequest, match=r"Bad Request: MESSAGE_TOO_LONG$"):
        await sent.edit_text("я" * 4097)


async def test_an_edit_takes_inline_keyboards_only(telegram, person, sent):
    markup = {"keyboard": [["Дом"]]}
    edit = {"chat_id": person.id, "message_id": sent.message_id, "text": "Вы там?", "reply_markup": markup}
    status, answer = await call(telegram, telegram.token, "editMessageText", edit)
    assert (status, answer["description"]) == (400, "Bad Request: inline keyboard expected")


async def test_a_blocked_chat_cannot_be_edited(telegram, person, sent):
    telegram.block(person)
    with pytest.raises(TelegramForbiddenError, match="bot was blocked by the user"):
        await sent.edit_text("Вы там?")


async def test_both_sides_of_a_private_chat_can_be_deleted_within_48_hours(bot, telegram, clock, person, chat, sent):
    theirs = telegram.say(person, "Я здесь")
    clock.advance(timedelta(hours=48) - timedelta(seconds=1))
    assert await sent.delete()
    assert await bot.delete_message(person.id, theirs["message_id"])
    assert {sent.message_id, theirs["message_id"]}.isdisjoint(chat.messages)


async def test_nothing_can_be_deleted_after_48_hours(clock, chat, sent):
    clock.advance(timedelta(hours=48))
    with pytest.raises(TelegramBadRequest, match=r"Bad Request: message can't be deleted for everyone$"):
        await sent.delete()
    assert sent.message_id in chat.messages


async def test_a_message_that_is_not_there_cannot_be_deleted(bot, sent):
    await sent.delete()
    with pytest.raises(TelegramBadRequest, match=r"Bad Request: message to delete not found$"):
        await sent.delete()


async def test_many_are_deleted_at_once_and_absent_ones_passed_over(bot, person, chat, sent):
    assert await bot.delete_messages(person.id, [sent.message_id, 999])
    assert sent.message_id not in chat.messages


async def test_one_too_old_keeps_all_the_others(bot, clock, person, chat, sent):
    clock.advance(timedelta(hours=48))
    fresh = await bot.send_message(person.id, "Вы там?")
    with pytest.raises(TelegramBadRequest, match="message can't be deleted for everyone"):
        await bot.delete_messages(person.id, [fresh.message_id, sent.message_id])
    assert {fresh.message_id, sent.message_id} <= set(chat.messages)


@pytest.mark.parametrize(
    ("ids", "words"),
    [([], "message identifiers are not specified"), (list(range(1, 102)), "too many message identifiers specified")],
)
async def test_one_to_a_hundred_are_deleted_at_once(bot, person, ids, words):
    with pytest.raises(TelegramBadRequest, match=words):
        await bot.delete_messages(person.id, ids)


async def test_a_press_is_answered_once(bot, telegram, person, sent):
    query = telegram.press(person, sent.message_id, "Да")
    assert await bot.answer_callback_query(query.id, "Хорошо", show_alert=True)
    assert (query.answer["text"], query.answer["show_alert"]) == ("Хорошо", True)
    with pytest.raises(TelegramBadRequest, match="query is too old and response timeout expired or query ID is inv"):
        await bot.answer_callback_query(query.id)


async def test_a_press_is_not_answered_late(bot, telegram, clock, person, sent):
    query = telegram.press(person, sent.message_id, "yes")
    clock.advance(timedelta(seconds=15))
    with pytest.raises(TelegramBadRequest, match="query is too old and response timeout expired or query ID is inv"):
        await bot.answer_callback_query(query.id)
    assert query.answer is None


async def test_a_press_nobody_made_is_not_answered(bot, person):
    with pytest.raises(TelegramBadRequest, match="query is too old and response timeout expired or query ID is inv"):
        await bot.answer_callback_query("999")


async def test_an_answer_to_a_press_is_at_most_200_long(bot, telegram, person, sent):
    query = telegram.press(person, sent.message_id, "Да")
    with pytest.raises(TelegramBadRequest, match=r"Bad Request: MESSAGE_TOO_LONG$"):
        await bot.answer_callback_query(query.id, "я" * 201)
    assert query.answer is None


async def test_a_press_comes_as_an_update_with_its_message(bot, telegram, person, sent):
    telegram.press(person, sent.message_id, "Да")
    *_, update = await bot.get_updates()
    assert (update.callback_query.data, update.callback_query.from_user.id) == ("yes", person.id)
    assert update.callback_query.message.text == "Вы здесь?"


async def test_a_pressed_message_shows_what_it_answers_as_it_is_by_now(bot, telegram, person):
    asked = telegram.say(person, "Вы здесь?")
    answering = ReplyParameters(message_id=asked["message_id"])
    sent = await bot.send_message(person.id, "Кому?", reply_markup=KEYS, reply_parameters=answering)
    telegram.edit(person, asked, "Вы там?")
    telegram.press(person, sent.message_id, "Да")
    assert (await bot.get_updates())[-1].callback_query.message.reply_to_message.text == "Вы там?"

    telegram.delete(person, asked)
    telegram.press(person, sent.message_id, "Да")
    assert (await bot.get_updates())[-1].callback_query.message.reply_to_message is None


async def test_only_buttons_that_are_there_can_be_pressed(telegram, person, sent):
    await sent.edit_text("Вы там?", reply_markup=OTHER_KEYS)
    with pytest.raises(NotPossible, match="there is no button 'Да'"):
        telegram.press(person, sent.message_id, "Да")


@pytest.mark.parametrize("button", [{"url": "https://example.org"}, {"callback_data": "x", "disabled": {}}])
async def test_a_button_that_does_not_speak_to_the_bot_sends_nothing(bot, telegram, person, button):
    keys = InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text="Да", **button)]])
    sent = await bot.send_message(person.id, "Вы здесь?", reply_markup=keys)
    with pytest.raises(NotPossible, match="does not speak to the bot"):
        telegram.press(person, sent.message_id, "Да")
    assert all(update.callback_query is None for update in await bot.get_updates())


async def test_a_reaction_is_seen_and_taken_back(bot, telegram, person, chat):
    theirs = telegram.say(person, "Спасибо")["message_id"]
    await bot.set_message_reaction(person.id, theirs, [ReactionTypeEmoji(emoji="❤")])
    assert chat.reactions[theirs] == {telegram.me.id: "❤"}
    await bot.set_message_reaction(person.id, theirs, [])
    assert chat.reactions[theirs] == {}


@pytest.mark.parametrize(
    ("message_id", "emoji", "words"),
    [
        (None, ["🏠"], "REACTION_INVALID"),
        (None, ["❤", "👍"], "REACTIONS_TOO_MANY"),
        (999, ["❤"], "message to react not"),
    ],
)
async def test_reactions_are_one_of_telegrams_on_a_message_that_is_there(bot, person, sent, message_id, emoji, words):
    with pytest.raises(TelegramBadRequest, match=words):
        await bot.set_message_reaction(
            person.id, message_id or sent.message_id, [ReactionTypeEmoji(emoji=one) for one in emoji]
        )


@pytest.mark.parametrize(
    "kind", ["say", "send_voice", "send_photo", "send_document", "send_location", "send_sticker"]
)
async def test_what_a_person_sends_is_copied_without_its_origin(bot, telegram, person, forum, kind):
    given = {"say": ["Привет"], "send_location": [52.05, 29.25]}.get(kind, [])
    theirs = getattr(telegram, kind)(person, *given)
    await bot.copy_message(forum.id, person.id, theirs["message_id"])
    copy = forum.last_message
    assert copy["from"]["id"] == telegram.me.id
    content = theirs.keys() & {"text", "voice", "photo", "document", "location", "sticker"}
    assert content
    assert all(copy[key] == theirs[key] for key in content)


async def test_a_copy_takes_a_new_caption_or_keeps_the_old(bot, telegram, person, forum):
    theirs = telegram.send_photo(person, caption="Моя справка")["message_id"]
    await bot.copy_message(forum.id, person.id, theirs)
    assert forum.last_message["caption"] == "Моя справка"
    await bot.copy_message(forum.id, person.id, theirs, caption="<b>Справка</b>", parse_mode="HTML")
    assert forum.last_message["caption"] == "Справка"
    assert forum.last_message["caption_entities"] == [{"type": "bold", "offset": 0, "length": 7}]


async def test_what_is_not_there_or_is_only_a_notice_cannot_be_copied(bot, telegram, person, worker, forum):
    with pytest.raises(TelegramBadRequest, match=r"Bad Request: message to copy not found$"):
        await bot.copy_message(forum.id, person.id, 999)
    topic = telegram.create_topic(worker, forum, "Обращение")
    with pytest.raises(TelegramBadRequest, match=r"Bad Request: message can't be copied$"):
        await bot.copy_message(person.id, forum.id, topic.id)
