"""Plays a little of the demo through its page and takes the README's picture of it: ``python -m tests.picture``."""

import asyncio
import os
from pathlib import Path

from playwright.async_api import Locator, Page, async_playwright

from bot.demo.player import Player
from bot.demo.stage import Stage

CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")
PICTURE = Path(__file__).parent.parent / "docs" / "demo.png"
#: milliseconds after which a phone takes a banner away
BANNERS_STAY = 7000
QUESTION = "Здравствуйте. Вышел вчера, ночевать негде. Можно к вам сегодня?"
ANSWER = "Здравствуйте! Да, место есть. Приходите после 15:00, спросите Ольгу."


async def play(stage: Stage) -> Player:
    """A request that is asked and answered; a card, read while the centre has its lunch; a search in Bishkek."""
    ivan = Player(stage, stage.cast["ivan"])
    harbour = Player(stage, *stage.cast["quiet-harbour"])
    await ivan.says("/start")
    await ivan.presses("agree")
    await ivan.says("в мозыре")
    await stage.button(ivan.user, "near")
    await ivan.presses("talk", then="Тихая гавань")
    await ivan.says(QUESTION)
    thread = await harbour.finds(QUESTION)
    await harbour.says("// сегодня дежурит Ольга", thread)
    await harbour.says(ANSWER, thread)
    await ivan.hears(ANSWER)
    await ivan.presses("home")
    await ivan.presses("near")
    await ivan.presses("list:")
    await ivan.presses("place:")
    aibek = Player(stage, stage.cast["aibek"])
    await aibek.says("/start")
    await aibek.presses("agree")
    await aibek.says("Бишкекте")
    await stage.button(aibek.user, "near")
    await aibek.presses("near")
    await aibek.presses("list:")
    return harbour


async def show(page: Page, harbour: Player) -> None:
    """Opens the topic on the organisation's phone, and waits until the page shows both sides."""
    await phone(page, "Иван").get_by_text("Горького").last.wait_for()
    office = phone(page, "Тихая гавань")
    await office.get_by_role("button", name=next(iter(harbour.topics().values()))).first.click()
    await office.get_by_text(ANSWER).last.wait_for()
    await page.evaluate("document.activeElement.blur()")
    await page.wait_for_timeout(BANNERS_STAY)


def phone(page: Page, name: str) -> Locator:
    return page.get_by_role("region", name=name)


async def main() -> None:
    stage = Stage()
    try:
        await stage.open()
        async with async_playwright() as playwright:
            browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
            page = await browser.new_page(viewport={"width": 1440, "height": 900}, locale="en-US")
            await page.goto(f"http://127.0.0.1:{stage.port}")
            await show(page, await play(stage))
            await page.screenshot(path=PICTURE)
            await browser.close()
    finally:
        await stage.close()


if __name__ == "__main__":
    asyncio.run(main())
