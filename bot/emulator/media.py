"""Methods that send one file, and the reading of a file from a call."""

from collections.abc import Callable

from bot.emulator.access import writable_chat
from bot.emulator.errors import bad
from bot.emulator.files import content_of
from bot.emulator.model import File, Message, Upload
from bot.emulator.params import Params
from bot.emulator.sending import send
from bot.emulator.wording import read_caption
from bot.emulator.world import World

LARGEST_PHOTO = 10 * 1024 * 1024
WITHOUT_CAPTION = {"sticker", "video_note"}


def sends(kind: str) -> Callable[[World, Params], Message]:
    """The method that sends files of one kind."""

    def send_file(world: World, params: Params) -> Message:
        caption = {} if kind in WITHOUT_CAPTION else read_caption(params)
        writable_chat(world, params)
        return send(world, params, content_of(read_file(world, params, kind, kind)) | caption)

    return send_file


def read_file(world: World, params: Params, kind: str, name: str) -> File:
    """The file that parameter ``name`` uploads, or knows by its id. Raises ApiError."""
    upload = params.upload(name)
    return _keep(world, params, kind, upload) if upload is not None else _known_file(world, params.text(name), kind)


def _known_file(world: World, file_id: str, kind: str) -> File:
    if not file_id:
        raise bad(f"there is no {kind.replace('_', ' ')} in the request")
    file = world.files.get(file_id)
    if file is None:
        raise bad("wrong remote file identifier specified: Wrong string length")
    if file.kind != kind:
        raise bad(f"can't use file of type {_type_name(file.kind)} as {_type_name(kind)}")
    return file


def _type_name(kind: str) -> str:
    return "".join(part.title() for part in kind.split("_"))


def _keep(world: World, params: Params, kind: str, upload: Upload) -> File:
    if not upload.data:
        raise bad("file must be non-empty")
    if kind == "photo" and len(upload.data) > LARGEST_PHOTO:
        raise bad("PHOTO_SAVE_FILE_INVALID")
    return _add(world, params, kind, upload)


def _add(world: World, params: Params, kind: str, upload: Upload) -> File:
    files, duration = world.files, params.integer("duration") or 0
    match kind:
        case "photo":
            file = files.add_photo(upload)
        case "document":
            file = files.add_document(upload)
        case "voice":
            file = files.add_voice(upload, duration)
        case "video_note":
            file = files.add_video_note(upload, duration)
        case "audio":
            tags = {tag: params.text(tag) for tag in ("performer", "title") if params.text(tag)}
            file = files.add_audio(upload, duration, **tags)
        case "sticker":
            file = files.add_sticker(upload, params.text("emoji"))
        case _:
            file = files.add_video(upload, duration, kind)
    return file
