"""How messages look and behave: entities, markup, scrolling, the lock-screen line."""

import pytest
from aiogram.types import ReactionTypeEmoji
from playwright.sync_api import expect

pytestmark = pytest.mark.browser

RICH = (
    "🙂 <b>Bold <i>and italic</i></b>, <u>under</u>, <s>gone</s>, <code>code</code>, "
    '<a href="https://example.org/">link</a>, <tg-spoiler>secret</tg-spoiler>'
    "<blockquote>quoted</blockquote>"
)


def last(phone):
    return phone.locator(".message").last


def test_entities_are_drawn_where_they_stand_though_an_emoji_counts_twice(phone, harbour):
    harbour.send(harbour.client, RICH, parse_mode="HTML")

    text = last(phone).locator(".text")
    for part, words in {
        "strong": "Bold and italic",
        "strong em": "and italic",
        "u": "under",
        "s": "gone",
        "code": "code",
        "span.link": "link",
        "blockquote": "quoted",
    }.items():
        expect(text.locator(part)).to_have_text(words)
    assert text.locator("a").count() == 0


def test_a_spoiler_opens_when_pressed(phone, harbour):
    harbour.send(harbour.client, "code: <tg-spoiler>12</tg-spoiler>", parse_mode="HTML")

    hidden = phone.get_by_role("button", name="Hidden text")
    expect(hidden).to_have_css("color", "rgba(0, 0, 0, 0)")
    hidden.click()

    expect(last(phone).locator(".spoiler")).not_to_have_css("color", "rgba(0, 0, 0, 0)")


def test_a_command_in_a_text_can_be_pressed(phone, harbour):
    harbour.send(harbour.client, "See /help")

    phone.get_by_role("button", name="/help").click()

    expect(last(phone)).to_contain_text("Got /help")


def test_markup_in_a_message_is_only_text(phone, harbour, page):
    harbour.send(harbour.client, "<img src=x onerror=alert(1)><b>not bold</b>")

    expect(last(phone)).to_contain_text("<img src=x onerror=alert(1)><b>not bold</b>")
    assert page.locator(".text img, .text b").count() == 0


def test_styles_of_buttons_are_told_apart(phone):
    fills = {
        name: phone.get_by_role("button", name=name).evaluate("node => getComputedStyle(node).backgroundColor")
        for name in ("Ask", "Warn", "Fits", "Map")
    }
    assert len(set(fills.values())) == 4


def test_what_may_not_be_forwarded_is_marked(phone, harbour):
    harbour.send(harbour.client, "only here", protect_content=True)

    expect(last(phone).get_by_role("img", name="Cannot be forwarded or saved")).to_be_visible()


def test_the_bots_reaction_is_seen(phone, harbour):
    harbour.wait_for(set_reaction(harbour))

    expect(phone.locator(".own .reactions")).to_have_text("🔥")


async def set_reaction(harbour):
    first = next(iter(harbour.telegram.chat(harbour.client.id).messages))
    await harbour.bot.set_message_reaction(harbour.client.id, first, [ReactionTypeEmoji(emoji="🔥")])


def test_a_venue_shows_its_name_and_address(phone, harbour):
    harbour.wait_for(send_venue(harbour))

    expect(last(phone).locator(".place")).to_contain_text("Hostel")
    expect(last(phone).locator(".place")).to_contain_text("Shore street 1")


async def send_venue(harbour):
    await harbour.bot.send_venue(harbour.client.id, 52.0, 29.2, "Hostel", "Shore street 1")


def test_the_thread_keeps_to_its_end_unless_the_reader_went_up(phone, harbour):
    for number in range(25):
        harbour.send(harbour.client, f"line {number}\n" * 3)
    expect(last(phone)).to_contain_text("line 24")
    expect(last(phone)).to_be_in_viewport()

    phone.locator(".thread").hover()
    phone.page.mouse.wheel(0, -800)
    jump = phone.get_by_role("button", name="Go to the last message")
    expect(jump).to_be_visible()
    top = phone.locator(".thread").evaluate("node => node.scrollTop")
    harbour.send(harbour.client, "while you were reading")
    jump = phone.get_by_role("button", name="New messages: 1")
    expect(jump).to_be_visible()
    assert phone.locator(".thread").evaluate("node => node.scrollTop") == top

    jump.click()

    expect(last(phone)).to_be_in_viewport()
    expect(jump).to_be_hidden()


def test_a_photo_that_arrives_late_does_not_leave_the_end_out_of_sight(phone, harbour):
    for number in range(12):
        harbour.send(harbour.client, f"line {number}")
    harbour.do(harbour.telegram.send_photo, harbour.client)

    expect(phone.locator("img.photo")).to_have_js_property("complete", True)
    expect(last(phone)).to_contain_text("Got photo")
    expect(last(phone)).to_be_in_viewport()


def test_the_lock_screen_shows_eighty_characters_and_no_spoiler(phone, harbour):
    harbour.send(harbour.client, f"<tg-spoiler>9 Shore street</tg-spoiler> {'я' * 200}", parse_mode="HTML")

    line = phone.locator(".preview span")
    expect(line).to_contain_text("▒▒▒")
    shown = line.text_content()
    assert "Shore" not in shown
    assert len(shown) == 81


def test_ones_own_words_do_not_ring(office, harbour, page):
    harbour.do(harbour.telegram.say, harbour.worker, "to the group", chat=harbour.forum)
    expect(office.get_by_role("button", name="General")).to_contain_text("to the group")

    assert not office.locator(".preview").is_visible()
