"""A notice under way: two officers, pause and stop, a restart in the middle, changes, and who may not touch it."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from bot import jobs
from bot.domain import people
from bot.domain.notices.model import State
from bot.domain.people import Scope
from bot.telegram.notice_buttons import (
    CorrectNotice,
    JudgeNotice,
    NoticeCheck,
    NoticeDraft,
    NoticePreview,
    NoticeRead,
    Notices,
    NoticeStatus,
    NoticeStep,
    NoticeText,
    NoticeTime,
    OpenNotice,
    SendNotice,
    Step,
)
from tests.notice_desk import WORDS, again, alone, crowd, judges, looks_at, newest, sends, written
from tests.officer_phone import an_office
from tests.old_buttons import presses_old

OTHER_WORDS = "Приходите послезавтра в 11:00, улица Ленина 1."


@pytest.fixture
async def office(world):
    return await an_office(world)


@pytest.fixture
async def author(office):
    return await office.officer()


def knocked(phones):
    return [phone.seen.count("New message") for phone in phones]


async def begins(officer, notice):
    """Sends it, and only what was in flight at once has gone out."""
    world = officer.world
    await presses_old(officer, NoticeCheck(notice=notice.id))
    send, world.app.delivery.send_due = world.app.delivery.send_due, _one_handful(world.app.delivery)
    try:
        await officer.presses_data(SendNotice(notice=notice.id, version=notice.version))
    finally:
        world.app.delivery.send_due = send


def _one_handful(delivery):
    send, left = delivery.send_due, [1]

    async def once():
        left[0] -= 1
        return await send() if left[0] >= 0 else 0

    return once


async def presses_without_delivery(phone, data):
    delivery = phone.world.app.delivery
    send, delivery.send_due = delivery.send_due, _none
    try:
        await presses_old(phone, data)
    finally:
        delivery.send_due = send


async def _none():
    return 0


# ---- a second officer


async def test_to_many_a_second_officer_must_agree_and_never_the_author(world, office, author):
    alone(world, 2)
    colleague = await office.officer("Olga")
    phones = await crowd(office, 3)
    notice = await sends(author, await written(author))
    assert notice.state is State.ASKED
    assert "waits for a second officer" in colleague.seen
    assert knocked(phones) == [0, 0, 0]

    await presses_old(author, JudgeNotice(notice=notice.id, version=notice.version, yes=True))
    assert "Another officer of your office must agree" in author.text
    assert knocked(phones) == [0, 0, 0]

    await judges(colleague, notice)
    assert knocked(phones) == [1, 1, 1]
    assert "agreed to your notice" in author.seen


async def test_where_there_is_no_second_officer_it_says_so(world, office, author):
    alone(world, 2)
    phones = await crowd(office, 3)
    notice = await sends(author, await written(author))

    assert "there is none here yet" in author.text
    assert (notice.state, knocked(phones)) == (State.DRAFT, [0, 0, 0])


async def test_who_agrees_sees_the_warnings_and_agrees_to_what_they_read(world, office, author):
    alone(world, 0)
    colleague = await office.officer("Olga")
    (client,) = await crowd(office, 1)
    draft = await written(author, "Иначе будет арест")
    notice = await sends(author, draft, sure=True)
    seen = await looks_at(colleague, notice)
    assert "threat" in seen
    await presses_old(author, NoticeStep(notice=notice.id, step=Step.BACK))
    await presses_old(author, NoticeText(notice=notice.id, language="ru"))
    await author.says(WORDS)
    changed = await sends(author, await again(world, notice.id))

    await presses_old(colleague, JudgeNotice(notice=notice.id, version=notice.version, yes=True))
    assert "out of date" in colleague.text
    assert knocked([client]) == [0]
    await judges(colleague, changed)
    assert knocked([client]) == [1]


async def test_a_second_officers_no_gives_it_back(world, office, author):
    alone(world, 0)
    colleague = await office.officer("Olga")
    (client,) = await crowd(office, 1)
    notice = await sends(author, await written(author))
    await judges(colleague, notice, yes=False)

    assert "not agreed to" in author.seen
    assert (await again(world, notice.id)).state is State.DRAFT
    assert knocked([client]) == [0]


async def test_an_officer_who_was_revoked_agrees_to_nothing(world, office, author):
    alone(world, 0)
    colleague = await office.officer("Olga")
    (client,) = await crowd(office, 1)
    notice = await sends(author, await written(author))
    async with world.app.database.transaction() as store:
        actor, _row = await store.people.load(colleague.user.id, b"")
        await people.revoke(store, actor.memberships[0].id)
    await presses_old(colleague, JudgeNotice(notice=notice.id, version=notice.version, yes=True))

    assert "not for you" in colleague.text
    assert knocked([client]) == [0]


async def test_officers_of_another_office_see_and_press_nothing(world, office, author):
    foreign = await (await an_office(world, title="Another")).officer("Pavel")
    (client,) = await crowd(office, 1)
    draft = await written(author)
    for button in (
        NoticeDraft(notice=draft.id), NoticeStatus(notice=draft.id), NoticePreview(notice=draft.id),
        NoticeCheck(notice=draft.id), NoticeText(notice=draft.id, language="ru"),
        SendNotice(notice=draft.id, version=draft.version, sure=True),
    ):  # fmt: skip
        await presses_old(foreign, button)
        assert "not for you" in foreign.text
    sent = await sends(author, draft)
    for step in Step:
        await presses_old(foreign, NoticeStep(notice=sent.id, step=step, sure=True))
        assert "not for you" in foreign.text
    await presses_old(foreign, OpenNotice(notice=sent.id))

    assert WORDS not in foreign.seen
    assert (await again(world, sent.id)).state is State.DONE
    assert knocked([client]) == [1]


async def test_a_colleague_does_not_change_what_another_wrote(world, office, author):
    colleague = await office.officer("Olga")
    await crowd(office, 1)
    draft = await written(author)
    await presses_old(colleague, NoticeText(notice=draft.id, language="ru"))
    assert "not for you" in colleague.text

    sent = await sends(author, draft)
    await presses_old(colleague, CorrectNotice(notice=sent.id))
    assert "not for you" in colleague.text


# ---- on its way


async def test_paused_nobody_more_gets_it_and_resumed_all_do_once(world, office, author):
    phones = await crowd(office, 6)
    notice = await written(author)
    await begins(author, notice)
    assert sum(knocked(phones)) == 2
    await presses_old(author, NoticeStep(notice=notice.id, step=Step.PAUSE))
    await world.settle()
    assert sum(knocked(phones)) == 2
    assert "paused" in await looks_at(author, notice)

    await presses_old(author, NoticeStep(notice=notice.id, step=Step.RESUME))
    assert knocked(phones) == [1] * 6


async def test_stopped_it_asks_first_and_then_nobody_more_gets_it(world, office, author):
    phones = await crowd(office, 6)
    notice = await written(author)
    await begins(author, notice)
    await presses_without_delivery(author, NoticeStep(notice=notice.id, step=Step.STOP))
    assert "Are you sure?" in author.text
    await presses_old(author, NoticeStep(notice=notice.id, step=Step.STOP, sure=True))
    await world.settle()

    assert sum(knocked(phones)) == 2
    assert "stopped" in await looks_at(author, notice)
    await presses_old(author, NoticeStep(notice=notice.id, step=Step.AGAIN))
    assert knocked(phones) == [1] * 6


async def test_a_restart_in_the_middle_forgets_nobody_and_repeats_nobody(world, office, author):
    phones = await crowd(office, 7)
    notice = await written(author)
    await begins(author, notice)
    assert sum(knocked(phones)) == 2
    await world.restart()
    await world.settle()

    assert knocked(phones) == [1] * 7
    assert (await again(world, notice.id)).state is State.DONE


async def test_the_officers_own_message_shows_how_far_it_is(world, office, author):
    await crowd(office, 8)
    notice = await written(author)
    await begins(author, notice)
    screen = (await again(world, notice.id)).screen
    shown = world.telegram.chat(author.user.id).messages[screen]["text"]
    assert "▓▓▓░" in shown
    await world.settle()
    done = world.telegram.chat(author.user.id).messages[screen]["text"]

    assert "▓" * 12 in done
    assert "Delivered: 8" not in done
    assert "Delivered: 5–8" in done


@pytest.mark.parametrize("elsewhere", ["list", "preview", "words", "are you sure"])
async def test_how_far_it_is_takes_nothing_from_an_author_who_looks_elsewhere(world, office, author, elsewhere):
    await crowd(office, 8)
    notice = await written(author)
    await begins(author, notice)
    button = {
        "list": Notices(),
        "preview": NoticePreview(notice=notice.id),
        "words": CorrectNotice(notice=notice.id),
        "are you sure": NoticeStep(notice=notice.id, step=Step.STOP),
    }[elsewhere]
    await presses_without_delivery(author, button)
    before, screen = author.text, author.last["message_id"]
    await world.settle()
    assert (await again(world, notice.id)).state is State.DONE
    assert (author.text, author.last["message_id"]) == (before, screen)

    await presses_old(author, NoticeStatus(notice=notice.id))
    assert "▓" * 12 in author.text


async def test_nothing_is_drawn_again_that_is_drawn_already(world, office, author):
    await crowd(office, 2)
    await sends(author, await written(author))
    before = len(world.telegram.calls)
    for _ in range(3):
        await jobs.run_notices(world.app)

    assert len(world.telegram.calls) == before


async def test_who_blocked_the_bot_is_counted_as_not_delivered_and_tried_again_when_asked(world, office, author):
    phones = await crowd(office, 6)
    world.telegram.block(phones[0].user)
    await world.settle()
    notice = await sends(author, await written(author))
    text = await looks_at(author, notice)
    assert "Could not be delivered: <5" in text
    assert "no breach" in text

    world.telegram.unblock(phones[0].user)
    await world.settle()
    await presses_old(author, NoticeStep(notice=notice.id, step=Step.AGAIN))
    assert knocked(phones) == [1] * 6


async def test_consent_taken_back_meanwhile_holds_at_the_moment_of_sending(world, office, author):
    phones = await crowd(office, 6)
    notice = await written(author)
    await begins(author, notice)
    waiting = [phone for phone in phones if not phone.seen.count("New message")]
    async with world.app.database.transaction() as store:
        person = await _person(store, world, waiting[0])
        await store.people.set_consents(person, frozenset({Scope.APPOINTMENTS}))
    await world.settle()

    assert knocked([waiting[0]]) == [0]
    assert sum(knocked(phones)) == 5


async def _person(store, world, phone):
    actor, _row = await store.people.load(phone.user.id, b"")
    return actor.id


# ---- afterwards


async def test_a_change_reaches_those_who_opened_it_and_those_who_will(world, office, author):
    opened, later = await crowd(office, 2)
    notice = await sends(author, await written(author, asks=True))
    await opened.presses("Open")
    await opened.presses("Read and understood")
    await presses_old(author, CorrectNotice(notice=notice.id))
    await author.presses("RU")
    await author.says(OTHER_WORDS)
    assert WORDS in opened.text
    await sends(author, await again(world, notice.id))

    assert OTHER_WORDS in opened.text
    assert "Changed:" in opened.text
    assert "Read and understood" in "".join(opened.buttons)
    assert WORDS not in opened.seen
    await later.presses("Open")
    assert OTHER_WORDS in later.text


async def test_to_many_a_change_needs_a_second_officer_too(world, office, author):
    alone(world, 0)
    colleague = await office.officer("Olga")
    (client,) = await crowd(office, 1)
    notice = await sends(author, await written(author))
    await judges(colleague, notice)
    await client.presses("Open")
    await presses_old(author, NoticeText(notice=notice.id, language="ru"))
    await author.says(OTHER_WORDS)
    changed = await sends(author, await again(world, notice.id))
    assert WORDS in client.text
    await presses_old(author, JudgeNotice(notice=notice.id, version=changed.version, yes=True))
    assert WORDS in client.text

    await judges(colleague, changed)
    assert OTHER_WORDS in client.text


async def test_an_old_press_of_read_does_not_count_for_other_words(world, office, author):
    (client,) = await crowd(office, 1)
    notice = await sends(author, await written(author, asks=True))
    await client.presses("Open")
    old = NoticeRead(notice=notice.id, version=notice.version)
    await presses_old(author, NoticeText(notice=notice.id, language="ru"))
    await author.says(OTHER_WORDS)
    await sends(author, await again(world, notice.id))
    await presses_old(client, old)

    async with world.app.database.transaction() as store:
        assert (await store.notices.totals(notice.id)).read == 0


async def test_taken_back_it_is_gone_from_those_who_opened_it_and_from_those_knocked_for(world, office, author):
    opened, knocked_for = await crowd(office, 2)
    notice = await sends(author, await written(author))
    await opened.presses("Open")
    await presses_old(author, NoticeStep(notice=notice.id, step=Step.RECALL, sure=True))

    assert WORDS not in opened.seen
    assert "took this message back" in opened.text
    assert "New message" not in knocked_for.seen
    await presses_old(knocked_for, OpenNotice(notice=notice.id))
    assert "took this message back" in knocked_for.text
    assert WORDS not in knocked_for.seen


async def test_after_two_days_it_can_neither_be_changed_nor_taken_back(world, office, author, clock):
    (client,) = await crowd(office, 1)
    notice = await sends(author, await written(author))
    clock.advance(timedelta(hours=48))
    for button in (
        NoticeStep(notice=notice.id, step=Step.RECALL, sure=True),
        CorrectNotice(notice=notice.id),
        NoticeText(notice=notice.id, language="ru"),
    ):
        await presses_old(author, button)
        assert "more than two days ago" in author.text
    await client.presses("Open")

    assert WORDS in client.text


async def test_any_officer_of_the_office_may_stop_it(world, office, author):
    colleague = await office.officer("Olga")
    phones = await crowd(office, 4)
    notice = await written(author)
    await begins(author, notice)
    await presses_without_delivery(colleague, NoticeStep(notice=notice.id, step=Step.STOP, sure=True))
    await world.settle()

    assert sum(knocked(phones)) == 2
    assert (await newest(world)).state is State.STOPPED


async def revoked(world, phone):
    async with world.app.database.transaction() as store:
        actor, _row = await store.people.load(phone.user.id, b"")
        await people.revoke(store, actor.memberships[0].id)


async def planned(world, author, hours):
    notice = await written(author)
    await presses_old(author, NoticeTime(notice=notice.id))
    at = world.clock.now().astimezone(ZoneInfo("Europe/Minsk")) + timedelta(hours=hours)
    await author.says(f"{at:%d.%m.%Y %H:%M}")
    return await sends(author, await again(world, notice.id))


async def test_what_a_revoked_officer_planned_alone_waits_for_a_colleague(world, office, author):
    (client,) = await crowd(office, 1)
    notice = await planned(world, author, 2)
    colleague = await office.officer("Olga")
    await revoked(world, author)
    world.clock.advance(timedelta(hours=2, minutes=1))
    await jobs.run_notices(world.app)
    await world.settle()

    assert knocked([client]) == [0]
    assert (await again(world, notice.id)).state is State.DRAFT
    assert "did not begin at its time" in colleague.text
    assert "did not begin" not in author.seen
    await colleague.presses("Open")
    assert WORDS in colleague.text


async def test_what_a_revoked_officer_planned_and_a_colleague_agreed_to_goes_out(world, office, author):
    alone(world, 0)
    colleague = await office.officer("Olga")
    (client,) = await crowd(office, 1)
    notice = await planned(world, author, 2)
    await judges(colleague, notice)
    before = len(author.messages)
    await revoked(world, author)
    world.clock.advance(timedelta(hours=2, minutes=1))
    await jobs.run_notices(world.app)
    await world.settle()
    await jobs.run_notices(world.app)

    assert knocked([client]) == [1]
    assert len(author.messages) == before
    assert "sent" not in author.text
