"""Keyboards under messages: what Telegram lets through and what it refuses."""

from typing import Any

from bot.emulator.errors import bad
from bot.emulator.params import Params

MOST_BUTTONS = 100
LONGEST_DATA = 64
LONGEST_COPY = 256
STYLES = {"danger", "success", "primary"}
ACTIONS = (
    "callback_data",
    "url",
    "copy_text",
    "disabled",
    "web_app",
    "login_url",
    "switch_inline_query",
    "switch_inline_query_current_chat",
)
LINKS = ("http://", "https://", "tg://", "tonsite://")

Markup = dict[str, Any]


def read_markup(params: Params) -> Markup | None:
    """The markup of a call, checked. Raises ApiError as Telegram does."""
    markup = params.json("reply_markup", "can't parse reply keyboard markup JSON object")
    if markup is None:
        return None
    if not isinstance(markup, dict):
        raise bad("object expected as reply markup")
    if "inline_keyboard" in markup:
        rows = [[_inline(button) for button in row] for row in _rows(markup, "inline_keyboard") if row]
        return {"inline_keyboard": _counted(rows)} if rows else {}
    if "keyboard" in markup:
        rows = [[_plain(button) for button in row] for row in _rows(markup, "keyboard") if row]
        return {**markup, "keyboard": _counted(rows)}
    return markup


def inline_only(markup: Markup | None) -> Markup:
    """For edits, which take no other kind; {} for none. Raises ApiError."""
    if markup and "inline_keyboard" not in markup:
        raise bad("inline keyboard expected")
    return markup or {}


def _rows(markup: Markup, name: str) -> list[list[Any]]:
    rows = markup[name]
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise bad(f'field "{name}" must be an Array of Arrays')
    return rows


def _counted(rows: list[list[Markup]]) -> list[list[Markup]]:
    if sum(len(row) for row in rows) > MOST_BUTTONS:
        raise bad("reply markup is too long")
    return rows


def _inline(button: object) -> Markup:
    complaint = "can't parse inline keyboard button: "
    if not isinstance(button, dict):
        raise bad(complaint + "InlineKeyboardButton must be an Object")
    button = {key: value for key, value in button.items() if value is not None}
    if "text" not in button:
        raise bad(complaint + 'Can\'t find field "text"')
    if not button["text"]:
        raise bad("inline keyboard button text must be non-empty")
    if not any(action in button for action in ACTIONS):
        raise bad(complaint + "Text buttons are unallowed in the inline keyboard")
    _check_action(button)
    if button.get("style", "primary") not in STYLES:
        raise bad(complaint + "invalid button style specified")
    return button


def _check_action(button: Markup) -> None:
    if "callback_data" in button and not 0 < len(str(button["callback_data"]).encode()) <= LONGEST_DATA:
        raise bad("BUTTON_DATA_INVALID")
    if "url" in button and not str(button["url"]).startswith(LINKS):
        raise bad("BUTTON_URL_INVALID")
    if "copy_text" in button and not 0 < len(str(button["copy_text"].get("text", ""))) <= LONGEST_COPY:
        raise bad("BUTTON_COPY_TEXT_INVALID")


def _plain(button: object) -> Markup:
    if isinstance(button, str):
        button = {"text": button}
    if not isinstance(button, dict) or "text" not in button:
        raise bad("can't parse keyboard button: Can't find field \"text\"")
    if not button["text"]:
        raise bad("keyboard button text must be non-empty")
    return button
