"""`rolecall demo`: the local Slack stays open for whoever wants to look around."""

import asyncio
from collections.abc import Callable
from pathlib import Path

from bot.demo import company as companies
from bot.demo.local import Demo, running
from bot.demo.story import play_friday, welcome
from bot.demo.time_travel import DemoTime
from bot.processes import CannotStart, until_told_to_stop

LOOK_EVERY_SECONDS = 1.0


async def show(registry: Path | None, port: int, announce: Callable[[str], None]) -> None:
    """Run the demo and its page until the terminal says stop."""
    company = companies.load(registry)
    try:
        async with running(company, port=port) as demo:
            if company.is_larkfield:
                await play_friday(demo)
                await welcome(demo)
            announce(_what_to_try(demo, larkfield=company.is_larkfield))
            looking = asyncio.create_task(_keep_looking(demo.time))
            await until_told_to_stop()
            looking.cancel()
    except OSError as error:
        raise CannotStart(f"Port {port} cannot be used ({error.strerror}). Try `rolecall demo --port 0`.") from error


async def _keep_looking(time: DemoTime) -> None:
    while True:
        await asyncio.sleep(LOOK_EVERY_SECONDS)
        await time.look()


def _what_to_try(demo: Demo, *, larkfield: bool) -> str:
    lines = [f"A local Slack with Rolecall in it: {demo.slack.url}", ""]
    if larkfield:
        lines += [
            "It is Monday morning at Larkfield. Choose who you are at the top of the page, then try",
            "  /whoowns checkout          who it is, and why",
            "  /whoowns apple pay         inherited from one level up",
            "  /whoowns refunds           nobody runs the program side",
            "  /whoowns smart fridge app  not known, and not guessed: say whose it is, and approve it as Dana",
            "  Hand over                  in the menu of any message: whose it is, and ways to pass it on",
            "  what does a TPM do?        in the DM with Rolecall",
            '  "Next check-in" at the top, as Ana and then as Bo: answer differently, and look at both DMs',
            '  "Next report", and then #commerce',
        ]
    else:
        lines += [
            "Choose who you are at the top of the page, then try /whoowns with the name of an area,",
            "and /standup new to set up a standup over areas that have a PM and a TPM.",
        ]
    return "\n".join([*lines, "", "Ctrl-C stops it; nothing is kept."])
