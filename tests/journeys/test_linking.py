"""A client is linked by a code from paper: they read first what an office will see; nothing happens before yes."""

from datetime import timedelta

import pytest

from bot.domain import people
from bot.domain.offices import CODE_LIFE, MOST_TRIES, OfficeKind, grouped
from bot.domain.people import Role, Scope
from bot.store.tables import links
from bot.store.tables import people as people_table
from bot.telegram.buttons import Home
from bot.telegram.client_buttons import EraseMe, MyData, Withdraw
from bot.telegram.link_buttons import AnswerMove, AskMove, LinkAgree, LinkEnded, LinkNotices, MyAppointment, MyOffices
from bot.telegram.office_buttons import (
    Client,
    Clients,
    DropCode,
    EndLink,
    ManyCodes,
    MoveClient,
    MoveTo,
    NewClient,
    NewCode,
)
from tests.client_phone import ClientPhone
from tests.journeys.test_appointments_set import appointments_of, sets
from tests.officer_phone import an_office
from tests.old_buttons import presses_old

UNUSABLE = "This code cannot be used"


async def a_code(office, label="07-118"):
    officer = office.officers[0] if office.officers else await office.officer()
    await officer.says("/start")
    await officer.presses_data(NewClient())
    await officer.says(label)
    shown = next(m for m in reversed(officer.messages) if "A code for" in m.get("text", ""))
    return shown["text"].split("\n\n")[2].strip()


async def actor_of(world, phone):
    async with world.app.database.transaction() as store:
        found = await store.people.load(phone.user.id, b"")
    return found[0] if found else None


@pytest.fixture
async def office(world):
    return await an_office(world)


@pytest.fixture
async def client(world):
    phone = ClientPhone(world, "Anna", "en")
    await phone.says("/start")
    return phone


async def test_a_label_gets_a_code_as_text_and_as_a_picture(world, office):
    officer = await office.officer()
    code = await a_code(office)

    assert len(code.replace("-", "")) == 16
    assert "photo" in officer.last
    assert officer.last["caption"] == "07-118"


async def test_the_picture_leads_to_the_bot_with_this_code(world):
    from bot.telegram import paper

    assert paper.link("prystan_bot", "ACEHKMPTX2345679") == "https://t.me/prystan_bot?start=link_ACEHKMPTX2345679"
    assert paper.qr_picture("prystan_bot", "ACEHKMPTX2345679").startswith(b"\x89PNG")


def test_a_sheet_has_eight_slips_a_page_and_does_not_name_its_maker():
    from bot.telegram import paper

    slips = [paper.Slip(f"07-{n}", "ACEHKMPTX2345679", "ACEH-KMPT-X234-5679", ("Код — один раз",)) for n in range(9)]
    made = paper.sheet("prystan_bot", slips)

    assert made.startswith(b"%PDF")
    assert made.count(b"/Type /Page ") == 2
    assert b"Matplotlib" not in made


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
    offer = client.last
    await client.presses("I agree")
    await presses_old(client, LinkAgree(code=code.replace("-", "")))

    assert "Inspection of Mozyr: there you are called “07-118”" in client.text
    assert offer


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


async def test_only_a_keyed_hash_of_a_code_is_kept(world, office, everything_kept):
    code = (await a_code(office)).replace("-", "")

    assert code not in repr(await everything_kept())
    assert "07-118" not in repr(await everything_kept())


async def test_a_restart_between_offer_and_yes_changes_nothing(world, office, client):
    await client.says(await a_code(office))
    await world.restart()
    await client.presses("I agree")

    assert (await office.link_of("07-118")).person is not None


async def test_a_sheet_of_codes_is_printed_and_each_links(world, office, client):
    officer = await office.officer()
    await officer.presses_data(ManyCodes())
    await officer.says("07-118\n07-119\n07-120")

    assert officer.last["document"]["file_name"] == "codes.pdf"
    assert "Codes: 3." in officer.text
    assert (await office.link_of("07-120")).code_until is not None


@pytest.mark.parametrize("labels", ["07-118\n07-118", "07-118\n" + "x" * 21, "\n".join(map(str, range(41)))])
async def test_a_sheet_with_a_label_that_cannot_be_makes_nothing(world, office, labels):
    officer = await office.officer()
    await officer.presses_data(ManyCodes())
    await officer.says(labels)

    assert "document" not in officer.last
    assert await office.link_of("07-118") is None
    await officer.says("07-118")
    assert officer.last["document"]


async def test_a_label_is_given_once_in_an_office_and_may_be_another_s(world, office):
    await a_code(office)
    officer = office.officers[0]
    await officer.presses_data(NewClient(), message=await _with(officer, NewClient()))
    await officer.says("07-118")
    assert "There is a client “07-118” already" in officer.text

    other = await an_office(world, title="Probation of Bishkek", territory="KG-GB-Bishkek", kind=OfficeKind.PROBATION)
    assert await a_code(other)


async def _with(phone, data):
    from tests.old_buttons import puts

    return puts(phone, data)


async def test_an_officer_of_another_office_can_press_nothing(world, office):
    await office.client("07-118")
    link = await office.link_of("07-118")
    other = await an_office(world, title="Other", territory="BY-HO-Gomel")
    stranger = await other.officer("Egor")
    for data in (
        Client(link=link.id), NewCode(link=link.id, sure=True), DropCode(link=link.id),
        MoveTo(link=link.id, to=other.id), MoveClient(link=link.id),
    ):  # fmt: skip
        await presses_old(stranger, data)
        assert "not for you" in stranger.text, data
    assert "07-118" not in stranger.seen
    assert await office.link_of("07-118") == link


async def test_a_revoked_officer_in_the_middle_of_a_label_makes_nothing(world, office):
    officer = await office.officer()
    await officer.presses_data(NewClient())
    async with world.app.database.transaction() as store:
        (held,) = await store.people.held_roles(office.id)
        await people.revoke(store, held.id)
    await officer.says("07-118")

    assert await office.link_of("07-118") is None


async def test_an_officer_sees_a_label_and_never_the_person(world, office):
    client = await office.client("07-118", name="Anna Petrova")
    officer = await office.officer()
    await officer.presses_data(Clients())
    await officer.presses("07-118")

    assert "Linked since" in officer.text
    assert "Anna" not in officer.seen
    assert str(client.user.id) not in officer.seen


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


async def test_who_is_linked_to_no_office_cannot_ask_for_notices(world, client):
    await presses_old(client, LinkNotices(yes=True))

    assert "not for you" in client.text
    await presses_old(client, Home())


async def test_codes_that_nobody_used_are_purged_with_their_labels(world, office):
    from bot import jobs

    await a_code(office)
    world.clock.advance(CODE_LIFE + timedelta(days=1, minutes=1))
    await jobs.purge(world.app)

    assert await office.link_of("07-118") is None


def test_codes_are_grouped_for_reading():
    assert grouped("ACEHKMPTX2345679") == "ACEH-KMPT-X234-5679"


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


def code_on(officer):
    shown = next(m for m in reversed(officer.messages) if "A code for" in m.get("text", ""))
    return shown["text"].split("\n\n")[2].strip()


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


async def test_a_code_asked_for_in_the_middle_of_a_label_ends_the_typing(world, office):
    await office.client("07-118")
    officer = await office.officer()
    await officer.presses_data(NewClient())
    await presses_old(officer, NewCode(link=(await office.link_of("07-118")).id))
    await officer.says("07-300")

    assert await office.link_of("07-300") is None
