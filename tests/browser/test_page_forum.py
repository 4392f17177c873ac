"""The NGO's phone: a list of topics, a topic, lines that stay inside."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser


@pytest.fixture
def topic(harbour, office):
    """A topic the bot has made, with one card in it; not yet opened on the phone."""
    made = harbour.wait_for(harbour.bot.create_forum_topic(harbour.forum.id, "А-7 · ночлег"))
    harbour.send(harbour.forum, "Обращение А-7", message_thread_id=made.message_thread_id)
    expect(office.get_by_role("button", name="А-7 · ночлег")).to_be_visible()
    return made


def write(phone, text):
    field = phone.get_by_role("textbox")
    field.fill(text)
    field.press("Enter")


def test_a_new_topic_is_listed_unread_until_it_is_opened(office, topic):
    listed = office.get_by_role("button", name="А-7 · ночлег")
    expect(listed.get_by_role("img", name="1 unread")).to_be_visible()

    listed.click()
    expect(office.locator(".message", has_text="Обращение А-7")).to_be_visible()
    office.get_by_role("button", name="Topics").click()

    expect(listed).to_be_focused()
    expect(listed.get_by_role("img", name="unread")).to_have_count(0)


def test_what_is_written_in_a_topic_goes_to_that_topic(office, topic, harbour):
    office.get_by_role("button", name="А-7 · ночлег").click()
    write(office, "Место есть")

    shown = office.locator(".message.own", has_text="Место есть")
    expect(shown.locator(".reactions")).to_have_text("👍")
    sent = harbour.do(lambda: list(harbour.forum.messages.values())[-1])
    assert (sent["text"], sent["message_thread_id"]) == ("Место есть", topic.message_thread_id)


def test_a_line_with_two_slashes_is_marked_as_staying_inside(office, topic):
    office.get_by_role("button", name="А-7 · ночлег").click()
    write(office, "// позвонила, место есть")
    write(office, "Приходите")

    expect(office.locator(".message", has_text="позвонила")).to_contain_text("stays inside")
    expect(office.locator(".message", has_text="Приходите")).not_to_contain_text("stays inside")


def test_the_general_topic_is_always_there_to_write_in(office, harbour):
    office.get_by_role("button", name="General").click()
    write(office, "/bind 1234")

    expect(office.locator(".message.own", has_text="/bind 1234")).to_be_visible()
    assert "message_thread_id" not in harbour.do(lambda: list(harbour.forum.messages.values())[-1])


def test_a_closed_topic_says_so(office, topic, harbour):
    harbour.wait_for(harbour.bot.close_forum_topic(harbour.forum.id, topic.message_thread_id))

    office.get_by_role("button", name="А-7 · ночлег closed").click()

    expect(office.locator(".head")).to_contain_text("closed")
    expect(office.locator(".service").last).to_have_text("Topic closed")


def test_a_deleted_topic_leads_back_to_the_list(office, topic, harbour):
    office.get_by_role("button", name="А-7 · ночлег").click()
    expect(office.get_by_role("textbox")).to_be_visible()

    harbour.wait_for(harbour.bot.delete_forum_topic(harbour.forum.id, topic.message_thread_id))

    expect(office.get_by_role("button", name="General")).to_be_visible()
    expect(office.get_by_role("button", name="А-7 · ночлег")).to_have_count(0)


def test_a_workers_phone_leads_from_the_group_to_the_bot_and_back(office, topic, harbour):
    chats = office.get_by_role("group", name="Chats on this phone")
    expect(chats.get_by_role("button", name="Group")).to_have_attribute("aria-pressed", "true")

    chats.get_by_role("button", name="Bot").click()
    office.get_by_role("button", name="Start", exact=True).click()
    expect(office.locator(".message", has_text="What do you need?")).to_be_visible()
    office.get_by_role("button", name="Warn").click()
    expect(office.get_by_role("alertdialog")).to_contain_text("Read this first")
    office.get_by_role("button", name="OK", exact=True).click()
    assert harbour.said(harbour.worker) == ["/start"]

    chats.get_by_role("button", name="Group").click()
    expect(office.get_by_role("button", name="А-7 · ночлег")).to_be_visible()


def test_a_clients_phone_has_one_chat_only(phone):
    expect(phone.get_by_role("group", name="Chats on this phone")).to_be_hidden()
