"""The page around Block Kit: completion, the time machine, the phone, the inspector, the faults, links and long channels."""

import re

from playwright.async_api import expect

from bot.demo.local import Demo
from bot.playground.journal import Delivery
from tests.browser.conftest import Open
from tests.browser.visitor import Visitor


async def test_the_keyboard_is_enough_to_find_a_command_and_a_person(demo: Demo, open_page: Open) -> None:
    async with open_page(demo.slack.url) as page:
        box = page.locator("#composer").get_by_role("textbox")
        await expect(box).to_be_focused()
        await box.press_sequentially("/who")
        await expect(page.get_by_role("option", selected=True)).to_contain_text("/whoowns")
        await box.press("Tab")
        await box.press_sequentially("billing, says @ra")
        await box.press("Enter")
        await expect(box).to_have_value("/whoowns billing, says @raj ")
        await box.fill("#comm")
        await box.press("ArrowDown")
        await expect(page.get_by_role("option", selected=True)).to_contain_text("#commerce-help")
        await box.press("Escape")
        await expect(page.get_by_role("listbox", name="Suggestions")).to_be_hidden()
        await expect(box).to_have_value("#comm")


async def test_time_passes_to_the_check_in_and_phones_ring(monday: Demo, open_page: Open) -> None:
    async with open_page(monday.slack.url) as page:
        ana = Visitor(page, monday)
        await ana.acts_as("Ana Silva")
        await ana.jumps("Next check-in")
        await expect(page.locator("#time .now")).to_contain_text("09:30")
        await expect(page.locator("#who")).to_contain_text("09:30 Lisbon")
        cards = page.get_by_role("log", name="Notifications")
        await cards.get_by_role("link", name=re.compile("Bo’s phone")).click()
        await expect(page.locator("#who")).to_contain_text("Bo Chen")
        await expect(ana.latest("Check in")).to_be_visible()
        await page.locator("#time .now").click()
        times = page.get_by_role("dialog", name="Time")
        await expect(times.get_by_label("Local times")).to_contain_text("Tokyo · Yuki")
        await times.get_by_role("button", name="Tomorrow 9:00").click()
        await expect(page.locator("#time .now")).to_contain_text("Tue 24 Nov 09:00", timeout=60_000)


async def test_a_bad_day_is_switched_on_and_what_the_bot_does_about_it_is_seen(monday: Demo, open_page: Open) -> None:
    async with open_page(monday.slack.url) as page:
        ana = Visitor(page, monday)
        await page.get_by_role("button", name="Faults").click()
        await page.get_by_role("switch", name="Too many requests").check()
        await ana.jumps("Next check-in")
        await expect(page.get_by_text(re.compile("struck .*"))).to_be_visible()
        await page.get_by_role("button", name="Inspector", exact=True).click()
        panel = page.get_by_role("complementary", name="Inspector")
        await panel.get_by_label("Show").select_option("Trouble")
        refused = panel.locator(".entry.bad", has_text="chat.postMessage").last
        await expect(refused).to_contain_text("429")
        await expect(panel.get_by_text("Job comes again").first).to_be_visible()
        await refused.locator("summary").first.click()
        await expect(refused.locator(".json")).to_contain_text("ratelimited")
        await page.get_by_role("button", name="Faults").click()
        await page.get_by_role("button", name="Everything back to normal").click()
        await page.get_by_role("button", name="+1 hour").click()
        await ana.opens("Rolecall")
        await expect(ana.latest("Check in")).to_be_visible(timeout=60_000)
        await page.get_by_role("switch", name="#support").check()
        await ana.opens("support")
        await expect(page.get_by_text("This channel is archived.")).to_be_visible()


async def test_a_late_acknowledgement_is_red(demo: Demo, open_page: Open) -> None:
    async with open_page(demo.slack.url) as page:
        await page.get_by_role("button", name="Inspector", exact=True).click()
        late = Delivery(demo.time.now(), demo.workspace.id, "command", "/whoowns", {"user_id": "U1"}, "envelope")
        late.outcome, late.ms, late.error = "late", 3_400.0, "operation_timeout"
        demo.slack.journal.add(late)
        entry = page.locator(".entry.bad", has_text="/whoowns")
        await expect(entry).to_contain_text("late · 3.4 s")
        await expect(entry.locator(".outcome")).to_have_class("outcome bad")


async def test_threads_reactions_and_links_lead_where_they_say(demo: Demo, open_page: Open) -> None:
    ana, bo = (demo.workspace.person(key) for key in ("ana", "bo"))
    await ana.types("#general", "Who has the launch plan?")
    question = ana.sees("#general")[-1]
    await bo.types("#general", "I do", thread_ts=question.ts)
    link = demo.workspace.permalink(question)
    await bo.types("#commerce", f"See {link}")
    async with open_page(demo.slack.url) as page:
        visitor = Visitor(page, demo)
        await visitor.acts_as("Ana Silva")
        message = page.locator("#stage .message", has_text="Who has the launch plan?")
        await message.hover()
        await message.get_by_role("button", name="React").click()
        await page.get_by_role("dialog", name="React with").get_by_role("button", name="tada").click()
        await expect(message.get_by_role("button", name="🎉 1")).to_have_attribute("aria-pressed", "true")
        await message.get_by_role("link", name="1 reply").click()
        thread = page.get_by_role("complementary", name="Thread")
        await thread.get_by_role("textbox").fill("Thank you")
        await thread.get_by_role("textbox").press("Enter")
        await expect(thread.locator(".message")).to_have_count(3)
        await page.keyboard.press("Escape")
        await expect(thread).to_be_hidden()
        await visitor.opens("commerce")
        await page.get_by_role("link", name=link).click()
        await expect(page.get_by_role("heading", level=1)).to_contain_text("general")
        await expect(message).to_be_focused()


async def test_a_messages_menu_is_walked_with_the_arrow_keys(demo: Demo, open_page: Open) -> None:
    await demo.workspace.person("ana").types("#general", "Who does refunds?")
    offered = [one.name for one in demo.slack.manifest.shortcuts.values() if one.kind == "message"]
    async with open_page(demo.slack.url) as page:
        message = page.locator("#stage .message").last
        await message.focus()
        await message.get_by_role("button", name="Message actions").press("Enter")
        menu = page.get_by_role("menu", name="Message")
        rows = menu.get_by_role("menuitem")
        names = [*offered, "Copy link", "Copy text", "Delete message"]
        await expect(rows).to_have_text([re.compile(re.escape(name)) for name in names])
        await expect(rows.first).to_be_focused()
        await page.keyboard.press("ArrowUp")
        await expect(rows.last).to_be_focused()
        await page.keyboard.press("Enter")
        await expect(page.locator("#stage .message")).to_have_count(0)


async def test_a_channel_of_a_thousand_messages_is_read_to_its_beginning(demo: Demo, open_page: Open) -> None:
    room = demo.workspace.channel("general")
    for number in range(1_000):
        demo.workspace.put(room, demo.workspace.person("bo").id, f"message {number}")
    async with open_page(demo.slack.url) as page:
        messages = page.locator("#stage .message")
        await expect(messages.last).to_contain_text("message 999")
        assert await messages.count() < 200
        seen = page.locator("#stage .message", has_text="message 950")
        await seen.scroll_into_view_if_needed()
        stage = page.locator("#stage")
        await page.wait_for_function(
            """() => {
                document.getElementById("stage").scrollTop -= 2000;
                return document.querySelectorAll("#stage .message").length === 1000;
            }""",
            timeout=60_000,
        )
        await expect(messages.first).to_contain_text("message 0")
        first = messages.first
        kept = await first.element_handle()
        await stage.evaluate("(stage) => { stage.scrollTop = 5000; }")
        await demo.workspace.person("bo").types("#general", "one more")
        await expect(page.get_by_role("button", name="New messages")).to_be_visible()
        assert kept is not None
        assert await kept.evaluate("(node) => node.isConnected"), "what did not change is not drawn again"
        await page.get_by_role("button", name="New messages").click()
        await expect(messages.last).to_be_in_viewport()


async def test_nothing_sticks_out_of_a_phone(monday: Demo, open_page: Open) -> None:
    async with open_page(monday.slack.url, width=390, height=780) as page:
        fits = "document.documentElement.scrollWidth <= innerWidth && document.querySelector('.bar').scrollWidth <= innerWidth"
        assert await page.evaluate(fits)
        channels = page.get_by_role("navigation", name="Channels")
        await page.get_by_role("button", name="Channels").click()
        await channels.get_by_role("link", name="general").click()
        await expect(channels).to_be_hidden()
        await page.get_by_role("button", name="Channels").click()
        await channels.locator("[aria-current=page]").click()
        await expect(channels, "whoever stays where they are sees it again").to_be_hidden()
        await page.get_by_role("button", name="More", exact=True).click()
        await page.get_by_role("menuitem", name="Faults").click()
        await expect(page.get_by_role("complementary", name="Faults")).to_be_in_viewport()
        assert await page.evaluate(fits)
        await page.keyboard.press("Escape")
        await page.get_by_role("button", name="More", exact=True).click()
        await page.get_by_role("menuitemradio", name="Dark").click()
        assert await page.evaluate("getComputedStyle(document.documentElement).colorScheme") == "dark"
