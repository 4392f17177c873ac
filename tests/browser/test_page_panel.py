"""The panel beside the phones: the journal, the clock, the fault, the bot, starting over."""

from datetime import timedelta

import pytest
from harbour import MORNING
from playwright.sync_api import expect

from bot.emulator.faults import KINDS

pytestmark = pytest.mark.browser


@pytest.fixture
def panel(page):
    return page.get_by_role("complementary", name="Harbour log")


def test_the_journal_tells_the_newest_first_and_whose_it_is(panel, harbour):
    harbour.do(harbour.demo.tell, "saved", "Saved", harbour.client.id)
    harbour.do(harbour.demo.tell, "routed", "Routed to Pristan because of a contract", harbour.client.id)

    entries = panel.get_by_role("log").get_by_role("listitem")

    expect(entries).to_have_count(2)
    expect(entries.first).to_contain_text("Routed to Pristan because of a contract")
    expect(entries.first).to_contain_text("Иван")


@pytest.mark.parametrize(
    ("button", "step", "shown"),
    [("+1 hour", timedelta(hours=1), "13:35"), ("+1 day", timedelta(days=1), "15 Oct")],
)
def test_the_clock_moves_for_everybody(panel, page, harbour, button, step, shown):
    panel.get_by_role("button", name=button).click()

    expect(panel.get_by_role("region", name="Clock")).to_contain_text(shown)
    assert harbour.clock.now() == MORNING + step


def test_the_next_event_is_where_the_clock_goes_or_nothing_is_due(panel, harbour, open_page):
    panel.get_by_role("button", name="Next event").click()
    expect(panel.get_by_role("status")).to_have_text("Nothing is due")

    harbour.demo.due = MORNING + timedelta(minutes=25)
    panel.get_by_role("button", name="Next event").click()

    expect(panel.get_by_role("region", name="Clock")).to_contain_text("13:00")
    expect(panel.get_by_role("status")).to_have_text("")
    open_page.troubles.clear()  # the browser itself writes every 400 to its console


def test_each_trouble_has_a_switch_that_follows_the_emulator(panel, harbour):
    panel.get_by_text("Troubles on the way to Telegram").click()
    expect(panel.get_by_role("switch")).to_have_count(len(KINDS))
    expect(panel.get_by_text("fault.")).to_have_count(0)
    switch = panel.get_by_role("switch", name="too many requests (429)")
    switch.press("Space")
    expect(switch).to_be_checked()
    assert harbour.telegram.faults.flood

    harbour.do(harbour.telegram.faults.__setattr__, "flood", False)
    harbour.do(harbour.telegram.changed)

    expect(switch).not_to_be_checked()


def test_the_bot_can_be_restarted(panel, harbour):
    panel.get_by_role("button", name="Restart the bot").click()

    harbour.until(lambda: harbour.demo.restarts == 1)
    assert harbour.demo.restarts == 1


def test_starting_over_asks_first(panel, page, harbour):
    panel.get_by_role("button", name="Start over").click()
    sure = page.get_by_role("dialog", name="Start over")
    sure.get_by_role("button", name="Cancel").click()
    expect(page.locator(".phone")).to_have_count(2)

    panel.get_by_role("button", name="Start over").click()
    sure.get_by_role("button", name="Start over").click()

    expect(page.locator(".phone")).to_have_count(0)
    assert harbour.demo.phones() == []
