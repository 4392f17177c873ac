"""Officers give labels and codes, on the screen and on paper; they see a label and never the person."""

from datetime import timedelta

import pytest

from bot.domain.offices import CODE_LIFE, OfficeKind, grouped
from bot.telegram.office_buttons import (
    Client,
    Clients,
    DropCode,
    ManyCodes,
    MoveClient,
    MoveTo,
    NewClient,
    NewCode,
)
from tests.officer_phone import a_code, an_office
from tests.old_buttons import presses_old


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


def test_codes_are_grouped_for_reading():
    assert grouped("ACEHKMPTX2345679") == "ACEH-KMPT-X234-5679"


async def test_only_a_keyed_hash_of_a_code_is_kept(world, office, everything_kept):
    code = (await a_code(office)).replace("-", "")

    assert code not in repr(await everything_kept())
    assert "07-118" not in repr(await everything_kept())


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
    await presses_old(officer, NewClient())
    await officer.says("07-118")
    assert "There is a client “07-118” already" in officer.text

    other = await an_office(world, title="Probation of Bishkek", territory="KG-GB-Bishkek", kind=OfficeKind.PROBATION)
    assert await a_code(other)


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
    await office.revoke()
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


async def test_a_code_asked_for_in_the_middle_of_a_label_ends_the_typing(world, office):
    await office.client("07-118")
    officer = await office.officer()
    await officer.presses_data(NewClient())
    await presses_old(officer, NewCode(link=(await office.link_of("07-118")).id))
    await officer.says("07-300")

    assert await office.link_of("07-300") is None


async def test_codes_that_nobody_used_are_purged_with_their_labels(world, office):
    from bot import jobs

    await a_code(office)
    world.clock.advance(CODE_LIFE + timedelta(days=1, minutes=1))
    await jobs.purge(world.app)

    assert await office.link_of("07-118") is None
