"""Every kind of file, albums, live places, and captions and files changed afterwards."""

from datetime import timedelta

import pytest
from aiogram import Bot
from aiogram.exceptions import TelegramBadRequest, TelegramRetryAfter
from aiogram.types import (
    BufferedInputFile,
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InputMediaAudio,
    InputMediaDocument,
    InputMediaPhoto,
    InputMediaVideo,
)

from bot.emulator import samples
from bot.emulator.errors import NotPossible
from bot.emulator.limits import Limits
from bot.emulator.model import Upload
from bot.emulator.session import EmulatorSession
from bot.emulator.telegram import Telegram

PNG = samples.PHOTOS[0].upload().data
KEYS = InlineKeyboardMarkup(inline_keyboard=[[InlineKeyboardButton(text="Да", callback_data="yes")]])


def some(name="a.bin", data=b"1234"):
    return BufferedInputFile(data, name)


def photo(**about):
    return InputMediaPhoto(media=some("shore.png", PNG), **about)


async def updates_of(bot, kind):
    return [getattr(update, kind) for update in await bot.get_updates() if getattr(update, kind)]


@pytest.mark.parametrize("kind", ["animation", "audio", "sticker", "video", "video_note"])
async def test_each_kind_of_file_is_kept_as_what_it_is_and_sent_again_by_its_id(bot, person, kind):
    send = getattr(bot, f"send_{kind}")
    sent = getattr(await send(person.id, some()), kind)
    assert (await bot.download(sent)).read() == b"1234"
    assert getattr(await send(person.id, sent.file_id), kind).file_id == sent.file_id


async def test_what_is_said_about_a_file_is_kept(bot, person):
    audio = (await bot.send_audio(person.id, some("song.mp3"), duration=60, title="Волна", performer="Хор")).audio
    assert (audio.duration, audio.title, audio.performer) == (60, "Волна", "Хор")
    assert (await bot.send_sticker(person.id, some(), emoji="⚓")).sticker.emoji == "⚓"
    note = (await bot.send_video_note(person.id, some(), duration=7)).video_note
    assert (note.duration, note.length) == (7, 384)


async def test_an_animation_is_a_document_too(bot, person):
    sent = await bot.send_animation(person.id, some("wave.mp4"))
    assert sent.document.file_id == sent.animation.file_id


async def test_a_round_video_has_no_caption(bot, telegram, person):
    theirs = telegram.send_video_note(person)
    await bot.copy_message(person.id, person.id, theirs["message_id"], caption="Это я")
    assert "caption" not in telegram.chat(person.id).last_message


@pytest.mark.parametrize("kind", ["send_video", "send_audio", "send_animation", "send_video_note", "send_sticker"])
async def test_people_send_every_kind_of_file(bot, telegram, person, kind):
    theirs = getattr(telegram, kind)(person)
    *_, message = await updates_of(bot, "message")
    assert message.content_type == kind.removeprefix("send_")
    copy = await bot.copy_message(person.id, person.id, theirs["message_id"])
    copied = telegram.chat(person.id).messages[copy.message_id]
    assert copied[message.content_type] == theirs[message.content_type]


async def test_a_contact_needs_a_number_and_a_name(bot, person):
    sent = (await bot.send_contact(person.id, "+375236321111", "Центр")).contact
    assert (sent.phone_number, sent.first_name) == ("+375236321111", "Центр")
    with pytest.raises(TelegramBadRequest, match="phone number is empty"):
        await bot.send_contact(person.id, "", "Центр")
    with pytest.raises(TelegramBadRequest, match="first name is empty"):
        await bot.send_contact(person.id, "+375236321111", "")


async def test_an_album_is_several_messages_with_one_id(bot, person, chat):
    sent = await bot.send_media_group(person.id, [photo(caption="<b>Бумаги</b>", parse_mode="HTML"), photo()])
    assert len({message.media_group_id for message in sent}) == 1
    assert [message.message_id for message in sent] == list(chat.messages)[-2:]
    assert (sent[0].caption, sent[0].caption_entities[0].type, sent[1].caption) == ("Бумаги", "bold", None)
    again = await bot.send_media_group(person.id, [photo(), photo()])
    assert again[0].media_group_id != sent[0].media_group_id


@pytest.mark.parametrize(
    ("media", "words"),
    [
        ([photo()], "not enough messages to send as an album"),
        ([photo()] * 11, "too many messages to send as an album"),
        ([photo(), InputMediaDocument(media=some())], "document can't be mixed with other media types"),
        ([photo(), InputMediaAudio(media=some())], "audio can't be mixed with other media types"),
        ([photo(), InputMediaPhoto(media="")], "can't parse InputMedia: media not found"),
        ([photo(), photo(caption="я" * 1025)], "message caption is too long"),
    ],
)
async def test_an_album_that_is_refused_leaves_nothing_behind(bot, person, chat, media, words):
    before = len(chat.messages)
    with pytest.raises(TelegramBadRequest, match=f"Bad Request: {words}"):
        await bot.send_media_group(person.id, media)
    assert len(chat.messages) == before


async def test_an_album_of_videos_and_photos_or_of_documents_goes(bot, person):
    videos = await bot.send_media_group(person.id, [photo(), InputMediaVideo(media=some("a.mp4"))])
    assert [message.content_type for message in videos] == ["photo", "video"]
    papers = await bot.send_media_group(person.id, [InputMediaDocument(media=some())] * 2)
    assert all(message.document for message in papers)


async def test_an_album_costs_as_many_messages_as_it_has(clock):
    telegram = Telegram(clock, limits=Limits(private=(5, 5.0)))
    bot = Bot(telegram.token, session=EmulatorSession(telegram))
    user = telegram.add_user("Иван")
    telegram.say(user, "/start")
    await bot.send_media_group(user.id, [photo(), photo(), photo()])
    with pytest.raises(TelegramRetryAfter):
        await bot.send_media_group(user.id, [photo(), photo(), photo()])
    await bot.send_media_group(user.id, [photo(), photo()])
    with pytest.raises(TelegramRetryAfter):
        await bot.send_message(user.id, "ещё")


async def test_a_persons_album_comes_as_several_updates(bot, telegram, person):
    telegram.updates.clear()
    telegram.send_album(person, caption="Мои бумаги")
    first, second = await updates_of(bot, "message")
    assert first.media_group_id == second.media_group_id
    assert (first.caption, second.caption) == ("Мои бумаги", None)
    mixed = [Upload("a.mp4", b"1", "video/mp4"), Upload("b.png", PNG, "image/png")]
    telegram.send_album(person, mixed)
    *_, video, picture = await updates_of(bot, "message")
    assert (video.content_type, picture.content_type) == ("video", "photo")
    telegram.send_album(person, [Upload("a.pdf", b"1"), Upload("b.pdf", b"2")])
    assert [message.content_type for message in await updates_of(bot, "message")][-2:] == ["document"] * 2


async def test_a_person_cannot_send_an_album_of_one_nor_into_a_closed_topic(telegram, person, worker, forum):
    with pytest.raises(NotPossible, match="2 to 10"):
        telegram.send_album(person, [Upload("a.pdf", b"1")])
    with pytest.raises(NotPossible, match="only members"):
        telegram.send_album(person, chat=forum)


async def test_a_live_place_is_told_as_it_moves_and_stops(bot, telegram, person):
    theirs = telegram.send_live_location(person, 52.05, 29.25, seconds=900)
    telegram.move(person, theirs, 52.06, 29.26)
    telegram.stop_live_location(person, theirs)
    *_, sent = await updates_of(bot, "message")
    moved, stopped = await updates_of(bot, "edited_message")
    assert sent.location.live_period == 900
    assert (moved.location.latitude, moved.location.live_period) == (52.06, 900)
    assert (stopped.location.latitude, stopped.location.live_period) == (52.06, None)
    with pytest.raises(NotPossible, match="does not follow"):
        telegram.move(person, theirs, 52.07, 29.27)


async def test_a_live_place_moves_for_its_time_only_and_a_plain_one_never(telegram, clock, person):
    live = telegram.send_live_location(person, 52.05, 29.25, seconds=900)
    plain = telegram.send_location(person, 52.05, 29.25)
    with pytest.raises(NotPossible, match="does not follow"):
        telegram.move(person, plain, 52.06, 29.26)
    clock.advance(timedelta(seconds=900))
    with pytest.raises(NotPossible, match="does not follow"):
        telegram.move(person, live, 52.06, 29.26)


async def test_a_copy_of_a_live_place_stands_still(bot, telegram, person, chat):
    theirs = telegram.send_live_location(person, 52.05, 29.25)
    await bot.copy_message(person.id, person.id, theirs["message_id"])
    assert chat.last_message["location"] == {"latitude": 52.05, "longitude": 29.25}


async def test_people_change_words_for_48_hours_and_only_where_there_are_any(telegram, clock, person):
    theirs, sticker = telegram.say(person, "рас"), telegram.send_sticker(person)
    with pytest.raises(NotPossible, match="no words"):
        telegram.edit(person, sticker, "раз")
    clock.advance(timedelta(hours=48, seconds=-1))
    assert telegram.edit(person, theirs, "раз")["text"] == "раз"
    clock.advance(timedelta(seconds=1))
    with pytest.raises(NotPossible, match="too late"):
        telegram.edit(person, theirs, "рас")


async def test_a_caption_taken_away_is_gone_with_its_marks(telegram, person):
    theirs = telegram.send_photo(person, caption="/start")
    changed = telegram.edit(person, theirs, "")
    assert "caption" not in changed
    assert "caption_entities" not in changed


async def test_the_bot_changes_its_caption(bot, person):
    sent = await bot.send_photo(person.id, some("a.png", PNG), caption="Берег", reply_markup=KEYS)
    changed = await sent.edit_caption(caption="<b>Причал</b>", parse_mode="HTML")
    assert (changed.caption, changed.caption_entities[0].type, changed.reply_markup) == ("Причал", "bold", None)
    assert changed.photo[0].file_id == sent.photo[0].file_id
    with pytest.raises(TelegramBadRequest, match="message is not modified"):
        await sent.edit_caption(caption="<b>Причал</b>", parse_mode="HTML")
    text = await bot.send_message(person.id, "Берег")
    with pytest.raises(TelegramBadRequest, match="there is no caption in the message to edit"):
        await text.edit_caption(caption="Причал")


async def test_a_keyboard_alone_changes_and_leaves_file_and_caption(bot, person):
    sent = await bot.send_photo(person.id, some("a.png", PNG), caption="Берег")
    changed = await sent.edit_reply_markup(reply_markup=KEYS)
    assert (changed.caption, changed.photo[0].file_id) == ("Берег", sent.photo[0].file_id)
    with pytest.raises(TelegramBadRequest, match="message is not modified"):
        await sent.edit_reply_markup(reply_markup=KEYS)


async def test_a_file_is_put_in_place_of_another_or_of_a_text(bot, person):
    sent = await bot.send_photo(person.id, some("a.png", PNG), caption="Берег")
    changed = await sent.edit_media(InputMediaDocument(media=some("b.pdf"), caption="Бумага"))
    assert (changed.photo, changed.document.file_name, changed.caption) == (None, "b.pdf", "Бумага")
    with pytest.raises(TelegramBadRequest, match="message is not modified"):
        await sent.edit_media(InputMediaDocument(media=changed.document.file_id, caption="Бумага"))
    text = await bot.send_message(person.id, "Берег")
    assert (await text.edit_media(photo())).text is None


async def test_a_file_cannot_take_the_place_of_a_round_video(bot, person):
    note = await bot.send_video_note(person.id, some())
    with pytest.raises(TelegramBadRequest, match="message can't be edited"):
        await note.edit_media(photo())


async def test_an_item_of_an_album_stays_of_its_kind(bot, person):
    sent, _ = await bot.send_media_group(person.id, [photo(), photo()])
    with pytest.raises(TelegramBadRequest, match='type "document" is unsupported'):
        await sent.edit_media(InputMediaDocument(media=some()))
    assert (await sent.edit_media(InputMediaVideo(media=some()))).video
    paper, _ = await bot.send_media_group(person.id, [InputMediaDocument(media=some())] * 2)
    with pytest.raises(TelegramBadRequest, match='type "photo" is unsupported'):
        await paper.edit_media(photo())
