"""Methods that have updates delivered by HTTP instead of polled. Only an address on this machine is taken."""

import re
from typing import Any
from urllib.parse import urlsplit

from bot.emulator.courier import Caller, Courier
from bot.emulator.errors import bad, conflict
from bot.emulator.params import Params
from bot.emulator.world import WebhookAbout, World

LOOPBACK = {"127.0.0.1", "localhost", "::1"}
LONGEST_SECRET = 256
SECRET = re.compile(r"[A-Za-z0-9_-]*")
MOST_CONNECTIONS, USUAL_CONNECTIONS = 100, 40


def set_webhook(world: World, params: Params, call: Caller) -> bool:
    """An empty address takes the webhook away. Raises ApiError."""
    url, secret = params.text("url"), params.text("secret_token")
    _check_secret(secret)
    if url:
        _check_address(url)
    connections = min(max(params.integer("max_connections") or USUAL_CONNECTIONS, 1), MOST_CONNECTIONS)
    kinds = params.json("allowed_updates", "can't parse allowed updates JSON object")
    _remove(world, params)
    if isinstance(kinds, list):
        world.updates.allow(kinds)
    if url:
        world.updates.end_poll(conflict("terminated by setWebhook request"))
        world.webhook = Courier(world, WebhookAbout(url, secret, connections), call)
        world.updates.on_put = world.webhook.put
    return True


def delete_webhook(world: World, params: Params) -> bool:
    _remove(world, params)
    return True


def _remove(world: World, params: Params) -> None:
    if params.flag("drop_pending_updates"):
        world.updates.clear()
    world.drop_webhook()


def _check_secret(secret: str) -> None:
    if len(secret) > LONGEST_SECRET:
        raise bad("secret token is too long")
    if not SECRET.fullmatch(secret):
        raise bad("secret token contains unallowed characters")


def _check_address(url: str) -> None:
    """A Bot API server of one's own takes plain HTTP too, so this one does."""
    address = urlsplit(url)
    if address.scheme not in {"http", "https"}:
        raise bad("bad webhook: An HTTPS URL must be provided for webhook")
    if address.hostname not in LOOPBACK:
        raise bad("bad webhook: Failed to resolve host: Name or service not known")


def get_webhook_info(world: World, params: Params) -> dict[str, Any]:
    body = {"url": "", "has_custom_certificate": False, "pending_update_count": len(world.updates)}
    if world.webhook is None:
        return body
    about = world.webhook.about
    body |= {"url": about.url, "max_connections": about.max_connections}
    if world.updates.allowed is not None:
        body["allowed_updates"] = sorted(world.updates.allowed)
    if about.last_error is not None:
        body["last_error_date"], body["last_error_message"] = about.last_error
    return body
