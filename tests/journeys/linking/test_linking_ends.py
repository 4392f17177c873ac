"""A link goes to another office if its client agrees, and ends where either side ends it."""

from datetime import timedelta

from bot.domain.people import Scope
from bot.store.tables import links
from bot.store.tables import people as people_table
from bot.telegram.client_buttons import EraseMe, MyData, Withdraw
from bot.telegram.link_buttons import AnswerMove, AskMove, LinkEnded, MyAppointment
from bot.telegram.office_buttons import (
    Client,
    EndLink,
    MoveTo,
    NewCode,
)
from tests.appointing import appointments_of, sets
from tests.client_phone import ClientPhone
from tests.officer_phone import a_code, an_office, code_on
from tests.old_buttons import presses_old


async def test_a_client_is_asked_and_goes_to_another_office(world, office):
    client = await office.client("07-118")
    officer = await office.officer()
    other = await an_office(world, title="Inspection of Gomel", territory="BY-HO-Gomel")
    receiver = await other.officer("Egor")
    link = await office.link_of("07-118")
    await presses_old(officer, MoveTo(link=link.id, to=other.id))
    assert client.text == "New message. Open?"
    assert (await office.link_of("07-118")).office == office.id

    await client.presses("Open")
    assert "Inspection of Gomel" in client.text
    await client.presses("Yes")
    assert (await other.link_of("07-118")).person == link.person
    assert await office.link_of("07-118") is None
    assert "came over" in receiver.text
    assert "went over" in officer.text
    await presses_old(officer, Client(link=link.id))
    assert "not for you" in officer.text


async def test_a_client_who_says_no_stays(world, office):
    client = await office.client("07-118")
    officer = await office.officer()
    other = await an_office(world, title="Inspection of Gomel", territory="BY-HO-Gomel")
    link = await office.link_of("07-118")
    await presses_old(officer, MoveTo(link=link.id, to=other.id))
    await client.presses("Open")
    await client.presses("No")

    assert (await office.link_of("07-118")).moving_to is None
    assert "stays with you" in officer.text
    await presses_old(client, AnswerMove(link=link.id, yes=True))
    assert "out of date" in client.text
    assert (await office.link_of("07-118")).office == office.id


async def test_nobody_answers_for_another_client(world, office):
    await office.client("07-118")
    other_client = await office.client("07-119", name="B")
    officer = await office.officer()
    other = await an_office(world, title="Inspection of Gomel", territory="BY-HO-Gomel")
    link = await office.link_of("07-118")
    await presses_old(officer, MoveTo(link=link.id, to=other.id))
    for data in (AskMove(link=link.id), AnswerMove(link=link.id, yes=True)):
        await presses_old(other_client, data)
        assert "not for you" in other_client.text

    assert (await office.link_of("07-118")).office == office.id


async def test_erasing_removes_the_link_and_the_officers_hear_that_nothing_arrives(world, office, everything_kept):
    client = await office.client("07-118")
    officer = await office.officer()
    await client.presses_data(MyData())
    await presses_old(client, EraseMe(sure=True))

    assert await office.link_of("07-118") is None
    assert "“07-118”: nothing can be sent to them here any more" in officer.text
    kept = await everything_kept()
    assert kept[links.name] == []
    assert len(kept[people_table.name]) == 1


async def test_taking_the_consent_back_tells_the_officers_without_a_reason(world, office):
    client = await office.client("07-118")
    officer = await office.officer()
    await presses_old(client, Withdraw(scope=Scope.APPOINTMENTS, sure=True))

    assert "nothing can be sent" in officer.text


async def test_an_officer_ends_a_link_after_a_question_and_the_client_is_told(world, office):
    client = await office.client("07-118")
    officer = await office.officer()
    await sets(officer)
    (gone,) = await appointments_of(world, client)
    link = await office.link_of("07-118")
    await presses_old(officer, Client(link=link.id))
    await officer.presses("End the link")
    assert await office.link_of("07-118") == link

    await officer.presses("Yes, end it")
    assert await office.link_of("07-118") is None
    assert await appointments_of(world, client) == []
    assert client.text == "New message. Open?"
    await client.presses("Open")
    assert "“Inspection of Mozyr” has ended the link with you" in client.text
    await presses_old(client, MyAppointment(appointment=gone.id))
    assert "out of date" in client.text
    before = len(client.messages)
    world.clock.advance(timedelta(days=60))
    await world.settle()
    assert len(client.messages) == before
    assert "could not" not in officer.text


async def test_an_ended_link_is_not_ended_again_and_another_office_ends_none(world, office):
    await office.client("07-118")
    officer = await office.officer()
    other = await an_office(world, title="Other", territory="BY-HO-Gomel")
    stranger = await other.officer("Egor")
    link = await office.link_of("07-118")
    await presses_old(stranger, EndLink(link=link.id, sure=True))
    assert "not for you" in stranger.text
    assert await office.link_of("07-118") == link

    await presses_old(officer, EndLink(link=link.id, sure=True))
    await presses_old(officer, EndLink(link=link.id, sure=True))
    assert "not for you" in officer.text


async def test_who_is_linked_anew_is_not_told_by_an_old_message_that_it_ended(world, office):
    client = await office.client("07-118")
    officer = await office.officer()
    await presses_old(officer, EndLink(link=(await office.link_of("07-118")).id, sure=True))
    await client.says(await a_code(office, "07-119"))
    await client.presses("I agree")
    await presses_old(client, LinkEnded(office=office.id))

    assert "there you are called “07-119”" in client.text


async def test_whose_label_somebody_else_takes_is_told_and_who_uses_their_own_code_is_not(world, office):
    before = await office.client("07-118")
    officer = await office.officer()
    link = await office.link_of("07-118")
    await presses_old(officer, NewCode(link=link.id, sure=True))
    code = code_on(officer)
    after = ClientPhone(world, "B", "en")
    await after.says(code)
    await after.presses("I agree")
    assert before.text == "New message. Open?"
    await before.presses("Open")
    assert "has ended the link with you" in before.text

    await presses_old(officer, NewCode(link=link.id, sure=True))
    await after.says(code_on(officer))
    await after.presses("I agree")
    assert "You are linked" in after.text
