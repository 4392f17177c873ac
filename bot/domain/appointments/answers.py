"""What the client answers, what the officer proposes instead, and what came of it in the end."""

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from bot.domain.appointments import telling
from bot.domain.appointments.model import (
    Answer,
    Appointment,
    AppointmentOver,
    Outcome,
    Reason,
    checked_wall,
)
from bot.domain.appointments.setting import moved, of_officer
from bot.domain.errors import N_, DomainError, Outdated
from bot.domain.offices import Link, grouped, link_of_client, new_code_of, tell_officers
from bot.domain.people import Actor

if TYPE_CHECKING:
    from bot.store import Store

#: by which a receipt is called
RECEIPT_SIGNS = 8


class NotYetOver(DomainError):
    """Nobody has come or missed it yet."""

    sentence = N_("Its time has not come yet.")


async def of_client(store: "Store", actor: Actor, appointment: int) -> tuple[Appointment, Link]:
    """The client's own appointment.

    Raises:
        NotAllowed: it is somebody else's.
        Outdated: there is none any more, as after a link has ended; it may have been theirs.
    """
    found = await store.appointments.get(appointment)
    if found is None:
        raise Outdated
    return found, await link_of_client(store, actor, found.link)


async def upcoming_of_client(store: "Store", actor: Actor) -> list[Appointment]:
    """What is to come, the next first, from all offices."""
    return [] if actor.id is None else await store.appointments.of_person(actor.id)


async def coming(store: "Store", actor: Actor, appointment: int) -> tuple[Appointment, Link]:
    """Raises AppointmentOver."""
    known, link = await of_client(store, actor, appointment)
    _still_open(known, store.now)
    if known.answer is Answer.COMING:
        return known, link
    new = replace(known, answer=Answer.COMING, reason=None, receipt=None, answered_at=store.now, proposal=None)
    await store.appointments.save(new)
    await _tell(store, new, link, "coming")
    await store.audit.add("appointment.coming", actor=actor.id, subject=f"appointment:{new.id}")
    return new, link


async def not_coming(store: "Store", actor: Actor, appointment: int, reason: Reason) -> tuple[Appointment, Link]:
    """Said before the time, and receipted; said twice it is the same receipt.

    Raises:
        AppointmentOver: its time has come.
    """
    known, link = await of_client(store, actor, appointment)
    _still_open(known, store.now)
    if known.answer is Answer.NOT_COMING:
        return known, link
    receipt = grouped(new_code_of(RECEIPT_SIGNS))
    new = replace(known, answer=Answer.NOT_COMING, reason=reason, receipt=receipt, answered_at=store.now)
    await store.appointments.save(new)
    await _tell(store, new, link, "not_coming")
    await store.audit.add("appointment.not_coming", actor=actor.id, subject=f"appointment:{new.id}", receipt=receipt)
    return new, link


def _still_open(known: Appointment, now: datetime) -> None:
    if known.cancelled or known.is_over(now):
        raise AppointmentOver


async def _tell(store: "Store", appointment: Appointment, link: Link, note: str) -> None:
    await tell_officers(store, link, note, to=appointment.made_by, appointment=appointment.id)


async def propose(store: "Store", actor: Actor, appointment: int, wall: datetime) -> Appointment:
    """Another time, for the client to take or leave.

    Raises:
        AppointmentOver: it was called off, or marked.
        InThePast: that time is over.
        TooFarAway: hardly meant.
    """
    known, link = await of_officer(store, actor, appointment)
    if known.cancelled or known.outcome is not None:
        raise AppointmentOver
    checked_wall(wall, known.at, store.now)
    new = replace(known, proposal=wall)
    await store.appointments.save(new)
    await telling.owe_proposal(store, new, link)
    await store.audit.add("appointment.proposed", actor=actor.id, subject=f"appointment:{new.id}")
    return new


async def answer_proposal(
    store: "Store", actor: Actor, appointment: int, wall: datetime, *, yes: bool
) -> tuple[Appointment, Link]:
    """Taken, the appointment is moved; left, it stays as it was.

    Raises:
        Outdated: something else is proposed by now, or nothing.
        InThePast: that time is over.
    """
    known, link = await of_client(store, actor, appointment)
    if known.proposal != wall or known.cancelled or known.outcome is not None:
        raise Outdated
    if yes:
        new = await moved(store, actor, known, link, wall, answer=Answer.COMING)
    else:
        new = replace(known, proposal=None)
        await store.appointments.save(new)
    await _tell(store, new, link, "taken" if yes else "left")
    return new, link


async def mark(store: "Store", actor: Actor, appointment: int, outcome: Outcome) -> tuple[Appointment, Link]:
    """The officer's own note, after the time; the client's answer stays as it was.

    Raises:
        NotYetOver: nobody can have missed it.
        Outdated: it was called off.
    """
    known, link = await of_officer(store, actor, appointment)
    if known.cancelled:
        raise Outdated
    if not known.is_over(store.now):
        raise NotYetOver
    new = replace(known, outcome=outcome)
    await store.appointments.save(new)
    await store.audit.add("appointment.marked", actor=actor.id, subject=f"appointment:{new.id}", outcome=outcome)
    return new, link
