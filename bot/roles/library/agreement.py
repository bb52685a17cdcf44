"""The eight lines of a PM-TPM agreement as they stand before the two have changed any."""

from bot.roles.rules import AgreementLine, Decider

AGREEMENT = (
    AgreementLine("scope", "Scope: what is in and what is out", Decider.PM),
    AgreementLine("priority", "What comes first when not all of it fits", Decider.PM),
    AgreementLine("requirement_change", "A requirement changes after work has begun", Decider.BOTH),
    AgreementLine("date", "The launch date", Decider.TPM),
    AgreementLine("plan", "The plan, its milestones and dependencies", Decider.TPM),
    AgreementLine("budget", "How the program's budget is spent", Decider.TPM),
    AgreementLine("launch_call", "The launch call: go or no-go", Decider.BOTH),
    AgreementLine("status", "Status reports, and what others are told", Decider.TPM),
)
