"""What the command line does to an installation: its own short transactions, beside the running bot's."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.app import App, build
from bot.content.loader import load
from bot.content.models import Content
from bot.domain import desk, offices, people
from bot.domain.dormitories import figures, houses_of
from bot.domain.guide import Guide
from bot.domain.offices import OfficeKind
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
        SettingsError: there is no such organisation in the content, or no such office.
    """
    async with _installation(settings) as app:
        async with app.database.transaction() as store:
            known_offices = {office.id for office in await store.offices.all()}
        is_officer = Role(role) is Role.OFFICER
        known = known_offices if is_officer else {body.id for body in _content(settings).organisations}
        if organisation not in known:
            what, there_are = "office" if is_officer else "organisation", ", ".join(sorted(known)) or "none"
            raise SettingsError(f"there is no {what} {organisation!r}; there are: {there_are}")
        # asked first: no invitation without a link to give away
        username = (await app.bot.me()).username
        async with app.database.transaction() as store:
            code = await people.invite(store, Role(role), organisation, frozenset(map(Duty, duties)))
        return f"https://t.me/{username}?start={'office' if is_officer else 'join'}_{code}"


async def add_office(
    settings: Settings, name: str, territory: str, kind: str, place: str | None = None, address: str | None = None
) -> str:
    """Makes an office; returns its id.

    Raises:
        SettingsError: the territory or the place is not in the content, or such offices are of another country.
    """
    content = _content(settings)
    if territory not in {area.code for area in content.territories}:
        raise SettingsError(f"there is no territory {territory!r} in the content")
    if place is not None and place not in {one.id for one in content.places}:
        raise SettingsError(f"there is no place {place!r} in the content")
    if (OfficeKind(kind) is OfficeKind.PROBATION) != territory.startswith("KG"):
        raise SettingsError("in Kyrgyzstan there is probation, in Belarus there are inspections")
    if not 0 < len(name.strip()) <= offices.MOST_TITLE or len(address or "") > offices.MOST_WHEREABOUTS:
        raise SettingsError(f"a name has up to {offices.MOST_TITLE} signs, an address {offices.MOST_WHEREABOUTS}")
    async with _installation(settings) as app, app.database.transaction() as store:
        made = await offices.found(store, name.strip(), territory, OfficeKind(kind), place=place, whereabouts=address)
    return made.id


async def offices_there_are(settings: Settings) -> list[str]:
    """A line for each: id, kind, territory, name."""
    async with _installation(settings) as app, app.database.transaction() as store:
        there_are = await store.offices.all()
    return [f"{one.id}  {one.kind}  {one.territory}  {one.title}" for one in there_are]


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


async def report_beds(settings: Settings) -> list[str]:
    """A line for each dormitory, for who orders the contracts: a count below five could be somebody."""
    houses = list(houses_of(Guide(_content(settings))))
    async with _installation(settings) as app, app.database.transaction() as store:
        found = await figures.of(store, houses)
    few = figures.guarded
    return [
        f"{one.house}  places {one.places}, taken {few(one.occupied)}, held {few(one.held)}; in 30 days: "
        f"came {few(one.arrived)}, turned away {few(one.turned_away)}, left {few(one.left)}"
        + (f", nights on average {one.mean_nights:.1f}" if one.mean_nights and one.left >= figures.FEW else "")
        for one in found
    ]


async def load_content(settings: Settings) -> str:
    """Brings ``content/`` into the database; running bots show it within half a minute. Returns its version."""
    content = _content(settings)
    async with _installation(settings) as app, app.database.transaction() as store:
        await store.content.add(content.version, content.model_dump_json(exclude_defaults=True))
    return content.version


def _content(settings: Settings) -> Content:
    return load(settings.content_dir, demo=settings.demo_content)
