"""A notice goes out: after warnings were read and, where many are meant, a second officer has agreed."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.domain import offices
from bot.domain.directory import zone
from bot.domain.errors import NotAllowed, Outdated
from bot.domain.moments.walls import is_within
from bot.domain.notices.model import (
    SENT,
    TOO_LATE,
    NobodyMeant,
    NoSecondOfficer,
    NotByAuthor,
    NoText,
    Notice,
    State,
    TimeOver,
    TooLateToCorrect,
    Unconfirmed,
    audience,
    of_officer,
)
from bot.domain.notices.warnings import Caution, Kind, warnings_of
from bot.domain.notices.writing import correctable, draft_of
from bot.domain.offices import Office
from bot.domain.people import Actor, Role
from bot.domain.reminders import NIGHT

if TYPE_CHECKING:
    from bot.domain.directory import Territories
    from bot.store import Store


@dataclass(frozen=True, slots=True)
class Check:
    """What there is to know before it goes out."""

    notice: Notice
    count: int
    warnings: tuple[Caution, ...]
    #: so many that a second officer must agree
    needs_second: bool


@dataclass(frozen=True, slots=True)
class Rules:
    """What an installation chose, and where people live."""

    territories: "Territories"
    #: above so many people a second officer must agree
    alone: int


async def check(store: "Store", notice: Notice, office: Office, rules: Rules) -> Check:
    """Raises NoText."""
    if not notice.newest:
        raise NoText
    if notice.state in SENT:
        count = (await store.notices.totals(notice.id)).total
    else:
        count = await store.notices.count(audience(notice, office, rules.territories))
    known = tuple(part for part in (office.title, office.whereabouts) if part)
    here = zone(office.territory)
    warned = warnings_of(notice.newest, store.now, here, known_places=known)
    begins = (notice.send_at or store.now).astimezone(here)
    if notice.state not in SENT and is_within(begins.hour, NIGHT):
        warned.append(Caution(Kind.NIGHT, ""))
    return Check(notice, count, tuple(warned), count > rules.alone)


async def submit(store: "Store", actor: Actor, notice: int, version: int, rules: Rules, *, confirmed: bool) -> Notice:
    """The author's word: it goes out, or a second officer is asked.

    Raises:
        Outdated: it was changed since, or is under way already.
        NobodyMeant: nobody would get it.
        Unconfirmed: there are warnings.
        NoSecondOfficer: one is needed, and there is none.
        TimeOver: the time it was to begin.
    """
    found = await draft_of(store, actor, notice)
    if found.version != version:
        raise Outdated
    office = await offices.office_of(store, actor, found.office)
    checked = await check(store, found, office, rules)
    if not checked.count:
        raise NobodyMeant
    if checked.warnings and not confirmed:
        raise Unconfirmed
    if found.send_at is not None and found.send_at <= store.now:
        raise TimeOver
    found = replace(found, changed_at=store.now)
    await _log(store, actor, "notice.confirmed", found, warnings=sorted({one.kind for one in checked.warnings}))
    if checked.needs_second:
        return await _ask(store, actor, found)
    return await _go(store, found, office, rules)


async def _ask(store: "Store", actor: Actor | None, notice: Notice) -> Notice:
    """Another officer of the office is asked; whoever agrees first."""
    others = [one for one in await store.people.members(notice.office, Role.OFFICER) if one != notice.author]
    if not others:
        raise NoSecondOfficer
    asked = replace(notice, state=State.ASKED) if notice.started_at is None else notice
    await store.notices.save(asked)
    await _log(store, actor, "notice.asked", asked)
    for officer in others:
        await _tell(store, asked, "asked", officer)
    return asked


async def _tell(store: "Store", notice: Notice, note: str, officer: int | None) -> None:
    """Who is no officer there any more is told nothing."""
    if officer in await store.people.members(notice.office, Role.OFFICER):
        key = f"notice_note:{notice.id}:{notice.version}:{note}:{officer}:{int(store.now.timestamp())}"
        await store.outbox.add("notice_note", key, {"notice": notice.id, "note": note}, person=officer)


async def _log(store: "Store", actor: Actor | None, action: str, notice: Notice, **data: object) -> None:
    who = actor.id if actor is not None else None
    await store.audit.add(action, actor=who, subject=f"notice:{notice.id}", version=notice.version, **data)


async def approve(store: "Store", actor: Actor, notice: int, version: int, rules: Rules) -> Notice:
    """A second officer's word.

    Raises:
        NotByAuthor: it is their own.
        Outdated: nobody asks, or it was changed since they read it.
        TimeOver: the time it was to begin.
    """
    found = await _asked(store, actor, notice, version)
    office = await offices.office_of(store, actor, found.office)
    agreed = replace(found, approver=actor.id, changed_at=store.now)
    await _log(store, actor, "notice.approved", agreed)
    await _tell(store, agreed, "approved", agreed.author)
    if agreed.proposed is not None:
        return await _correct(store, agreed)
    if agreed.send_at is not None and agreed.send_at <= store.now:
        raise TimeOver
    return await _go(store, agreed, office, rules)


async def _asked(store: "Store", actor: Actor, notice: int, version: int) -> Notice:
    found = await of_officer(store, actor, notice)
    if found.author == actor.id:
        raise NotByAuthor
    waits = found.state is State.ASKED or (found.proposed is not None and found.is_correctable(store.now))
    if not waits or found.version != version:
        raise Outdated
    return found


async def decline(store: "Store", actor: Actor, notice: int, version: int) -> Notice:
    """A second officer's no: the author has it back."""
    found = await _asked(store, actor, notice, version)
    if found.proposed is not None:
        back = replace(found, proposed=None, version=found.version + 1, changed_at=store.now)
    else:
        back = replace(found, state=State.DRAFT, changed_at=store.now)
    await store.notices.save(back)
    await _log(store, actor, "notice.declined", back)
    await _tell(store, back, "declined", back.author)
    return back


async def take_back_draft(store: "Store", actor: Actor, notice: int) -> Notice:
    """What did not begin yet is the author's draft again."""
    found = await of_officer(store, actor, notice)
    if found.state not in {State.ASKED, State.PLANNED}:
        raise Outdated
    back = replace(found, state=State.DRAFT, approver=None, version=found.version + 1, changed_at=store.now)
    await store.notices.save(back)
    await _log(store, actor, "notice.unplanned", back)
    if back.author != actor.id:
        await _tell(store, back, "declined", back.author)
    return back


async def _go(store: "Store", notice: Notice, office: Office, rules: Rules) -> Notice:
    """Begins now, or is planned."""
    if notice.send_at is not None and notice.send_at > store.now:
        planned = replace(notice, state=State.PLANNED)
        await store.notices.save(planned)
        await _log(store, None, "notice.planned", planned, at=notice.send_at)
        return planned
    begun = replace(notice, state=State.RUNNING, started_at=store.now, changed_at=store.now)
    await store.notices.save(begun)
    count = await store.notices.copy_to(begun.id, audience(notice, office, rules.territories))
    await store.notices.owe(begun.id)
    await _log(store, None, "notice.started", begun, count=count)
    return begun


async def start_due(store: "Store", rules: Rules) -> None:
    """Begins what is due; what could not begin for hours goes back to its author, for its hour may be over.

    What was one officer's word alone is nobody's when they are none any more: a colleague has it as a draft.
    """
    for notice in await store.notices.due():
        office = await store.offices.get(notice.office)
        late = notice.send_at is None or store.now - notice.send_at > TOO_LATE
        count = 0 if office is None else await store.notices.count(audience(notice, office, rules.territories))
        alone = notice.approver is None and count > rules.alone
        officers = await store.people.members(notice.office, Role.OFFICER)
        heir = notice.author if notice.author in officers else next(iter(officers), None)
        orphaned = notice.approver is None and heir != notice.author
        if office is None or late or not count or alone or orphaned:
            # more people agreed since than one officer may write to; or nobody is left
            back = replace(
                notice, state=State.DRAFT, version=notice.version + 1, changed_at=store.now, send_at=None, author=heir
            )
            await store.notices.save(back)
            await _log(store, None, "notice.not_started", back, late=late, count=count)
            await _tell(store, back, "not_started", back.author)
        else:
            await _go(store, notice, office, rules)


async def finish(store: "Store") -> None:
    """Notes of what is under way that nothing of it is owed any more."""
    for notice in await store.notices.all_sent():
        totals = await store.notices.totals(notice.id)
        done = replace(notice, state=State.DONE, changed_at=store.now)
        await store.notices.save(done)
        counts = {"delivered": totals.delivered, "unreached": totals.unreached, "dropped": totals.dropped}
        await _log(store, None, "notice.done", done, **counts)


# ---- while it runs, and afterwards: any officer of the office


async def pause(store: "Store", actor: Actor, notice: int) -> Notice:
    found = await _in_state(store, actor, notice, State.RUNNING)
    await store.notices.pause(found.id)
    return await _moved(store, actor, found, State.PAUSED, "notice.paused")


async def resume(store: "Store", actor: Actor, notice: int) -> Notice:
    found = await _in_state(store, actor, notice, State.PAUSED)
    await store.notices.resume(found.id)
    return await _moved(store, actor, found, State.RUNNING, "notice.resumed")


async def stop(store: "Store", actor: Actor, notice: int) -> Notice:
    """Whoever has it has it; nobody else gets it."""
    found = await _in_state(store, actor, notice, State.RUNNING, State.PAUSED)
    await store.notices.drop_owed(found.id, "stopped")
    return await _moved(store, actor, found, State.STOPPED, "notice.stopped")


async def recall(store: "Store", actor: Actor, notice: int) -> Notice:
    """Takes it back from those who have it, and from those who were only knocked for.

    Raises:
        TooLateToCorrect: two days are over.
    """
    found = await _in_state(store, actor, notice, *SENT)
    if not found.is_correctable(store.now):
        raise TooLateToCorrect
    await store.notices.drop_owed(found.id, "recalled")
    recalled = replace(found, corrected_at=store.now, proposed=None)
    recalled = await _moved(store, actor, recalled, State.RECALLED, "notice.recalled")
    await store.notices.owe_corrections(found.id, "recall", with_unopened=True)
    return recalled


async def send_again(store: "Store", actor: Actor, notice: int) -> Notice:
    """To those whom it did not reach, as they are now; the same people were agreed to."""
    found = await _in_state(store, actor, notice, State.DONE, State.STOPPED)
    count = await store.notices.owe_again(found.id)
    if not count:
        raise NobodyMeant
    return await _moved(store, actor, found, State.RUNNING, "notice.sent_again", count=count)


async def _in_state(store: "Store", actor: Actor, notice: int, *states: State) -> Notice:
    found = await of_officer(store, actor, notice)
    if found.state not in states:
        raise Outdated
    return found


async def _moved(store: "Store", actor: Actor, notice: Notice, state: State, action: str, **data: object) -> Notice:
    moved = replace(notice, state=state, changed_at=store.now)
    await store.notices.save(moved)
    await _log(store, actor, action, moved, **data)
    return moved


async def submit_correction(
    store: "Store", actor: Actor, notice: int, version: int, rules: Rules, *, confirmed: bool
) -> Notice:
    """The new texts go to those who have the old ones; where many have, a second officer is asked as before."""
    found = await correctable(store, actor, notice)
    if found.version != version or found.proposed is None:
        raise Outdated
    office = await offices.office_of(store, actor, found.office)
    checked = await check(store, found, office, rules)
    if checked.warnings and not confirmed:
        raise Unconfirmed
    if checked.needs_second:
        return await _ask(store, actor, found)
    return await _correct(store, found, actor)


async def _correct(store: "Store", notice: Notice, actor: Actor | None = None) -> Notice:
    if notice.proposed is None:
        raise NotAllowed
    changed = replace(
        notice, texts=notice.proposed, proposed=None, version=notice.version + 1, corrected_at=store.now,
        changed_at=store.now,
    )  # fmt: skip
    await store.notices.save(changed)
    await store.notices.unread(changed.id)
    await store.notices.owe_corrections(changed.id, f"v{changed.version}", with_unopened=False)
    await _log(store, actor, "notice.corrected", changed)
    return changed
