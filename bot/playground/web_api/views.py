"""views.*: modals and the Home tab."""

from typing import Any

from bot.playground import shapes
from bot.playground.block_kit import problems_of_view, view_too_large
from bot.playground.errors import SlackError
from bot.playground.model import Json, View
from bot.playground.tickets import Trigger
from bot.playground.web_api.registry import Call, method


@method("views.open")
async def open_view(call: Call) -> Json:
    body = _view(call, "modal")
    trigger = _trigger(call)
    view = call.workspace.screens.open(trigger.person, body)
    return {"view": shapes.view(call.workspace, view)}


@method("views.push")
async def push(call: Call) -> Json:
    body = _view(call, "modal")
    trigger = _trigger(call)
    screens = call.workspace.screens
    if trigger.view is None or screens.find(trigger.view) is None:
        raise SlackError("not_found")
    view = screens.open(trigger.person, body, on_top=True)
    return {"view": shapes.view(call.workspace, view)}


@method("views.update")
async def update(call: Call) -> Json:
    body = _view(call, "modal", "home")
    view_id, external_id = call.text("view_id"), call.text("external_id")
    if not view_id and not external_id:
        raise SlackError("invalid_arguments", messages=["[ERROR] missing required field: view_id"])
    view: View | None = call.workspace.screens.find(view_id, external_id)
    if view is None or view.kind != body["type"]:
        raise SlackError("not_found")
    call.workspace.screens.replace(view, body, call.text("hash"))
    return {"view": shapes.view(call.workspace, view)}


@method("views.publish")
async def publish(call: Call) -> Json:
    body = _view(call, "home")
    if not call.slack.manifest.home_tab:
        raise SlackError("not_enabled")
    member = call.workspace.members.get(call.required("user_id"))
    if member is None or member.bot:
        raise SlackError("invalid_arguments", messages=["[ERROR] invalid `user_id` [json-pointer:/user_id]"])
    view = call.workspace.screens.publish(member.id, body, call.text("hash"))
    return {"view": shapes.view(call.workspace, view)}


def _view(call: Call, *kinds: str) -> Json:
    body: Any = call.json("view")
    if body is None:
        raise SlackError("invalid_arguments", messages=["[ERROR] missing required field: view"])
    problems = problems_of_view(body, kinds)
    if problems:
        raise SlackError("invalid_arguments", messages=problems)
    if view_too_large(body):
        raise SlackError("view_too_large")
    view: Json = body
    return view


def _trigger(call: Call) -> Trigger:
    return call.slack.tickets.exchange(call.workspace.id, call.required("trigger_id"))
