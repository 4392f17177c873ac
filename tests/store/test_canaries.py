"""Nothing that tells who a person is or what they said can be read from the files; and the search for it can find."""

from datetime import timedelta

import pytest

from bot.store.tables import outbox, people
from bot.telegram.buttons import OpenHeld, Talk
from bot.telegram.client_buttons import EraseMe
from bot.telegram.reminder_buttons import AgreeToRemind, Remind, Reminders
from tests.canaries import forms, found_in, found_under
from tests.conftest import Phone
from tests.old_buttons import presses_old

NAME, WORDS, ANSWER, TYPED = "Канарей Птицын", "слова канарейки", "ответ канарейке", "канарейкино слово"
REMINDED = "напоминание канарейке"
#: longer than any number of ours, so that nothing else looks like it
TELEGRAM_ID = 7_912_345_678_901
SECRETS = [NAME, WORDS, ANSWER, TYPED, REMINDED, str(TELEGRAM_ID)]


@pytest.fixture
async def client(world):
    phone = Phone(world, "Гость")
    phone.user = world.telegram.add_user(NAME, language_code="ru", user_id=TELEGRAM_ID)
    async with world.app.database.transaction() as store:
        from bot.domain.people import Scope

        person = await store.people.add(TELEGRAM_ID, "ru", "BY-HO-Mozyr")
        await store.people.set_consents(person, frozenset({Scope.SERVICE}))
    await phone.says("/start")
    return phone


async def journey(world, client, harbour):
    """Asks, is answered at once and late, types into nothing, and leaves an update nobody can handle."""
    await client.presses_data(Talk())
    await client.says(WORDS)
    (thread,) = harbour.topics
    await harbour.answers(thread, ANSWER)
    world.clock.advance(timedelta(hours=2))
    await harbour.answers(thread, ANSWER)
    await client.presses_data(OpenHeld())
    assert ANSWER in client.seen
    await client.presses_data(Talk())
    await client.says("/start")
    await client.presses_data(Reminders())
    await client.presses_data(Remind())
    await client.presses_data(AgreeToRemind())
    await client.says(f"завтра в 10 {REMINDED}")
    await client.presses("✅")
    assert REMINDED in client.seen
    poison = {"update_id": TELEGRAM_ID, "message": {"text": TYPED, "from": {"id": TELEGRAM_ID, "first_name": NAME}}}
    await world.app.intake.receive([poison])
    await world.app.intake.drained()


async def test_no_file_tells_who_wrote_or_what_was_said(world, client, harbour):
    await journey(world, client, harbour)
    async with world.app.database.transaction() as store:
        assert await store.inbox.quarantined() == 1
    written = {file.name for file in world.folder.rglob("*") if file.is_file()}
    assert {"test.db", "test.db-wal", "test.key"} <= written

    assert found_under(world.folder, SECRETS) == set()
    await world.app.stop()
    assert found_under(world.folder, SECRETS) == set()


async def test_while_the_bot_runs_no_file_holds_even_the_sealed_cells_of_who_was_erased(world, client, harbour):
    await journey(world, client, harbour)
    world.clock.advance(timedelta(hours=2))
    (thread,) = harbour.topics
    await harbour.answers(thread, ANSWER)
    async with world.app.database.transaction() as store:
        (person,) = await store.meta.run(people.select().where(people.c.territory == "BY-HO-Mozyr"))
        (held,) = await store.meta.run(outbox.select().where(outbox.c.state == "held"))
    cells = [person.telegram, person.telegram_id, held.body]
    assert cells_under(world.folder, cells)
    await presses_old(client, EraseMe(sure=True))

    assert cells_under(world.folder, cells) == set()
    assert found_under(world.folder, SECRETS) == set()


def cells_under(folder, cells):
    """In which files one of the cells stands, sealed as it is."""
    files = [file for file in folder.rglob("*") if file.is_file()]
    assert "test.db-wal" in {file.name for file in files}
    return {file.name for file in files if any(cell in file.read_bytes() for cell in cells)}


async def test_what_a_visitor_types_is_in_no_file(world):
    phone = Phone(world, "Гость")
    phone.user = world.telegram.add_user(NAME, language_code="ru", user_id=TELEGRAM_ID)
    await phone.says("/start")
    await phone.says(TYPED)

    assert found_under(world.folder, SECRETS) == set()


@pytest.mark.parametrize("form", [*forms("слово"), "integer"])
def test_a_planted_canary_is_found_in_every_form(tmp_path, form):
    for number, look in enumerate(forms(str(TELEGRAM_ID) if form == "integer" else WORDS)[form]):
        (tmp_path / f"{number}").write_bytes(b"\x07before" + look + b"after\xff")
        found = found_under(tmp_path, SECRETS)
        assert form in {found_form for _, _, found_form in found}
        (tmp_path / f"{number}").unlink()


@pytest.mark.parametrize("before", ["", "a", "ab", "abc"])
def test_a_canary_in_the_middle_of_base64_is_found(before):
    import base64

    assert found_in(base64.b64encode(f"{before}{WORDS} и ещё".encode()), [WORDS]) == {(WORDS, "base64")}


async def test_a_canary_planted_in_the_database_is_found(world, client):
    async with world.app.database.transaction() as store:
        await store.audit.add("planted", actor=TELEGRAM_ID, subject="case:1", words=WORDS)

    found = {(secret, form) for _, secret, form in found_under(world.folder, SECRETS)}
    assert found >= {(WORDS, "json"), (str(TELEGRAM_ID), "integer")}


def test_a_canary_in_a_files_name_is_found(tmp_path):
    (tmp_path / NAME).touch()

    assert found_under(tmp_path, SECRETS)
