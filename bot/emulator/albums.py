"""Several files as one album: sendMediaGroup, and the media of an edit, which is read the same way."""

from typing import Any

from bot.emulator.access import writable_chat
from bot.emulator.errors import bad
from bot.emulator.files import content_of
from bot.emulator.media import read_file
from bot.emulator.model import Message
from bot.emulator.params import Params
from bot.emulator.sending import send_all
from bot.emulator.wording import read_caption
from bot.emulator.world import World

FEWEST, MOST = 2, 10
TOGETHER = {"photo", "video"}
ALONE = ("audio", "document")
KINDS = {*TOGETHER, *ALONE}


def send_media_group(world: World, params: Params) -> list[Message]:
    """All items, or none at all when one is refused. The items share one media_group_id."""
    items = params.objects("media", "can't parse media JSON object")
    writable_chat(world, params)
    _check_number(len(items))
    _check_mixture({str(item.get("type")) for item in items})
    contents = [read_media(world, item, params) for item in items]
    album = {"media_group_id": world.next_album_id()}
    return send_all(world, params, [content | album for content in contents])


def _check_number(count: int) -> None:
    """Telegram documents 2 to 10 items; what it says to a single one is not known to us."""
    if count > MOST:
        raise bad("too many messages to send as an album")
    if count < FEWEST:
        raise bad("there are no messages to send" if count == 0 else "not enough messages to send as an album")


def _check_mixture(kinds: set[str]) -> None:
    for kind in ALONE:
        if kind in kinds and len(kinds) > 1:
            raise bad(f"{kind} can't be mixed with other media types")


def read_media(world: World, item: dict[str, Any], params: Params, kinds: set[str] = KINDS) -> dict[str, Any]:
    """The content an InputMedia stands for: its file and its caption. Raises ApiError."""
    kind = str(item.get("type"))
    if kind not in kinds:
        raise bad(f'can\'t parse InputMedia: type "{kind}" is unsupported')
    if not item.get("media"):
        raise bad("can't parse InputMedia: media not found")
    inner = Params(item, params.uploads)
    return content_of(read_file(world, inner, kind, "media")) | read_caption(inner)
