"""users.*: who is in the workspace."""

from bot.playground import shapes
from bot.playground.errors import SlackError
from bot.playground.model import Json
from bot.playground.web_api.registry import Call, method


@method("users.list", "users:read", per_minute=20)
async def list_users(call: Call) -> Json:
    everybody = [shapes.user(call.workspace, one) for one in call.workspace.members.values()]
    page, metadata = call.page(everybody, 1000, 1000)
    return {
        "members": page,
        "cache_ts": int(call.slack.time.now().timestamp()),
        "response_metadata": metadata,
    }


@method("users.info", "users:read")
async def info(call: Call) -> Json:
    return {"user": shapes.user(call.workspace, call.member())}


@method("users.lookupByEmail", "users:read.email", per_minute=50)
async def lookup_by_email(call: Call) -> Json:
    wanted = call.required("email").lower()
    for member in call.workspace.members.values():
        if (member.email or "").lower() == wanted and not member.deactivated:
            return {"user": shapes.user(call.workspace, member)}
    raise SlackError("users_not_found")
