"""Callback data that more than one handlers module offers. Ids in it are requests, not rights."""

from enum import StrEnum

from aiogram.filters.callback_data import CallbackData


class Home(CallbackData, prefix="home"):
    """To the home screen."""


class Talk(CallbackData, prefix="talk"):
    """Talk to a person; about a need, where one is named; urgent, if it cannot wait."""

    need: str | None = None
    urgent: bool = False


class Onwards(StrEnum):
    """Where someone was going when asked to agree: to a person, urgently, to ask about a place, to a bed."""

    TALK = "talk"
    URGENT = "now"
    PLACE = "place"
    BED = "bed"


class Agree(CallbackData, prefix="agree"):
    """Agree that we keep what a request needs; and go on to where one was going."""

    to: Onwards | None = None
    #: the need or the place
    of: str | None = None


class Conversation(CallbackData, prefix="conv"):
    """The client's own request: go on with it."""

    case: int


class EndConversation(CallbackData, prefix="end"):
    """The client ends their own request; asks before it does."""

    case: int
    sure: bool = False


class AskPlace(CallbackData, prefix="ask"):
    """Ask the people of a place, through whoever is contracted for its needs."""

    place: str


class Hide(CallbackData, prefix="hide"):
    """Remove from this chat what can be removed, and leave a harmless card."""


class Language(CallbackData, prefix="lang"):
    """Choose a language; without one, show the choice."""

    to: str | None = None


class ChangePlace(CallbackData, prefix="where"):
    """Say where one is."""


class NearMe(CallbackData, prefix="near"):
    """The kinds of help."""


class TakeBack(CallbackData, prefix="back"):
    """The client takes back what they said."""

    relay: int


class OpenHeld(CallbackData, prefix="open"):
    """Show what was only knocked for."""


class TakeCase(CallbackData, prefix="take"):
    """Staff: answer this request."""

    case: int


class Card(CallbackData, prefix="card"):
    """Staff: the request's card, as things are now."""

    case: int


class BindGroup(CallbackData, prefix="bind"):
    """Staff: a code that connects the organisation's group."""

    organisation: str


class CloseCase(CallbackData, prefix="close"):
    """Staff: end this request; asks before it does."""

    case: int
    sure: bool = False


class HandBack(CallbackData, prefix="free"):
    """Staff: let a colleague answer this request."""

    case: int


class Desk(CallbackData, prefix="desk"):
    """Staff: requests of the organisation that wait, or one's own; without one, the choice of organisations."""

    organisation: str | None = None
    mine: bool = False
    page: int = 0


class SendTo(CallbackData, prefix="to"):
    """Pass on, into this request, the message that the button's own answers."""

    case: int
