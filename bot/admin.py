"""What the command line does to a running installation: its own short transactions, beside the bot's."""

from aiogram import Bot

from bot.app import build
from bot.domain import people
from bot.domain.people import Duty, Role
from bot.settings import Settings, SettingsError
from bot.store.migrations import upgrade


async def invitation_link(settings: Settings, role: str, organisation: str, duties: list[str]) -> str:
    """A link that makes whoever opens it first a member; valid for a week.

    Raises:
        SettingsError: there is no such organisation in the content.
    """
    app = build(settings)
    try:
        await upgrade(app.database.engine)
        await app.database.claim_for_keys()
        _known_organisation(settings, organisation)
        async with app.database.transaction() as store:
            code = await people.invite(store, Role(role), organisation, frozenset(map(Duty, duties)))
        return f"https://t.me/{await _username(app.bot)}?start=join_{code}"
    finally:
        await app.stop()


def _known_organisation(settings: Settings, organisation: str) -> None:
    from bot.content.loader import load  # noqa: PLC0415

    content = load(settings.content_dir, demo=settings.demo_content)
    known = {body.id for body in content.organisations}
    if organisation not in known:
        there_are = ", ".join(sorted(known)) or "none"
        raise SettingsError(f"there is no organisation {organisation!r}; there are: {there_are}")


async def _username(bot: Bot) -> str:
    return str((await bot.me()).username)
