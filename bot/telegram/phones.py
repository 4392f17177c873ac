"""Phone numbers as a person reads them."""

from collections.abc import Iterator

from aiogram.utils.i18n import gettext as _

from bot.content.models import Phone, Place
from bot.telegram.wording import said


def readable(phone: Phone) -> str:
    """A number in groups, as one reads it aloud; a short one as it is."""
    if not phone.number.startswith("+"):
        return phone.number
    import phonenumbers  # noqa: PLC0415 - sixty modules that a start does without

    number = phonenumbers.parse(phone.number)
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)


def lines(place: Place) -> Iterator[str]:
    """Each number with what it is for and from where it can be dialled."""
    for phone in place.phones:
        words = (readable(phone), said(phone.label), _reach(phone))
        yield "☎️ " + " · ".join(word for word in words if word)


def _reach(phone: Phone) -> str:
    return {
        "anywhere": "",
        "country": _("only from inside the country"),
        "local": _("only from the same town"),
    }[phone.reach]
