"""The gallery on one page: opened from the disk, every view is drawn, and fits a phone."""

from pathlib import Path

from bot.gallery import views
from bot.gallery.page import page as gallery_page
from tests.browser.conftest import Open

OVERFLOWING = """[...document.querySelectorAll(".panel")]
  .filter((panel) => panel.scrollWidth > panel.clientWidth)
  .map((panel) => `${panel.className}: ${panel.closest("article").querySelector("h3").textContent}`)"""


async def test_every_view_is_drawn_four_times_and_fits(tmp_path: Path, open_page: Open) -> None:
    file = tmp_path / "gallery.html"
    file.write_text(gallery_page(views()), encoding="utf-8")
    async with open_page(file.as_uri()) as page:
        assert await page.locator("article").count() == len(views())
        assert await page.locator(".panel").count() == 4 * len(views())
        assert await page.locator(".unknown").all_inner_texts() == []
        assert await page.locator(".panel :is(.said, form, .home)").count() == 4 * len(views())
        assert await page.evaluate(OVERFLOWING) == []
        light, dark = (page.locator(f".panel.phone.{scheme}").first for scheme in ("light", "dark"))
        colour = "(panel) => getComputedStyle(panel).backgroundColor"
        assert await light.evaluate(colour) != await dark.evaluate(colour)
        await page.get_by_label("Desktop").uncheck()
        await page.get_by_label("Find a view").fill("check-in")
        assert await page.locator(".panel.desktop:visible").count() == 0
        assert 0 < await page.locator("article:visible").count() < len(views())


async def test_a_view_that_cannot_be_drawn_says_so_in_its_place(tmp_path: Path, open_page: Open) -> None:
    broken = {
        "name": "new: a </script> view",
        "surface": "message",
        "payload": {"text": "hm", "blocks": [{"type": "x"}]},
    }
    worse = {"name": "new: worse", "surface": "home", "payload": {"blocks": None}}
    file = tmp_path / "gallery.html"
    file.write_text(gallery_page([broken, worse]), encoding="utf-8")
    async with open_page(file.as_uri()) as page:
        assert await page.locator("h3").first.inner_text() == "new: a </script> view message"
        assert "unknown block type x" in await page.locator(".unknown").first.inner_text()
        assert "cannot be drawn" in await page.locator(".unknown").last.inner_text()
