"""What APScheduler ticks. Each tick is one call; what is due lies in our tables, the scheduler remembers nothing."""

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING

import structlog
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from pydantic import ValidationError

from bot.content.files import shown, version
from bot.content.models import Content
from bot.domain import reminders, zones
from bot.domain.directory.territories import ZONES
from bot.domain.dormitories import clockwork
from bot.domain.guide import Guide
from bot.domain.notices import sending
from bot.domain.notices.sending import Rules
from bot.telegram.wording import Names

if TYPE_CHECKING:
    from bot.app import App

log = structlog.get_logger(__name__)

#: rung in one transaction: few, for on SQLite everyone waits for it
REMINDERS_AT_ONCE = 50


def schedule(app: "App") -> AsyncIOScheduler:
    """Interval ticks in memory; a tick that was missed is simply the next one."""
    scheduler = AsyncIOScheduler(
        timezone="UTC", job_defaults={"coalesce": True, "misfire_grace_time": None, "max_instances": 1}
    )
    scheduler.add_job(purge, "interval", minutes=10, args=[app])
    scheduler.add_job(refresh, "interval", seconds=30, args=[app])
    scheduler.add_job(remind, "interval", seconds=2, args=[app])
    scheduler.add_job(mind_zones, "interval", hours=1, args=[app])
    scheduler.add_job(run_notices, "interval", seconds=3, args=[app])
    scheduler.add_job(turn_beds, "interval", seconds=20, args=[app])
    scheduler.add_job(beat, "interval", seconds=10, args=[app])
    return scheduler


async def load_content(app: "App") -> None:
    """Takes the files of ``content/`` into the database if they changed, and shows them.

    Raises:
        ContentError: a file says something that cannot be; the running version stays.
    """
    root, demo = app.settings.content_dir, app.settings.demo_content
    if (known := await _known(app, version(root, shown(root, demo=demo)))) is not None:
        show(app, known)
        return
    content = await asyncio.to_thread(load, root, demo=demo)
    async with app.database.transaction() as store:
        await store.content.add(content.version, content.model_dump_json(exclude_defaults=True))
    show(app, content)


async def _known(app: "App", wanted: str) -> Content | None:
    """These very files as they were read and checked before: doing it again would cost every start its time."""
    async with app.database.transaction() as store:
        document = await store.content.document(wanted)
        if document and await store.content.newest() != wanted:
            await store.content.add(wanted, document)
    try:
        return Content.model_validate_json(document) if document else None
    except ValidationError:
        # written by another version of the code
        return None


def load(root: Path, *, demo: bool) -> Content:
    """What the files say, checked."""
    from bot.content import loader  # noqa: PLC0415 - the reader and its checks are needed at a change only

    return loader.load(root, demo=demo)


async def refresh(app: "App") -> None:
    """Shows a newer content version that another process, or ``load``, brought into the database."""
    async with app.database.transaction() as store:
        newest = await store.content.newest()
        if newest is None or newest == app.dispatcher["guide"].content.version:
            return
        document = await store.content.document(newest)
    show(app, Content.model_validate_json(document))


def show(app: "App", content: Content) -> None:
    """Swaps the snapshot whole; updates in work keep the one they began with."""
    guide, names = Guide(content), Names(content)
    app.dispatcher["guide"] = guide
    app.dispatcher["names"] = names
    app.means.names = names
    log.info("content shown", version=content.version, count=len(content.places))


async def remind(app: "App") -> None:
    """Lets ring what is due: a batch a transaction, so that nobody waits for a crowd."""
    while True:
        async with app.database.transaction() as store:
            if await reminders.ring_due(store, REMINDERS_AT_ONCE) < REMINDERS_AT_ONCE:
                return


async def mind_zones(app: "App") -> None:
    """Works out anew what is due in zones whose rules have changed."""
    for zone in ZONES.values():
        await zones.mind(app.database, zone.key)


async def run_notices(app: "App") -> None:
    """Begins what officers planned, notes what is through, shows how far the others are."""
    guide = app.dispatcher["guide"]
    rules = Rules(guide.directory.territories, app.settings.notice_approval_above)
    async with app.database.transaction() as store:
        await sending.start_due(store, rules)
        await sending.finish(store)
    await app.progress.show(guide)


async def purge(app: "App") -> None:
    """Ends what is past its time."""
    async with app.database.transaction() as store:
        await store.inbox.purge()
        await store.messages.purge()
        await store.conversations.purge()
        await store.reminders.purge()
        await store.links.purge()
        await store.appointments.purge()
        await store.notices.purge()
        await store.outbox.purge()
    await app.database.forget_deleted()


async def turn_beds(app: "App") -> None:
    """Ends holds and offers whose time is over, offers on what is free, asks keepers to count."""
    async with app.database.transaction() as store:
        await clockwork.tick(store, app.dispatcher["guide"])


async def beat(app: "App") -> None:
    """Says that the process is well, for the container's health check."""
    if app.settings.health_file is not None:
        app.settings.health_file.touch()
