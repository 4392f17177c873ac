"""Refusals of the Bot API, in Telegram's own words.

The texts come from the Bot API server's sources and from answers seen in the wild; where Telegram says one thing with
two texts, the more frequent one stands here.
"""


class ApiError(Exception):
    """A call the Bot API answers with ``ok: false``, and the parameters that help to handle it."""

    def __init__(self, code: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.parameters = parameters

    def answer(self) -> dict[str, object]:
        body: dict[str, object] = {"ok": False, "error_code": self.code, "description": self.description}
        return body | ({"parameters": self.parameters} if self.parameters else {})


class NotPossible(Exception):
    """Something a person cannot do in their app: press a button that is not there, write to a bot they blocked."""


def bad(description: str) -> ApiError:
    return ApiError(400, f"Bad Request: {description}")


def forbidden(description: str) -> ApiError:
    return ApiError(403, f"Forbidden: {description}")


def too_many(retry_after: int) -> ApiError:
    return ApiError(429, f"Too Many Requests: retry after {retry_after}", retry_after=retry_after)


def upgraded(supergroup_id: int) -> ApiError:
    return ApiError(
        400, "Bad Request: group chat was upgraded to a supergroup chat", migrate_to_chat_id=supergroup_id
    )


def unauthorized() -> ApiError:
    return ApiError(401, "Unauthorized")


def not_found() -> ApiError:
    return ApiError(404, "Not Found")


def conflict(description: str) -> ApiError:
    return ApiError(409, f"Conflict: {description}")


def cannot_parse(why: str) -> ApiError:
    return bad(f"can't parse entities: {why}")


CHAT_NOT_FOUND = "chat not found"
NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same as a current "
    "content and reply markup of the message"
)
QUERY_INVALID = "query is too old and response timeout expired or query ID is invalid"
THREAD_NOT_FOUND = "message thread not found"
TOO_OLD_TO_DELETE = "message can't be deleted for everyone"
