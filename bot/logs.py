"""Structured logs with secrets masked; what people write is never logged at info level."""

import logging
import re
import sys
from collections.abc import Iterator, MutableMapping
from contextlib import contextmanager
from typing import Any


@contextmanager
def _not_there(package: str) -> Iterator[None]:
    """Meanwhile importing it says that it is not installed."""
    was = sys.modules.get(package)
    sys.modules[package] = None  # type: ignore[assignment]
    try:
        yield
    finally:
        del sys.modules[package]
        if was is not None:
            sys.modules[package] = was


with _not_there("rich"):  # it would colour tracebacks, which we write plainly, for 8 MB of every process
    import structlog

SECRET = re.compile(
    r"xox[a-z]?[.-][\w.-]+|xapp-[\w-]+|(?i:bearer)\s+[\w.~+/-]+=*|https://hooks\.slack\.com/\S+"
    r"|webcals?://\S+|https://[^\s\"'<>]+\.ics\b[^\s\"'<>]*"  # a calendar's address lets everybody read it
    r"|[?&](?:token|ticket|code|state)=[^&\s]+|\b(?:client_secret|refresh_token)=[^&\s]+|://[^/\s:@]+:[^@\s]+@"
    r"|/people/response/\S+|/hooks/[TE][A-Z0-9]+/\S+|\b[a-z0-9-]{1,32}:[A-Za-z0-9+/_-]{43}="  # the last is a key
)
SECRET_NAMES = ("token", "secret", "password", "response_url", "trigger_id", "authorization")


def mask(value: Any) -> Any:
    """The same value with everything that looks like a secret replaced."""
    if isinstance(value, str):
        return SECRET.sub("•••", value)
    if isinstance(value, dict):
        return {key: "•••" if _is_secret(key) else mask(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [mask(inner) for inner in value]
    return value


def _is_secret(name: Any) -> bool:
    return any(word in str(name).lower() for word in SECRET_NAMES)


def _masked(_: Any, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    return {key: mask(value) for key, value in mask(dict(event)).items()}


def set_up(level: str = "info", *, pretty: bool | None = None) -> None:
    """One line an event on standard error: JSON, or for people when it is a terminal."""
    pretty = sys.stderr.isatty() if pretty is None else pretty
    before: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.stdlib.PositionalArgumentsFormatter(),
        structlog.processors.format_exc_info,
        _masked,
    ]
    last: Any = structlog.dev.ConsoleRenderer() if pretty else structlog.processors.JSONRenderer(ensure_ascii=False)
    structlog.configure(
        processors=[*before, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=before, processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, last]
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(formatter)
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level.upper())
    logging.getLogger("slack_bolt").setLevel(logging.ERROR)  # its warnings print whole request bodies
    for noisy in ("slack_sdk", "aiohttp.access", "apscheduler", "alembic"):
        logging.getLogger(noisy).setLevel(max(logging.WARNING, root.level))


def logger(name: str) -> Any:
    return structlog.stdlib.get_logger(name)
