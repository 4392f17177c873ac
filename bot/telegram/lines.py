"""Several lines of one talk as one message, where a group's minute is nearly used up (20 messages in all topics).

A line keeps its own state and receipt; its copy is the message it stands in. That message cannot be told apart again,
for the words are gone once they are sent: a change of a line is said anew, as an answer to it.
"""

from collections.abc import Iterator, Sequence

from bot.store import Store
from bot.store.outbox import Owed
from bot.telegram.means import LEASE, Means
from bot.telegram.passing import MOST_TEXT, utf16

#: so many lines are looked at, at most
MOST_LINES = 30


def is_line(owed: Owed) -> bool:
    """Plain words; a file, a place or something forwarded is a message of its own."""
    return owed.body.get("kind") == "text" and not owed.body.get("forwarded")


def fitting(first: Owed, following: Sequence[Owed]) -> Iterator[Owed]:
    """Those right after the first that can stand in one message with it, in their order."""
    if not is_line(first):
        return
    length = units(first)
    for line in following:
        length += 1 + units(line)
        if not is_line(line) or line.body.get("answers") or length > MOST_TEXT:
            return
        yield line


def units(owed: Owed) -> int:
    """As Telegram counts."""
    return len(utf16(str(owed.body.get("text") or ""))) // 2


def as_one(lines: Sequence[Owed]) -> dict[str, str]:
    return {"kind": "text", "text": "\n".join(str(line.body.get("text") or "") for line in lines)}


async def taken_along(means: Means, chat: int, owed: Owed) -> list[Owed]:
    """What goes in one message with it: nothing, while the group has room."""
    if not means.pace.is_nearly_full(chat):
        return []
    async with means.database.transaction() as store:
        following = await store.outbox.following(owed, MOST_LINES)
        return await store.outbox.take_along(fitting(owed, following), LEASE)


async def let_go(means: Means, others: Sequence[Owed]) -> None:
    """They were not sent after all, and are owed as before."""
    if not others:
        return
    async with means.database.transaction() as store:
        for owed in others:
            await store.outbox.postpone(owed.id, store.now)


async def stand_with_others(store: Store, case: int, copy: int, gone: Sequence[int] = ()) -> bool:
    """Whether a copy holds lines beside these."""
    return any(relay.id not in gone for relay in await store.cases.in_copy(case, copy))
