"""The page as a whole: keyboard, names, narrow screens, light and dark, its own language."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from bot.emulator import server

pytestmark = pytest.mark.browser

PAGE = Path(server.__file__).with_name("page")
NARROW = {"width": 360, "height": 740}
SIDEWAYS = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
UNNAMED = re.compile(r"^\s*- (button|textbox|switch|menuitem|region|img|dialog|link)( \[[^]]*\])*:?$", re.MULTILINE)

# Every visible text against the colours behind it, by the formula of WCAG 2.
POOR_CONTRAST = """() => {
  const parse = (color) => (color.match(/[\\d.]+/g) ?? []).map(Number);
  const over = ([r, g, b, a = 1], [R, G, B]) => [r * a + R * (1 - a), g * a + G * (1 - a), b * a + B * (1 - a)];
  const light = (rgb) => {
    const [r, g, b] = rgb.map((v) => (v /= 255) <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const behind = (node) => {
    const layers = [];
    for (let at = node; at; at = at.parentElement) layers.push(parse(getComputedStyle(at).backgroundColor));
    return layers.reduceRight((base, layer) => over(layer, base), [255, 255, 255]);
  };
  const poor = [];
  for (const node of document.querySelectorAll("#app *")) {
    const words = [...node.childNodes].filter((c) => c.nodeType === 3 && c.textContent.trim());
    if (!words.length || !node.checkVisibility({ visibilityProperty: true }) || node.closest(".spoiler")) continue;
    const ground = behind(node);
    const ink = light(over(parse(getComputedStyle(node).color), ground));
    const [high, low] = [ink, light(ground)].sort((a, b) => b - a);
    const ratio = (high + 0.05) / (low + 0.05);
    if (ratio < 4.5) poor.push(`${node.className}: ${ratio.toFixed(2)} ${node.textContent.slice(0, 30)}`);
  }
  return poor;
}"""


def furnish(harbour):
    """Something of everything, so that the looks of everything are judged."""
    harbour.do(harbour.telegram.say, harbour.client, "/start")
    harbour.until(lambda: len(harbour.telegram.chat(harbour.client.id).messages) == 3)
    harbour.do(harbour.telegram.send_voice, harbour.client)
    harbour.do(harbour.telegram.send_location, harbour.client, 52.0, 29.2)
    harbour.do(harbour.telegram.send_document, harbour.client)
    topic = harbour.wait_for(harbour.bot.create_forum_topic(harbour.forum.id, "А-7"))
    harbour.send(harbour.forum, "Card", message_thread_id=topic.message_thread_id)
    note = {"chat": harbour.forum, "thread": topic.message_thread_id}
    harbour.do(harbour.telegram.say, harbour.worker, "// inside", **note)
    harbour.do(harbour.demo.tell, "routed", "Routed because of a contract", harbour.client.id)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_can_be_read_by_day_and_by_night(harbour, open_page, scheme):
    furnish(harbour)
    page = open_page(color_scheme=scheme)
    office = page.get_by_role("region", name="НКО «Пристань»")
    expect(office.get_by_role("button", name="А-7")).to_be_visible()
    assert page.evaluate(POOR_CONTRAST) == []

    office.get_by_role("button", name="А-7").click()
    expect(office.locator(".inside")).to_be_visible()

    assert page.evaluate(POOR_CONTRAST) == []


def test_the_light_can_be_switched_and_is_remembered(page):
    ground = "getComputedStyle(document.querySelector('.top')).backgroundColor"
    by_day = page.evaluate(ground)
    page.get_by_role("switch", name="Dark").click()
    by_night = page.evaluate(ground)
    page.reload()

    expect(page.get_by_role("switch", name="Dark")).to_have_attribute("aria-checked", "true")
    assert page.evaluate(ground) == by_night != by_day


def test_the_page_speaks_russian_too(page):
    page.get_by_role("button", name="RU").click()

    expect(page.get_by_role("button", name="Старт", exact=True)).to_be_visible()
    expect(page.get_by_role("button", name="RU")).to_be_focused()
    expect(page.locator("html")).to_have_attribute("lang", "ru")
    assert page.title().startswith("Прыстань")


def test_every_word_the_page_asks_for_is_there_in_both_languages():
    modules = (PAGE / "js").glob("*.js")
    asked = {key for module in modules for key in re.findall(r'\bt\("([\w.]+)"', module.read_text())}
    known = set(
        re.findall(r'^  "?([\w.]+)"?: \["[^"]+", "[^"]+"\],$', (PAGE / "js/words.js").read_text(), re.MULTILINE)
    )

    assert len(asked) > 50
    assert asked - known == set()


def test_nothing_on_the_page_parses_markup_or_carries_a_script_or_style_of_its_own():
    code = "".join(module.read_text() for module in (PAGE / "js").glob("*.js"))
    assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\(", code)
    assert not re.search(r"<style|style=|<script>|https?:|\son\w+=", (PAGE / "index.html").read_text())


def test_everything_in_the_accessibility_tree_has_a_name(harbour, open_page):
    furnish(harbour)
    page = open_page()
    expect(page.locator(".phone .message").last).to_be_visible()
    page.get_by_text("Troubles on the way to Telegram").click()

    tree = page.locator("body").aria_snapshot()

    for expected in (
        'main "Phones"',
        'region "Иван"',
        'log "Messages"',
        'button "Attach"',
        'textbox "Write a message"',
        'button "Send"',
        'button "Play the voice note, 0:03"',
        'complementary "Harbour log"',
        'log "What just happened, and why"',
        'switch "It refuses: too many requests (429)"',
    ):
        assert expected in tree
    assert UNNAMED.findall(tree) == []


def test_a_whole_talk_needs_no_mouse(page, harbour):
    phone = page.get_by_role("region", name="Иван")

    def tab_to(target):
        for _ in range(40):
            if target.evaluate("node => node === document.activeElement"):
                return
            page.keyboard.press("Tab")
        pytest.fail(f"Tab never came to {target}")

    tab_to(phone.get_by_role("button", name="Start", exact=True))
    page.keyboard.press("Enter")
    expect(phone.get_by_role("button", name="Ask")).to_be_visible()
    phone.get_by_role("button", name="Phone menu").focus()
    tab_to(phone.locator(".message").last)
    page.keyboard.press("ArrowUp")
    expect(phone.locator(".message").nth(1)).to_be_focused()
    page.keyboard.press("End")
    tab_to(phone.get_by_role("button", name="Ask"))
    page.keyboard.press("Enter")
    expect(phone.get_by_text("Asked")).to_be_visible()
    expect(phone.get_by_role("button", name="Ask")).to_be_focused()

    tab_to(phone.get_by_role("button", name="Attach"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("menuitem", name="Voice message, 3 s")).to_be_focused()
    page.keyboard.press("End")
    page.keyboard.press("Enter")
    expect(phone.locator(".message").last).to_contain_text("Got location")

    tab_to(phone.get_by_role("textbox"))
    page.keyboard.type("thank you")
    page.keyboard.press("Enter")
    expect(phone.locator(".message").last).to_contain_text("Got thank you")


def test_a_menu_gives_the_focus_back_on_escape(page):
    attach = page.get_by_role("region", name="Иван").get_by_role("button", name="Attach")
    attach.press("Enter")
    expect(page.get_by_role("menu", name="Attach")).to_be_visible()
    page.keyboard.press("ArrowUp")
    expect(page.get_by_role("menuitem").last).to_be_focused()

    page.keyboard.press("Escape")

    expect(page.get_by_role("menu")).to_have_count(0)
    expect(attach).to_be_focused()


def test_only_the_message_in_hand_is_on_the_way_of_the_tab_key(phone):
    reachable = phone.locator(".message[tabindex='0']")
    expect(reachable).to_have_count(1)
    expect(phone.locator(".message:not([tabindex='0']) button:not([tabindex='-1'])")).to_have_count(0)


def test_at_360_pixels_one_phone_is_in_view_and_nothing_runs_off_sideways(harbour, open_page):
    furnish(harbour)
    page = open_page(NARROW)
    tabs = page.get_by_role("navigation", name="Phones").get_by_role("button")
    expect(tabs).to_have_count(4)

    for tab, seen in zip(
        tabs.all(),
        (
            page.get_by_role("region", name="Иван"),
            page.get_by_role("region", name="НКО «Пристань»"),
            page.get_by_role("region", name="Open another client"),
            page.get_by_role("complementary", name="Harbour log"),
        ),
        strict=True,
    ):
        tab.click()
        expect(tab).to_have_attribute("aria-current", "true")
        expect(seen).to_be_in_viewport()
        assert not page.evaluate(SIDEWAYS)
        assert seen.evaluate("node => node.scrollWidth <= node.clientWidth + 1")
    expect(page.locator(".phone:visible")).to_have_count(0)


def test_a_phone_out_of_view_rings_on_its_tab(harbour, open_page):
    page = open_page(NARROW)
    harbour.send(harbour.forum, "To the group")

    tab = page.get_by_role("button", name="НКО «Пристань», 1 unread")
    tab.click()

    expect(page.get_by_role("button", name="НКО «Пристань»", exact=True)).to_be_visible()


def test_when_the_phones_do_not_all_fit_tabs_lead_to_those_out_of_sight(page, harbour):
    tabs = page.get_by_role("navigation", name="Phones")
    expect(tabs).to_be_hidden()
    for _ in range(4):
        page.get_by_role("button", name="English").click()
    expect(page.locator(".phone")).to_have_count(6)
    expect(page.get_by_role("region", name="Иван")).not_to_be_in_viewport()

    harbour.do(harbour.telegram.say, harbour.client, "/start")
    tabs.get_by_role("button", name="Иван, 2 unread").click()

    expect(page.get_by_role("region", name="Иван")).to_be_in_viewport(ratio=0.9)
    expect(tabs.get_by_role("button", name="Иван", exact=True)).to_be_visible()


def test_a_swipe_goes_to_the_next_phone(harbour, open_page):
    page = open_page(NARROW, has_touch=True)
    expect(page.get_by_role("region", name="Иван")).to_be_visible()
    page.evaluate(
        """() => {
          const target = document.querySelector(".quay");
          const touch = (x) => [new Touch({ identifier: 1, target, clientX: x, clientY: 300 })];
          const event = (type, x) => new TouchEvent(type, { changedTouches: touch(x), bubbles: true });
          target.dispatchEvent(event("touchstart", 300));
          target.dispatchEvent(event("touchend", 120));
        }"""
    )

    expect(page.get_by_role("region", name="НКО «Пристань»")).to_be_visible()
    expect(page.get_by_role("region", name="Иван")).to_be_hidden()


def test_who_asks_for_less_motion_gets_less(harbour, open_page):
    page = open_page(reduced_motion="reduce")
    harbour.send(harbour.forum, "To the group")

    preview = page.get_by_role("region", name="НКО «Пристань»").locator(".preview")

    expect(preview).to_be_visible()
    assert preview.evaluate("node => parseFloat(getComputedStyle(node).animationDuration)") < 0.01


def test_a_lost_emulator_is_told_and_found_again(page, harbour, open_page):
    page.route("**/control/**", lambda route: route.abort())
    harbour.do(harbour.telegram.changed)
    note = page.locator(".offline")
    expect(note).to_have_text("The emulator does not answer. Trying again…")

    page.unroute("**/control/**")
    harbour.do(harbour.telegram.changed)

    expect(note).to_have_text("")
    open_page.troubles.clear()  # the refused requests are on the console
