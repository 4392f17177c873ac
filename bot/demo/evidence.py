"""What the database and its files say, read past the bot."""

from bot.demo.stage import Stage
from bot.domain.cases import Case
from bot.emulator.model import User


async def case_of(stage: Stage, code: str) -> Case:
    """The request of this code.

    Raises:
        StopIteration: there is none.
    """
    async with stage.database.transaction() as store:
        return next(case for case in await store.cases.newest(200) if case.code == code)


async def knows(stage: Stage, user: User) -> bool:
    """Whether any row belongs to this person."""
    async with stage.database.transaction() as store:
        return await store.people.load(user.id, b"") is not None


async def unfinished(stage: Stage) -> int:
    """Updates not handled and messages neither sent, held nor given up."""
    async with stage.database.transaction() as store:
        return len(await store.inbox.waiting()) + await store.inbox.quarantined() + await store.outbox.owed()


def readable(stage: Stage, secrets: list[str]) -> list[str]:
    """Which of the secrets stand in the database's files as they are, or as JSON or UTF-16 would write them."""
    files = [file.read_bytes() for file in (stage.folder / "data").iterdir()] + [
        (stage.folder / "bot.log").read_bytes()
    ]
    return [
        secret
        for secret in secrets
        for form in (secret.encode(), secret.encode("unicode_escape"), secret.encode("utf-16-le"))
        if any(form in content for content in files)
    ]
