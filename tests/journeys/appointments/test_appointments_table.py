"""A table of appointments is checked whole, and set after a yes; nothing is half done."""

from datetime import timedelta

import pytest
from openpyxl import load_workbook

from bot.emulator.model import Upload
from bot.sheets import write_xlsx
from bot.telegram.appointment_buttons import ImportTable, SetAll
from tests.appointing import appointments_of, bot_texts
from tests.officer_phone import an_office
from tests.old_buttons import presses_old

HEAD = "label;date;time;place;bring;repeat;times;same morning"


@pytest.fixture
async def clients(office):
    return [await office.client("07-118"), await office.client("07-119", name="B")]


async def sends(world, officer, data: bytes, name="table.csv"):
    await presses_old(officer, ImportTable())
    world.telegram.send_document(officer.user, Upload(name, data, "text/csv"))
    await world.settle()


def table(*rows):
    return "\r\n".join((HEAD, *rows)).encode("utf-8-sig")


async def all_of(world, clients):
    return [one for client in clients for one in await appointments_of(world, client)]


async def test_a_table_is_checked_shown_and_set_after_a_yes(world, office, clients):
    officer = office.officers[0]
    rows = ("07-118;01.12.2026;10:00;;паспорт;;;", "07-119;2026-12-02;9:30;Sovetskaya 5;;week;3;yes")
    await sends(world, officer, table(*rows))
    assert "Clients: 2, appointments: 4" in officer.text
    assert await all_of(world, clients) == []

    await officer.presses("Set all")
    assert "Appointments set: 4. Clients told: 2." in officer.text
    first, *others = await all_of(world, clients)
    assert (first.details.where, first.details.bring) == ("Lenina 1, room 5", "паспорт")
    assert [one.details.where for one in others] == ["Sovetskaya 5"] * 3
    assert all(one.morning for one in others)
    assert all(bot_texts(client).count("New message. Open?") == 1 for client in clients)


async def test_the_template_can_be_filled_in_and_sent_back(world, office, clients):
    officer = office.officers[0]
    await presses_old(officer, ImportTable())
    assert officer.last["document"]["file_name"] == "appointments.xlsx"
    data = write_xlsx({"1": [HEAD.split(";"), ["07-118", "01.12.2026", "10:00"]]})
    await sends(world, officer, data, "appointments.xlsx")
    await officer.presses("Set all")

    assert len(await all_of(world, clients)) == 1


def test_the_template_names_the_columns_in_every_language():
    import io

    from bot.domain.appointments.table import HEADERS
    from bot.telegram.tables import template

    for language in ("ru", "be", "ky", "en"):
        book = load_workbook(io.BytesIO(template(language, [(name, "…") for name in HEADERS])))
        assert [cell.value for cell in book.worksheets[0][1]] == [names[language] for names in HEADERS.values()]


MISTAKES = {
    "07-999;01.12.2026;10:00;;;;;": "Row 2, column A: there is no client “07-999”",
    "07-118;31.02.2026;10:00;;;;;": "Row 2, column B: not understood: “31.02.2026”",
    "07-118;01.12.2020;10:00;;;;;": "Row 2, column B: This time is over already",
    "07-118;01.12.2026;25:00;;;;;": "Row 2, column C: not understood: “25:00”",
    "07-118;01.12.2026;;;;;;": "Row 2, column C: not understood",
    "07-118;01.12.2026;10:00;;;daily;;": "Row 2, column F: not understood: “daily”",
    "07-118;01.12.2026;10:00;;;week;99;": "Row 2, column G: not understood: “99”",
    "07-118;01.12.2026;10:00;;;;;maybe": "Row 2, column H: not understood: “maybe”",
    f"07-118;01.12.2026;10:00;{'x' * 200};;;;": "Row 2, column D: not understood",
    "07-118;01.12.2026;10:00;;;;;;more": "Row 2, column I: this column has no name",
}


@pytest.mark.parametrize(("row", "told"), MISTAKES.items())
async def test_every_mistake_is_named_by_row_and_column_and_nothing_is_set(world, office, clients, row, told):
    officer = office.officers[0]
    await sends(world, officer, table(row, "07-119;01.12.2026;10:00;;;;;"))

    assert "Mistakes: 1" in officer.text
    assert told in officer.text
    assert "Nothing was set" in officer.text
    assert not any("Set all" in button for button in officer.buttons)
    assert await all_of(world, clients) == []


async def test_all_mistakes_are_named_at_once(world, office, clients):
    officer = office.officers[0]
    good = "07-118;01.12.2026;10:00;;;;;"
    await sends(world, officer, table("07-9;x;y;;;;;", good, good))

    assert "Mistakes: 4" in officer.text
    assert "Row 4: the same as row 3" in officer.text


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"a;b\n1;2\n", "Missing: label, date, time"),
        (b"label;date;time\n=1+1;;\n", "Row 2, column A: there is a formula"),
        (b"PK\x03\x04nothing", "is not a table"),
        (b"x" * 600_000, "too big"),
        ("метка;дата;время\n".encode("cp866"), "letters of this file"),
        (b"\n", "empty"),
    ],
)
async def test_what_is_no_table_is_refused_in_words(world, office, clients, data, told):
    officer = office.officers[0]
    await sends(world, officer, data)

    assert told in officer.text


async def test_yes_pressed_twice_sets_once(world, office, clients):
    officer = office.officers[0]
    await sends(world, officer, table("07-118;01.12.2026;10:00;;;;;"))
    data = SetAll.unpack(officer.last["reply_markup"]["inline_keyboard"][0][0]["callback_data"])
    await presses_old(officer, data)
    await presses_old(officer, data)

    assert "out of date" in officer.text
    assert len(await all_of(world, clients)) == 1


async def test_an_hour_later_the_table_has_to_be_sent_again(world, office, clients):
    officer = office.officers[0]
    await sends(world, officer, table("07-118;01.12.2026;10:00;;;;;"))
    world.clock.advance(timedelta(hours=1))
    await officer.presses("Set all")

    assert "out of date" in officer.text
    assert await all_of(world, clients) == []


async def test_a_restart_between_table_and_yes_loses_nothing(world, office, clients):
    officer = office.officers[0]
    await sends(world, officer, table("07-118;01.12.2026;10:00;;;;;"))
    await world.restart()
    await officer.presses("Set all")

    assert len(await all_of(world, clients)) == 1


async def test_a_client_who_went_meanwhile_stops_the_whole_table(world, office, clients):
    officer = office.officers[0]
    await sends(world, officer, table("07-118;01.12.2026;10:00;;;;;", "07-119;01.12.2026;10:00;;;;;"))
    link = await office.link_of("07-119")
    async with world.app.database.transaction() as store:
        await store.links.remove(link.id)
    await officer.presses("Set all")

    assert "Appointments set" not in officer.text
    assert await appointments_of(world, clients[0]) == []


async def test_another_officer_cannot_set_what_one_sent(world, office, clients):
    officer = office.officers[0]
    await sends(world, officer, table("07-118;01.12.2026;10:00;;;;;"))
    data = SetAll.unpack(officer.last["reply_markup"]["inline_keyboard"][0][0]["callback_data"])
    stranger = await (await an_office(world, title="Other")).officer("Egor")
    await presses_old(stranger, data)

    assert "out of date" in stranger.text
    assert await all_of(world, clients) == []


async def test_labels_of_another_office_are_unknown(world, office, clients):
    other = await an_office(world, title="Other")
    stranger = await other.officer("Egor")
    await sends(world, stranger, table("07-118;01.12.2026;10:00;;;;;"))

    assert "there is no client “07-118”" in stranger.text


async def test_a_file_of_somebody_who_is_no_officer_is_never_fetched(world, office, clients):
    world.telegram.send_document(clients[0].user, Upload("table.csv", table(), "text/csv"))
    await world.settle()

    assert not [call for call in world.telegram.calls if call.method == "getFile"]
