"""Steps of tests about reminders: set one as anyone does, let its time come, read the knocks."""

from datetime import datetime
from zoneinfo import ZoneInfo

from bot.telegram.reminder_buttons import AgreeToRemind, Remind, Reminders

MINSK, BISHKEK = ZoneInfo("Europe/Minsk"), ZoneInfo("Asia/Bishkek")


async def begins(phone) -> None:
    """From home to the question what and when."""
    await phone.says("/start")
    await phone.presses_data(Reminders())
    await phone.presses_data(Remind())
    agree = AgreeToRemind()
    if agree.pack() in str(phone.last["reply_markup"]):
        await phone.presses_data(agree)


async def reminded(phone, text: str) -> None:
    """Type it, say yes."""
    await begins(phone)
    await phone.says(text)
    await phone.presses("Yes, remind me")


def knocks(phone) -> list[str]:
    return [m["text"] for m in phone.messages if m["from"]["is_bot"] and m.get("text", "").endswith("Open?")]


async def turn_to(world, zone, *at) -> None:
    world.clock.advance(datetime(*at, tzinfo=zone) - world.clock.now())
    await world.settle()
