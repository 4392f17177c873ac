"""What stands of a client in members' private chats goes with them, as far as Telegram lets a bot delete."""

from datetime import timedelta

import pytest

from bot.domain import privacy
from bot.domain.people import Scope
from bot.store.tables import cases, desk_messages, outbox, relays
from bot.telegram.buttons import EndConversation, Talk
from bot.telegram.client_buttons import EraseMe, MyConsent, MyData, Withdraw
from tests.conftest import settled_in
from tests.desk_office import MOZYR, Member, asks, only_case

WORDS = "Нужна помощь с паспортом"


@pytest.fixture
async def olga(world):
    member = Member(world, "Ольга")
    await member.joins("quiet-harbour")
    return member


@pytest.fixture
async def pavel(world, olga):
    member = Member(world, "Павел")
    await member.joins("quiet-harbour")
    return member


@pytest.fixture
async def client(world, olga, pavel):
    return await settled_in(world, "Иван", MOZYR)


@pytest.fixture
async def case(world, client):
    await asks(client, WORDS)
    return await only_case(world)


async def erases(client) -> None:
    await client.says("/start")
    for button in (MyData(), EraseMe(), EraseMe(sure=True)):
        await client.presses_data(button)


async def test_erasing_removes_words_answers_and_cards_from_every_members_chat(
    world, olga, pavel, client, case, everything_kept
):
    await pavel.opens(case)
    await olga.takes(case)
    await olga.says("Приходите завтра, Иван", reply_to=olga.said(WORDS))
    await erases(client)

    for member in (olga, pavel):
        assert not any(told in member.seen for told in (WORDS, "Приходите завтра", "Мозыр"))
        assert not any("card:" in str(m) or "free:" in str(m) for m in member.messages)
    kept = await everything_kept()
    for table in (cases, relays, desk_messages):
        assert kept[table.name] == []
    assert not any(row.body for row in kept[outbox.name])


async def test_what_is_too_old_to_delete_is_said(world, olga, client, case):
    await olga.takes(case)
    world.clock.advance(timedelta(hours=50))
    await client.says("Ещё слово")
    before = len(olga.from_bot)
    await erases(client)

    assert WORDS in olga.seen
    assert "Ещё слово" not in olga.seen
    assert len([m for m in olga.from_bot if m["text"].startswith("⚠️")]) == 1
    assert len(olga.from_bot) <= before


async def test_what_nobody_took_goes_unread(world, olga, client, case):
    await erases(client)

    assert WORDS not in olga.seen
    assert olga.knocks == []


async def test_taking_consent_back_closes_the_card_and_what_waited_is_read_by_nobody(world, olga, client, case):
    card = await olga.opens(case)
    await client.says("/start")
    for button in (MyData(), MyConsent(), Withdraw(scope=Scope.SERVICE), Withdraw(scope=Scope.SERVICE, sure=True)):
        await client.presses_data(button)

    assert "take:" not in str(olga.at(card))
    assert WORDS not in olga.seen


async def test_ended_by_the_client_before_anyone_took_it_nobody_reads_it(world, olga, client, case, everything_kept):
    card = await olga.opens(case)
    await client.says("/start")
    async with world.app.database.transaction() as store:
        code = (await store.cases.get(case)).code
    await client.presses_data(Talk())
    await client.presses(code)
    await client.presses_data(EndConversation(case=case))
    await client.presses_data(EndConversation(case=case, sure=True))

    assert "take:" not in str(olga.at(card))
    assert not any(row.body for row in (await everything_kept())[outbox.name])


async def test_a_member_who_erases_themselves_as_a_client_goes_on_answering(world, olga, client, case):
    await olga.takes(case)
    async with world.app.database.transaction() as store:
        found, _row = await store.people.load(olga.user.id, b"")
        await privacy.erase(store, found, olga.user.id)
    await client.says("Вы здесь?")
    await olga.says("Здесь", reply_to=olga.said("Вы здесь?"))

    assert "Здесь" in client.seen
