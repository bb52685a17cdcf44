"""What people see and what Slack is told, written out."""

import json
from pathlib import Path
from typing import Annotated

import typer

from bot.cli.options import JsonOption

commands = typer.Typer()


@commands.command()
def gallery(
    as_json: JsonOption = False,
    html: Annotated[Path | None, typer.Option(help="Draw them all on one page, which needs nothing else.")] = None,
) -> None:
    """Every card, message and form, with an example."""
    from bot.gallery import views
    from bot.gallery.page import page

    found = views()
    if html:
        html.write_text(page(found), encoding="utf-8")
        typer.echo(f"{len(found)} views are drawn in {html}")
    elif as_json:
        typer.echo(json.dumps(found, ensure_ascii=False))
    else:
        for view in found:
            typer.echo(f"{view['surface']:8} {view['name']}")


@commands.command()
def manifest(
    prefix: Annotated[str | None, typer.Option(help="Goes before the commands' names: acme-.")] = None,
    url: Annotated[
        str | None, typer.Option(help="Where Slack sends requests (https://…); without it, a socket.")
    ] = None,
    optional: Annotated[bool, typer.Option("--optional", help="With the optional scopes.")] = False,
) -> None:
    """The manifest to paste into Slack."""
    from bot.app import unconnected_routes
    from bot.slack.manifest import manifest_yaml
    from bot.terminal import read_settings

    chosen = read_settings().command_prefix if prefix is None else prefix
    typer.echo(manifest_yaml(unconnected_routes(), prefix=chosen, url=url, optional_scopes=optional), nl=False)
