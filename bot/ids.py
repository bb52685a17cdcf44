"""Slack's ids and our own, each a type of its own, so that one is never passed for another."""

from typing import NewType

# Slack's own strings. WorkspaceId is Slack's team id.
WorkspaceId = NewType("WorkspaceId", str)
SlackUserId = NewType("SlackUserId", str)
ChannelId = NewType("ChannelId", str)
MessageTs = NewType("MessageTs", str)

# Rows of ours. They are unique in the whole database, yet every key holds the workspace beside them.
MemberId = NewType("MemberId", int)
AreaId = NewType("AreaId", int)
AssignmentId = NewType("AssignmentId", int)
ReplyId = NewType("ReplyId", int)
WaitId = NewType("WaitId", int)
ProposalId = NewType("ProposalId", int)
StandupId = NewType("StandupId", int)
RunId = NewType("RunId", int)
CheckInId = NewType("CheckInId", int)
MilestoneId = NewType("MilestoneId", int)
