"""The officer sets, moves and calls off."""

import secrets
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from bot.domain.appointments import telling
from bot.domain.appointments.model import (
    MOST_TIMES,
    Answer,
    Appointment,
    AppointmentOver,
    Plan,
    Word,
    checked_wall,
    zone_of,
)
from bot.domain.errors import N_, DomainError, NotAllowed, Outdated
from bot.domain.moments.walls import Repeat, occurrence, surely
from bot.domain.offices import Link, end, link_of_officer, office_of
from bot.domain.people import Actor

if TYPE_CHECKING:
    from bot.store import Store


class NotLinked(DomainError):
    """There is nobody to tell."""

    sentence = N_("“{label}” has not used the code yet, so nothing can be sent to them.")


async def of_officer(store: "Store", actor: Actor, appointment: int) -> tuple[Appointment, Link]:
    """An appointment of a client of the officer's own office.

    Raises:
        NotAllowed: there is none, or it is another office's.
    """
    found = await store.appointments.get(appointment)
    if found is None:
        raise NotAllowed
    return found, await link_of_officer(store, actor, found.link)


async def make(store: "Store", actor: Actor, link: Link, plan: Plan) -> list[Appointment]:
    """Sets it, and its repetitions; the client is told once.

    Raises:
        InThePast: it is over already.
        TooFarAway: hardly meant.
        NotAllowed: the client is another office's.
        NotLinked: nobody has used the code yet.
    """
    if link.person is None:
        raise NotLinked(label=link.label)
    office = await office_of(store, actor, link.office)
    at = zone_of(office)
    times = 1 if plan.repeats is Repeat.ONCE else min(max(plan.times, 1), MOST_TIMES)
    series = secrets.randbits(53) if times > 1 else None
    made = []
    for number in range(times):
        wall = occurrence(plan.wall, plan.repeats, number) if number else plan.wall
        appointment = await store.appointments.add(
            link.id,
            wall=wall,
            zone=at.key,
            starts_at=checked_wall(wall, at, store.now),
            details=plan.details,
            morning=plan.morning,
            weekends=plan.weekends,
            series=series,
            by=actor.id,
        )
        await telling.owe(store, appointment, link, None if number else Word.SET)
        made.append(appointment)
    subject = f"appointment:{made[0].id}"
    await store.audit.add("appointment.set", actor=actor.id, subject=subject, link=link.id, times=times)
    return made


async def move(store: "Store", actor: Actor, appointment: int, wall: datetime) -> Appointment:
    """Another time; what was owed of the old one is never sent, and the client is told."""
    known, link = await of_officer(store, actor, appointment)
    return await moved(store, actor, known, link, wall)


async def moved(
    store: "Store", actor: Actor, known: Appointment, link: Link, wall: datetime, *, answer: Answer | None = None
) -> Appointment:
    """A client who answered to this very time need not be told of it.

    Raises:
        AppointmentOver: it was called off, or marked.
        InThePast: that time is over.
        TooFarAway: hardly meant.
    """
    if known.cancelled or known.outcome is not None:
        raise AppointmentOver
    starts_at = checked_wall(wall, known.at, store.now)
    await telling.forget(store, known)
    new = replace(
        known, wall=wall, starts_at=starts_at, version=known.version + 1, answer=answer, reason=None,
        answered_at=store.now if answer else None, receipt=None, proposal=None, told=None,
    )  # fmt: skip
    await store.appointments.save(new)
    await telling.owe(store, new, link, None if answer else Word.MOVED)
    await store.audit.add("appointment.moved", actor=actor.id, subject=f"appointment:{new.id}")
    return new


async def cancel(store: "Store", actor: Actor, appointment: int, *, series: bool = False) -> int:
    """Calls it off, or all of its series that are to come; returns how many. The client is told once.

    Raises:
        Outdated: nothing is left to call off.
    """
    known, link = await of_officer(store, actor, appointment)
    wanted = await store.appointments.of_series(link.id, known.series) if series and known.series else [known]
    ended = [one for one in wanted if not one.cancelled and not one.is_over(store.now)]
    if not ended:
        raise Outdated
    for number, one in enumerate(ended):
        await telling.forget(store, one)
        new = replace(one, cancelled=True, version=one.version + 1, proposal=None)
        await store.appointments.save(new)
        await telling.owe(store, new, link, None if number else Word.CANCELLED)
    await store.audit.add(
        "appointment.cancelled", actor=actor.id, subject=f"appointment:{known.id}", times=len(ended)
    )
    return len(ended)


async def for_newcomer(store: "Store", link: Link) -> None:
    """A code was used: what is to come is told to who is linked now, and to nobody before them."""
    for known in await store.appointments.of_link(link.id, most=100):
        await telling.forget(store, known)
        new = replace(known, version=known.version + 1, told=None)
        await store.appointments.save(new)
        await telling.owe(store, new, link, None)


async def end_link(store: "Store", actor: Actor, link: int) -> Link:
    """A client is the office's no more: nothing is owed to them any more but the word that it has ended.

    Raises:
        NotAllowed: not the officer's client, or ended already.
    """
    known = await link_of_officer(store, actor, link)
    for appointment in await store.appointments.of_link(known.id, most=1000):
        await telling.forget(store, appointment)
    await end(store, actor, known)
    return known


async def move_zone(store: "Store", zone: str) -> int:
    """Laws moved a zone's clocks: what is to come is worked out anew. Returns how much was moved."""
    changed = 0
    for known in await store.appointments.to_come(zone):
        starts_at = surely(known.wall, known.at)
        if starts_at == known.starts_at:
            continue
        link = await store.links.get(known.link)
        await telling.forget(store, known)
        new = replace(known, starts_at=starts_at, version=known.version + 1)
        await store.appointments.save(new)
        if link is not None:
            await telling.owe(store, new, link, None)
        changed += 1
    return changed
