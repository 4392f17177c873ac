"""Logs without people: only listed keys pass, and of other libraries' lines only the template, never its values.

A log line of this bot could tell who was in prison. So nothing is written that is not on the list below, whoever
writes it; an exception keeps its type and its place in the code, and loses its words.
"""

import logging
import sys
import traceback
from collections.abc import MutableMapping
from typing import Any

import structlog

#: keys that may stand in a log line; all of them counts, kinds, states and names of our own code
ALLOWED = frozenset({
    "event", "level", "logger", "timestamp", "error", "where", "task", "kind", "state", "count", "seconds", "version",
    "attempts", "reason", "port", "handler", "command", "method", "file",
})  # fmt: skip


def _allow_list(_: object, __: str, entry: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    record: logging.LogRecord | None = entry.pop("_record", None)
    if entry.pop("_from_structlog", True) is False and record is not None:
        entry["event"] = _template(record, entry.pop("positional_args", None))
    error = entry.pop("exc_info", None) or (record.exc_info if record is not None else None)
    if error:
        entry["error"], entry["where"] = _without_words(error)
    return {key: value for key, value in entry.items() if key in ALLOWED}


def _template(record: logging.LogRecord, values: object) -> str:
    """What the library meant to say, before any value was put in; nothing, if the values are already in it."""
    return record.msg if values and isinstance(record.msg, str) else "(withheld)"


def _without_words(error: Any) -> tuple[str, str]:  # noqa: ANN401 - the shapes of exc_info
    """An exception's type, and where it came from: the last four functions with their lines."""
    if isinstance(error, BaseException):
        error = (type(error), error, error.__traceback__)
    kind, _, trace = error if isinstance(error, tuple) else sys.exc_info()
    frames = traceback.extract_tb(trace)
    where = " < ".join(f"{frame.name}:{frame.lineno}" for frame in reversed(frames[-4:]))
    return getattr(kind, "__name__", "?"), where


def setup_logs(level: str = "INFO") -> None:
    """Sends every logger of the process through the allow-list to standard error, as JSON lines."""
    shared: list[Any] = [
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=shared,
        processors=[_allow_list, structlog.processors.JSONRenderer()],
        pass_foreign_args=True,
        use_get_message=False,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(formatter)
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level)
    # aiogram says each update's id at INFO: an id is somebody's
    for chatty in ("aiogram", "alembic", "apscheduler"):
        logging.getLogger(chatty).setLevel(max(logging.WARNING, root.level))
    logging.captureWarnings(capture=True)
    # a line that cannot be put together would be printed as it is, values and all
    logging.raiseExceptions = False
