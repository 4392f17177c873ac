"""Every screen of the directory, over the real content and in every language, fits a phone."""

from datetime import datetime

import pytest
from aiogram.fsm.context import FSMContext
from aiogram.fsm.storage.base import StorageKey
from aiogram.fsm.storage.memory import MemoryStorage

from bot.content.models import LANGUAGES
from bot.domain.directory import zone
from bot.domain.people import Actor
from bot.telegram import entrance, lists
from bot.telegram.cards import card
from bot.telegram.client_buttons import Districts, PlaceCard, Towns, tag, tagged
from bot.telegram.lists import Wanted
from bot.telegram.screens import footer
from handlers import where
from tests.client_phone import assert_fits

LUNCH = datetime(2026, 11, 23, 13, 20, tzinfo=zone("BY"))


@pytest.fixture(params=LANGUAGES)
def language(request, speaking):
    with speaking(request.param):
        yield request.param


@pytest.fixture
def state():
    return FSMContext(MemoryStorage(), StorageKey(bot_id=1, chat_id=1, user_id=1))


def inhabited(guide):
    """Where there are places, the areas around them, and towns where there is nothing."""
    directory = guide.directory
    with_places = {code for place in guide.content.places for code in directory.territories.chain(place.territory)}
    return sorted(
        with_places | {"BY-MI-Valozhyn", "KG-T-Talas", "BY-BR-Pinsk"} & {a.code for a in guide.content.territories}
    )


def test_every_list_of_the_nearest_fits_and_none_is_empty(guide, names, language):
    for code in inhabited(guide):
        for need in guide.directory.needs:
            for elsewhere in (False, True):
                screen = lists.nearest_list(Wanted(code, need=need, elsewhere=elsewhere), guide, names, LUNCH, {})
                assert_fits(screen)
                assert screen.body


def test_every_list_of_a_kind_fits(guide, names, language):
    for kind in guide.directory.kinds:
        assert_fits(lists.nearest_list(Wanted("BY-HO-Gomel", kind=kind), guide, names, LUNCH, {}))


def test_every_card_fits_and_says_whom_they_take_before_where_they_are(guide, language):
    for place in guide.content.places:
        screen = card(place, guide, LUNCH, PlaceCard(place=place.id, what=tag("need:bed")), can_ask=True)
        assert_fits(screen)
        whom = min(found for mark in "✅⛔❓" if (found := screen.body.find(mark)) >= 0)
        assert whom == 0
        assert place.address is None or screen.body.find("📍") > whom


def test_every_card_ends_in_its_source_and_how_sure_we_are(guide, speaking):
    with speaking("en"):
        for place in guide.content.places:
            last = card(place, guide, LUNCH, PlaceCard(place=place.id), can_ask=False).body.split("\n\n")[-1]
            assert last.startswith("Source: ")
            assert "checked: " in last or "call first" in last


def test_the_first_screens_fit(guide, language):
    for screen in (entrance.welcome(), entrance.privacy_details(), entrance.languages()):
        assert_fits(screen)


def test_every_home_fits(guide, language):
    for code in inhabited(guide):
        assert_fits(entrance.home(Actor(1, language, code), guide))


def test_every_menu_of_needs_fits(guide, language):
    for code in inhabited(guide):
        assert_fits(lists.needs_menu(guide, code, elsewhere=True, first="x" * 60))


async def test_every_page_of_towns_and_districts_fits_and_every_town_is_on_one(guide, state, language):
    actor = Actor(1, language)
    for country in ("BY", "KG"):
        assert_fits(await entrance.ask_where(state, guide, country, first="x" * 90))
        for region in guide.directory.children(country):
            shown = set()
            for page in range(10):
                screen = await where.towns(None, Towns(of=region.code, page=page), actor, state, guide)
                assert_fits(screen)
                shown |= {button.to.to for row in screen.rows for button in row if hasattr(button.to, "to")}
            towns = {
                area.code
                for area in guide.content.territories
                if area.level == "settlement" and guide.directory.territories.contains(region.code, area.code)
            }
            assert shown == towns
            for page in range(4):
                assert_fits(await where.districts(None, Districts(of=region.code, page=page), actor, state, guide))


async def test_a_district_offers_its_towns_and_itself(guide, state, speaking):
    with speaking("en"):
        screen = await where.towns(None, Towns(of="BY-HO-MazyrDistrict"), Actor(1, "en"), state, guide)
    assert screen.labels == ["Mozyr", "◀ Back", "The whole district"]


def test_tags_tell_everything_apart_that_a_list_can_be_of(guide):
    idents = [
        *(f"need:{need}" for need in guide.directory.needs),
        *(f"kind:{kind}" for kind in guide.directory.kinds),
        *(area.code for area in guide.content.territories),
    ]
    assert len({tag(ident) for ident in idents}) == len(idents)
    assert [tagged(idents, tag(ident)) for ident in idents] == idents


def test_an_unknown_tag_stands_for_nothing(guide):
    assert lists.wanted("zzzzzz", None, "BY-HO-Mozyr", guide.directory) is None
    assert tagged(["BY"], None) is None


def test_three_words_of_the_last_row_stand_side_by_side_on_a_narrow_phone(language):
    """A third of 360 pixels holds a sign and one short word; a longer one is cut by Telegram, or breaks."""
    words = [button.label.split(" ", 1)[1] for button in footer()]

    assert len(words) == 3
    assert [word for word in words if " " in word or len(word) > 7] == []
