"""PostgreSQL connections that do not wait for ever."""

import asyncio
from typing import Any

import psycopg


class PatientConnection(psycopg.AsyncConnection[Any]):
    """A connection to a server that may stop answering: it is waited for so long, and then cut.

    The server's own statement_timeout says nothing where no answer comes through, and the driver, asked to stop, first
    waits for the server to agree.
    """

    patience = 2.0  # seconds; whoever connects sets their own

    async def wait(self, *arguments: Any, **named: Any) -> Any:
        try:
            async with asyncio.timeout(self.patience):
                return await super().wait(*arguments, **named)
        except TimeoutError as error:
            self.pgconn.finish()
            raise psycopg.OperationalError("the database did not answer") from error

    async def cancel_safe(self, *, timeout: float = 0) -> None:  # noqa: ARG002, ASYNC109
        """Whoever is called off does not wait for a server that may not be there."""
        self.pgconn.finish()
