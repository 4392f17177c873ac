""" "This is wrong": reaches the keeper of the content, with nothing about who said so."""

from aiogram import F, Router
from aiogram.types import CallbackQuery
from aiogram.utils.i18n import gettext as _

from bot.domain.guide import Guide
from bot.settings import Settings
from bot.store import Store
from bot.telegram.client_buttons import Mistake, PlaceCard, Wrong, WrongIs
from bot.telegram.entrance import in_pairs
from bot.telegram.screens import Button, Screen
from bot.telegram.wording import said


def words() -> dict[Mistake, str]:
    return {
        Mistake.PHONE: _("☎️ The phone"),
        Mistake.ADDRESS: _("📍 The address"),
        Mistake.HOURS: _("🕓 The hours"),
        Mistake.CLOSED: _("🚪 It is closed for good"),
        Mistake.TAKEN: _("✅ Whom they take"),
        Mistake.OTHER: _("Something else"),
    }


async def ask(event: CallbackQuery, callback_data: Wrong, guide: Guide) -> Screen:
    place = guide.directory.places.get(callback_data.place)
    if place is None:
        return Screen("", _("This is not in the list any more. Thank you."))
    options = [
        Button(text, WrongIs(mistake=mistake, **callback_data.model_dump())) for mistake, text in words().items()
    ]
    return Screen(_("What is wrong?"), said(place.name), (*in_pairs(options), _back(callback_data)))


async def report(
    event: CallbackQuery, callback_data: WrongIs, store: Store, guide: Guide, settings: Settings
) -> Screen:
    """Notes it, and tells the keeper once for each version of the content."""
    place, mistake, version = callback_data.place, callback_data.mistake, guide.content.version
    if place in guide.directory.places:
        await store.content.add_correction(place, mistake, version)
        if settings.ops_chat_id is not None:
            note = {"note": "correction", "place": place, "what": mistake.value}
            await store.outbox.add("to_ops", f"correction:{place}:{mistake}:{version}", note)
    thanks = _("We will check it. Who told us is not kept.")
    return Screen(_("Thank you"), thanks, (_back(callback_data),))


def _back(way: Wrong | WrongIs) -> tuple[Button, ...]:
    return (Button(_("◀ Back"), PlaceCard(place=way.place, what=way.what, where=way.where)),)


def router() -> Router:
    made = Router(name=__name__)
    made.callback_query.filter(F.message.chat.type == "private")
    made.callback_query.register(ask, Wrong.filter())
    made.callback_query.register(report, WrongIs.filter())
    return made
