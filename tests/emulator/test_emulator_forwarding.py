"""Messages sent on: copies without an origin, forwards with one."""

import pytest
from aiogram.exceptions import TelegramBadRequest

from bot.emulator.errors import NotPossible


async def updates_of(bot, kind):
    return [getattr(update, kind) for update in await bot.get_updates() if getattr(update, kind)]


async def test_a_forward_names_its_author(bot, telegram, person, forum):
    theirs = telegram.say(person, "Где переночевать?")
    sent = await bot.forward_message(forum.id, person.id, theirs["message_id"])
    assert (sent.text, sent.from_user.id) == ("Где переночевать?", telegram.me.id)
    assert (sent.forward_origin.type, sent.forward_origin.sender_user.id) == ("user", person.id)


async def test_who_hides_is_named_but_not_known(bot, telegram, forum):
    shy = telegram.add_user("Анна", hidden=True)
    theirs = telegram.say(shy, "Где переночевать?")
    origin = (await bot.forward_message(forum.id, shy.id, theirs["message_id"])).forward_origin
    assert (origin.type, origin.sender_user_name) == ("hidden_user", "Анна")
    assert str(shy.id) not in origin.model_dump_json()


async def test_a_forward_of_a_forward_keeps_the_first_author(bot, telegram, person, forum):
    theirs = telegram.forward_post(person, "Открыт приют", channel="Новости")
    origin = (await bot.forward_message(forum.id, person.id, theirs["message_id"])).forward_origin
    assert (origin.type, origin.chat.title, origin.message_id) == ("channel", "Новости", 1)


async def test_people_forward_to_the_bot(bot, telegram, person, worker, forum):
    telegram.forward(person, telegram.say(worker, "Приходите", chat=forum))
    shy = telegram.add_user("Анна", hidden=True)
    telegram.forward(person, telegram.say(shy, "Это я"))
    known, hidden = (await updates_of(bot, "message"))[-3::2]
    assert (known.text, known.from_user.id, known.forward_origin.sender_user.id) == (
        "Приходите",
        person.id,
        worker.id,
    )
    assert (hidden.text, hidden.forward_origin.sender_user_name) == ("Это я", "Анна")


async def test_what_is_protected_or_only_a_notice_is_not_forwarded(bot, telegram, person, forum, chat):
    guarded = await bot.send_message(person.id, "Личное", protect_content=True)
    for origin, message in ((person.id, guarded.message_id), (forum.id, 1)):
        with pytest.raises(TelegramBadRequest, match=r"Bad Request: the message can't be forwarded$"):
            await bot.forward_message(person.id, origin, message)
    with pytest.raises(TelegramBadRequest, match="message to forward not found"):
        await bot.forward_message(person.id, person.id, 999)
    with pytest.raises(NotPossible, match="cannot be forwarded"):
        telegram.forward(person, chat.last_message)


async def test_a_copy_says_nothing_of_an_origin(bot, telegram, person, forum):
    theirs = telegram.forward_post(person, "Открыт приют", channel="Новости")
    await bot.copy_message(forum.id, person.id, theirs["message_id"])
    assert "forward_origin" not in forum.last_message


async def test_many_are_forwarded_at_once_and_those_not_there_are_passed_over(bot, telegram, person, forum):
    ids = [telegram.say(person, text)["message_id"] for text in ("раз", "два")]
    sent = await bot.forward_messages(forum.id, person.id, [*ids, 999])
    texts = [forum.messages[message.message_id]["text"] for message in sent]
    assert texts == ["раз", "два"]
    assert all("forward_origin" in forum.messages[message.message_id] for message in sent)


async def test_an_album_stays_an_album_when_copied(bot, telegram, person, forum):
    theirs = telegram.send_album(person, caption="Бумаги")
    sent = await bot.copy_messages(forum.id, person.id, [message["message_id"] for message in theirs])
    copies = [forum.messages[message.message_id] for message in sent]
    assert len({copy["media_group_id"] for copy in copies}) == 1
    assert copies[0]["media_group_id"] != theirs[0]["media_group_id"]
    assert [copy.get("caption") for copy in copies] == ["Бумаги", None]
    await bot.copy_messages(forum.id, person.id, [theirs[0]["message_id"]], remove_caption=True)
    assert "caption" not in forum.last_message


@pytest.mark.parametrize(
    ("ids", "words"),
    [
        ([2, 1], "message identifiers must be in a strictly increasing order"),
        ([1, 1], "message identifiers must be in a strictly increasing order"),
        (list(range(1, 102)), "too many message identifiers specified"),
        ([], "message identifiers are not specified"),
        ([998, 999], "there are no messages to copy"),
    ],
)
async def test_lists_of_messages_are_checked(bot, person, forum, ids, words):
    with pytest.raises(TelegramBadRequest, match=f"Bad Request: {words}$"):
        await bot.copy_messages(forum.id, person.id, ids)
    with pytest.raises(TelegramBadRequest, match=words.replace("copy", "forward")):
        await bot.forward_messages(forum.id, person.id, ids)
