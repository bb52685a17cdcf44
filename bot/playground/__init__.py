"""A small, strict local Slack on the wire, for the demo and the tests. It imports nothing else of the app.

For test authors:

    async with LocalSlack("manifest.yml", time=machine) as slack:     # or a dict; start(), stop(); reset() between tests
        acme = slack.add_workspace("T0ACME", "Acme")                      # .bot_token .bot_user .bot_id .id
        ana = acme.add_person("ana", "Ana Silva", email="ana@acme.example", zone="Europe/Lisbon", title="PM")
        acme.add_channel("commerce", members=["ana"], bot=True)           # bot: the app is in it; private=True
        client = AsyncWebClient(acme.bot_token, base_url=slack.api_url, retry_handlers=[])

The app connects with `slack.api_url`, `slack.app_token`, `slack.signing_secret` and each workspace's `bot_token`: over
Socket Mode (the default; `await slack.connected()`), or `await slack.deliver_by_http(url)`.

People act and get an Outcome (acked, ms, error, response, message, errors, modal, options):

    outcome = await ana.types("#commerce", "/whoowns checkout")   # outcome.message: the private answer
    await ana.types("#commerce", "@rolecall who owns refunds?")   # message, app_mention; thread_ts= for a reply
    await ana.dms("what is a TPM")                                # the DM with the app
    await ana.clicks(message, "action_id", "value")               # a button or an overflow option
    await ana.selects(message_or_view, "action_id", value)        # a menu, picker, radio or checkbox group
    await ana.submits(values={"block_or_action_id": value})       # the modal on top; also fills, closes, searches
    await ana.opens_home(); await ana.opens_dm()
    await ana.uses_message_shortcut("callback_id", message); await ana.uses_global_shortcut("callback_id")
    await ana.invites_bot("#random"); await ana.joins("#x"); await ana.leaves("#x")

An input takes: text, a number, a date or time (object or ISO text), the value or label of an option, a Person, a
Channel or an id; a list for multi-selects and checkboxes; None empties it. What Slack's screen would not allow raises
CannotDo and says what there is instead.

What a person sees: `ana.sees("#commerce")`, `ana.dm`, `ana.modal`, `ana.modals`, `ana.home`. A Message has text,
blocks, words (all readable text), buttons (labels), thread_ts, ephemeral, metadata; a View has title, words, blocks,
inputs (block_ids), values, errors, body.

Acts return once the app has answered. What the app does afterwards: `await slack.quiet()` waits until no delivery and
no call is under way. Unanswered events come again at once, after 60 s and after 300 s of the time machine's clock:
move it and call `await slack.redeliver_due()`.

The company changes with `await acme.joins(key, name)`, `await acme.change_person("ana", zone=…, deactivated=True)`,
`await acme.archive("#commerce")`, `acme.add_user_group(handle, members)`, `await slack.uninstall(acme)`.

Faults, at run time: `slack.faults.rate_limit("chat.postMessage", retry_after=30, share=0.02)`, server_error, slow,
cut_before, cut_after, refuse(method, error=…, channel=…), hide_history(channel), double("event"), lose, delay;
`times=1` for once; `clear()`. Also `slack.cut_sockets()`, `await slack.refresh_sockets()`,
`slack.tickets.expire_triggers()`, `slack.tickets.expire_response_urls()`.

What happened: `slack.calls` and `slack.calls_of("chat.postMessage")` (request, response, status, error, fault);
`slack.deliveries` (kind, name, payload, outcome, ms, error).
"""

from bot.playground.errors import CannotDo, SlackError
from bot.playground.faults import Fault, Faults
from bot.playground.journal import ApiCall, Delivery
from bot.playground.manifest import BadManifest, Manifest
from bot.playground.model import Channel, Member, Message, View
from bot.playground.outcome import Outcome
from bot.playground.people import Person
from bot.playground.slack import LocalSlack
from bot.playground.time_machine import CannotTravel, RealTime, TimeMachine
from bot.playground.workspace import Workspace

__all__ = [
    "ApiCall",
    "BadManifest",
    "CannotDo",
    "CannotTravel",
    "Channel",
    "Delivery",
    "Fault",
    "Faults",
    "LocalSlack",
    "Manifest",
    "Member",
    "Message",
    "Outcome",
    "Person",
    "RealTime",
    "SlackError",
    "TimeMachine",
    "View",
    "Workspace",
]
