"""The refusals of the Bot API, in Telegram's own words."""


class ApiError(Exception):
    """A call that Telegram would refuse, with its HTTP status and description."""

    def __init__(self, status: int, description: str, **parameters: int) -> None:
        super().__init__(description)
        self.status = status
        self.description = description
        self.parameters = parameters

    def body(self) -> dict[str, object]:
        """The JSON answer that Telegram gives."""
        answer: dict[str, object] = {"ok": False, "error_code": self.status, "description": self.description}
        if self.parameters:
            answer["parameters"] = self.parameters
        return answer


class AnswerLostError(Exception):
    """The answer never reaches the caller: the connection closes instead."""


def bad_request(text: str) -> ApiError:
    """Build a 400."""
    return ApiError(400, f"Bad Request: {text}")


def forbidden(text: str) -> ApiError:
    """Build a 403."""
    return ApiError(403, f"Forbidden: {text}")


def conflict(text: str) -> ApiError:
    """Build a 409."""
    return ApiError(409, f"Conflict: {text}")


def too_many_requests(seconds: int) -> ApiError:
    """Build a 429 that asks for a pause."""
    return ApiError(429, f"Too Many Requests: retry after {seconds}", retry_after=seconds)
