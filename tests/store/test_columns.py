"""The register of columns: each is sealed, a blind index, or plain for a reason that was thought about."""

import re
from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import Column, Integer, MetaData, Table

from bot.store.tables import BlindIndex, Sealed, Utc, metadata

OPAQUE = "53 random bits of our own: tells nothing outside this database"
KIND = "one word of a closed list of our own"
TIME = "when, to the moment; without whom it is nobody's"
PUBLIC = "a code of the public content: an organisation, place, need, territory, contract"
COUNT = "a number of ours"
TELEGRAM_MESSAGE = "a message's number in one chat; the chat itself is sealed"

#: what may stand in clear, and why; whoever adds a column argues here
PLAIN = {
    "meta.name": "a fact of the installation, not of a person",
    "meta.value": "a fact of the installation: a fingerprint of the keys, never the keys; a salt of the day",
    "content.version": PUBLIC,
    "content.loaded_at": TIME,
    "content.document": "what anyone may read in content/",
    "inbox.received_at": TIME,
    "inbox.attempts": COUNT,
    "inbox.state": KIND,
    "people.id": OPAQUE,
    "people.locale": "one of four languages",
    "people.territory": "a district or town as coarse as the register has it; never coordinates",
    "people.consents": KIND,
    "people.reach": KIND,
    "people.talking": OPAQUE,
    "people.wrote_at": TIME,
    "people.quiet": "two hours of the day, as many people have them",
    "people.created_at": TIME,
    "memberships.id": OPAQUE,
    "memberships.person": OPAQUE,
    "memberships.role": KIND,
    "memberships.organisation": PUBLIC,
    "memberships.duties": KIND,
    "memberships.since": TIME,
    "memberships.revoked_at": TIME,
    "invitations.id": OPAQUE,
    "invitations.purpose": KIND,
    "invitations.role": KIND,
    "invitations.organisation": PUBLIC,
    "invitations.duties": KIND,
    "invitations.expires_at": TIME,
    "invitations.used_at": TIME,
    "invitations.used_by": OPAQUE,
    "groups.organisation": PUBLIC,
    "groups.locale": "one of four languages",
    "groups.bound_by": OPAQUE,
    "groups.bound_at": TIME,
    "cases.id": OPAQUE,
    "cases.code": "random letters and digits that both sides call a request by",
    "cases.client": OPAQUE,
    "cases.organisation": PUBLIC,
    "cases.contract": PUBLIC,
    "cases.need": PUBLIC,
    "cases.territory": PUBLIC,
    "cases.reasons": "the router's reasons: codes of the public content",
    "cases.state": KIND,
    "cases.urgent": KIND,
    "cases.taken_by": OPAQUE,
    "cases.desk": OPAQUE,
    "cases.opened_at": TIME,
    "cases.taken_at": TIME,
    "cases.last_at": TIME,
    "cases.closed_at": TIME,
    "cases.thread": TELEGRAM_MESSAGE,
    "cases.card": TELEGRAM_MESSAGE,
    "relays.id": OPAQUE,
    "relays.case": OPAQUE,
    "relays.to_staff": KIND,
    "relays.state": KIND,
    "relays.at": TIME,
    "relays.client_message": TELEGRAM_MESSAGE,
    "relays.staff_message": TELEGRAM_MESSAGE,
    "relays.receipt": TELEGRAM_MESSAGE,
    "relays.album": "a number that one album's messages share, in one chat that is sealed",
    "relays.member": OPAQUE,
    "desk_messages.person": OPAQUE,
    "desk_messages.message": TELEGRAM_MESSAGE,
    "desk_messages.case": OPAQUE,
    "desk_messages.kind": KIND,
    "desk_messages.at": TIME,
    "unmet_needs.id": OPAQUE,
    "unmet_needs.need": PUBLIC,
    "unmet_needs.territory": PUBLIC,
    "unmet_needs.at": TIME,
    "corrections.id": OPAQUE,
    "corrections.place": PUBLIC,
    "corrections.what": KIND,
    "corrections.content_version": PUBLIC,
    "corrections.at": TIME,
    "outbox.id": OPAQUE,
    "outbox.dedupe_key": "kinds and opaque ids",
    "outbox.kind": KIND,
    "outbox.priority": KIND,
    "outbox.due_at": TIME,
    "outbox.state": KIND,
    "outbox.reason": KIND,
    "outbox.attempts": COUNT,
    "outbox.lease_until": TIME,
    "outbox.person": OPAQUE,
    "outbox.organisation": PUBLIC,
    "outbox.case": OPAQUE,
    "outbox.relay": OPAQUE,
    "outbox.message": TELEGRAM_MESSAGE,
    "outbox.done_at": TIME,
    "outbox.expires_at": TIME,
    "outbox.owner": OPAQUE,
    "outbox.notice": OPAQUE,
    "reminders.id": OPAQUE,
    "reminders.person": OPAQUE,
    "reminders.state": KIND,
    "reminders.repeats": KIND,
    "reminders.first": TIME,
    "reminders.wall": TIME,
    "reminders.zone": "one of the two time zones of the countries",
    "reminders.due_at": TIME,
    "reminders.snoozed_at": TIME,
    "reminders.rang_at": TIME,
    "reminders.unseen": KIND,
    "reminders.changed_at": TIME,
    "offices.id": PUBLIC,
    "offices.title": "the name of a public office, as it stands over its door",
    "offices.territory": PUBLIC,
    "offices.kind": KIND,
    "offices.place": PUBLIC,
    "offices.whereabouts": "where a public office is",
    "offices.made_at": TIME,
    "links.id": OPAQUE,
    "links.office": PUBLIC,
    "links.person": OPAQUE,
    "links.code_until": TIME,
    "links.moving_to": PUBLIC,
    "links.made_by": OPAQUE,
    "links.made_at": TIME,
    "links.linked_at": TIME,
    "appointments.id": OPAQUE,
    "appointments.link": OPAQUE,
    "appointments.series": OPAQUE,
    "appointments.wall": TIME,
    "appointments.zone": "one of the two time zones of the countries",
    "appointments.starts_at": TIME,
    "appointments.morning": KIND,
    "appointments.weekends": KIND,
    "appointments.version": COUNT,
    "appointments.cancelled": KIND,
    "appointments.answer": KIND,
    "appointments.reason": KIND,
    "appointments.answered_at": TIME,
    "appointments.receipt": "random letters and digits that both sides call a receipt by",
    "appointments.proposal": TIME,
    "appointments.outcome": KIND,
    "appointments.told": KIND,
    "appointments.made_by": OPAQUE,
    "appointments.changed_at": TIME,
    "sheets.id": OPAQUE,
    "sheets.office": PUBLIC,
    "sheets.person": OPAQUE,
    "sheets.made_at": TIME,
    "notices.id": OPAQUE,
    "notices.office": PUBLIC,
    "notices.state": KIND,
    "notices.version": COUNT,
    "notices.audience": KIND,
    "notices.language": KIND,
    "notices.asks": KIND,
    "notices.send_at": TIME,
    "notices.started_at": TIME,
    "notices.corrected_at": TIME,
    "notices.author": OPAQUE,
    "notices.approver": OPAQUE,
    "notices.screen": TELEGRAM_MESSAGE,
    "notices.changed_at": TIME,
    "notice_copies.id": COUNT,
    "notice_copies.notice": OPAQUE,
    "notice_copies.person": OPAQUE,
    "notice_copies.state": KIND,
    "notice_copies.message": TELEGRAM_MESSAGE,
    "notice_copies.opened_at": TIME,
    "notice_copies.read_at": TIME,
    "beds.dormitory": PUBLIC,
    "beds.room": PUBLIC,
    "beds.total": COUNT,
    "beds.staying": COUNT,
    "beds.others": COUNT,
    "beds.held": COUNT,
    "beds.out_of_order": COUNT,
    "beds.counted_at": TIME,
    "beds.opened_at": TIME,
    "beds.asked_at": TIME,
    "beds.doubted": KIND,
    "bed_holds.id": OPAQUE,
    "bed_holds.code": "random letters and digits that are said at the door; deleted with the hold",
    "bed_holds.dormitory": PUBLIC,
    "bed_holds.person": OPAQUE,
    "bed_holds.state": KIND,
    "bed_holds.made_at": TIME,
    "bed_holds.until_at": TIME,
    "bed_holds.arrived_at": TIME,
    "bed_holds.on_way": KIND,
    "bed_holds.waiting": OPAQUE,
    "bed_waiting.id": OPAQUE,
    "bed_waiting.dormitory": PUBLIC,
    "bed_waiting.person": OPAQUE,
    "bed_waiting.joined_at": TIME,
    "bed_waiting.asked_at": TIME,
    "bed_waiting.missed": COUNT,
    "bed_events.id": "made of a keyed hash, so that one person counts once a day; leads to nobody",
    "bed_events.dormitory": PUBLIC,
    "bed_events.what": KIND,
    "bed_events.nights": COUNT,
    "bed_events.at": TIME,
    "messages.person": OPAQUE,
    "messages.message": TELEGRAM_MESSAGE,
    "messages.at": TIME,
    "conversations.state": "the name of a state of our own code",
    "conversations.at": TIME,
    "audit.id": OPAQUE,
    "audit.at": TIME,
    "audit.actor": OPAQUE,
    "audit.action": KIND,
    "audit.subject": "a kind and an opaque id",
    "audit.data": "opaque ids, kinds and counts",
}

#: what no table may ask about, in any spelling
NEVER = re.compile(r"offen[cs]e|article|sentence|colony|prison|release|crime|convict|verdict|nationality|passport")
#: what may be kept, but never in clear
NEVER_PLAIN = re.compile(r"telegram|chat|phone|name$|surname|address|body|text|words|latitude|longitude|token|birth")


def unlabelled(of):
    """Columns that are neither sealed nor blind nor on the list."""
    return {
        f"{table.name}.{column.name}"
        for table in of.tables.values()
        for column in table.columns
        if not isinstance(column.type, Sealed | BlindIndex)
    } - set(PLAIN)


def named(of, pattern):
    return {
        f"{table.name}.{column.name}"
        for table in of.tables.values()
        for column in table.columns
        if pattern.search(column.name)
    }


def test_every_column_is_labelled():
    assert unlabelled(metadata) == set()


def test_an_unlabelled_column_is_noticed():
    added = MetaData()
    Table("people", added, Column("id", Integer), Column("phone", Integer))

    assert unlabelled(added) == {"people.phone"}


def test_the_list_names_no_column_that_is_gone():
    there = {f"{table.name}.{column.name}" for table in metadata.tables.values() for column in table.columns}

    assert set(PLAIN) - there == set()


def test_no_column_could_hold_why_someone_was_sentenced():
    assert named(metadata, NEVER) == set()


@pytest.mark.parametrize("name", ["offence", "article", "sentence", "colony", "release_date", "sentence_end"])
def test_such_a_column_would_be_noticed(name):
    added = MetaData()
    Table("people", added, Column(name, Integer))

    assert named(added, NEVER) == {f"people.{name}"}


def test_what_tells_who_someone_is_never_stands_in_clear():
    assert named(metadata, NEVER_PLAIN) & set(PLAIN) == {"meta.name"}


def test_moments_are_kept_with_their_zone():
    for table in metadata.tables.values():
        for column in table.columns:
            if column.name.endswith("_at") or column.name in {"at", "since", "lease_until"}:
                assert isinstance(column.type, Utc), f"{table.name}.{column.name}"


async def test_a_moment_comes_back_as_it_went_in(database):
    from bot.store.tables import invitations

    minsk = datetime(2026, 11, 23, 12, 30, 0, 123456, tzinfo=timezone(timedelta(hours=3)))
    async with database.transaction() as store:
        row = {"id": 1, "code": b"c", "purpose": "join", "role": "staff", "organisation": "bridge", "duties": ""}
        await store.invitations.run(invitations.insert(), row | {"expires_at": minsk})

    async with database.transaction() as store:
        (back,) = (await store.invitations.run(invitations.select())).all()
    assert back.expires_at == minsk
    assert back.expires_at.tzinfo is UTC
    assert back.used_at is None


def test_a_moment_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="without a zone"):
        Utc().process_bind_param(datetime(2026, 11, 23), None)  # noqa: DTZ001 - that is the point
