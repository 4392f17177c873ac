"""My data: what is kept is shown as the tables have it, consent is taken back, and erasing leaves nothing of ours."""

from datetime import timedelta

import pytest
from aiogram.methods import CreateForumTopic
from sqlalchemy import func, select

from bot.domain import people, privacy
from bot.domain.people import Role, Scope
from bot.store.privacy import OF_PERSON
from bot.store.tables import cases, inbox, metadata, outbox, relays
from bot.telegram import my_data
from bot.telegram.buttons import Home, OpenHeld, Talk
from bot.telegram.client_buttons import EraseMe, MyConsent, MyData, WhatIsKept, Withdraw
from tests.client_phone import ClientPhone, arrived

#: tables whose rows are about nobody: a raw update is sealed until it is handled, and then a hashed number
OF_NOBODY = {
    "beds", "bed_events", "offices", "meta", "content", "unmet_needs", "corrections", "inbox", "conversations",
}  # fmt: skip


async def actor_of(world, phone):
    async with world.app.database.transaction() as store:
        found = await store.people.load(phone.user.id, b"")
    return found[0] if found else None


async def count(world, table) -> int:
    async with world.app.database.engine.connect() as connection:
        return (await connection.execute(select(func.count()).select_from(table))).scalar_one()


async def settings(phone, *buttons) -> None:
    await phone.says("/start")
    await phone.presses_data(MyData())
    for button in buttons:
        await phone.presses_data(button)


@pytest.fixture
async def client(world, harbour):
    """Someone in Mozyr who asked, and was answered."""
    phone = await arrived(world, "Мозырь")
    await phone.presses_data(Talk())
    await phone.says("Нужна помощь с паспортом")
    (thread,) = harbour.topics
    await harbour.answers(thread, "Приходите завтра")
    return phone


async def erases(phone) -> None:
    await settings(phone, EraseMe(), EraseMe(sure=True))


async def test_settings_are_one_press_from_home_and_lead_to_language_and_place(world):
    phone = await arrived(world, "Мозырь")
    await phone.presses_data(MyData())

    assert "Language: English" in phone.text
    assert "Place: Mozyr" in phone.text
    await phone.presses("Place")
    await phone.says("Гомель")
    await phone.presses_data(MyData())
    assert "Place: Gomel" in phone.text


async def test_what_is_kept_is_what_the_tables_hold(world, client, harbour):
    world.clock.advance(timedelta(hours=2))
    (thread,) = harbour.topics
    await harbour.answers(thread, "Паспорт готов")
    await settings(client, WhatIsKept())

    assert "Requests: 1, not closed: 1." in client.text
    assert f"Messages passed on: {await count(world, relays)}." in client.text
    assert await count(world, relays) == 3
    of_others = 2
    owed = await count(world, outbox)
    assert f"Letters to and from you: {owed}. With words, locked until they arrive: 1" in client.text
    assert owed > of_others
    assert "Lines in the log of deeds: 2." in client.text
    assert "Places where you work" not in client.text


def test_every_table_that_can_hold_something_of_a_person_has_its_line(speaking_english):
    told = {table.name for table in OF_PERSON}

    assert told == set(my_data.lines())
    assert told | OF_NOBODY == set(metadata.tables)
    assert not told & OF_NOBODY
    of_someone = {
        table.name
        for table in metadata.sorted_tables
        for key in table.foreign_keys
        if key.column.table.name != "meta"
    }
    assert of_someone <= told


@pytest.fixture
def speaking_english(world):
    with world.app.i18n.context(), world.app.i18n.use_locale("en"):
        yield


async def test_of_who_looks_around_it_says_that_nothing_is_kept(world):
    phone = await arrived(world, "Мозырь", agreeing=False)
    await phone.presses_data(MyData())

    assert "nothing about you is kept" in phone.text
    assert not [label for label in phone.buttons if "Erase" in label]


async def test_taking_consent_back_asks_first_then_closes_requests_and_tells_the_staff(world, client, harbour):
    (thread,) = harbour.topics
    await settings(client, MyConsent(), Withdraw(scope=Scope.SERVICE))
    assert (await actor_of(world, client)).agreed(Scope.SERVICE)
    await client.presses_data(Withdraw(scope=Scope.SERVICE, sure=True))

    actor = await actor_of(world, client)
    assert (actor.consents, actor.territory, actor.talking) == (frozenset(), None, None)
    assert "Requests closed: 1." in client.text
    async with world.app.database.transaction() as store:
        assert not await store.cases.of_client(actor.id)
    assert "согласие" in harbour.said_in(thread)[-1]["text"] or "consent" in harbour.said_in(thread)[-1]["text"]
    await client.presses_data(Home())
    await client.presses_data(Talk())
    assert "✅ I agree" in client.buttons


async def test_words_that_have_not_left_yet_do_not_leave_after_consent_is_taken_back(world, harbour, monkeypatch):
    phone = await arrived(world, "Мозырь")
    await phone.presses_data(Talk())
    monkeypatch.setattr(world.app.delivery, "send_due", _send_nothing)
    await phone.says("Нужна помощь")
    await settings(phone, MyConsent(), Withdraw(scope=Scope.SERVICE), Withdraw(scope=Scope.SERVICE, sure=True))
    monkeypatch.undo()
    await world.settle()

    assert not harbour.topics
    assert "Нужна помощь" not in str(harbour.forum.messages)


async def _send_nothing() -> int:
    return 0


async def test_a_consent_that_was_not_given_cannot_be_taken_back(world, client):
    await settings(client, MyConsent())
    old = client.last
    await client.presses_data(Withdraw(scope=Scope.SERVICE), old)
    again = client.last
    await client.presses_data(Withdraw(scope=Scope.SERVICE, sure=True), again)
    async with world.app.database.transaction() as store:
        actor, _row = await store.people.load(client.user.id, b"")
        with pytest.raises(people.NotAllowed):
            await privacy.withdraw(store, actor, Scope.SERVICE)


async def test_other_consents_are_taken_back_each_by_itself(world, client):
    async with world.app.database.transaction() as store:
        actor, _row = await store.people.load(client.user.id, b"")
        await store.people.set_consents(actor.id, frozenset({Scope.SERVICE, Scope.NOTICES}))
    await settings(client, MyConsent(), Withdraw(scope=Scope.NOTICES), Withdraw(scope=Scope.NOTICES, sure=True))

    assert (await actor_of(world, client)).consents == {Scope.SERVICE}
    assert "Requests closed" not in client.text


async def test_erasing_asks_once_and_no_keeps_everything(world, client):
    await settings(client, EraseMe())
    assert "cannot be undone" in client.text
    await client.presses("No")

    assert await actor_of(world, client) is not None
    assert client.text.startswith("🔒 My data")


async def test_erasing_leaves_nothing_of_the_person_in_any_table(world, client, harbour, everything_kept):
    person = (await actor_of(world, client)).id
    blind = world.app.database.keyring.blind(client.user.id, "telegram")
    await erases(client)
    left = await everything_kept()

    for table in (*(table.name for table in OF_PERSON), "conversations"):
        if table not in {"audit", "people", "memberships", "invitations", "groups", "outbox"}:
            assert left[table] == [], table
    assert [row.kind for row in left["outbox"]] == ["delete_topic"]
    assert all(person not in row and blind not in row for table in left if table != "audit" for row in left[table])
    (erased,) = [row for row in left["audit"] if row.action == "person.erased"]
    assert (erased.actor, erased.subject, erased.data) == (None, "person", "{}")


async def test_after_erasing_the_topic_is_gone_and_the_staff_know_why(world, client, harbour):
    (code,) = harbour.topics.values()
    await erases(client)

    assert not harbour.topics
    assert "паспорт" not in str(harbour.forum.messages)
    last = list(harbour.forum.messages.values())[-1]
    assert code in last["text"]
    assert "message_thread_id" not in last


async def test_after_erasing_one_screen_stands_in_the_chat_and_says_what_cannot_be_erased(world, client):
    await erases(client)

    (left,) = client.messages
    assert "older messages on this phone" in left["text"]
    assert "Telegram's own copy" in left["text"]


async def test_of_older_messages_none_is_touched(world, client, clock):
    before = len(client.messages)
    clock.advance(timedelta(hours=50))
    await erases(client)

    assert len(client.messages) == before + 1


async def test_who_erased_themselves_and_presses_an_old_button_is_a_visitor(world, client):
    await client.says("/start")
    old = client.last
    await erases(client)
    world.telegram.chat(client.user.id).messages[old["message_id"]] = old
    await client.presses_data(MyData(), old)
    assert "nothing about you is kept" in client.text
    await client.presses_data(Home())

    assert "✅ I agree" in client.buttons
    assert await actor_of(world, client) is None


async def test_two_presses_on_erase_are_as_good_as_one(world, client):
    await settings(client, EraseMe())
    asking = client.last
    for _ in range(2):
        world.telegram.press(client.user, asking, EraseMe(sure=True).pack())
    await world.settle()

    assert await actor_of(world, client) is None
    assert client.text.startswith(("Erased", "Prystan"))


async def test_an_answer_that_waited_to_be_opened_is_erased_with_the_rest(world, client, harbour):
    world.clock.advance(timedelta(hours=2))
    (thread,) = harbour.topics
    await harbour.answers(thread, "Паспорт готов")
    knock = client.last
    await erases(client)
    world.telegram.chat(client.user.id).messages[knock["message_id"]] = knock
    await client.presses_data(OpenHeld(), knock)

    assert "Паспорт готов" not in client.seen


async def test_words_on_their_way_are_erased_too(world, harbour, monkeypatch):
    phone = await arrived(world, "Мозырь")
    await phone.presses_data(Talk())
    monkeypatch.setattr(world.app.delivery, "send_due", _send_nothing)
    await phone.says("Нужна помощь")
    await erases(phone)
    monkeypatch.undo()
    await world.settle()

    assert not harbour.topics
    assert "Нужна помощь" not in str(harbour.forum.messages)
    assert await count(world, outbox) == 0


async def test_who_is_erased_while_their_topic_is_made_leaves_no_topic(world, harbour):
    phone = await arrived(world, "Мозырь")
    await phone.presses_data(Talk())

    async def erase_meanwhile(make_request, bot, method):
        made = await make_request(bot, method)
        if isinstance(method, CreateForumTopic):
            async with world.app.database.transaction() as store:
                actor, _row = await store.people.load(phone.user.id, b"")
                await privacy.erase(store, actor, phone.user.id)
        return made

    world.app.bot.session.middleware(erase_meanwhile)
    await phone.says("Нужна помощь")

    assert not harbour.topics
    assert "Нужна помощь" not in str(harbour.forum.messages)


async def test_where_the_bot_may_not_delete_the_topic_the_staff_are_asked_to(world, client, harbour):
    (code,) = harbour.topics.values()
    harbour.forum.members[world.telegram.me.id].rights -= {"can_delete_messages"}
    await erases(client)
    last = list(harbour.forum.messages.values())[-1]

    assert code in last["text"]
    assert "⚠️" in last["text"]


async def test_a_topic_that_was_deleted_by_hand_needs_no_deleting(world, client, harbour):
    (thread,) = harbour.topics
    world.telegram.remove_topic(world.telegram.chat(harbour.forum.id), harbour.forum.topics[thread])
    await erases(client)

    assert "ℹ️" in list(harbour.forum.messages.values())[-1]["text"]
    async with world.app.database.transaction() as store:
        assert await store.outbox.owed() == 0


async def test_staff_who_erase_themselves_lose_what_they_have_as_clients_and_stay_staff(world, client, harbour):
    worker = ClientPhone(world, "unused")
    worker.user = harbour.worker.user
    async with world.app.database.transaction() as store:
        actor, _row = await store.people.load(worker.user.id, b"")
        await people.agree(store, actor, worker.user.id, Scope.SERVICE)
        await store.people.set_territory(actor.id, "BY-HO-Mozyr")
        await store.outbox.add("to_staff", "other", {}, person=actor.id, case=7)
        await privacy.erase(store, await _reloaded(store, worker), worker.user.id)
    after = await actor_of(world, worker)

    assert (after.consents, after.territory) == (frozenset(), None)
    assert after.membership(Role.STAFF).organisation == "quiet-harbour"
    assert await count(world, cases) == 1
    async with world.app.database.engine.connect() as connection:
        keys = (await connection.execute(select(outbox.c.dedupe_key))).scalars().all()
    assert "other" in keys


async def _reloaded(store, phone):
    actor, _row = await store.people.load(phone.user.id, b"")
    return actor


async def test_what_could_not_be_handled_of_them_is_erased_and_of_others_stays(world, client):
    others = {"update_id": 2, "message": {"text": "чужое", "from": {"id": 5}}}
    theirs = {"update_id": 1, "message": {"text": "своё", "from": {"id": client.user.id}}}
    async with world.app.database.transaction() as store:
        for received in await store.inbox.receive([theirs, others]):
            await store.inbox.failed(received.key, quarantine=True)
    await erases(client)

    async with world.app.database.engine.connect() as connection:
        rows = (await connection.execute(select(inbox).where(inbox.c.body.isnot(None)))).all()
    assert [row.update for row in rows] == [world.app.database.keyring.blind(2, "update")]


async def test_after_erasing_the_files_do_not_even_hold_the_hash_of_the_number(world, client):
    blind = world.app.database.keyring.blind(client.user.id, "telegram")
    await erases(client)
    await world.app.stop()

    files = [file for file in (world.folder / "db").iterdir() if file.is_file()]
    assert files
    assert not [file.name for file in files if blind in file.read_bytes()]
