"""Officers who write notices as they really do: press by press, on their own phones."""

from bot.telegram.notice_buttons import (
    JudgeNotice,
    NoticeAsks,
    NoticeCheck,
    NoticeDraft,
    NoticeStatus,
    NoticeText,
    SendNotice,
    WriteNotice,
)
from tests.old_buttons import presses_old

#: nothing to warn of: a time and a place, no name
WORDS = "Приходите завтра в 10:00, улица Ленина 1, кабинет 5."


def alone(world, most):
    """How many people one officer may write to alone."""
    settings = world.settings.model_copy(update={"notice_approval_above": most})
    world.app.settings = settings
    world.app.dispatcher["settings"] = settings


async def newest(world):
    """The notice that was changed last."""
    async with world.app.database.transaction() as store:
        (first, *_rest) = await store.notices._all()
    return first


async def again(world, notice):
    """As it is now."""
    async with world.app.database.transaction() as store:
        return await store.notices.get(notice)


async def written(officer, words=WORDS, *, language="ru", asks=False):
    """A draft with these words."""
    await presses_old(officer, WriteNotice())
    drawn = next(b["callback_data"] for b in officer._buttons() if b["callback_data"].startswith("ntt:"))
    notice = await again(officer.world, int(drawn.split(":")[1]))
    await officer.presses_data(NoticeText(notice=notice.id, language=language))
    await officer.says(words)
    if asks:
        await officer.presses_data(NoticeAsks(notice=notice.id, asks=True))
    return await again(officer.world, notice.id)


async def sends(officer, notice, *, sure=False):
    """On to sending, and yes."""
    await presses_old(officer, NoticeCheck(notice=notice.id, sure=sure))
    await officer.presses_data(SendNotice(notice=notice.id, version=notice.version, sure=sure))
    return await again(officer.world, notice.id)


async def looks_at(officer, notice):
    await presses_old(officer, NoticeStatus(notice=notice.id))
    return officer.text


async def opens_draft(officer, notice):
    await presses_old(officer, NoticeDraft(notice=notice.id))
    return officer.text


async def judges(officer, notice, *, yes=True):
    await presses_old(officer, NoticeStatus(notice=notice.id))
    await officer.presses_data(JudgeNotice(notice=notice.id, version=notice.version, yes=yes))


async def crowd(office, count, **about):
    """Clients of this office, each with a phone."""
    return [await office.client(f"07-{number}", f"Client {number}", **about) for number in range(count)]
