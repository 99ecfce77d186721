"""How the bot logs: one line per event on standard error, for people (console) or machines (JSON).

Lines carry ids, never personal data or secrets: an exception is told by its kind and place, since its text may
quote what somebody wrote, and what is known to be secret is blotted out of every finished line.
"""

import contextlib
import logging
import sys
import traceback
from collections.abc import Sequence
from types import TracebackType

import structlog
from structlog.typing import EventDict, Processor

from bot.operations.redaction import Redactor
from bot.settings import Settings

OURS = "bot"
"""The logger above all of the bot; those of libraries stay at WARNING, since below it they log URLs and texts."""


class RedactedFormatter(logging.Formatter):
    """Blots secrets out of what another formatter has finished: the last step before a line is written."""

    def __init__(self, inner: logging.Formatter, redact: Redactor) -> None:
        super().__init__()
        self._inner = inner
        self._redact = redact

    def format(self, record: logging.LogRecord) -> str:
        """Finish the line."""
        return self._redact(self._inner.format(record))


def set_up_logging(settings: Settings) -> None:
    """Log as the operator chose, our lines and those of libraries alike."""
    level = logging.getLevelNamesMapping()[settings.log_level]
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        exception_places,
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=our_logger,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(RedactedFormatter(formatter(settings, shared), Redactor(settings)))
    logging.basicConfig(level=max(level, logging.WARNING), handlers=[handler], force=True)
    logging.getLogger(OURS).setLevel(level)
    logging.captureWarnings(True)
    logging.raiseExceptions = False  # else a line that cannot be formatted is printed with its arguments
    sys.excepthook = log_fatal


def our_logger(*names: str) -> logging.Logger:
    """Give the logger of one of our modules."""
    return logging.getLogger(".".join((OURS, *names)))


def formatter(settings: Settings, shared: Sequence[Processor]) -> logging.Formatter:
    """Render as JSON or for a console."""
    render: Processor = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if settings.log_format == "json"
        else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    )
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=[only_the_event, *shared],
        use_get_message=False,
        pass_foreign_args=True,
        processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, render],
    )


def only_the_event(_logger: object, _name: str, event: EventDict) -> EventDict:
    """Cut a library's line down to its first line, with the kinds of texts and objects in their place."""
    given, text = event.pop("positional_args"), event["event"]
    arguments = given if isinstance(given, tuple) else (given,)  # logging unpacks a lone mapping
    shown = tuple(each if isinstance(each, int | float) else f"<{type(each).__name__}>" for each in arguments)
    with contextlib.suppress(TypeError, ValueError):
        text = text % shown if shown else text
    event["event"] = text.partition("\n")[0]
    return event


def exception_places(_logger: object, _name: str, event: EventDict) -> EventDict:
    """Replace an exception by the places that it came through and its kind."""
    given = event.pop("exc_info", None)
    if given and not isinstance(given, BaseException):
        given = sys.exc_info()[1] if given is True else given[1]
    if given:
        event["trace"] = " < ".join(exception_chain(given))
    return event


def exception_chain(error: BaseException) -> list[str]:
    """Name an exception and those that caused it, each with the places it came through, the last one first."""
    frames = reversed(traceback.extract_tb(error.__traceback__))
    places = ", ".join(f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames)
    cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return [f"{type(error).__name__} at {places}", *(exception_chain(cause) if cause else ())]


def log_fatal(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    """Log what ends the process."""
    if issubclass(kind, KeyboardInterrupt):
        return
    log: structlog.typing.FilteringBoundLogger = structlog.get_logger("application")
    log.critical("ended by an error in the program", exc_info=(kind, error, trace))
