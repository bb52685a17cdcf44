"""The gallery on one page: opened from the disk, every view is drawn, and fits a phone."""

from pathlib import Path

from bot.gallery import views
from bot.gallery.page import page as gallery_page
from tests.browser.conftest import Open

# What is shown is laid out at once: one view after the other would take seconds.
OVERFLOWING = """() => {
  for (const view of document.querySelectorAll(".view")) view.style.contentVisibility = "visible";
  return [...document.querySelectorAll(".panel")]
    .filter((panel) => panel.offsetParent && panel.scrollWidth > panel.clientWidth)
    .map((panel) => `${panel.className}: ${panel.closest("article").querySelector("h3").textContent}`);
}"""
NAMELESS = """() => [...document.querySelectorAll(".panel :is(button, input, select, textarea)")]
  .filter((one) => !(one.textContent.trim() || one.ariaLabel || one.labels?.length || one.getAttribute("aria-labelledby")))
  .map((one) => `${one.closest("article").querySelector("h3").textContent}: ${one.outerHTML}`)"""
HIDDEN = """(chosen) => getComputedStyle(document.querySelector(chosen)).display === "none\""""


async def test_every_view_is_drawn_four_times_and_fits(tmp_path: Path, open_page: Open) -> None:
    file = tmp_path / "gallery.html"
    file.write_text(gallery_page(views()), encoding="utf-8")
    async with open_page(file.as_uri()) as page:
        assert await page.locator("article").count() == len(views())
        assert await page.locator(".panel").count() == 4 * len(views())
        assert await page.locator(".unknown").all_inner_texts() == []
        assert await page.locator(".panel :is(.said, form, .home)").count() == 4 * len(views())
        assert await page.evaluate(NAMELESS) == []
        light, dark = (page.locator(f".panel.phone.{scheme}").first for scheme in ("light", "dark"))
        colour = "(panel) => getComputedStyle(panel).backgroundColor"
        assert await light.evaluate(colour) != await dark.evaluate(colour)
        for unseen in ("Desktop", "Dark"):
            await page.get_by_label(unseen).uncheck()
        assert await page.evaluate(OVERFLOWING) == []
        await page.get_by_label("Find a view").fill("check-in")
        assert await page.evaluate(HIDDEN, ".panel.desktop")
        assert 0 < await page.locator("article:not([hidden])").count() < len(views())


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
