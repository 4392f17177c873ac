"""Members come and go: several organisations, revoked, out of reach, a group connected later."""

from datetime import timedelta

import pytest

from bot import admin
from bot.domain import cases, desk
from bot.domain.errors import NotAllowed
from bot.settings import SettingsError
from bot.telegram.buttons import BindGroup, Card, CloseCase, Desk, HandBack, SendTo, TakeCase
from bot.telegram.wording import refusal
from tests.conftest import Office, Phone, settled_in
from tests.desk_office import MOZYR, Member, asks, only_case
from tests.old_buttons import presses_old

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
async def client(world, olga):
    return await settled_in(world, "Иван", MOZYR)


async def asked(world, client) -> int:
    await asks(client, WORDS)
    return await only_case(world)


async def revoked(world, member: Member) -> None:
    async with world.app.database.transaction() as store:
        found = await store.people.load(member.user.id, b"")
        await desk.revoke(store, found[0].memberships[0].id)


async def state_of(world, case: int) -> tuple[str, int | None]:
    async with world.app.database.transaction() as store:
        found = await store.cases.get(case)
    return found.state, found.desk


# ---- revoked


async def test_what_a_revoked_member_answered_waits_again_and_a_colleague_is_told(world, olga, pavel, client):
    case = await asked(world, client)
    await olga.takes(case)
    before = len(pavel.knocks)
    await revoked(world, olga)
    await world.settle()

    assert len(pavel.knocks) == before + 1
    await client.says("Вы здесь?")
    await pavel.takes(case)
    assert "Вы здесь?" in pavel.seen
    assert "Вы здесь?" not in olga.seen


async def test_what_a_revoked_member_had_of_clients_is_removed_from_their_chat(world, olga, pavel, client):
    case = await asked(world, client)
    await olga.takes(case)
    assert WORDS in olga.seen
    await revoked(world, olga)
    await world.settle()

    assert WORDS not in olga.seen
    assert "Мозыр" not in olga.seen


@pytest.mark.parametrize("button", [TakeCase, Card, HandBack, CloseCase, SendTo])
async def test_a_button_on_a_revoked_members_screen_does_what_it_does_for_a_stranger(
    world, olga, pavel, client, button
):
    case = await asked(world, client)
    stranger = await settled_in(world, "Чужой", MOZYR)
    mine = button in {HandBack, CloseCase, SendTo}
    card = await (olga.takes(case) if mine else olga.opens(case)) if button is not Card else olga.knocks[0]
    if button is SendTo:
        await olga.says("Приходите завтра")
        card = olga.last
    # pressed before the screen could be removed, handled after
    world.telegram.press(olga.user, card, button(case=case).pack())
    async with world.app.database.transaction() as store:
        found = await store.people.load(olga.user.id, b"")
        await store.people.revoke(found[0].memberships[0].id)
    before = await state_of(world, case)
    await world.settle()
    async with world.app.database.transaction() as store:
        person, _row = await store.people.load(stranger.user.id, b"")
    refused = await refusal_to(world, person, case)

    assert await state_of(world, case) == before
    assert refused in olga.seen
    assert "Приходите завтра" not in client.seen


async def refusal_to(world, actor, case: int) -> str:
    async with world.app.database.transaction() as store:
        with pytest.raises(NotAllowed) as refused:
            await cases.of_staff(store, actor, case)
    with world.app.means.speaking("ru"):
        return refusal(refused.value)


@pytest.mark.parametrize("deed", ["reply", "edit", "queue", "words", "reaction"])
async def test_nothing_a_revoked_member_writes_is_passed_on(world, olga, pavel, client, deed):
    world.telegram.updates.allow(world.app.dispatcher.resolve_used_update_types())
    case = await asked(world, client)
    await olga.takes(case)
    answer = await olga.says("Здравствуйте", reply_to=olga.said(WORDS))
    words = olga.said(WORDS)
    async with world.app.database.transaction() as store:
        found = await store.people.load(olga.user.id, b"")
        await store.people.revoke(found[0].memberships[0].id)
    if deed == "reply":
        await olga.says("Мимо", reply_to=words)
    elif deed == "edit":
        world.telegram.edit(olga.user, answer, "Мимо")
    elif deed == "queue":
        await olga.says("/queue")
    elif deed == "words":
        await olga.says("Мимо")
    else:
        world.telegram.react(olga.user, words, "👍")
    await world.settle()

    assert "Мимо" not in client.seen
    assert "desk:" not in str(olga.last.get("reply_markup"))
    assert "to:" not in str(olga.last.get("reply_markup"))


async def test_who_is_still_staff_elsewhere_can_do_nothing_where_they_were_revoked(world, olga, pavel, client):
    case = await asked(world, client)
    await olga.takes(case)
    answer = await olga.says("Здравствуйте", reply_to=olga.said(WORDS))
    words = olga.said(WORDS)
    await olga.joins("road-home")
    async with world.app.database.transaction() as store:
        found = await store.people.load(olga.user.id, b"")
        await store.people.revoke(next(m.id for m in found[0].memberships if m.organisation == "quiet-harbour"))
    before = len(olga.from_bot)
    world.telegram.edit(olga.user, answer, "Мимо")
    await olga.says("И мимо", reply_to=words)

    assert "имо" not in client.seen
    # asked as about any words to nobody in particular, or answered as anyone is
    assert len(olga.from_bot) > before


async def test_a_knock_owed_to_who_was_revoked_meanwhile_is_not_sent(world, olga, pavel, client):
    case = await asked(world, client)
    async with world.app.database.transaction() as store:
        found = await store.people.load(olga.user.id, b"")
        await store.people.revoke(found[0].memberships[0].id)
        where = {"person": found[0].id, "organisation": "quiet-harbour", "case": case}
        await store.outbox.add("desk_knock", "again", {}, **where)
    before = len(olga.from_bot)
    await world.settle()

    assert len(olga.from_bot) == before


async def test_nobody_takes_what_they_asked_for_themselves(world, olga, pavel):
    async with world.app.database.transaction() as store:
        person, _row = await store.people.load(olga.user.id, b"")
        own = await store.cases.add(
            person.id, "K7M-42", organisation="quiet-harbour", contract=None, need=None, territory=MOZYR, reasons=[]
        )
        with pytest.raises(cases.OwnRequest):
            await cases.take(store, person, own)


# ---- out of reach


async def test_one_member_who_blocked_the_bot_does_not_keep_it_from_the_others(world, olga, pavel, client):
    world.telegram.block(olga.user)
    await world.settle()
    case = await asked(world, client)

    await pavel.takes(case)
    assert WORDS in pavel.seen


async def test_a_taker_who_blocks_the_bot_frees_the_request(world, olga, pavel, client):
    case = await asked(world, client)
    await olga.takes(case)
    world.telegram.block(olga.user)
    await world.settle()
    await client.says("Вы здесь?")
    await pavel.takes(case)

    assert "Вы здесь?" in pavel.seen


async def test_a_block_that_shows_only_while_sending_frees_it_too(world, olga, pavel, client):
    case = await asked(world, client)
    await olga.takes(case)
    world.telegram.chat(olga.user.id).blocked = True
    await client.says("Вы здесь?")
    await pavel.takes(case)

    assert "Вы здесь?" in pavel.seen


async def an_hour(world) -> None:
    for _ in range(14):
        world.clock.advance(timedelta(minutes=6))
        await world.settle()


async def test_if_nobody_can_be_reached_client_and_operator_are_told_and_it_comes_when_somebody_can(
    world, olga, client
):
    operator = Phone(world, "Оператор")
    world.telegram.say(operator.user, "/start")
    world.app.means.ops_chat = operator.user.id
    world.telegram.chat(olga.user.id).blocked = True
    case = await asked(world, client)
    await an_hour(world)
    assert "⚠️" in client.seen
    assert "🛠" in operator.seen

    world.telegram.unblock(olga.user)
    await world.settle()
    await an_hour(world)
    await olga.takes(case)
    assert WORDS in olga.seen


async def test_if_the_only_one_who_answered_is_revoked_client_and_operator_are_told(world, olga, client):
    operator = Phone(world, "Оператор")
    world.telegram.say(operator.user, "/start")
    world.app.means.ops_chat = operator.user.id
    case = await asked(world, client)
    await olga.takes(case)
    before = len(client.messages)
    await revoked(world, olga)
    await an_hour(world)

    assert "🛠" in operator.seen
    assert len(client.messages) > before


async def test_the_first_member_who_joins_is_knocked_at_for_what_came_before(world):
    client = await settled_in(world, "Иван", MOZYR)
    case = await asked(world, client)
    olga = Member(world, "Ольга")
    await olga.joins("quiet-harbour")
    await olga.takes(case)

    assert WORDS in olga.seen


async def test_a_member_who_comes_back_is_knocked_at_for_what_waited(world, olga, client):
    world.telegram.block(olga.user)
    await world.settle()
    case = await asked(world, client)
    world.telegram.unblock(olga.user)
    await world.settle()
    await olga.takes(case)

    assert WORDS in olga.seen


# ---- several organisations


async def test_a_member_of_several_organisations_chooses_and_sees_whose_each_request_is(world, olga, client):
    await olga.joins("road-home")
    elsewhere = await settled_in(world, "Пётр", "BY-HM-Minsk")
    await asked(world, client)
    await asks(elsewhere, "Добрый день")
    await olga.says("/queue")
    rows = str(olga.last["reply_markup"])
    assert "desk:quiet-harbour" in rows
    assert "desk:road-home" in rows

    await olga.presses_data(Desk(organisation="road-home"))
    assert str(olga.last["reply_markup"]).count("card:") == 1
    await olga.presses(" · ")
    assert "Дорога домой" in olga.last["text"]
    assert "Минск" in olga.last["text"]


async def test_the_queue_of_another_organisation_is_not_shown(world, olga, client):
    stranger = Member(world, "Дарья")
    await stranger.joins("road-home")
    case = await asked(world, client)
    await stranger.says("/queue")
    question = stranger.last
    question["reply_markup"]["inline_keyboard"][0][0]["callback_data"] = Desk(organisation="quiet-harbour").pack()
    await stranger.presses_data(Desk(organisation="quiet-harbour"), question)
    question["reply_markup"]["inline_keyboard"][0][0]["callback_data"] = TakeCase(case=case).pack()
    await stranger.presses_data(TakeCase(case=case), question)

    assert "card:" not in str(stranger.last)
    assert (await state_of(world, case)) == ("open", None)


# ---- a group connected later


async def binds(world, member: Member, organisation: str):
    office = Office(world, organisation, member)
    await member.says("/start")
    await member.presses_data(BindGroup(organisation=organisation))
    code = member.last["text"].split("/bind ")[1].split()[0]
    await member.says(f"/bind {code}", chat=office.forum)
    return office


async def test_what_waits_goes_to_the_new_group_and_what_is_answered_stays(world, olga, client):
    case = await asked(world, client)
    await olga.takes(case)
    other = await settled_in(world, "Пётр", MOZYR)
    await asks(other, "Добрый день")
    office = await binds(world, olga, "quiet-harbour")

    (thread,) = office.topics
    assert "Добрый день" in [m["text"] for m in office.said_in(thread)]
    await client.says("Вы здесь?")
    assert "Вы здесь?" in olga.seen
    assert list(office.topics) == [thread]
    await olga.says("Здесь", reply_to=olga.said("Вы здесь?"))
    assert "Здесь" in client.seen


async def test_handed_back_after_that_it_goes_to_the_group(world, olga, client):
    case = await asked(world, client)
    card = await olga.takes(case)
    office = await binds(world, olga, "quiet-harbour")
    await olga.presses_data(HandBack(case=case), card)
    await client.says("Вы здесь?")

    (thread,) = office.topics
    assert "Вы здесь?" in [m["text"] for m in office.said_in(thread)]
    assert "Вы здесь?" not in olga.seen
    await olga.says("Из старого чата", reply_to=olga.said(WORDS))
    assert "Из старого чата" not in client.seen


async def test_a_reply_to_a_card_of_what_waits_in_the_group_by_now_is_refused(world, olga, client):
    case = await asked(world, client)
    card = await olga.opens(case)
    await binds(world, olga, "quiet-harbour")
    await olga.says("Из старого чата", reply_to=card)

    assert "Из старого чата" not in client.seen
    assert (await state_of(world, case)) == ("open", None)
    with world.app.means.speaking("ru"):
        assert refusal(desk.AnsweredInTheGroup()) in olga.last["text"]


async def test_the_command_line_names_nobody_and_ends_a_role_at_once(world, olga, client, monkeypatch):
    monkeypatch.setattr(admin, "build", lambda settings: world._build())
    case = await asked(world, client)
    await olga.takes(case)
    (line,) = await admin.members(world.settings, "quiet-harbour")
    assert "Ольга" not in line
    with pytest.raises(SettingsError, match="nobody holds a role"):
        await admin.revoke(world.settings, 1)

    await admin.revoke(world.settings, int(line.split()[0]))
    assert await admin.members(world.settings, "quiet-harbour") == []
    await presses_old(olga, CloseCase(case=case, sure=True))
    assert (await state_of(world, case))[0] == "open"
