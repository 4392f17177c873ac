"""Steps of an officer who sets appointments, and what then shows on a client's phone."""

from datetime import timedelta

from bot.telegram.appointment_buttons import SetFor
from tests.client_phone import actor_of
from tests.old_buttons import presses_old


async def fills(officer, day="1.12.2026", clock="10:00", label="07-118", repeats="No"):
    """Up to the preview, typed and pressed."""
    await presses_old(officer, SetFor())
    await officer.says(label)
    await officer.says(day)
    await officer.says(clock)
    await officer.presses("At our office")
    await officer.says("паспорт, справка")
    await officer.presses(repeats)


async def sets(officer, **how):
    await fills(officer, **how)
    await officer.presses("Set it")


async def appointments_of(world, client):
    actor = await actor_of(world, client)
    async with world.app.database.transaction() as store:
        return await store.appointments.of_person(actor.id)


def bot_texts(phone):
    return [m["text"] for m in phone.messages if m["from"]["is_bot"] and "text" in m]


async def steps_seen(world, client, until):
    """What the client's phone shows, hour by hour."""
    seen = []
    while world.clock.now() < until:
        before = len(bot_texts(client))
        world.clock.advance(timedelta(minutes=30))
        await world.settle()
        seen += [(world.clock.now(), text) for text in bot_texts(client)[before:]]
    return seen
