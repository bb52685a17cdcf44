"""data_visualization as Slack checks it: pie, bar, area and line."""

from typing import Any

from bot.playground.block_kit.checks import Findings, anything, items, number, one_of, shape, string

# Slack's page says six; some clients report that twelve pass. What keeps to six passes everywhere.
MOST_SERIES = 6
MOST_POINTS = 20
_LABEL = string(20)


def _positive(findings: Findings, value: Any, at: str) -> None:
    number(findings, value, at)
    if isinstance(value, int | float) and value <= 0:
        findings.add("must be greater than 0", at)


def _segment(findings: Findings, value: Any, at: str) -> None:
    shape(findings, value, at, {"label": _LABEL, "value": _positive})


def _point(findings: Findings, value: Any, at: str) -> None:
    shape(findings, value, at, {"label": _LABEL, "value": number})


def _series(findings: Findings, value: Any, at: str) -> None:
    shape(findings, value, at, {"name": _LABEL, "data": items(_point, MOST_POINTS)})


def _axes(findings: Findings, value: Any, at: str) -> None:
    required = {"categories": items(_LABEL, MOST_POINTS)}
    shape(findings, value, at, required, {"x_label": string(50), "y_label": string(50)})


def chart(findings: Findings, value: Any, at: str) -> None:
    """The chart of a data_visualization block."""
    kind = value.get("type") if isinstance(value, dict) else None
    if kind == "pie":
        shape(findings, value, at, {"type": anything, "segments": items(_segment, MOST_SERIES)})
        return
    required = {
        "type": one_of({"pie", "bar", "area", "line"}),
        "series": items(_series, MOST_SERIES),
        "axis_config": _axes,
    }
    before = len(findings.messages)
    if shape(findings, value, at, required) and len(findings.messages) == before:
        _check_points(findings, value, at)


def _check_points(findings: Findings, value: dict[str, Any], at: str) -> None:
    categories = value["axis_config"]["categories"]
    names = [series["name"] for series in value["series"]]
    if len(set(names)) != len(names):
        findings.add("series names must be unique", f"{at}/series")
    for index, series in enumerate(value["series"]):
        if sorted(point["label"] for point in series["data"]) != sorted(categories):
            findings.add("data must have one point for each category", f"{at}/series/{index}/data")
