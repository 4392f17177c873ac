"""A client's screens are for private chats alone, whatever other modules take before them."""

from datetime import UTC, datetime

import pytest
from aiogram import Bot
from aiogram.types import CallbackQuery, Chat, Location, Message, User, Voice

from bot.telegram.buttons import Agree, ChangePlace, Hide, Home, Language, NearMe
from bot.telegram.client_buttons import (
    AskWhere,
    Districts,
    LookAround,
    Mistake,
    Nearest,
    NeedsIn,
    PlaceCard,
    PrivacyDetails,
    SetPlace,
    Towns,
    Welcome,
    Wrong,
    WrongIs,
)
from bot.telegram.entrance import Answering
from handlers import hide, language, menu, near, search, stale, start, where, wrong

MODULES = (start, language, hide, where, menu, near, wrong, search, stale)
BOT = Bot("123456:TEST")
TOWN = Answering.town.state
VOICE = Voice(file_id="v", file_unique_id="v", duration=1)
MESSAGES = [
    ({"text": "/start"}, None),
    ({"text": "/language"}, None),
    ({"text": "общежитие"}, None),
    ({"text": "Мозырь"}, TOWN),
    ({"voice": VOICE}, TOWN),
    ({"voice": VOICE}, None),
    ({"location": Location(latitude=52.0, longitude=29.0)}, None),
]
PRESSES = [
    Agree(), ChangePlace(), Hide(), Home(), Language(), NearMe(), LookAround(), PrivacyDetails(), Welcome(),
    AskWhere(country="BY"), Towns(of="BY-HO"), Districts(of="BY-HO"), SetPlace(to="BY-HO"), NeedsIn(where="BY-HO"),
    Nearest(what="a"), PlaceCard(place="a"), Wrong(place="a"), WrongIs(place="a", mistake=Mistake.PHONE),
]  # fmt: skip


def message(chat_type, **content) -> Message:
    person = User(id=7, is_bot=False, first_name="A")
    chat = Chat(id=7 if chat_type == "private" else -7, type=chat_type)
    return Message(message_id=1, date=datetime.now(UTC), chat=chat, from_user=person, **content)


async def who_answers(observer_name, event, state=None) -> list[str]:
    """The modules that would answer, but for the last resort, which only takes a group's updates in."""
    found = []
    for module in MODULES:
        observer = getattr(module.router(), observer_name)
        passed, _data = await observer.check_root_filters(event, bot=BOT, raw_state=state)
        for handler in observer.handlers if passed else ():
            matches, _data = await handler.check(event, bot=BOT, raw_state=state)
            if matches and handler.callback not in {stale.unneeded, stale.old_button}:
                found.append(module.__name__)
    return found


@pytest.mark.parametrize(("content", "state"), MESSAGES)
async def test_a_message_is_answered_in_private_and_not_in_a_group(content, state):
    assert await who_answers("message", message("private", **content), state)
    assert not await who_answers("message", message("supergroup", **content), state)


@pytest.mark.parametrize("data", PRESSES, ids=lambda data: type(data).__name__)
async def test_a_press_is_answered_in_private_and_not_in_a_group(data):
    def press(chat_type):
        shown = message(chat_type, text="…")
        return CallbackQuery(id="1", from_user=shown.from_user, chat_instance="1", message=shown, data=data.pack())

    in_private = await who_answers("callback_query", press("private"))
    assert len(in_private) == 2, "one module, and the last resort"
    assert not await who_answers("callback_query", press("supergroup"))
