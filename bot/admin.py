"""What the command line does to an installation: its own short transactions, beside the running bot's."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.app import App, build
from bot.content.loader import load
from bot.content.models import Content
from bot.domain import desk, people
from bot.domain.people import Duty, Role
from bot.settings import Settings, SettingsError
from bot.store.migrations import upgrade


@asynccontextmanager
async def _installation(settings: Settings) -> AsyncIterator[App]:
    app = build(settings)
    try:
        await upgrade(app.database.engine)
        await app.database.claim_for_keys()
        yield app
    finally:
        await app.stop()


async def invitation_link(settings: Settings, role: str, organisation: str, duties: list[str]) -> str:
    """A link that makes whoever opens it first a member; valid for a week.

    Raises:
        SettingsError: there is no such organisation in the content.
    """
    known = {body.id for body in _content(settings).organisations}
    if organisation not in known:
        there_are = ", ".join(sorted(known)) or "none"
        raise SettingsError(f"there is no organisation {organisation!r}; there are: {there_are}")
    async with _installation(settings) as app:
        # asked first: no invitation without a link to give away
        username = (await app.bot.me()).username
        async with app.database.transaction() as store:
            code = await people.invite(store, Role(role), organisation, frozenset(map(Duty, duties)))
        return f"https://t.me/{username}?start=join_{code}"


async def members(settings: Settings, organisation: str | None) -> list[str]:
    """A line for each who holds a role now: number, role, organisation, since when. No names: we keep none."""
    async with _installation(settings) as app, app.database.transaction() as store:
        held = await store.people.held_roles(organisation)
    return [f"{one.id}  {one.role}  {one.organisation}  since {one.since:%Y-%m-%d}" for one in held]


async def revoke(settings: Settings, membership: int) -> None:
    """Ends a role; it holds from the person's next update on.

    Raises:
        SettingsError: nobody holds a role under this number.
    """
    async with _installation(settings) as app, app.database.transaction() as store:
        if membership not in {one.id for one in await store.people.held_roles(None)}:
            raise SettingsError(f"nobody holds a role under number {membership}")
        await desk.revoke(store, membership)


async def load_content(settings: Settings) -> str:
    """Brings ``content/`` into the database; running bots show it within half a minute. Returns its version."""
    content = _content(settings)
    async with _installation(settings) as app, app.database.transaction() as store:
        await store.content.add(content.version, content.model_dump_json(exclude_defaults=True))
    return content.version


def _content(settings: Settings) -> Content:
    return load(settings.content_dir, demo=settings.demo_content)
