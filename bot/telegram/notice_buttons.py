"""Callback data of notices. Ids in it are requests, not rights; a version is what whoever presses has read."""

from enum import StrEnum

from aiogram.filters.callback_data import CallbackData

from bot.domain.notices.model import Whom


class Notices(CallbackData, prefix="ntl"):
    """The office's notices."""

    page: int = 0


class WriteNotice(CallbackData, prefix="ntn"):
    """Begin a new one."""


class NoticeDraft(CallbackData, prefix="ntd"):
    """The draft: texts, people, time."""

    notice: int


class NoticeText(CallbackData, prefix="ntt"):
    """Type the text in this language."""

    notice: int
    language: str


class NoticeWhom(CallbackData, prefix="ntw"):
    """Who is meant: asks, or chooses. An empty language is all of them."""

    notice: int
    whom: Whom | None = None
    language: str = ""


class NoticeAsks(CallbackData, prefix="nta"):
    """Ask people to press "Read and understood", or not."""

    notice: int
    asks: bool


class NoticeTime(CallbackData, prefix="ntm"):
    """Type when; or at once."""

    notice: int
    now: bool = False


class NoticePreview(CallbackData, prefix="ntp"):
    """As people of this language get it."""

    notice: int
    language: str = ""


class LikeThis(CallbackData, prefix="nti"):
    """A button of a preview."""


class NoticeCheck(CallbackData, prefix="ntc"):
    """How many get it, what to look at first."""

    notice: int
    sure: bool = False


class SendNotice(CallbackData, prefix="ntg"):
    """Yes, send what I have read; of what was sent already, the change of it."""

    notice: int
    version: int
    sure: bool = False


class DropNotice(CallbackData, prefix="ntx"):
    """Throw the draft, or the change of what was sent, away."""

    notice: int


class NoticeStatus(CallbackData, prefix="nto"):
    """How it stands."""

    notice: int


class Step(StrEnum):
    """What an officer can do with one that is under way, or over."""

    PAUSE = "pause"
    RESUME = "resume"
    STOP = "stop"
    RECALL = "recall"
    AGAIN = "again"
    BACK = "back"


class NoticeStep(CallbackData, prefix="ntz"):
    """Do this; what cannot be undone asks first."""

    notice: int
    step: Step
    sure: bool = False


class JudgeNotice(CallbackData, prefix="ntj"):
    """A second officer's yes or no to what they have read."""

    notice: int
    version: int
    yes: bool


class Form(StrEnum):
    """A report as a picture or a table."""

    PICTURE = "png"
    TABLE = "xlsx"


class NoticeReport(CallbackData, prefix="ntr"):
    """The totals, to keep."""

    notice: int
    form: Form


class CorrectNotice(CallbackData, prefix="nte"):
    """Change the words of what was sent: which language."""

    notice: int


class OpenNotice(CallbackData, prefix="nop"):
    """The client's press: show it."""

    notice: int


class NoticeRead(CallbackData, prefix="nrd"):
    """The client has read and understood these words."""

    notice: int
    version: int


class MyNotices(CallbackData, prefix="nmy"):
    """What offices sent to this person."""
