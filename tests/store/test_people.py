"""People, memberships, invitations and groups."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from bot.domain.people import Duty, Membership, Reach, Role, Scope
from bot.store.tables import groups, invitations, memberships, people

NOBODY = b""


async def add(database, telegram_id=700000001, locale="ru", territory=None):
    async with database.transaction() as store:
        return await store.people.add(telegram_id, locale, territory)


async def actor(database, telegram_id=700000001):
    async with database.transaction() as store:
        found = await store.people.load(telegram_id, NOBODY)
    return found and found[0]


async def invite(database, code="code", organisation="bridge", life=timedelta(days=7), **more):
    async with database.transaction() as store:
        return await store.invitations.add(
            code, role=Role.STAFF, organisation=organisation, duties=more.pop("duties", frozenset()),
            expires_at=store.now + life, **more,
        )  # fmt: skip


async def find(database, code="code", purpose="join"):
    async with database.transaction() as store:
        return await store.invitations.find(code, purpose=purpose)


async def join(database, person, organisation="bridge", duties=frozenset()):
    code = f"{person} to {organisation}"
    await invite(database, code, organisation, duties=duties)
    invitation = await find(database, code)
    async with database.transaction() as store:
        return await store.people.add_membership(person, invitation)


async def test_someone_we_do_not_keep_is_nobody(database):
    assert await actor(database) is None


async def test_a_person_is_found_by_their_telegram_id(database):
    person = await add(database, territory="BY-HO-Mozyr")
    await add(database, 700000002)

    found = await actor(database)
    assert (found.id, found.locale, found.territory) == (person, "ru", "BY-HO-Mozyr")
    assert (found.consents, found.memberships, found.talking, found.reach) == (frozenset(), (), None, Reach.OK)


async def test_a_telegram_id_opens_only_to_write_to_them(database, committed):
    person = await add(database)
    async with database.transaction() as store:
        assert (await store.people.chat(person)).telegram_id == 700000001
        assert await store.people.chat(person + 1) is None

    (row,) = await committed(people)
    assert b"700000001" not in row.telegram + row.telegram_id
    assert "700000001" not in str(row.id)


async def test_one_telegram_account_is_one_person(database, committed):
    await add(database)
    with pytest.raises(IntegrityError):
        await add(database)

    assert len(await committed(people)) == 1


async def test_what_is_said_of_a_person_is_kept(database, clock):
    person = await add(database)
    async with database.transaction() as store:
        await store.people.set_locale(person, "be")
        await store.people.set_territory(person, "BY-HM")
        await store.people.set_consents(person, frozenset({Scope.NOTICES, Scope.SERVICE}))
        await store.people.set_reach(person, Reach.BLOCKED)
        await store.people.wrote(person, 77)

    found = await actor(database)
    assert (found.locale, found.territory, found.reach) == ("be", "BY-HM", Reach.BLOCKED)
    assert found.consents == {Scope.NOTICES, Scope.SERVICE}
    assert (found.talking, found.wrote_at) == (77, clock.now())
    async with database.transaction() as store:
        await store.people.set_talking(person, None)
    assert (await actor(database)).talking is None


async def test_changes_of_one_person_leave_another_alone(database):
    person, other = await add(database), await add(database, 700000002)
    async with database.transaction() as store:
        await store.people.set_locale(person, "ky")

    found = await actor(database, 700000002)
    assert (found.id, found.locale) == (other, "ru")


async def test_roles_in_several_organisations_are_all_held(database, clock):
    person = await add(database)
    first = await join(database, person, "bridge", frozenset({Duty.LEAD, Duty.KEEPER}))
    clock.advance(timedelta(seconds=1))
    second = await join(database, person, "lantern")

    assert (await actor(database)).memberships == (first, second)
    assert first == Membership(first.id, Role.STAFF, "bridge", frozenset({Duty.LEAD, Duty.KEEPER}))


async def test_a_revoked_role_is_gone_at_the_next_look(database, committed):
    membership = await join(database, await add(database))
    async with database.transaction() as store:
        await store.people.revoke(membership.id)

    assert (await actor(database)).memberships == ()
    async with database.transaction() as store:
        assert await store.people.members("bridge", Role.STAFF) == []
    assert len(await committed(memberships)) == 1


async def test_members_are_those_of_the_organisation_and_role_in_the_order_they_came(database, clock):
    first, second, elsewhere = [await add(database, 700000001 + number) for number in range(3)]
    for person, organisation in ((second, "bridge"), (elsewhere, "lantern"), (first, "bridge")):
        await join(database, person, organisation)
        clock.advance(timedelta(seconds=1))

    async with database.transaction() as store:
        assert await store.people.members("bridge", Role.STAFF) == [second, first]
        assert await store.people.members("bridge", Role.OFFICER) == []


async def test_an_invitation_is_found_by_its_code_and_purpose(database):
    await invite(database, duties=frozenset({Duty.LEAD}))

    found = await find(database)
    assert (found.role, found.organisation, found.duties) == (Role.STAFF, "bridge", {Duty.LEAD})
    assert await find(database, "another") is None
    assert await find(database, purpose="bind") is None


async def test_a_code_cannot_be_read_in_its_row(database, committed):
    await invite(database, "canary-code")

    (row,) = await committed(invitations)
    assert "canary-code" not in str(tuple(row))


async def test_an_invitation_ends_at_its_moment(database, clock):
    await invite(database, life=timedelta(hours=1))
    clock.advance(timedelta(minutes=59, seconds=59))
    assert await find(database) is not None

    clock.advance(timedelta(seconds=1))
    assert await find(database) is None


async def test_a_used_invitation_is_found_no_more(database):
    invitation = await invite(database)
    async with database.transaction() as store:
        assert await store.invitations.use(invitation, by=None)

    assert await find(database) is None


async def test_of_many_who_use_one_invitation_at_once_one_does(database, replica, committed):
    invitation = await invite(database)

    async def use(of, person):
        async with of.transaction() as store:
            return await store.invitations.use(invitation, by=person)

    used = await asyncio.gather(*(use((database, replica)[number % 2], number) for number in range(20)))
    assert used.count(True) == 1
    assert (await committed(invitations))[0].used_by == used.index(True)


async def bind(database, organisation, chat_id, locale="ru"):
    async with database.transaction() as store:
        await store.groups.bind(organisation, chat_id, by=None, locale=locale)


async def group(database, organisation):
    async with database.transaction() as store:
        return await store.groups.chat(organisation)


async def test_a_group_is_found_from_both_sides(database):
    await bind(database, "bridge", -1001, locale="ky")

    found = await group(database, "bridge")
    assert (found.organisation, found.chat_id, found.locale) == ("bridge", -1001, "ky")
    async with database.transaction() as store:
        assert await store.groups.organisation(-1001) == "bridge"
        assert await store.groups.organisation(-1002) is None
    assert await group(database, "lantern") is None


async def test_a_groups_id_cannot_be_read_in_its_row(database, committed):
    await bind(database, "bridge", -1001234567)

    (row,) = await committed(groups)
    assert b"1001234567" not in row.chat + row.chat_id


async def test_binding_anew_takes_the_place_of_the_old_group(database):
    await bind(database, "bridge", -1001)
    await bind(database, "bridge", -1002)

    assert (await group(database, "bridge")).chat_id == -1002
    async with database.transaction() as store:
        assert await store.groups.organisation(-1001) is None


async def test_one_group_answers_for_one_organisation(database):
    await bind(database, "bridge", -1001)
    with pytest.raises(IntegrityError):
        await bind(database, "lantern", -1001)

    async with database.transaction() as store:
        assert await store.groups.organisation(-1001) == "bridge"


async def test_a_group_that_telegram_moved_is_found_under_its_new_id(database):
    await bind(database, "bridge", -1, locale="ky")
    async with database.transaction() as store:
        await store.groups.moved("bridge", -1001)
        assert await store.groups.organisation(-1) is None
        assert await store.groups.organisation(-1001) == "bridge"

    moved = await group(database, "bridge")
    assert (moved.chat_id, moved.locale) == (-1001, "ky")
