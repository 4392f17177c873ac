"""HTML as Telegram reads it."""

import pytest
from aiogram.exceptions import TelegramBadRequest
from aiogram.utils.text_decorations import html_decoration

from bot.emulator.entities import units
from bot.emulator.markup import parse_html

CASES = [
    ("<b>жирный</b>", "bold"),
    ("<strong>жирный</strong>", "bold"),
    ("<i>курсив</i>", "italic"),
    ("<u>черта</u>", "underline"),
    ("<s>вон</s>", "strikethrough"),
    ("<code>+375 29</code>", "code"),
    ("<pre>текст</pre>", "pre"),
    ("<tg-spoiler>тайна</tg-spoiler>", "spoiler"),
    ('<span class="tg-spoiler">тайна</span>', "spoiler"),
    ("<blockquote>слова</blockquote>", "blockquote"),
    ("<blockquote expandable>слова</blockquote>", "expandable_blockquote"),
    ('<a href="https://example.org">сюда</a>', "text_link"),
    ('<tg-time unix="1772442000" format="r">завтра</tg-time>', "date_time"),
]


@pytest.mark.parametrize(("source", "kind"), CASES)
async def test_each_tag_becomes_its_entity(bot, person, source, kind):
    sent = await bot.send_message(person.id, f"🏠 {source}!", parse_mode="HTML")
    assert [entity.type for entity in sent.entities] == [kind]
    assert sent.entities[0].offset == 3
    assert "<" not in sent.text


async def test_what_was_parsed_is_unparsed_by_aiogram_to_the_same(bot, person):
    source = '<b>Дом <i>в <u>Мозыре</u></i></b> &lt;3 <a href="https://example.org/?a=1">карта</a>'
    sent = await bot.send_message(person.id, source, parse_mode="HTML")
    assert html_decoration.unparse(sent.text, sent.entities) == source


def test_a_moment_keeps_its_time_and_format():
    _, (entity,) = parse_html('<tg-time unix="1772442000" format="wD">завтра</tg-time>')
    assert (entity["unix_time"], entity["date_time_format"]) == (1772442000, "wD")


def test_a_code_with_a_language_in_a_pre_is_one_pre():
    text, entities = parse_html('<pre><code class="language-python">1</code></pre>')
    assert text == "1"
    assert entities == [{"type": "pre", "offset": 0, "length": 1, "language": "python"}]


def test_known_references_are_read_and_others_left_alone():
    assert parse_html("&lt;&amp;&gt;&quot;&#1103;&#x44f;&nbsp;& &copy;")[0] == '<&>"яя&nbsp;& &copy;'


def test_a_link_without_an_address_is_its_own_text():
    assert parse_html("<a>https://example.org</a>")[1][0]["url"] == "https://example.org"
    assert parse_html("<a>сюда</a>")[1] == []


def test_an_empty_tag_leaves_no_entity():
    assert parse_html("<b></b>пусто") == ("пусто", [])


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("я <3 вас", 'Unsupported start tag "3" at byte offset 3'),
        ("<br/>", 'Unsupported start tag "br/" at byte offset 0'),
        ("<div>я</div>", 'Unsupported start tag "div" at byte offset 0'),
        ("я <b", "Unclosed start tag at byte offset 3"),
        ("<b>я</b", "Unclosed end tag at byte offset 5"),
        ("я</b>", "Unexpected end tag at byte offset 2"),
        ("<b><i>я</b></i>", 'Unmatched end tag at byte offset 8, expected "</i>", found "</b>"'),
        ("я<b>я", 'Can\'t find end tag corresponding to start tag "b" at byte offset 2'),
        ("<span>я</span>", 'Tag "span" must have class "tg-spoiler" at byte offset 0'),
        ("<tg-time>я</tg-time>", 'Tag "tg-time" must have a valid attribute "unix" at byte offset 0'),
    ],
)
async def test_broken_markup_is_refused_with_its_place(bot, person, source, words):
    with pytest.raises(TelegramBadRequest) as refused:
        await bot.send_message(person.id, source, parse_mode="HTML")
    assert refused.value.message == f"Bad Request: can't parse entities: {words}"


async def test_markdown_is_not_spoken_here(bot, person):
    with pytest.raises(TelegramBadRequest, match="unsupported parse_mode"):
        await bot.send_message(person.id, "*я*", parse_mode="MarkdownV2")


@pytest.mark.parametrize(("text", "size"), [("abc", 3), ("дом", 3), ("🏠", 2), ("👨‍💻", 5)])
def test_length_is_measured_in_utf_16_units(text, size):
    assert units(text) == size
