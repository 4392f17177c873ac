"""A draft: its texts, its audience, its time; and what was sent, changed afterwards."""

from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from bot.content.models import LANGUAGES
from bot.domain import offices
from bot.domain.directory import zone
from bot.domain.errors import NotAllowed, Outdated
from bot.domain.moments.walls import surely
from bot.domain.notices.model import (
    FURTHEST,
    MOST_TEXT,
    SENT,
    Notice,
    State,
    TextTooLong,
    TimeOver,
    TooLateToCorrect,
    Whom,
    of_author,
    places,
)
from bot.domain.people import Actor

if TYPE_CHECKING:
    from bot.domain.directory import Territories
    from bot.store import Store


async def begin(store: "Store", actor: Actor) -> Notice:
    """An empty draft of the officer's office: the one that is there, if nothing was done with it yet."""
    office = await offices.office_of(store, actor)
    assert actor.id is not None  # noqa: S101 - an officer is somebody
    untouched = await store.notices.untouched(office.id, actor.id)
    return untouched or await store.notices.add(office.id, actor.id)


async def draft_of(store: "Store", actor: Actor, notice: int) -> Notice:
    """The officer's own draft.

    Raises:
        NotAllowed: it is somebody else's.
        Outdated: it is no draft any more.
    """
    found = await of_author(store, actor, notice)
    if found.state is not State.DRAFT:
        raise Outdated
    return found


def clean(text: str) -> str:
    """The text without spaces at its edges and empty lines in a row. Raises TextTooLong."""
    lines = [" ".join(line.split()) for line in text.strip().splitlines()]
    kept = "\n".join(line for number, line in enumerate(lines) if line or (number and lines[number - 1]))
    if len(kept) > MOST_TEXT:
        raise TextTooLong(n=len(kept), most=MOST_TEXT)
    return kept


async def set_text(store: "Store", actor: Actor, notice: int, language: str, text: str) -> Notice:
    """The text of one language; an empty one takes it away."""
    if language not in LANGUAGES:
        raise Outdated
    found = await draft_of(store, actor, notice)
    texts = {one: said for one, said in found.texts.items() if one != language}
    if written := clean(text):
        texts[language] = written
    return await _changed(store, found, texts=texts)


async def choose(
    store: "Store", actor: Actor, notice: int, territories: "Territories", *, whom: Whom, language: str
) -> Notice:
    """Who is meant, and in which language they read."""
    found = await draft_of(store, actor, notice)
    office = await offices.office_of(store, actor, found.office)
    if whom not in places(office, territories) or language not in {"", *LANGUAGES}:
        raise Outdated
    return await _changed(store, found, whom=whom, language=language)


async def ask_to_read(store: "Store", actor: Actor, notice: int, *, asks: bool) -> Notice:
    """Whether people are asked to press "Read and understood"."""
    return await _changed(store, await draft_of(store, actor, notice), asks=asks)


async def set_time(store: "Store", actor: Actor, notice: int, wall: datetime | None) -> Notice:
    """When it is to begin, as the wall of the office shows it; None: at once.

    Raises:
        TimeOver: it is over, or nobody plans so far ahead.
    """
    found = await draft_of(store, actor, notice)
    if wall is None:
        return await _changed(store, found, send_at=None)
    office = await offices.office_of(store, actor, found.office)
    at = surely(wall, zone(office.territory))
    if not store.now < at < store.now + FURTHEST:
        raise TimeOver
    return await _changed(store, found, send_at=at)


async def _changed(store: "Store", notice: Notice, **changes: object) -> Notice:
    changed = replace(notice, version=notice.version + 1, changed_at=store.now, **changes)  # type: ignore[arg-type]
    await store.notices.save(changed)
    return changed


async def drop(store: "Store", actor: Actor, notice: int) -> None:
    """A draft that is not wanted."""
    found = await draft_of(store, actor, notice)
    await store.notices.remove(found.id)


async def correctable(store: "Store", actor: Actor, notice: int) -> Notice:
    """What the officer sent and can still change.

    Raises:
        NotAllowed: somebody else wrote it.
        Outdated: it never went out, or was taken back.
        TooLateToCorrect: two days are over.
    """
    found = await of_author(store, actor, notice)
    if found.state not in SENT:
        raise Outdated
    if not found.is_correctable(store.now):
        raise TooLateToCorrect
    return found


async def propose(store: "Store", actor: Actor, notice: int, language: str, text: str) -> Notice:
    """Another text for what was sent; nobody sees it before it is confirmed."""
    found = await correctable(store, actor, notice)
    if language not in LANGUAGES:
        raise NotAllowed
    written = clean(text)
    texts = dict(found.newest)
    if written:
        texts[language] = written
    # a second officer agrees to what they have read, not to what it was changed into meanwhile
    return await _changed(store, found, proposed=texts)


async def forget_proposal(store: "Store", actor: Actor, notice: int) -> Notice:
    return await _changed(store, await correctable(store, actor, notice), proposed=None)
