"""A bed tonight: found, held, come to, given up, waited for; and the keeper's side of it."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from bot import jobs
from bot.domain import people
from bot.domain.people import Duty, Role
from bot.store.tables import bed_holds, bed_waiting, beds
from bot.telegram.bed_buttons import HoldBed, IAmHere, KeepBeds, KeepRoom, MyBed, NotNeeded, OnMyWay, SetFree
from bot.telegram.buttons import Home, OpenHeld
from bot.telegram.client_buttons import EraseMe, Nearest, PlaceCard, tag
from tests.client_phone import ClientPhone, arrived
from tests.old_buttons import presses_old

HARBOUR = "hostel-quiet-harbour"
HOUSE = tag(HARBOUR)


class Keeper(ClientPhone):
    """Who keeps the hostel, from their own chat with the bot."""

    async def joins(self, organisation="quiet-harbour", duty=Duty.KEEPER):
        async with self.world.app.database.transaction() as store:
            code = await people.invite(store, Role.STAFF, organisation, frozenset({duty}))
        await self.says(f"/start join_{code}")

    async def counts(self, room, free, house=HOUSE):
        await self.says("/places")
        await self.presses_data(KeepRoom(house=house, room=room))
        await self.presses_data(SetFree(house=house, room=room, free=free))


@pytest.fixture
async def keeper(world):
    made = Keeper(world, "Olga", "en")
    await made.joins()
    return made


@pytest.fixture
def rows(world):
    async def read(table):
        async with world.app.database.engine.connect() as connection:
            return (await connection.execute(select(table))).all()

    return read


async def ticks(world):
    await jobs.turn_beds(world.app)
    await world.settle()


async def holds(phone, who="m"):
    await presses_old(phone, Nearest(what=tag("need:bed")))
    await presses_old(phone, HoldBed(house=HOUSE, who=who))


async def test_two_taps_of_a_keeper_and_the_place_is_first_on_the_list(world, keeper):
    await keeper.says("/places")
    await keeper.presses("Men")
    await keeper.presses("2")
    assert "Men: 2 free" in keeper.text

    phone = await arrived(world, "Mozyr")
    await presses_old(phone, Nearest(what=tag("need:bed")))
    first = phone.text.split("\n\n")[1]
    assert first.startswith("1. Quiet Harbour hostel")
    assert "free: 👨 Men 2; confirmed just now" in first


async def test_a_client_holds_a_place_sets_out_and_arrives(world, keeper, rows):
    await keeper.counts("men", 2)
    phone = await arrived(world, "Mozyr")
    await presses_old(phone, Nearest(what=tag("need:bed")))
    await phone.presses("1")
    assert "Sober only" in phone.text
    await phone.presses("Hold a place")
    await phone.presses("A man")
    # half past twelve, and two hours for the way
    assert "until 14:30" in phone.text
    (hold,) = await rows(bed_holds)
    assert hold.code in phone.text
    assert "someone comes" in keeper.text
    await keeper.presses("Open")
    assert hold.code in keeper.text
    assert "a man" in keeper.text
    assert "by 14:30" in keeper.text
    assert "Anna" not in keeper.seen

    world.clock.advance(timedelta(hours=1))
    await presses_old(phone, OnMyWay(hold=hold.id))
    assert "until 15:30" in phone.text
    await presses_old(phone, IAmHere(hold=hold.id))
    assert "You have arrived" in phone.text
    (stay,) = await rows(bed_holds)
    assert (stay.state, stay.needs) == ("arrived", None)

    await keeper.says("/places")
    await keeper.presses("They stay: 1")
    await keeper.presses(hold.code)
    await keeper.presses("They have left")
    assert await rows(bed_holds) == []
    assert "Men: 2 free" in keeper.text


async def test_a_second_press_a_restart_and_an_old_button_hold_no_second_bed(world, keeper, rows):
    await keeper.counts("men", 2)
    phone = await arrived(world, "Mozyr")
    await holds(phone)
    (hold,) = await rows(bed_holds)
    await presses_old(phone, HoldBed(house=HOUSE, who="m"))
    assert "held for you already" in phone.text
    await world.restart()
    await presses_old(phone, HoldBed(house=HOUSE, who="m"))
    assert [row.id for row in await rows(bed_holds)] == [hold.id]

    await presses_old(phone, NotNeeded(hold=hold.id, sure=True))
    assert await rows(bed_holds) == []
    for old in (NotNeeded(hold=hold.id, sure=True), IAmHere(hold=hold.id), OnMyWay(hold=hold.id)):
        await presses_old(phone, old)
        assert "no longer held" in phone.text
    assert [row.held for row in await rows(beds) if row.room == "men"] == [0]


async def test_another_persons_hold_cannot_be_touched(world, keeper, rows):
    await keeper.counts("men", 1)
    phone = await arrived(world, "Mozyr")
    await holds(phone)
    (hold,) = await rows(bed_holds)
    stranger = await arrived(world, "Gomel")
    for forged in (NotNeeded(hold=hold.id, sure=True), IAmHere(hold=hold.id), OnMyWay(hold=hold.id)):
        await presses_old(stranger, forged)
        assert "no longer held" in stranger.text
    await presses_old(stranger, KeepBeds(house=HOUSE))
    assert "not for you" in stranger.text
    await presses_old(stranger, SetFree(house=HOUSE, room="men", free=9))
    assert "not for you" in stranger.text

    assert await rows(bed_holds) == [hold]


async def test_no_place_is_free_one_waits_is_offered_it_and_takes_it(world, keeper, rows):
    await keeper.counts("men", 1)
    first, second = await arrived(world, "Mozyr"), await arrived(world, "Mozyr")
    await holds(first)
    await holds(second)
    assert "No place is free there for you" in second.text
    await second.presses("Join the waiting list")
    assert "Your turn is no. 1" in second.text
    (hold,) = await rows(bed_holds)
    await presses_old(first, NotNeeded(hold=hold.id, sure=True))

    # the knock says nothing that a lock screen may not show
    assert second.text == "New message. Open?"
    await second.presses_data(OpenHeld())
    assert "until 13:00" in second.text
    await second.presses("My place")
    await second.presses("I take it")
    assert "held for you until 14:30" in second.text
    assert await rows(bed_waiting) == []


async def test_a_missed_offer_is_told_and_the_turn_is_kept(world, keeper, rows):
    await keeper.counts("men", 1)
    first, second = await arrived(world, "Mozyr"), await arrived(world, "Mozyr")
    await holds(first)
    await holds(second)
    await second.presses("Join the waiting list")
    (hold,) = await rows(bed_holds)
    await presses_old(first, NotNeeded(hold=hold.id, sure=True))
    world.clock.advance(timedelta(minutes=31))
    await ticks(world)
    await second.presses_data(OpenHeld())

    assert "Your turn is kept" in second.seen
    await presses_old(second, MyBed())
    assert "Your turn is no. 1" in second.text


async def test_here_and_full_shows_it_as_full_at_once_and_asks_the_keeper(world, keeper, rows):
    await keeper.counts("men", 2)
    phone, other = await arrived(world, "Mozyr"), await arrived(world, "Mozyr")
    await holds(phone)
    await phone.presses("Here, it is full")
    await phone.presses("Yes")
    assert "We are sorry" in phone.text
    assert "Your turn" in phone.text or "your turn" in phone.text
    assert "full at the door" in keeper.text

    await presses_old(other, Nearest(what=tag("need:bed")))
    assert "free: " not in other.text
    await presses_old(other, HoldBed(house=HOUSE, who="m"))
    assert "No place is free" in other.text


async def test_a_keeper_who_cannot_take_someone_in_says_why_and_they_are_told(world, keeper, rows):
    await keeper.counts("men", 1)
    phone = await arrived(world, "Mozyr")
    await holds(phone)
    await keeper.presses("Open")
    await keeper.presses("Cannot take them in")
    await keeper.presses("No bed is free")
    await phone.presses_data(OpenHeld())

    assert "no bed free after all" in phone.text
    assert len(await rows(bed_waiting)) == 1
    assert await rows(bed_holds) == []


async def test_a_count_grows_old_is_asked_after_reads_call_first_and_is_gone(world, keeper):
    await keeper.counts("men", 2)
    phone = await arrived(world, "Mozyr")
    world.clock.advance(timedelta(hours=12, minutes=1))
    await ticks(world)
    assert "still so? 👨 Men 2" in keeper.text
    question = keeper.last

    world.clock.advance(timedelta(hours=12))
    await presses_old(phone, Nearest(what=tag("need:bed")))
    assert "call first: places were counted 24 h ago" in phone.text
    world.clock.advance(timedelta(hours=48))
    await presses_old(phone, Nearest(what=tag("need:bed")))
    assert "places were counted" not in phone.text
    await presses_old(phone, PlaceCard(place=HARBOUR))
    assert "Hold a place" not in " ".join(phone.buttons)

    # one tap, and it is offered again
    await keeper.presses("Yes", question)
    await presses_old(phone, Nearest(what=tag("need:bed")))
    assert "Men 2; confirmed just now" in phone.text


async def test_who_looks_around_sees_beds_and_is_asked_before_one_is_held(world, keeper, rows):
    await keeper.counts("men", 1)
    phone = await arrived(world, "Mozyr", agreeing=False)
    await presses_old(phone, Nearest(what=tag("need:bed")))
    assert "free: 👨 Men 1" in phone.text
    await presses_old(phone, HoldBed(house=HOUSE))
    assert await rows(bed_holds) == []
    await phone.presses("I agree")
    await phone.presses("A man")

    assert len(await rows(bed_holds)) == 1


async def test_who_erases_themselves_frees_the_bed_for_who_waits(world, keeper, rows):
    await keeper.counts("men", 1)
    first, second = await arrived(world, "Mozyr"), await arrived(world, "Mozyr")
    await holds(first)
    await holds(second)
    await second.presses("Join the waiting list")
    await presses_old(first, EraseMe(sure=True))
    await ticks(world)

    (offer,) = await rows(bed_holds)
    assert offer.state == "offered"
    await second.presses_data(OpenHeld())
    assert "A place is free for you" in second.text


async def test_a_womans_list_names_no_mens_room_and_sends_her_elsewhere(world, keeper, rows):
    await keeper.counts("men", 2)
    other = Keeper(world, "Pavel", "en")
    await other.joins("bridge")
    await other.counts("men", 3, house=tag("hostel-bridge"))
    phone = await arrived(world, "Mozyr")
    await holds(phone, who="w")
    assert "No place is free there for you" in phone.text
    assert "Free for you elsewhere" not in phone.text
    await presses_old(phone, HoldBed(house=tag("hostel-bridge"), who="w"))

    assert "no room of this kind" in phone.text
    assert "Join the waiting list" not in phone.buttons


async def test_a_house_whose_address_is_secret_says_that_one_is_brought_there(world):
    keeper = Keeper(world, "Aida", "en")
    await keeper.joins("spring")
    await keeper.says("/places")
    await keeper.presses_data(KeepRoom(house=tag("crisis-room-spring"), room="women"))
    await keeper.presses_data(SetFree(house=tag("crisis-room-spring"), room="women", free=1))
    phone = await arrived(world, "Osh")
    await presses_old(phone, Nearest(what=tag("need:bed")))
    await presses_old(phone, HoldBed(house=tag("crisis-room-spring"), who="w"))

    assert "will bring you" in phone.text


async def test_out_of_order_longer_stays_and_figures(world, keeper, rows):
    await keeper.counts("men", 3)
    await keeper.presses("Men")
    await keeper.presses("One more broken")
    assert "1 out of order" in keeper.text
    await keeper.presses("Someone came")
    assert "Men: 1 free" in keeper.text
    phone = await arrived(world, "Mozyr")
    await holds(phone)
    await keeper.says("/places")
    await keeper.presses("On the way: 1")
    (hold,) = await rows(bed_holds)
    await keeper.presses(hold.code)
    await keeper.presses("They have arrived")
    await keeper.presses("They stay: 1")
    await keeper.presses(hold.code)
    await keeper.presses("7 nights")
    (stay,) = await rows(bed_holds)
    assert (stay.until_at - hold.made_at).days == 8

    await keeper.presses("Back")
    await keeper.presses("Figures")
    assert "came: 2" in keeper.text
    await presses_old(keeper, Home())


async def test_the_way_to_the_beds_is_on_the_home_of_who_keeps_them_and_on_nobody_elses(world, keeper):
    adviser = Keeper(world, "Rita", "en")
    await adviser.joins(duty=Duty.WORK_ADVISER)
    for one in (keeper, adviser):
        await one.says("/start")
    assert "🛏 Places to sleep" in keeper.buttons
    assert "🛏 Places to sleep" not in adviser.buttons

    await keeper.presses("Places to sleep")
    assert "Quiet Harbour hostel" in keeper.text


async def test_the_figures_of_all_houses_hide_small_counts(world, keeper):
    from bot import admin

    await keeper.counts("men", 9)
    await world.app.stop()
    (line,) = [one for one in await admin.report_beds(world.settings) if one.startswith(HARBOUR)]
    await world.restart()

    # three men, and the rooms nobody counted: nine in all
    assert "places 18, taken 9, held 0" in line
    assert "came 0" in line
