"""Every setting, read once from the environment and ``.env``; unknown or unsafe ones are refused with the reason."""

import re
from pathlib import Path
from typing import Annotated, Literal, Self
from urllib.parse import urlsplit

from pydantic import AfterValidator, Field, SecretStr, ValidationError, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

LOOPBACK = {"127.0.0.1", "localhost", "::1"}
DRIVERS = {"sqlite+aiosqlite", "postgresql+asyncpg"}
TOKEN = re.compile(r"\d+:[\w-]+", re.ASCII)
#: what Telegram takes as a secret; shorter ones it would take too
WEBHOOK_SECRET = re.compile(r"[\w-]{32,256}", re.ASCII)


class SettingsError(Exception):
    """The settings cannot be used; each argument is one sentence saying why."""


def _http_or_https(url: str) -> str:
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise ValueError("must be an http or https address")
    return url.rstrip("/")


def _as_from_botfather(token: SecretStr) -> SecretStr:
    if not TOKEN.fullmatch(token.get_secret_value()):
        raise ValueError("does not look like a token from @BotFather: digits, a colon, letters")
    return token


def _hard_to_guess(secret: SecretStr) -> SecretStr:
    if not WEBHOOK_SECRET.fullmatch(secret.get_secret_value()):
        raise ValueError("must be 32 to 256 letters, digits, _ or -; `openssl rand -hex 32` makes one")
    return secret


def _sqlite_or_postgresql(url: str) -> str:
    try:
        known = make_url(url).drivername in DRIVERS
    except ArgumentError:
        known = False
    if not known:
        raise ValueError("must begin with sqlite+aiosqlite:// or postgresql+asyncpg://")
    return url


class Settings(BaseSettings):
    """What an installation may choose. The names are those of the environment, in capitals."""

    model_config = SettingsConfigDict(env_file=".env", extra="forbid", frozen=True, env_ignore_empty=True)

    #: the bot's token from @BotFather
    bot_token: Annotated[SecretStr, AfterValidator(_as_from_botfather)]
    #: any Bot API server: Telegram's own, one of yours, or the emulator
    bot_api_base: Annotated[str, AfterValidator(_http_or_https)] = "https://api.telegram.org"
    #: SQLAlchemy address of the database: SQLite (aiosqlite) or PostgreSQL (asyncpg)
    database_url: Annotated[str, AfterValidator(_sqlite_or_postgresql)] = "sqlite+aiosqlite:///data/prystan.db"
    #: the installation's keys; made on first start; never in the database's folder
    key_file: Path = Path("keys/prystan.key")
    content_dir: Path = Path("content")
    locales_dir: Path = Path("locales")
    #: load the invented contracts, staff and places of content/demo as well
    demo_content: bool = False
    #: a chat that receives alarms and "this is wrong" reports, without anything about a person
    ops_chat_id: int | None = None
    #: ask Telegram after a crash what has arrived, before it is sent again
    probe_after_crash: bool = False
    #: where Telegram brings updates to, as it sees it; none: they are fetched
    webhook_url: Annotated[str, AfterValidator(_http_or_https)] | None = None
    #: what Telegram says with each, so that we know it is Telegram
    webhook_secret: Annotated[SecretStr, AfterValidator(_hard_to_guess)] | None = None
    #: where the bot itself listens; whatever stands before it ends TLS and passes on
    webhook_host: str = "127.0.0.1"
    webhook_port: Annotated[int, Field(ge=0, le=65535)] = 8081
    #: a notice to more people than this needs the word of a second officer of the office
    notice_approval_above: Annotated[int, Field(ge=0)] = 50
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = "INFO"
    #: a file through which the emulator moves the bot's clock; only with an emulator
    clock_file: Path | None = None
    #: a file touched every few seconds while the bot is well; the container's health check reads its age
    health_file: Path | None = None

    @property
    def sqlite_file(self) -> Path | None:
        """The database's file, where it is one."""
        url = make_url(self.database_url)
        in_a_file = url.get_backend_name() == "sqlite" and url.database not in {None, "", ":memory:"}
        return Path(str(url.database)) if in_a_file else None

    @model_validator(mode="after")
    def _safe(self) -> Self:
        api = urlsplit(self.bot_api_base)
        local = api.hostname in LOOPBACK
        if api.scheme == "http" and not local:
            raise ValueError("BOT_API_BASE: http would send the token in clear; use https or a loopback address")
        if self.clock_file is not None and not local:
            raise ValueError("CLOCK_FILE: a movable clock is for the emulator only (BOT_API_BASE on loopback)")
        self._check_webhook(local=local)
        if self.probe_after_crash and (self.ops_chat_id or 0) <= 0:
            raise ValueError("PROBE_AFTER_CRASH: needs OPS_CHAT_ID, the private chat of an operator with the bot")
        if (file := self.sqlite_file) is not None and file.resolve().parent in self.key_file.resolve().parents:
            raise ValueError("KEY_FILE: must not lie in the database's folder: who takes one must not get both")
        return self

    def _check_webhook(self, *, local: bool) -> None:
        if (self.webhook_url is None) != (self.webhook_secret is None):
            raise ValueError("WEBHOOK_URL and WEBHOOK_SECRET: both or neither; without a secret anyone could write")
        if self.webhook_url is not None and urlsplit(self.webhook_url).scheme == "http" and not local:
            raise ValueError("WEBHOOK_URL: must be https; http is for an emulator on this machine only")


def read_settings(**chosen: object) -> Settings:
    """The settings of this process.

    Raises:
        SettingsError: something is missing, unknown or unsafe; every reason is an argument.
    """
    file = Path(str(Settings.model_config.get("env_file")))
    if chosen.get("_env_file", file) is not None and file.exists() and file.stat().st_mode & 0o077:
        raise SettingsError(f"{file} can be read by others, and holds the token: chmod 600 {file}")
    try:
        return Settings(**chosen)  # type: ignore[arg-type]
    except ValidationError as error:
        raise SettingsError(*(_sentence(dict(mistake)) for mistake in error.errors())) from None


def _sentence(mistake: dict[str, object]) -> str:
    # never the input itself: it may be the token
    name = ".".join(str(part) for part in mistake["loc"]).upper()  # type: ignore[attr-defined]
    reason = {
        "missing": "is needed and not set",
        "extra_forbidden": "is not a setting of Prystan; see .env.example",
    }.get(str(mistake["type"]), str(mistake["msg"]).removeprefix("Value error, "))
    return f"{name}: {reason}" if name else reason
