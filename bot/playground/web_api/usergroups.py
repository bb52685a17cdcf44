"""usergroups.*: named groups of people."""

from bot.playground.errors import SlackError
from bot.playground.model import Json
from bot.playground.web_api.registry import Call, method


@method("usergroups.list", "usergroups:read", per_minute=20)
async def list_groups(call: Call) -> Json:
    with_users = call.flag("include_users")
    groups = [dict(one) for one in call.workspace.user_groups.values()]
    for group in groups:
        if not with_users:
            del group["users"]
        if not call.flag("include_count"):
            del group["user_count"]
    return {"usergroups": groups}


@method("usergroups.users.list", "usergroups:read", per_minute=20)
async def list_members(call: Call) -> Json:
    group = call.workspace.user_groups.get(call.required("usergroup"))
    if group is None:
        raise SlackError("no_such_subteam")
    return {"users": list(group["users"])}
