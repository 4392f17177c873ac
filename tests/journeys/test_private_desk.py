"""An organisation without a group: a knock at every member, one takes, answers by replying, hands back or closes."""

import pytest

from bot.domain import cases, desk
from bot.domain.errors import Outdated
from bot.telegram.buttons import CloseCase, Desk, HandBack, OpenHeld, TakeCase
from tests.conftest import settled_in
from tests.desk_office import MOZYR, Member, asks, only_case

WORDS = "Нужна помощь с паспортом"


@pytest.fixture
async def olga(world):
    member = Member(world, "Ольга")
    await member.joins("quiet-harbour")
    return member


@pytest.fixture
async def pavel(world):
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


def under(client, words: str) -> str:
    """What the receipt under the client's message says."""
    message = next(m for m in client.messages if m.get("text") == words)
    return next(
        m["text"]
        for m in client.messages
        if m["from"]["is_bot"] and m.get("reply_to_message", {}).get("message_id") == message["message_id"]
    )


async def test_every_member_gets_one_knock_that_names_nothing(olga, pavel, client, case):
    await client.says("И ещё одно")

    for member in (olga, pavel):
        (knock,) = member.knocks
        for told in (WORDS, "Мозырь", "Тихая гавань", "Иван", "И ещё"):
            assert told not in str(knock)
    assert "✓" in under(client, WORDS)


async def test_a_press_opens_the_card_with_all_but_the_words_and_the_name(olga, client, case):
    card = await olga.opens(case)

    assert "Мозырь" in card["text"] or "Мозырский" in card["text"]
    assert "Тихая гавань" in card["text"]
    assert "Русский" in card["text"]
    assert WORDS not in olga.seen
    assert "Иван" not in str(card)


async def test_the_words_come_to_whoever_takes_it_in_order_under_the_code_and_to_nobody_else(
    world, olga, pavel, client, case
):
    await client.says("И ещё одно")
    card = await olga.takes(case)
    await client.says("И третье")

    code = card["text"].split("\n")[0].split()[-1]
    came = [m["text"] for m in olga.from_bot if m["text"].startswith(code)]
    assert came == [f"{code}\n{words}" for words in (WORDS, "И ещё одно", "И третье")]
    assert not any(words in pavel.seen for words in (WORDS, "И ещё одно", "И третье"))
    assert "👁" in under(client, WORDS)


async def test_of_two_who_press_at_once_one_takes_it_and_the_other_is_told_so(world, olga, pavel, client, case):
    cards = [(member, await member.opens(case)) for member in (olga, pavel)]
    for member, card in cards:
        world.telegram.press(member.user, card, TakeCase(case=case).pack())
    await world.settle()

    assert sum(WORDS in member.seen for member in (olga, pavel)) == 1
    loser = pavel if WORDS in olga.seen else olga
    assert "взял" in loser.last["text"]
    assert not any("take:" in str(member.at(card)) for member, card in cards)


async def test_a_reply_goes_to_the_client_and_answers_their_words(olga, client, case):
    await olga.takes(case)
    await olga.says("Приходите завтра", reply_to=olga.said(WORDS))

    answer = next(m for m in client.messages if m.get("text") == "Приходите завтра")
    assert answer["from"]["is_bot"]
    assert answer["reply_to_message"]["text"] == WORDS
    assert "✓✓" in under(client, WORDS)


async def test_a_reply_to_the_card_takes_what_nobody_took(olga, pavel, client, case):
    card, (knock,) = await olga.opens(case), pavel.knocks
    await olga.says("Здравствуйте!", reply_to=card)

    assert "Здравствуйте!" in client.seen
    assert "free:" in str(olga.at(card))
    assert "card:" not in str(pavel.at(knock))
    await pavel.says("И я здесь", reply_to=knock)
    assert "И я здесь" not in client.seen


async def test_lines_that_begin_with_two_slashes_stay_here(olga, client, case):
    await olga.takes(case)
    await olga.says("// спросить юриста", reply_to=olga.said(WORDS))
    await olga.says("// и ещё")

    assert "юриста" not in client.seen
    assert "и ещё" not in client.seen


async def test_a_command_as_a_reply_is_not_passed_on(olga, client, case):
    await olga.takes(case)
    await olga.says("/help", reply_to=olga.said(WORDS))

    assert "/help" not in client.seen


async def test_a_reaction_of_who_answers_says_that_it_was_seen(world, olga, client, case):
    # Telegram tells of reactions only who asked for them, as our polling does
    world.telegram.updates.allow(world.app.dispatcher.resolve_used_update_types())
    await olga.takes(case)
    await client.says("И ещё одно")
    assert "👁" not in under(client, "И ещё одно")

    world.telegram.react(olga.user, olga.said("И ещё одно"), "👍")
    await world.settle()
    assert "👁" in under(client, "И ещё одно")


async def test_handed_back_it_waits_again_the_others_are_told_and_so_is_the_client(olga, pavel, client, case):
    card = await olga.takes(case)
    before = len(pavel.knocks)
    await olga.presses_data(HandBack(case=case), card)
    await client.says("Вы здесь?")

    assert len(pavel.knocks) == before + 1
    assert "Вы здесь?" not in olga.seen
    code = card["text"].split("\n")[0].split()[-1]
    assert any(code in m.get("text", "") for m in client.messages if m["from"]["is_bot"])

    await pavel.takes(case)
    assert "Вы здесь?" in pavel.seen
    await pavel.says("Я здесь", reply_to=pavel.said("Вы здесь?"))
    assert "Я здесь" in client.seen


async def test_who_handed_it_back_can_take_it_once_more(olga, client, case):
    card = await olga.takes(case)
    await olga.presses_data(HandBack(case=case), card)
    await olga.presses_data(TakeCase(case=case), olga.at(card))
    await client.says("Вы здесь?")

    assert "Вы здесь?" in olga.seen
    assert "free:" in str(olga.at(card))


async def test_only_who_answers_it_hands_it_back_or_closes_it(world, olga, pavel, client, case):
    card = await olga.takes(case)
    async with world.app.database.transaction() as store:
        (colleague, _row), taken = await store.people.load(pavel.user.id, b""), await store.cases.get(case)
        with pytest.raises(Outdated):
            await desk.hand_back(store, colleague, taken)
        with pytest.raises(cases.AlreadyTaken):
            await cases.close(store, colleague, taken, by_client=False)
    await client.says("Вы здесь?")

    assert "Вы здесь?" in olga.seen
    assert "free:" in str(olga.at(card))


async def test_closing_asks_first_and_tells_the_client(olga, pavel, client, case):
    theirs = await pavel.opens(case)
    card = await olga.takes(case)
    await olga.presses_data(CloseCase(case=case), card)
    assert "free:" not in str(olga.at(card))
    await olga.presses_data(CloseCase(case=case, sure=True), olga.at(card))

    assert "close:" not in str(olga.at(card))
    assert "close:" not in str(pavel.at(theirs))
    await client.presses_data(OpenHeld()) if "open" in str(client.last) else None
    code = card["text"].split("\n")[0].split()[-1]
    assert code in client.last["text"]
    await olga.says("Ещё слово", reply_to=olga.said(WORDS))
    assert "Ещё слово" not in client.seen


async def test_the_queue_shows_what_waits_and_how_long_and_what_is_ones_own(world, olga, client, case):
    await olga.says("/queue")
    queue = olga.last
    assert "card:" in str(queue["reply_markup"])

    await olga.takes(case)
    await olga.says("/queue")
    assert "card:" not in str(olga.last["reply_markup"])
    await olga.presses_data(Desk(organisation="quiet-harbour", mine=True))
    assert f"card:{case}" in str(olga.last["reply_markup"])


async def test_a_card_opened_from_the_queue_is_answered_by_replying_to_it(olga, client, case):
    await olga.takes(case)
    await olga.says("/queue")
    await olga.presses_data(Desk(organisation="quiet-harbour", mine=True))
    await olga.presses(" · ")
    await olga.says("Из очереди", reply_to=olga.last)

    assert "Из очереди" in client.seen
