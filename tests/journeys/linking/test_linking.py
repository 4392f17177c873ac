"""A client is linked by a code from paper: they read first what an office will see; nothing happens before yes."""

from datetime import timedelta

import pytest

from bot.domain import people
from bot.domain.offices import CODE_LIFE, MOST_TRIES
from bot.domain.people import Role, Scope
from bot.telegram.client_buttons import MyData
from bot.telegram.link_buttons import LinkAgree, LinkNotices, MyOffices
from bot.telegram.office_buttons import (
    DropCode,
    NewCode,
)
from tests.client_phone import ClientPhone, actor_of
from tests.officer_phone import a_code, an_office
from tests.old_buttons import presses_old

UNUSABLE = "This code cannot be used"


async def test_a_scanned_code_shows_who_and_what_first_and_links_after_yes(world, office, client):
    code = await a_code(office)
    await client.says(f"/start link_{code.replace('-', '')}")
    assert "Inspection of Mozyr" in client.text
    assert "“07-118”" in client.text
    assert "They will not see: your name" in client.text
    assert (await office.link_of("07-118")).person is None
    assert await actor_of(world, client) is None

    await client.presses("I agree")
    actor = await actor_of(world, client)
    assert actor.consents == {Scope.APPOINTMENTS}
    assert (await office.link_of("07-118")).person == actor.id
    assert "“07-118” is linked" in office.officers[0].text


async def test_notices_are_agreed_to_by_themselves_and_stopped_by_one_press(world, office, client):
    await client.says(await a_code(office))
    await client.presses("I agree")
    await client.presses("Notices too")
    assert (await actor_of(world, client)).consents == {Scope.APPOINTMENTS, Scope.NOTICES}

    await client.says("/start")
    await client.presses_data(MyData())
    await client.presses_data(MyOffices())
    assert "Inspection of Mozyr" in client.text
    await client.presses("Stop notices")
    assert (await actor_of(world, client)).consents == {Scope.APPOINTMENTS}
    await client.presses_data(MyData())
    await client.presses_data(MyOffices())
    assert "Notices do not come" in client.text
    assert "Appointments come" in client.text


@pytest.mark.parametrize(
    "change", [str, str.lower, lambda code: code.replace("-", " "), lambda code: code.translate(
        str.maketrans("ACEHKMPTX", "АСЕНКМРТХ")), lambda code: f"  {code.replace('-', '')} "]
)  # fmt: skip
async def test_a_code_can_be_typed_on_any_keyboard(world, office, client, change):
    await client.says(change(await a_code(office)))

    assert "Inspection of Mozyr" in client.text


async def unusable(world, office, client, why):
    code = await a_code(office)
    if why == "used":
        other = ClientPhone(world, "B", "en")
        await other.says(code)
        await other.presses("I agree")
    elif why == "expired":
        world.clock.advance(CODE_LIFE)
    elif why == "taken back":
        await presses_old(office.officers[0], DropCode(link=(await office.link_of("07-118")).id))
    elif why == "replaced":
        await presses_old(office.officers[0], NewCode(link=(await office.link_of("07-118")).id, sure=True))
    else:
        code = "ACEH-KMPT-X234-5679"
    await client.says(code)
    return client.text


@pytest.mark.parametrize("why", ["used", "expired", "taken back", "replaced", "never made"])
async def test_whatever_is_wrong_with_a_code_the_answer_is_the_same(world, office, client, why):
    assert (await unusable(world, office, client, why)).startswith(UNUSABLE)
    assert await actor_of(world, client) is None


async def test_a_scanned_link_that_is_no_code_reads_the_same(world, office, client):
    await client.says("/start link_nonsense")

    assert client.text.startswith(UNUSABLE)


async def test_codes_cannot_be_tried_without_end(world, office, client):
    code = await a_code(office)
    for _ in range(MOST_TRIES):
        await client.says("ACEH-KMPT-X234-5679")
    await client.says(code)
    assert "Too many codes" in client.text

    another = ClientPhone(world, "B", "en")
    await another.says(code)
    assert "Inspection of Mozyr" in another.text
    world.clock.advance(timedelta(hours=1, seconds=1))
    await client.says(code)
    assert "Inspection of Mozyr" in client.text


async def test_two_press_agree_with_one_code_and_one_is_linked(world, office, client):
    code = await a_code(office)
    other = ClientPhone(world, "B", "en")
    await client.says(code)
    await other.says(code)
    await client.presses("I agree")
    await other.presses("I agree")

    assert other.text.startswith(UNUSABLE)
    assert (await office.link_of("07-118")).person == (await actor_of(world, client)).id
    assert await actor_of(world, other) is None


async def test_agree_pressed_twice_links_once_and_shows_it(world, office, client):
    code = await a_code(office)
    await client.says(code)
    await client.presses("I agree")
    await presses_old(client, LinkAgree(code=code.replace("-", "")))

    assert "Inspection of Mozyr: there you are called “07-118”" in client.text


async def test_a_code_typed_in_the_middle_of_a_talk_goes_to_no_organisation(world, office, harbour):
    from bot.telegram.buttons import Talk
    from tests.client_phone import arrived

    phone = await arrived(world, "Мозырь")
    await phone.presses_data(Talk())
    await phone.says("Нужна помощь")
    code = await a_code(office)
    await phone.says(code)

    assert "Inspection of Mozyr" in phone.text
    assert not any(code in m.get("text", "") for m in harbour.forum.messages.values())


async def test_a_restart_between_offer_and_yes_changes_nothing(world, office, client):
    await client.says(await a_code(office))
    await world.restart()
    await client.presses("I agree")

    assert (await office.link_of("07-118")).person is not None


async def test_who_is_linked_to_no_office_cannot_ask_for_notices(world, client):
    await presses_old(client, LinkNotices(yes=True))

    assert "not for you" in client.text
    assert await actor_of(world, client) is None


async def test_an_officer_is_no_client_and_a_client_no_officer(world, office):
    officer = await office.officer()
    other = await an_office(world, title="Inspection of Gomel", territory="BY-HO-Gomel")
    await officer.says(await a_code(other))
    await officer.presses("I agree")
    assert "Officers are kept apart" in officer.text
    assert (await other.link_of("07-118")).person is None

    client = await office.client("07-119")
    async with world.app.database.transaction() as store:
        invitation = await people.invite(store, Role.OFFICER, office.id)
    await client.says(f"/start office_{invitation}")
    assert "Officers are kept apart" in client.text
    assert not (await actor_of(world, client)).memberships
