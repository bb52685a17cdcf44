"""The settings: environment variables that start with ROLECALL_, or the same names in a file `.env`."""

from urllib.parse import urlsplit

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Read once, by app.py and the terminal alone. Each is described in docs/settings.md."""

    model_config = SettingsConfigDict(env_prefix="ROLECALL_", env_file=".env", extra="ignore", frozen=True)

    slack_bot_token: SecretStr | None = Field(None, description="The bot token (xoxb-…) of the one workspace.")
    slack_app_token: SecretStr | None = Field(
        None, description="The app-level token (xapp-…). When set, Slack is heard by Socket Mode, else by HTTP."
    )
    slack_signing_secret: SecretStr | None = Field(
        None, description="Proves that an HTTP request comes from Slack. Needed without an app token."
    )
    slack_api_url: str = Field("https://slack.com/api/", description="Any server that speaks Slack's Web API.")
    database_url: str = Field(
        "sqlite:///rolecall.sqlite", description="`sqlite:///file` or `postgresql://user:password@host/name`."
    )
    encryption_key: SecretStr | None = Field(
        None, description="Any long random text: the tokens of several workspaces are stored encrypted with it."
    )
    host: str = Field("127.0.0.1", description="The address on which HTTP is served; 0.0.0.0 in a container.")
    port: int = Field(3000, ge=0, le=65535, description="The port on which HTTP is served; 0 takes a free one.")
    worker_port: int | None = Field(
        None, ge=0, le=65535, description="The port on which a worker answers /healthz, /readyz and /metrics."
    )
    command_prefix: str = Field(
        "", max_length=16, pattern=r"^[a-z0-9_-]*$", description="Goes before the commands' names: `acme-`."
    )
    stewards: str = Field(
        "",
        pattern=r"^\s*([UW][A-Z0-9]+\s*(,\s*[UW][A-Z0-9]+\s*)*)?$",
        description="Slack ids of those who keep the registry true, parted by commas.",
    )
    keep_questions_days: int = Field(
        90, ge=1, le=3650, description="How long a question without an answer is kept, and whoever waits for one."
    )
    worker_concurrency: int = Field(20, ge=1, le=200, description="How many due jobs a worker does at a time.")
    workers: int = Field(1, ge=1, le=1000, description="How many workers share Slack's rates, each a part of them.")
    rate_channel: int = Field(60, ge=0, description="Posts in one channel in a minute; 0 lifts the limit.")
    rate_workspace: int = Field(300, ge=0, description="Posts in one workspace in a minute; 0 lifts the limit.")
    rate_tier_2: int = Field(20, ge=0, description="Calls of a method of Slack's tier 2 in a workspace and minute.")
    rate_tier_3: int = Field(50, ge=0, description="The same for tier 3, such as opening a DM.")
    rate_tier_4: int = Field(100, ge=0, description="The same for tier 4, such as publishing a Home tab.")
    log_level: str = Field("INFO", pattern="^(?i:debug|info|warning|error)$", description="How much is logged.")

    @field_validator("slack_api_url")
    @classmethod
    def _ends_with_a_slash(cls, url: str) -> str:
        if urlsplit(url).scheme not in {"http", "https"}:
            raise ValueError("is an address that starts with https://")
        return url if url.endswith("/") else url + "/"

    @field_validator(
        "slack_bot_token",
        "slack_app_token",
        "slack_signing_secret",
        "encryption_key",
        "database_url",
        "worker_port",
        mode="before",
    )
    @classmethod
    def _empty_is_unset(cls, value: object, info: object) -> object:
        if value == "":
            name = getattr(info, "field_name", "")
            return cls.model_fields[name].default
        return value
