"""Staff who write without a reply are asked to whom it goes; the client they may be too is never mixed up with it."""

import pytest

from bot.telegram.buttons import Card, Home, SendTo, Talk
from tests.conftest import settled_in
from tests.desk_office import MOZYR, Member, asks, only_case

FOREIGN = "BY-HM-Minsk"


@pytest.fixture
async def olga(world):
    member = Member(world, "Ольга")
    await member.joins("quiet-harbour")
    return member


@pytest.fixture
async def client(world, olga):
    return await settled_in(world, "Иван", MOZYR)


@pytest.fixture
async def case(world, olga, client):
    await asks(client, "Здравствуйте")
    made = await only_case(world)
    await olga.takes(made)
    return made


async def test_without_a_reply_it_asks_and_sends_after_the_press(olga, client, case):
    await olga.says("Приходите завтра")
    assert "Приходите завтра" not in client.seen

    await olga.presses_data(SendTo(case=case))
    assert "Приходите завтра" in client.seen
    assert "to:" not in str(olga.last.get("reply_markup"))


@pytest.mark.parametrize("kind", ["voice", "photo", "document"])
async def test_a_file_without_a_reply_is_asked_for_too(world, olga, client, case, kind):
    getattr(world.telegram, f"send_{kind}")(olga.user)
    await world.settle()
    assert not any(kind in m for m in client.messages)

    await olga.presses_data(SendTo(case=case))
    assert any(kind in m for m in client.messages)


async def test_an_album_without_a_reply_is_spoken_of_once_and_leads_to_the_card_to_reply_to(
    world, olga, client, case
):
    for _ in range(2):
        before = len(olga.from_bot)
        world.telegram.send_album(olga.user)
        await world.settle()
        assert len(olga.from_bot) == before + 1
    await olga.presses_data(Card(case=case))
    world.telegram.send_album(olga.user, reply_to=olga.last)
    await world.settle()

    assert len([message for message in client.messages if "photo" in message]) == 2


async def test_an_album_under_two_slashes_is_asked_about_by_nobody(world, olga, client, case):
    before = len(olga.from_bot)
    world.telegram.send_album(olga.user, caption="// для своих")
    await world.settle()

    assert len(olga.from_bot) == before


async def test_what_was_taken_inside_after_it_was_asked_for_does_not_go(world, olga, client, case):
    written = await olga.says("Его ищет брат")
    question = olga.last
    world.telegram.edit(olga.user, written, "// его ищет брат")
    await world.settle()
    await olga.presses_data(SendTo(case=case), question)

    assert "брат" not in client.seen


async def test_pressed_twice_it_goes_once(world, olga, client, case):
    await olga.says("Приходите завтра")
    for _ in range(2):
        world.telegram.press(olga.user, olga.last, SendTo(case=case).pack())
    await world.settle()

    assert client.seen.count("Приходите завтра") == 1


async def test_if_the_message_is_gone_it_asks_to_write_again(world, olga, client, case):
    written = await olga.says("Приходите завтра")
    question = olga.last
    world.telegram.delete(olga.user, written)
    await olga.presses_data(SendTo(case=case), question)

    assert "Приходите завтра" not in client.seen


async def test_with_no_request_it_explains(world, olga, client):
    await olga.says("Приходите завтра")

    assert "desk:quiet-harbour" in str(olga.last["reply_markup"])


async def test_of_several_requests_one_chooses(world, olga, client, case):
    other = await settled_in(world, "Пётр", MOZYR)
    await asks(other, "Добрый день")
    async with world.app.database.transaction() as store:
        second = next(one.id for one in await store.cases.newest(5) if one.id != case)
    await olga.takes(second)
    await olga.says("Приходите завтра")
    assert str(olga.last["reply_markup"]).count("to:") == 2

    await olga.presses_data(SendTo(case=second))
    assert "Приходите завтра" in other.seen
    assert "Приходите завтра" not in client.seen


@pytest.fixture
async def road(world):
    """Another organisation, which answers in Minsk."""
    member = Member(world, "Дарья")
    await member.joins("road-home")
    return member


async def test_a_member_who_asks_for_help_elsewhere_is_asked_which_of_the_two_it_is(world, olga, road, client, case):
    async with world.app.database.transaction() as store:
        found = await store.people.load(olga.user.id, b"")
        await store.people.set_consents(found[0].id, frozenset({"service"}))
        await store.people.set_territory(found[0].id, FOREIGN)
    await olga.says("/start")
    await olga.presses_data(Home())
    await asks(olga, "Мне самой нужна помощь")
    async with world.app.database.transaction() as store:
        own = next(one.id for one in await store.cases.newest(5) if one.id != case)
    await road.takes(own)
    assert "Мне самой нужна помощь" in road.seen

    await olga.says("А ещё вот что")
    assert "А ещё вот что" not in road.seen
    await olga.presses_data(SendTo(case=own))
    assert "А ещё вот что" in road.seen

    await olga.says("Иван, приходите", reply_to=olga.said("Здравствуйте"))
    assert "Иван, приходите" in client.seen
    assert "Иван, приходите" not in road.seen
    await road.says("Приезжайте к нам", reply_to=road.said("А ещё вот что"))
    await olga.says("Приеду", reply_to=olga.said("Приезжайте к нам"))
    assert "Приеду" in road.seen
    assert "Приеду" not in client.seen


async def test_nobody_takes_their_own_request(world, olga):
    async with world.app.database.transaction() as store:
        found = await store.people.load(olga.user.id, b"")
        await store.people.set_consents(found[0].id, frozenset({"service"}))
        await store.people.set_territory(found[0].id, MOZYR)
    await olga.says("/start")
    await olga.presses_data(Home())
    await olga.presses_data(Talk())
    await olga.says("Мне самой нужна помощь")

    assert olga.knocks == []


async def test_start_leads_staff_home_out_of_a_talk_of_their_own(world, olga, road, client):
    async with world.app.database.transaction() as store:
        found = await store.people.load(olga.user.id, b"")
        await store.people.set_consents(found[0].id, frozenset({"service"}))
        await store.people.set_territory(found[0].id, FOREIGN)
    await olga.says("/start")
    await olga.presses_data(Home())
    await asks(olga, "Мне самой нужна помощь")
    own = await only_case(world)
    await road.takes(own)
    await olga.says("/start")
    await olga.says("Никому")

    assert "Никому" not in road.seen
