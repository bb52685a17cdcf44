"""The gallery on one page: every view drawn by the modules of the local Slack's page, with nothing left to fetch."""

import base64
import html
import json
import re
from importlib.resources import files
from typing import Any

HERE = files("bot.gallery")
STATIC = files("bot.playground.page").joinpath("static")
STYLES = ("style.css", "messages.css", "blocks.css")
# What would ask another host, or run what is not on the page, is refused by the browser.
POLICY = "default-src 'none'; script-src 'unsafe-inline' data:; style-src 'unsafe-inline'; img-src data:"
_IMPORT = re.compile(r'(?P<before>\b(?:from|import)\s+)"\./(?P<name>[\w-]+\.js)"')
_PERSON = re.compile(r"<slack://user\?team=\w+&id=(?P<id>\w+)\|(?P<name>[^>]+)>")
_CHANNEL = re.compile(r"<#(?P<id>C0(?P<name>\w+))")


def page(views: list[dict[str, Any]]) -> str:
    """One HTML document that shows these views: by feature, on a phone and on a desktop, light and dark."""
    main = HERE.joinpath("gallery.js").read_text(encoding="utf-8")
    styles = [STATIC.joinpath(name).read_text(encoding="utf-8") for name in STYLES]
    styles.append(HERE.joinpath("gallery.css").read_text(encoding="utf-8"))
    shown = {"views": views, "names": _names(json.dumps(views))}
    return _DOCUMENT.format(
        policy=html.escape(POLICY),
        styles="\n".join(styles),
        imports=_in_script(json.dumps({"imports": _modules(main)})),
        views=_in_script(json.dumps(shown, ensure_ascii=False)),
        main=_with_names(main),
    )


def _modules(main: str) -> dict[str, str]:
    """Every module that `main` needs, under its name, as an address that holds it."""
    found: dict[str, str] = {}
    wanted = [match["name"] for match in _IMPORT.finditer(main)]
    while wanted:
        name = wanted.pop()
        if f"page/{name}" in found:
            continue
        source = STATIC.joinpath(name).read_text(encoding="utf-8")
        wanted += [match["name"] for match in _IMPORT.finditer(source)]
        encoded = base64.b64encode(_with_names(source).encode()).decode()
        found[f"page/{name}"] = f"data:text/javascript;base64,{encoded}"
    return found


def _with_names(source: str) -> str:
    """Relative addresses mean nothing inside a page that is a single file: each module is imported by its name."""
    return _IMPORT.sub(r'\g<before>"page/\g<name>"', source)


def _in_script(written: str) -> str:
    return written.replace("<", "\\u003c")


def _names(written: str) -> dict[str, dict[str, str]]:
    """Whom and what the ids in the examples stand for: a link says who somebody is, and C0COMMERCE is #commerce."""
    return {
        "users": {match["id"]: match["name"] for match in _PERSON.finditer(written)},
        "channels": {match["id"]: match["name"].lower() for match in _CHANNEL.finditer(written)},
        "groups": {},
    }


_DOCUMENT = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<title>Rolecall: every view</title>
<style>{styles}</style>
<script type="importmap">{imports}</script>
</head>
<body class="gallery">
<script type="application/json" id="views">{views}</script>
<script type="module">{main}</script>
</body>
</html>
"""
