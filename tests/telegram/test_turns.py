"""One turn is one transaction; the screen comes after it, and a screen that fails takes nothing back."""

import pytest
from aiogram import F
from aiogram.exceptions import TelegramBadRequest, TelegramRetryAfter
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, Message

from bot.domain import people as roles
from bot.emulator.session import EmulatorSession
from bot.store.tables import audit, conversations, inbox, memberships, people
from bot.telegram.buttons import Home
from bot.telegram.screens import LONGEST_WAIT, Button, Screen, Toast
from tests.conftest import Phone
from tests.telegram.troubles import says


def on_words(world, words, handler):
    world.app.dispatcher.message.register(handler, F.text == words)


def on_home(world, handler):
    world.app.dispatcher.callback_query.register(handler, Home.filter())


def wait(seconds):
    async def trouble(session, bot, method):
        raise TelegramRetryAfter(method=method, message="Too Many Requests", retry_after=seconds)

    return trouble


@pytest.fixture
async def screen(world, client):
    """A screen with a button, as the client has it before them."""

    async def show(event: Message):
        return Screen("Первый", "", ((Button("Нажми", Home()),),), footer=False)

    on_words(world, "show", show)
    await client.says("show")
    return client.last


async def test_what_a_turn_writes_and_the_end_of_its_update_are_one_commit(world, client, rows):
    async def look(event: Message, store):
        await store.audit.add("done", actor=None, subject="x")
        assert [row.state for row in await store_rows(store) if row.body is not None] == ["waiting"]

    async def store_rows(store):
        return (await store.meta.run(inbox.select())).all()

    on_words(world, "look", look)
    await client.says("look")

    assert len(await rows(audit, audit.c.action == "done")) == 1
    assert await rows(inbox, inbox.c.body.isnot(None)) == []


async def test_an_error_undoes_everything_of_the_turn_its_state_included(world, client, rows):
    async def fail(event: Message, store, state: FSMContext):
        await state.set_state("Asking:words")
        await store.people.run(people.update().values(locale="ky"))
        raise ZeroDivisionError

    on_words(world, "fail", fail)
    await client.says("fail")

    assert await rows(conversations) == []
    assert {row.locale for row in await rows(people)} == {"ru"}


async def test_typed_input_is_remembered_with_its_turn_and_over_a_restart(world, client, rows):
    async def ask(event: Message, state: FSMContext):
        await state.set_state("Test:words")
        await state.set_data({"need": "bed"})

    heard = []

    async def answer(event: Message, state: FSMContext):
        heard.append((await state.get_data())["need"])
        await state.clear()

    on_words(world, "ask", ask)
    await client.says("ask")
    assert len(await rows(conversations)) == 1
    await world.kill()
    world.app.dispatcher.message.register(answer, F.text == "answer", lambda _, raw_state: raw_state == "Test:words")
    await client.says("answer")

    assert heard == ["bed"]
    assert await rows(conversations) == []


async def test_of_a_visitor_nothing_is_written_not_even_their_typing(world, rows):
    visitor = Phone(world, "Гость")

    async def ask(event: Message, state: FSMContext):
        await state.set_state("Test:words")

    on_words(world, "ask", ask)
    await visitor.says("ask")

    assert await rows(conversations) == []
    assert await rows(people) == []


async def test_a_turn_acts_with_rights_as_they_are_now(world, office, rows):
    (membership,) = await rows(memberships)
    async with world.app.database.transaction() as store:
        await roles.revoke(store, membership.id)
    seen = []

    async def look(event: Message, actor):
        seen.append(actor.memberships)

    on_words(world, "look", look)
    await office.worker.says("look")
    assert seen == [()]


async def test_a_pressed_screen_changes_in_place(world, client, screen):
    async def again(event: CallbackQuery):
        return Screen("Второй", footer=False)

    on_home(world, again)
    before = len(client.messages)
    await client.presses_data(Home(), screen)

    assert len(client.messages) == before
    assert client.last["text"] == "Второй"


async def test_the_same_screen_again_is_no_trouble(world, client, screen):
    async def same(event: CallbackQuery):
        return Screen("Первый", "", ((Button("Нажми", Home()),),), footer=False)

    on_home(world, same)
    before = len(client.messages)
    await client.presses_data(Home(), screen)

    assert len(client.messages) == before


async def test_a_message_that_cannot_be_edited_is_answered_by_a_new_one(world, client, screen):
    async def again(event: CallbackQuery):
        return Screen("Второй", footer=False)

    on_home(world, again)
    before = len(client.messages)
    world.spoil("editMessageText", says(TelegramBadRequest, "Bad Request: message can't be edited"))
    await client.presses_data(Home(), screen)

    assert len(client.messages) == before + 1
    assert client.last["text"] == "Второй"


async def test_a_button_is_answered_even_when_the_screen_stays(world, client, screen):
    async def toast(event: CallbackQuery):
        return Toast("Готово")

    on_home(world, toast)
    query = world.telegram.press(client.user, screen, "Нажми")
    await world.settle()

    assert query.answer["text"] == "Готово"
    assert client.last["text"] == "Первый"


async def test_a_button_answered_too_late_still_shows_its_screen(world, client, screen):
    async def again(event: CallbackQuery):
        return Screen("Второй", footer=False)

    on_home(world, again)
    world.spoil("answerCallbackQuery", says(TelegramBadRequest, "Bad Request: query is too old"))
    await client.presses_data(Home(), screen)

    assert client.last["text"] == "Второй"


@pytest.mark.parametrize(("seconds", "shown"), [(0, True), (LONGEST_WAIT + 1, False)])
async def test_a_short_wait_is_waited_and_a_long_one_is_not(world, client, rows, seconds, shown):
    async def show(event: Message, store):
        await store.audit.add("done", actor=None, subject="x")
        return Screen("Экран", footer=False)

    on_words(world, "show", show)
    world.spoil("sendMessage", wait(seconds))
    await client.says("show")

    assert (client.last["text"] == "Экран") is shown
    assert len(await rows(audit, audit.c.action == "done")) == 1


async def test_a_screen_that_cannot_be_sent_takes_nothing_back(world, client, rows):
    async def show(event: Message, store):
        await store.audit.add("done", actor=None, subject="x")
        return Screen("Экран", footer=False)

    on_words(world, "show", show)
    world.spoil("sendMessage", says(TelegramBadRequest, "Bad Request: chat not found"))
    await client.says("show")

    assert len(await rows(audit, audit.c.action == "done")) == 1
    assert await rows(inbox, inbox.c.body.isnot(None)) == []


async def test_a_screen_is_shown_after_the_commit_and_never_holds_it(world, client, rows):
    seen = []

    async def looks_first(session, bot, method):
        # the transaction is over: another one gets through while the screen is on its way
        async with world.app.database.transaction() as store:
            seen.extend((await store.meta.run(audit.select().where(audit.c.action == "done"))).all())
        return await EmulatorSession.make_request(session, bot, method)

    async def show(event: Message, store):
        await store.audit.add("done", actor=None, subject="x")
        return Screen("Экран", footer=False)

    on_words(world, "show", show)
    world.spoil("sendMessage", looks_first)
    await client.says("show")

    assert len(seen) == 1
    assert client.last["text"] == "Экран"


async def test_titles_are_bold_whatever_they_are_made_of(world, client):
    async def show(event: Message):
        return Screen("🏠 <b>Дом</b> 👨‍👩‍👧", "тело", footer=False)

    on_words(world, "show", show)
    await client.says("show")

    (entity,) = client.last["entities"]
    bold = client.last["text"].encode("utf-16-le")[: entity["length"] * 2].decode("utf-16-le")
    assert (entity["type"], entity["offset"], bold) == ("bold", 0, "🏠 <b>Дом</b> 👨‍👩‍👧")
