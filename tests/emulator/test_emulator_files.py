"""Photos, voice notes, documents, places; captions; downloads; and what the bot says of itself."""

import pytest
from aiogram.exceptions import TelegramBadRequest
from aiogram.types import BotCommand, BotCommandScopeAllPrivateChats, BufferedInputFile

from bot.domain.appointments.table import HEADERS
from bot.emulator import about, media, samples
from bot.emulator.model import Upload
from bot.emulator.ogg import silence
from bot.sheets import read

PNG = samples.PHOTOS[0].upload()


async def test_a_photo_is_stored_with_its_size_and_comes_back(bot, person):
    sent = await bot.send_photo(person.id, BufferedInputFile(PNG.data, "shore.png"), caption="Берег")
    assert (sent.photo[0].width, sent.photo[0].height, sent.caption) == (320, 240, "Берег")
    assert (await bot.download(sent.photo[0])).read() == PNG.data


async def test_a_voice_note_and_a_document_keep_what_they_are(bot, person):
    voice = (await bot.send_voice(person.id, BufferedInputFile(silence(3), "v.ogg"), duration=3)).voice
    assert (voice.duration, voice.mime_type) == (3, "audio/ogg")
    document = (await bot.send_document(person.id, BufferedInputFile(b"text", "note.txt"))).document
    assert (document.file_name, document.file_size) == ("note.txt", 4)


async def test_a_persons_file_is_downloaded_and_sent_on_by_its_id(bot, telegram, person):
    theirs = telegram.send_voice(person)["voice"]["file_id"]
    assert (await bot.download(theirs)).read().startswith(b"OggS")
    assert (await bot.send_voice(person.id, theirs)).voice.file_id == theirs


async def test_a_file_that_is_not_there_is_refused(bot, person):
    with pytest.raises(TelegramBadRequest, match=r"Bad Request: invalid file_id$"):
        await bot.get_file("nothing")
    with pytest.raises(FileNotFoundError):
        await bot.download_file("voice/nothing.ogg")
    with pytest.raises(TelegramBadRequest, match="wrong remote file identifier specified"):
        await bot.send_photo(person.id, "nothing")


async def test_a_file_of_another_kind_is_refused(bot, telegram, person):
    voice = telegram.send_voice(person)["voice"]["file_id"]
    with pytest.raises(TelegramBadRequest, match="can't use file of type Voice as Photo"):
        await bot.send_photo(person.id, voice)


async def test_an_empty_file_is_refused(bot, person):
    with pytest.raises(TelegramBadRequest, match=r"Bad Request: file must be non-empty$"):
        await bot.send_document(person.id, BufferedInputFile(b"", "note.txt"))


async def test_a_file_too_big_is_refused_each_in_its_way(bot, telegram, person, monkeypatch):
    monkeypatch.setattr(media, "LARGEST_PHOTO", 3)
    monkeypatch.setattr(about, "LARGEST_DOWNLOAD", 3)
    with pytest.raises(TelegramBadRequest, match="PHOTO_SAVE_FILE_INVALID"):
        await bot.send_photo(person.id, BufferedInputFile(b"1234", "a.png"))
    document = telegram.send_document(person, Upload("note.txt", b"1234"))["document"]["file_id"]
    with pytest.raises(TelegramBadRequest, match=r"Bad Request: file is too big$"):
        await bot.get_file(document)


async def test_a_caption_may_be_1024_long_and_no_longer(bot, person):
    photo = BufferedInputFile(PNG.data, "shore.png")
    assert len((await bot.send_photo(person.id, photo, caption="я" * 1024)).caption) == 1024
    with pytest.raises(TelegramBadRequest, match=r"Bad Request: message caption is too long$"):
        await bot.send_photo(person.id, photo, caption="я" * 1025)


async def test_places_are_sent_with_and_without_a_name(bot, person):
    assert (await bot.send_location(person.id, 52.05, 29.25)).location.longitude == 29.25
    venue = (await bot.send_venue(person.id, 52.05, 29.25, title="Центр", address="ул. Ленина, 1")).venue
    assert (venue.title, venue.location.latitude) == ("Центр", 52.05)
    with pytest.raises(TelegramBadRequest, match="wrong latitude specified"):
        await bot.send_location(person.id, 91, 29.25)
    with pytest.raises(TelegramBadRequest, match="title must be non-empty"):
        await bot.send_venue(person.id, 52.05, 29.25, title="", address="ул. Ленина, 1")


async def test_only_so_many_files_are_remembered(telegram, person, bot):
    telegram.files._keep = 1
    first = telegram.send_voice(person)["voice"]["file_id"]
    telegram.send_voice(person)
    with pytest.raises(TelegramBadRequest, match="invalid file_id"):
        await bot.get_file(first)


async def test_the_bot_knows_its_name(bot):
    me = await bot.me()
    assert (me.first_name, me.username, me.is_bot) == ("Прыстань", "prystan_bot", True)


async def test_commands_are_kept_by_scope_and_language(bot):
    commands = [BotCommand(command="home", description="Дом")]
    scope = BotCommandScopeAllPrivateChats()
    await bot.set_my_commands(commands, scope=scope, language_code="ru")
    assert (await bot.get_my_commands(scope=scope, language_code="ru"))[0].command == "home"
    assert await bot.get_my_commands(language_code="ru") == []


@pytest.mark.parametrize(
    ("command", "description", "words"),
    [("Домой", "Дом", "BOT_COMMAND_INVALID"), ("home", "", "BOT_COMMAND_DESCRIPTION_INVALID")],
)
async def test_ill_formed_commands_are_refused(bot, command, description, words):
    with pytest.raises(TelegramBadRequest, match=words):
        await bot.set_my_commands([BotCommand(command=command, description=description)])


async def test_public_texts_are_kept_by_language_and_measured(bot, telegram):
    await bot.set_my_name("Прыстань", language_code="be")
    await bot.set_my_description("Дапамога побач")
    await bot.set_my_short_description("Дапамога")
    assert telegram.profile["name:be"] == "Прыстань"
    assert telegram.profile["description:"] == "Дапамога побач"
    for setter, longest in [
        (bot.set_my_name, 64),
        (bot.set_my_description, 512),
        (bot.set_my_short_description, 120),
    ]:
        assert await setter("я" * longest)
        with pytest.raises(TelegramBadRequest, match="is too long"):
            await setter("я" * (longest + 1))


def test_samples_are_what_they_say():
    assert [sample.upload().data[:4] for sample in samples.PHOTOS] == [b"\x89PNG"] * len(samples.PHOTOS)
    assert [sample.upload().data[:4] for sample in samples.VOICES] == [b"OggS"] * len(samples.VOICES)
    assert all(sample.upload().data for sample in samples.DOCUMENTS)


def test_the_sample_table_is_one_that_an_officer_can_send():
    head, *rows = read(samples.appointments())

    assert set(head.cells) <= {name for names in HEADERS.values() for name in names.values()}
    assert [row.cells[0] for row in rows] == ["07-118", "К-001", "К-002"]
