"""What is logged in tests: with tracebacks as Python writes them, because to draw them takes longer than most tests."""

import structlog


def plain_logs() -> None:
    """What a test configured for itself ends with this."""
    structlog.reset_defaults()
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback),
        ]
    )
