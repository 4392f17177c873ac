"""What is owed to the client about an appointment, and what of it may still be said when its turn comes."""

from datetime import datetime
from typing import TYPE_CHECKING

from bot.domain.appointments.model import Appointment, Word
from bot.domain.appointments.steps import Step, steps
from bot.domain.moments.walls import surely
from bot.domain.offices import Link

if TYPE_CHECKING:
    from bot.store import Store

KIND = "appointment"


def key(appointment: int, version: int, what: str) -> str:
    return f"appointment:{appointment}:{version}:{what}"


def due(appointment: Appointment) -> dict[Step, datetime]:
    """The moments of its steps."""
    planned = steps(appointment.wall, morning=appointment.morning, weekends=appointment.weekends)
    return {step: surely(wall, appointment.at) for step, wall in planned.items()}


async def owe(store: "Store", appointment: Appointment, link: Link, word: Word | None) -> None:
    """The word, and the steps that are still to come. What was owed of an older version is never sent."""
    if link.person is None:
        return
    if word is not None:
        await _owe(store, appointment, link, word, store.now)
    if appointment.cancelled:
        return
    for step, at in due(appointment).items():
        if at > store.now:
            await _owe(store, appointment, link, step, at)


async def _owe(store: "Store", appointment: Appointment, link: Link, what: str, at: datetime) -> None:
    body = {"appointment": appointment.id, "version": appointment.version, "what": what}
    late = {"late": f"{link.label}, {appointment.wall:%d.%m.%Y %H:%M}"}
    await store.outbox.owe_date(
        KIND,
        key(appointment.id, appointment.version, what),
        body | late,
        due_at=at,
        person=link.person,
        # that it was called off may be said when it would have been
        expires_at=None if what == Word.CANCELLED else appointment.starts_at,
        owner=appointment.made_by,
    )


async def owe_proposal(store: "Store", appointment: Appointment, link: Link) -> None:
    """Each proposal is told of; an older one that was not yet is replaced by it."""
    if link.person is None or appointment.proposal is None:
        return
    what = f"{Word.PROPOSED}:{appointment.proposal:%Y%m%d%H%M}"
    body = {"appointment": appointment.id, "version": appointment.version, "what": Word.PROPOSED}
    await store.outbox.owe_date(
        KIND, key(appointment.id, appointment.version, what), body, due_at=store.now, person=link.person,
        expires_at=surely(appointment.proposal, appointment.at), owner=None,
    )  # fmt: skip


async def forget(store: "Store", appointment: Appointment) -> None:
    """Steps of this version that are still owed are not owed any more."""
    keys = [key(appointment.id, appointment.version, what) for what in (*Step, *Word)]
    await store.outbox.drop(keys, "changed")


def can_still_be_said(appointment: Appointment, what: str, version: int, now: datetime) -> bool:
    """Whether a word or step is still true: of this version, not called off, its moment to come, the newest due."""
    if version != appointment.version or appointment.cancelled != (what == Word.CANCELLED):
        return False
    if what == Word.CANCELLED:
        return True
    if what == Word.PROPOSED:
        return appointment.open_proposal(now) is not None
    if appointment.is_over(now):
        return False
    if what not in set(Step):
        return True
    # after an outage the nearest step says it all
    later = [at for step, at in due(appointment).items() if at <= now and list(Step).index(step) > _place(what)]
    return not later


def _place(what: str) -> int:
    return list(Step).index(Step(what))
