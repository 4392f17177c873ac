"""Everything people send passes between a client and a member's private chat as it does with a group."""

import pytest

from bot.domain.edits import StaysInside
from bot.telegram.buttons import Talk
from bot.telegram.client_buttons import Urgent
from bot.telegram.wording import refusal
from tests.conftest import settled_in
from tests.desk_office import MOZYR, Member, asks, only_case

FILES = ("voice", "photo", "document", "video", "audio", "animation", "video_note", "sticker")
WORDS = "Здравствуйте"


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
    await asks(client, WORDS)
    made = await only_case(world)
    await olga.takes(made)
    return made


@pytest.fixture
async def code(world, case):
    async with world.app.database.transaction() as store:
        return (await store.cases.get(case)).code


def receipt_of(client, message):
    return next(
        m
        for m in client.messages
        if m["from"]["is_bot"] and m.get("reply_to_message", {}).get("message_id") == message["message_id"]
    )


@pytest.mark.parametrize("kind", FILES)
async def test_a_file_of_the_client_arrives_under_the_code_or_with_it_on_a_button(world, olga, client, code, kind):
    sent = getattr(world.telegram, f"send_{kind}")(client.user)
    await world.settle()

    (arrived,) = [m for m in olga.from_bot if kind in m]
    assert arrived[kind] == sent[kind]
    if kind in {"video_note", "sticker"}:
        assert arrived["reply_markup"]["inline_keyboard"][0][0]["text"] == code
    else:
        assert arrived["caption"] == code


@pytest.mark.parametrize("kind", FILES)
async def test_a_file_replied_with_arrives_and_cannot_be_forwarded(world, olga, client, case, kind):
    sent = getattr(world.telegram, f"send_{kind}")(olga.user, reply_to=olga.said(WORDS))
    await world.settle()

    (arrived,) = [m for m in client.messages if kind in m]
    assert arrived[kind] == sent[kind]
    assert arrived["has_protected_content"]


async def test_the_code_comes_first_above_what_was_forwarded_and_above_a_place(world, olga, client, code):
    written = await client.says("Вот что мне сказали")
    world.telegram.forward(client.user, written)
    world.telegram.send_location(client.user, 52.0511, 29.2713)
    await world.settle()

    came = [m["text"] for m in olga.from_bot if m.get("text", "").startswith(f"{code}\n")]
    assert "(переслано)" in came[-2] or "(forwarded)" in came[-2]
    assert "Мозырь" in came[-1]


async def test_words_that_leave_no_room_for_the_code_come_whole_with_it_on_a_button(olga, client, code, world):
    long = "д" * 4090
    await client.says(long)

    arrived = olga.said(long)
    assert arrived["text"] == long
    assert code in str(arrived["reply_markup"])

    # its card comes below it, and does not take its place
    await olga.presses(code, arrived)
    assert olga.at(arrived)["text"] == long
    assert "free:" in str(olga.last["reply_markup"])


async def test_an_album_arrives_in_order_with_one_receipt(world, olga, client, case):
    album = world.telegram.send_album(client.user, caption="Обе страницы")
    await world.settle()

    assert [m["photo"] for m in olga.from_bot if "photo" in m] == [m["photo"] for m in album]
    receipts = [m for m in client.messages if m.get("reply_to_message", {}).get("message_id") in
                {one["message_id"] for one in album}]  # fmt: skip
    assert len(receipts) == 1


async def test_an_answer_to_an_answer_is_shown_as_one_on_both_sides(olga, client, case):
    await olga.says("Когда придёте?", reply_to=olga.said(WORDS))
    question = next(m for m in client.messages if m.get("text") == "Когда придёте?")
    await client.says("Завтра", reply_to=question)

    assert olga.said("Завтра")["reply_to_message"]["text"] == "Когда придёте?"


async def test_what_the_client_changes_changes_under_its_code(world, olga, client, case, code):
    written = await client.says("Приду в среду")
    world.telegram.edit(client.user, written, "Приду в четверг")
    await world.settle()

    assert olga.said("Приду в четверг")["text"] == f"{code}\nПриду в четверг"
    assert "Приду в среду" not in olga.seen


async def test_what_is_changed_while_it_waits_to_be_taken_arrives_changed(world, olga, client):
    await client.presses_data(Talk())
    written = await client.says("Приду в среду")
    world.telegram.edit(client.user, written, "Приду в четверг")
    await world.settle()
    await olga.takes(await only_case(world))

    assert "Приду в четверг" in olga.seen
    assert "Приду в среду" not in olga.seen


async def test_what_a_member_changes_changes_at_the_client(world, olga, client, case):
    answer = await olga.says("Приходите в среду", reply_to=olga.said(WORDS))
    world.telegram.edit(olga.user, answer, "Приходите в четверг")
    await world.settle()

    assert "Приходите в четверг" in client.seen
    assert "Приходите в среду" not in client.seen


async def test_what_the_client_takes_back_goes_from_the_members_chat(world, olga, client, case):
    written = await client.says("Лишнее")
    await client.presses("↩️", receipt_of(client, written))

    assert "Лишнее" not in olga.seen
    assert "↩️" in receipt_of(client, written)["text"]


async def test_what_is_taken_back_while_it_waits_never_arrives(world, olga, client):
    await client.presses_data(Talk())
    written = await client.says("Лишнее")
    await client.presses("↩️", receipt_of(client, written))
    await olga.takes(await only_case(world))

    assert "Лишнее" not in olga.seen


async def test_a_mark_on_the_members_own_message_says_that_it_arrived(world, olga, client, case):
    answer = await olga.says("Приходите", reply_to=olga.said(WORDS))

    assert world.telegram.chat(olga.user.id).reactions[answer["message_id"]] == {world.telegram.me.id: "👌"}


async def test_an_urgent_one_knocks_red_once_and_rings_again_when_an_open_one_becomes_urgent(world, olga, client):
    other = Member(world, "Павел")
    await other.joins("quiet-harbour")
    await client.says("/start")
    await client.presses_data(Urgent())
    await client.presses_data(Talk(urgent=True))
    await client.says(WORDS)

    assert [len(one.knocks) for one in (olga, other)] == [1, 1]
    assert "🔴" in olga.knocks[0]["text"]
    assert "🔴" in (await olga.opens(await only_case(world)))["text"]


async def test_an_open_request_that_becomes_urgent_rings_at_who_answers_it(world, olga, client, case, code):
    await client.says("/start")
    await client.presses_data(Urgent())
    await client.presses_data(Talk(urgent=True))
    await client.says("Срочно!")

    assert any("🔴" in m.get("text", "") and m["text"].startswith(code) for m in olga.from_bot)
    assert "Срочно!" in olga.seen


async def test_what_a_member_takes_inside_by_a_change_is_not_shown_and_they_are_told(world, olga, client, case):
    answer = await olga.says("Приходите в среду", reply_to=olga.said(WORDS))
    before = client.seen
    world.telegram.edit(olga.user, answer, "// его ищет брат, не говорите")
    await world.settle()

    assert client.seen == before
    assert olga.last["message_id"] > answer["message_id"]


async def test_two_slashes_taken_away_later_send_nothing_and_the_member_is_told(world, olga, client, case):
    note = await olga.says("// для своих", reply_to=olga.said(WORDS))
    world.telegram.edit(olga.user, note, "для своих")
    await world.settle()

    assert "для своих" not in client.seen
    with world.app.means.speaking("ru"):
        assert refusal(StaysInside()) in olga.last["text"]


async def test_an_album_under_two_slashes_stays_inside_whole(world, olga, client, case):
    world.telegram.send_album(olga.user, caption="// для своих", reply_to=olga.said(WORDS))
    await world.settle()
    assert not any("photo" in message for message in client.messages)

    world.telegram.send_album(olga.user, reply_to=olga.said(WORDS))
    await world.settle()
    assert len([message for message in client.messages if "photo" in message]) == 2
