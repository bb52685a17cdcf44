"""What Rolecall is compared with: the smallest Bolt app that answers `/whoowns` with one indexed look-up.

`python -m bench.bare DATABASE_URL` serves it on a free port and prints the address.
"""

import asyncio
import socket
import sys
from typing import Any

import uvicorn
from slack_bolt.adapter.starlette.async_handler import AsyncSlackRequestHandler
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.authorization import AuthorizeResult
from sqlalchemy import bindparam, select
from sqlalchemy.ext.asyncio import create_async_engine
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bench.asking import SECRET, WORKSPACE
from bot.database.engines import async_url
from bot.registry.tables import areas

LOOK_UP = select(areas.c.key, areas.c.name, areas.c.description).where(
    areas.c.workspace_id == bindparam("workspace"), areas.c.name == bindparam("name")
)


def bare_app(database_url: str) -> Starlette:
    """The app with its HTTP side; the token is known without asking anyone."""
    engine = create_async_engine(async_url(database_url))

    async def authorize(enterprise_id: str | None, team_id: str | None) -> AuthorizeResult:
        return AuthorizeResult(
            enterprise_id=enterprise_id, team_id=team_id, bot_token="xoxb-bench", bot_user_id="U0BOT"
        )

    bolt = AsyncApp(process_before_response=True, signing_secret=SECRET, authorize=authorize)

    async def who_owns(ack: AsyncAck, command: dict[str, Any]) -> None:
        async with engine.connect() as connection:
            found = (await connection.execute(LOOK_UP, {"workspace": WORKSPACE, "name": command["text"]})).first()
        await ack(f"{found.name}: {found.description}" if found else "I don't know.")

    bolt.command("/whoowns")(who_owns)
    handler = AsyncSlackRequestHandler(bolt)

    async def events(request: Request) -> Response:
        return await handler.handle(request)

    return Starlette(routes=[Route("/slack/events", events, methods=["POST"])])


async def serve(database_url: str) -> None:
    listening = socket.create_server(("127.0.0.1", 0))
    listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    config = uvicorn.Config(bare_app(database_url), log_config=None, access_log=False, lifespan="off")
    print(f"listening (http://127.0.0.1:{listening.getsockname()[1]}/slack/events)", flush=True)
    await uvicorn.Server(config).serve([listening])


if __name__ == "__main__":
    asyncio.run(serve(sys.argv[1]))
