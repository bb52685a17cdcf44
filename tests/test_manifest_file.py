"""The checked-in manifest is the one that the code makes."""

from pathlib import Path

from bot.app import unconnected_routes
from bot.playground import Manifest
from bot.slack.manifest import manifest_yaml

FILE = Path(__file__).parent.parent / "manifest.yml"


def test_manifest_yml_is_what_rolecall_manifest_prints() -> None:
    assert FILE.read_text(encoding="utf-8") == manifest_yaml(unconnected_routes())


def test_slack_takes_manifest_yml() -> None:
    assert set(Manifest.load(FILE).commands) == {"/whoowns", "/rolecall", "/standup"}
