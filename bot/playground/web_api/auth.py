"""auth.*, apps.*, api.*, bots.*: who the app is, and where its sockets go."""

from bot.playground import shapes
from bot.playground.errors import SlackError
from bot.playground.model import Json
from bot.playground.web_api.registry import Call, method


@method("api.test")
async def api_test(call: Call) -> Json:
    return {"args": {key: value for key, value in call.arguments.items() if key != "token"}}


@method("auth.test", per_minute=600)
async def auth_test(call: Call) -> Json:
    workspace = call.workspace
    return {
        "url": f"https://{workspace.domain}.slack.com/",
        "team": workspace.name,
        "user": workspace.members[workspace.bot_user].handle,
        "team_id": workspace.id,
        "user_id": workspace.bot_user,
        "bot_id": workspace.bot_id,
        "is_enterprise_install": False,
    }


@method("apps.connections.open", app_level=True)
async def open_connection(call: Call) -> Json:
    if call.slack.transport != "socket":
        raise SlackError("internal_error")
    return {"url": call.slack.sockets.new_url(call.slack.host)}


@method("bots.info", "users:read")
async def bots_info(call: Call) -> Json:
    if call.text("bot") not in (None, call.workspace.bot_id):
        raise SlackError("bot_not_found")
    return {"bot": shapes.bot_profile(call.workspace)}


@method("team.info", "team:read", per_minute=50)
async def team_info(call: Call) -> Json:
    workspace = call.workspace
    return {"team": {"id": workspace.id, "name": workspace.name, "domain": workspace.domain, "icon": {}}}
