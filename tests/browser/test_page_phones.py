"""Phones on the page, used by hand: what is done there reaches the bot, and what the bot does is seen."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


def write(phone, text):
    field = phone.get_by_role("textbox")
    field.fill(text)
    field.press("Enter")


def choose(phone, page, button, item):
    phone.get_by_role("button", name=button, exact=True).last.click()
    page.get_by_role("menuitem", name=item).first.click()


def message(phone, text):
    return phone.locator(".message", has_text=text).last


def own(phone, text):
    return phone.locator(".message.own", has_text=text).last


def act_on(page, shown, item):
    shown.hover()
    shown.get_by_role("button", name="Message actions").click()
    page.get_by_role("menuitem", name=item).click()


def test_a_typed_message_reaches_the_bot_and_its_answer_appears(phone, harbour):
    write(phone, "общежитие в Мозыре")

    expect(message(phone, "Got общежитие в Мозыре")).to_be_visible()
    assert harbour.said(harbour.client) == ["/start", "общежитие в Мозыре"]


def test_shift_enter_makes_a_line_and_does_not_send(phone, harbour):
    field = phone.get_by_role("textbox")
    field.fill("one")
    field.press("Shift+Enter")
    field.press_sequentially("two")

    expect(field).to_have_value("one\ntwo")
    assert harbour.said(harbour.client) == ["/start"]


def test_a_pressed_button_waits_visibly_until_the_bot_answers(phone, harbour):
    harbour.do(harbour.patience.clear)
    ask = phone.get_by_role("button", name="Ask")
    ask.click()
    expect(ask).to_have_attribute("aria-busy", "true")

    harbour.do(harbour.patience.set)

    expect(phone.get_by_role("status")).to_have_text("Noted")
    expect(ask).not_to_have_attribute("aria-busy", "true")
    expect(message(phone, "Asked")).to_contain_text("edited")


def test_an_alert_is_read_before_anything_else_is_pressed(phone):
    phone.get_by_role("button", name="Warn").click()
    alert = phone.get_by_role("alertdialog", name="Read this first")
    expect(alert.get_by_role("button", name="OK")).to_be_focused()
    expect(phone.locator(".screen")).to_have_attribute("inert", "")

    alert.get_by_role("button", name="OK").press("Enter")

    expect(phone.locator(".screen")).not_to_have_attribute("inert", "")
    expect(phone.get_by_role("button", name="Warn")).to_be_focused()


def test_a_reply_key_says_its_own_words(phone):
    phone.get_by_role("button", name="Hide", exact=True).click()

    expect(message(phone, "Got Hide")).to_be_visible()


def test_a_copy_button_copies_and_a_link_stays_inert(phone, page):
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    phone.get_by_role("button", name="Number").click()
    expect(phone.get_by_role("status")).to_have_text("Copied: +375236321111")
    assert page.evaluate("navigator.clipboard.readText()") == "+375236321111"

    phone.get_by_role("button", name="Map").click()

    expect(phone.get_by_role("status")).to_have_text("A phone would open https://map.example/")


def test_a_link_to_the_bot_itself_starts_it_with_its_payload(phone, harbour):
    phone.get_by_role("button", name="Join").click()

    expect(message(phone, "What do you need? staff-1")).to_be_visible()
    assert harbour.said(harbour.client)[-1] == "/start staff-1"


@pytest.mark.parametrize(
    ("item", "answer", "seen"),
    [
        ("Voice message, 3 s", "Got voice", "button[aria-label='Play the voice note, 0:03']"),
        ("Photo of a shore", "Got photo", "img.photo"),
        ("certificate.pdf", "Got document", "a[download='certificate.pdf']"),
        ("Мозырь", "Got location", ".place"),
        ("Round video", "Got video_note", "a.file"),
        ("Sticker", "Got sticker", ".sticker"),
        ("Own phone number", "Got contact", ".place"),
    ],
)
def test_each_attachment_reaches_the_bot_and_is_drawn(phone, page, item, answer, seen):
    choose(phone, page, "Attach", item)

    expect(message(phone, answer)).to_be_visible()
    expect(phone.locator(seen)).to_be_visible()


def test_an_album_is_drawn_whole(phone, page):
    choose(phone, page, "Attach", "Album of two photos")

    expect(phone.locator("img.photo")).to_have_count(2)


def test_a_forwarded_post_says_whose_it_is(phone, page):
    choose(phone, page, "Attach", "A post of a channel, forwarded")

    expect(own(phone, "приём документов")).to_contain_text("Forwarded from Новости района")


def test_a_sent_photo_is_really_shown_with_its_caption(phone, page):
    phone.get_by_role("textbox").fill("my paper")
    choose(phone, page, "Attach", "Photo of a shore")

    photo = phone.get_by_role("img", name="my paper")
    expect(photo).to_have_js_property("complete", True)
    expect(photo).to_have_js_property("naturalWidth", 320)
    expect(phone.get_by_role("textbox")).to_have_value("")


def test_an_edited_message_is_marked_and_told_to_the_bot(phone, page):
    write(phone, "tommorow")
    act_on(page, own(phone, "tommorow"), "Edit")
    expect(phone.get_by_role("textbox")).to_have_value("tommorow")

    write(phone, "tomorrow")

    expect(message(phone, "Now it says tomorrow")).to_be_visible()
    expect(phone.locator(".own").last).to_contain_text("edited")
    expect(phone.get_by_role("textbox")).to_have_value("")


def test_escape_leaves_an_edit_without_a_change(phone, page, harbour):
    write(phone, "as it was")
    act_on(page, own(phone, "as it was"), "Edit")
    phone.get_by_role("textbox").fill("not this")
    phone.get_by_role("textbox").press("Escape")

    expect(phone.get_by_role("textbox")).to_have_value("")
    assert harbour.said(harbour.client)[-1] == "as it was"


def test_a_reply_carries_what_it_answers(phone, page):
    act_on(page, message(phone, "What do you need?"), "Reply")
    write(phone, "a bed")

    expect(message(phone, "Got a bed about What do you need?")).to_be_visible()
    quote = phone.locator(".own").last.locator(".quote")
    quote.click()
    expect(phone.locator(".message.theirs", has_text="What do you need?").first).to_be_focused()


def test_a_reaction_and_a_deletion_reach_the_emulator(phone, page, harbour):
    act_on(page, phone.locator(".theirs").first, "👍")
    expect(phone.locator(".theirs").first.locator(".reactions")).to_have_text("👍")

    act_on(page, own(phone, "/start"), "Delete")

    expect(phone.locator(".own")).to_have_count(0)
    assert harbour.said(harbour.client) == []


def test_a_blocked_bot_cannot_be_written_to_until_unblocked(phone, page, harbour):
    chat = harbour.telegram.chat(harbour.client.id)
    page.get_by_role("button", name="Phone menu: Иван").click()
    page.get_by_role("menuitem", name="Block the bot").click()
    expect(phone.get_by_role("textbox")).to_have_count(0)
    assert chat.blocked

    phone.get_by_role("button", name="Unblock the bot").click()

    expect(phone.get_by_role("textbox")).to_be_visible()
    assert not chat.blocked


def test_a_message_the_bot_deletes_vanishes(phone, harbour):
    sent = harbour.send(harbour.client, "for a moment")
    expect(message(phone, "for a moment")).to_be_visible()

    harbour.wait_for(harbour.bot.delete_message(harbour.client.id, sent.message_id))

    expect(phone.locator(".message", has_text="for a moment")).to_have_count(0)


def test_a_refused_deed_is_told_in_a_sentence(phone, open_page):
    write(phone, "a" * 4097)

    expect(phone.get_by_role("status")).to_have_text("a message is 1 to 4096 characters")
    open_page.troubles.clear()  # the browser itself writes every 400 to its console


def test_another_client_gets_a_phone_in_the_chosen_language(phone, page, harbour):
    page.get_by_role("button", name="Кыргызча").click()

    new = page.get_by_role("region", name="Client 3")
    new.get_by_role("button", name="Start", exact=True).click()
    expect(message(new, "What do you need?")).to_be_visible()
    assert harbour.do(lambda: harbour.demo.phones()[-1].language_code) == "ky"

    page.get_by_role("button", name="Phone menu: Client 3").click()
    page.get_by_role("menuitem", name="Put this phone away").click()
    expect(new).to_have_count(0)


def test_until_the_first_phone_is_there_the_page_says_so_and_then_shows_the_first(open_page, harbour):
    page = open_page(viewport={"width": 360, "height": 740})
    harbour.do(harbour.demo._phones.clear)
    harbour.do(harbour.telegram.changed)
    expect(page.get_by_text("Making the phones ready")).to_be_visible()

    for name in ("Айбек", "Гүлнара"):
        harbour.do(harbour.demo.open_phone, "client", harbour.do(harbour.telegram.add_user, name))
        expect(page.get_by_role("navigation", name="Phones").get_by_role("button", name=name)).to_be_attached()
    expect(page.get_by_text("Making the phones ready")).to_be_hidden()
    expect(page.get_by_role("region", name="Айбек")).to_be_visible()
    expect(page.get_by_role("region", name="Гүлнара")).to_be_hidden()
