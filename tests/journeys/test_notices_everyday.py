"""An officer writes to many: what people see on a locked phone, after the press, and what the officer learns."""

from datetime import timedelta

import pytest

from bot.domain.notices.model import State
from bot.domain.people import Scope
from bot.store.tables import audit, notice_copies
from bot.telegram.buttons import Hide
from bot.telegram.client_buttons import EraseMe, Withdraw
from bot.telegram.notice_buttons import (
    Form,
    NoticeCheck,
    NoticeDraft,
    NoticePreview,
    NoticeRead,
    NoticeReport,
    NoticeTime,
    NoticeWhom,
    OpenNotice,
    SendNotice,
    WriteNotice,
)
from tests.notice_desk import WORDS, crowd, looks_at, newest, opens_draft, sends, written
from tests.officer_phone import an_office
from tests.old_buttons import presses_old


@pytest.fixture
async def office(world):
    return await an_office(world)


@pytest.fixture
async def officer(office):
    return await office.officer()


async def test_a_notice_knocks_and_says_its_words_only_after_the_press(world, office, officer):
    (client,) = await crowd(office, 1)
    await sends(officer, await written(officer))

    assert client.text == "New message. Open?"
    assert "Ленина" not in client.seen
    await client.presses("Open")
    assert WORDS in client.text
    assert "Inspection of Mozyr" in client.text
    assert "never ask for a code, a card or money" in client.text
    assert client.seen.count(WORDS) == 1


async def test_the_preview_is_what_people_get(world, office, officer):
    (client,) = await crowd(office, 1, language="ru")
    notice = await written(officer, asks=True)
    await presses_old(officer, NoticePreview(notice=notice.id, language="ru"))
    preview, buttons = officer.text, officer.buttons
    await sends(officer, notice)
    await client.presses_data(OpenNotice(notice=notice.id))

    # the officer reads English around it, the client Russian
    assert preview.split("\n\n")[:2] == client.text.split("\n\n")[:2]
    assert "Read and understood" in buttons[0]
    assert "Прочитано и понятно" in client.buttons[0]


async def test_the_preview_is_the_same_to_the_letter_in_the_same_language(world, office):
    officer = await office.officer("Sergei", "ru")
    (client,) = await crowd(office, 1, language="ru")
    notice = await written(officer, asks=True)
    await presses_old(officer, NoticePreview(notice=notice.id, language="ru"))
    preview, buttons = officer.text, officer.buttons
    await sends(officer, notice)
    await client.presses_data(OpenNotice(notice=notice.id))

    assert preview == client.text
    assert buttons[:2] == client.buttons[:2]


async def test_each_reads_their_own_language_and_others_the_one_that_was_named(world, office, officer):
    russian = await office.client("1", "A", "ru")
    kyrgyz = await office.client("2", "B", "ky")
    english = await office.client("3", "C", "en")
    notice = await written(officer)
    await presses_old(officer, NoticeDraft(notice=notice.id))
    assert "No text in: Беларуская, Кыргызча, English. Who reads these gets: Русский." in officer.text
    await officer.presses("EN")
    await officer.says("Please come tomorrow at 10:00, room 5.")
    await sends(officer, await newest(world))
    for phone in (russian, kyrgyz, english):
        await phone.presses_data(OpenNotice(notice=notice.id))

    assert WORDS in russian.text
    assert WORDS in kyrgyz.text
    assert "room 5" in english.text


async def test_only_those_who_agreed_are_counted_and_written_to(world, office, officer):
    people = await crowd(office, 6)
    await people[0].says("/start")
    await presses_old(people[0], Withdraw(scope=Scope.NOTICES, sure=True))
    notice = await written(officer)

    assert "people: 5" in await opens_draft(officer, notice)
    await sends(officer, notice)
    assert "New message" not in people[0].seen
    assert all("New message" in one.seen for one in people[1:])


async def test_few_people_are_not_counted_out(world, office, officer):
    await crowd(office, 4)

    assert "people: <5" in await opens_draft(officer, await written(officer))


async def test_a_language_narrows_whom_it_goes_to(world, office, officer):
    russian = await office.client("1", "A", "ru")
    english = await office.client("2", "B", "en")
    notice = await written(officer)
    await presses_old(officer, NoticeWhom(notice=notice.id))
    await officer.presses("RU")
    await sends(officer, await newest(world))

    assert "Новое сообщение" in russian.seen
    assert "New message" not in english.seen


async def test_a_district_is_all_who_agreed_there_whosever_clients_they_are(world, office, officer):
    other = await an_office(world, title="Probation of somewhere")
    stranger = await other.client("1", "A")
    notice = await written(officer)
    await presses_old(officer, NoticeWhom(notice=notice.id))
    await officer.presses("2")
    await sends(officer, await newest(world))

    assert "New message" in stranger.seen


async def test_warnings_must_have_been_read_and_forbid_nothing(world, office, officer):
    (client,) = await crowd(office, 1)
    notice = await written(officer, "Иванов Иван Иванович, явитесь немедленно, иначе будет штраф! http://bad.example")
    await presses_old(officer, NoticeCheck(notice=notice.id))
    for words in ("no time", "no place", "threat", "link", "name"):
        assert words in officer.text
    await presses_old(officer, SendNotice(notice=notice.id, version=notice.version))
    assert "There are warnings" in officer.text
    assert "New message" not in client.seen

    await presses_old(officer, NoticeCheck(notice=notice.id))
    await officer.presses("I have read the warnings")
    await officer.presses("Send")
    assert "New message" in client.seen


async def test_without_words_or_without_people_nothing_goes_out(world, office, officer):
    await presses_old(officer, WriteNotice())
    notice = await newest(world)
    await presses_old(officer, NoticeCheck(notice=notice.id))
    assert "There is no text yet" in officer.text

    await sends(officer, await written(officer))
    assert "Nobody of these people agreed" in officer.text


async def test_at_night_there_is_a_warning(world, office, officer, clock):
    await crowd(office, 1)
    clock.advance(timedelta(hours=11))
    notice = await written(officer)
    await presses_old(officer, NoticeCheck(notice=notice.id))

    assert "it is night then" in officer.text


async def test_a_new_one_begun_twice_is_one_draft(world, office, officer):
    await presses_old(officer, WriteNotice())
    await presses_old(officer, WriteNotice())

    async with world.app.database.transaction() as store:
        assert len(await store.notices._all()) == 1


async def test_too_long_a_text_is_refused_with_its_length(world, office, officer):
    notice = await written(officer, "а" * 700)

    assert "700 characters of 600" in officer.text
    assert notice.texts == {}


async def test_two_presses_of_send_are_one_sending(world, office, officer):
    people = await crowd(office, 3)
    notice = await written(officer)
    send = SendNotice(notice=notice.id, version=notice.version)
    await presses_old(officer, send)
    await presses_old(officer, send)

    assert [one.seen.count("New message") for one in people] == [1, 1, 1]


async def test_what_was_changed_after_the_last_look_is_not_sent(world, office, officer):
    (client,) = await crowd(office, 1)
    old = await written(officer)
    await presses_old(officer, NoticeDraft(notice=old.id))
    await officer.presses("BE")
    await officer.says("Прыходзьце заўтра а 10:00, вуліца Леніна 1.")
    await presses_old(officer, SendNotice(notice=old.id, version=old.version))

    assert "out of date" in officer.text
    assert "New message" not in client.seen


async def test_read_and_understood_counts_once(world, office, officer):
    (client,) = await crowd(office, 1)
    notice = await sends(officer, await written(officer, asks=True))
    await client.presses("Open")
    await client.presses("Read and understood")
    await presses_old(client, NoticeRead(notice=notice.id, version=notice.version))

    async with world.app.database.transaction() as store:
        totals = await store.notices.totals(notice.id)
    assert (totals.opened, totals.read) == (1, 1)
    assert "You have read this" in client.text


async def test_planned_it_begins_at_its_time_and_to_those_who_agree_then(world, office, officer, clock):
    early, late = await crowd(office, 2)
    notice = await written(officer)
    await presses_old(officer, NoticeTime(notice=notice.id))
    await officer.says("завтра в 10")
    assert "10:00" in officer.text
    notice = await sends(officer, await newest(world))
    assert notice.state is State.PLANNED
    await presses_old(late, Withdraw(scope=Scope.NOTICES, sure=True))
    assert "New message" not in early.seen

    clock.advance(notice.send_at - clock.now())
    await world.settle()
    assert "New message" in early.seen
    assert "New message" not in late.seen


async def test_what_could_not_begin_for_hours_goes_back_to_its_author(world, office, officer, clock):
    (client,) = await crowd(office, 1)
    notice = await written(officer)
    await presses_old(officer, NoticeTime(notice=notice.id))
    await officer.says("завтра в 10")
    notice = await sends(officer, await newest(world))
    clock.advance(notice.send_at - clock.now() + timedelta(hours=7))
    await world.settle()

    assert "New message" not in client.seen
    assert "did not begin at its time" in officer.seen
    assert (await newest(world)).state is State.DRAFT


async def test_after_hide_what_was_not_opened_knocks_again_and_what_was_stays_away(world, office, officer, clock):
    opened, unopened = await crowd(office, 2)
    notice = await sends(officer, await written(officer))
    await opened.presses("Open")
    for phone in (opened, unopened):
        await phone.presses_data(Hide())
        assert "New message" not in phone.seen
    clock.advance(timedelta(minutes=16))
    await world.settle()

    assert "New message" in unopened.seen
    assert "New message" not in opened.seen
    await unopened.presses_data(OpenNotice(notice=notice.id))
    assert WORDS in unopened.text


async def test_a_person_finds_what_came_in_a_list_and_stops_it_with_one_press(world, office, officer):
    (client,) = await crowd(office, 1)
    await sends(officer, await written(officer))
    await client.says("/start")
    await client.presses("Notices")
    assert "🔵" in client.text
    await client.presses("1")
    assert WORDS in client.text
    await client.presses("No more notices")

    await sends(officer, await written(officer, WORDS + " Снова."))
    assert client.seen.count("New message") == 1


async def test_what_came_tonight_came_today_by_the_offices_own_day(world, office, officer, clock):
    (client,) = await crowd(office, 1)
    clock.advance(timedelta(hours=12))
    await sends(officer, await written(officer), sure=True)
    await client.says("/start")
    await client.presses("Notices")

    assert "Today, Tuesday, 24 November, 0:30" in client.text


async def test_who_erases_themselves_leaves_no_row_and_changes_no_total(world, office, officer):
    people = await crowd(office, 2)
    notice = await sends(officer, await written(officer))
    before = await looks_at(officer, notice)
    await presses_old(people[0], EraseMe(sure=True))

    assert await looks_at(officer, notice) == before
    async with world.app.database.transaction() as store:
        rows = (await store.notices.run(notice_copies.select())).all()
    assert sum(row.person is None for row in rows) == 1


async def test_the_report_comes_as_a_picture_and_as_a_table(world, office, officer):
    from io import BytesIO

    from openpyxl import load_workbook

    await crowd(office, 6)
    notice = await sends(officer, await written(officer))
    await presses_old(officer, NoticeReport(notice=notice.id, form=Form.PICTURE))
    await presses_old(officer, NoticeReport(notice=notice.id, form=Form.TABLE))
    photo = next(m for m in officer.messages if "photo" in m)
    document = next(m for m in officer.messages if "document" in m)
    picture = world.telegram.files.get(photo["photo"][-1]["file_id"]).data
    table = world.telegram.files.get(document["document"]["file_id"]).data

    assert picture.startswith(b"\x89PNG")
    rows = list(load_workbook(BytesIO(table)).worksheets[0].iter_rows(values_only=True))
    assert ("People meant", "6") in rows
    assert ("Could not be delivered", "<5") in rows


async def test_every_step_is_in_the_log_and_no_word_of_it(world, office, officer):
    await crowd(office, 1)
    await sends(officer, await written(officer))

    async with world.app.database.transaction() as store:
        rows = [row for row in (await store.notices.run(audit.select())).all() if row.action.startswith("notice.")]
    assert {"notice.confirmed", "notice.started", "notice.done"} <= {row.action for row in rows}
    assert not any("Ленина" in row.data for row in rows)
