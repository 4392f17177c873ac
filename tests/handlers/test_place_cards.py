"""What a card and a line of a list say, and what they must never say."""

from datetime import date, datetime

import pytest

from bot.content.models import Phone, Text
from bot.domain.directory import zone
from bot.telegram.cards import card
from bot.telegram.client_buttons import Nearest, PlaceCard, Wrong, tag
from bot.telegram.lists import Wanted, date_in_words, nearest_list

NOW = datetime(2026, 11, 23, 13, 20, tzinfo=zone("BY"))


@pytest.fixture(autouse=True)
def english(speaking):
    with speaking("en"):
        yield


@pytest.fixture
def shown(guide):
    """The card of a place of the content, changed as a test needs it."""

    def show(ident, *, can_ask=False, what=None, **changes):
        place = guide.directory.places[ident].model_copy(update=changes)
        return card(place, guide, NOW, PlaceCard(place=ident, what=what), can_ask=can_ask)

    return show


def test_where_nothing_is_known_of_whom_they_take_the_card_says_call_first(shown):
    screen = shown("sezim-bishkek", taken=None, not_taken=None)
    assert screen.body.startswith("❓ We do not know whom they take. Call first.")


def test_what_the_kind_says_of_whom_it_takes_stands_in_for_the_place(shown):
    assert shown("tcson-mozyr").body.startswith("✅ Who is taken: Everyone in a hard situation")


def test_a_secret_address_is_neither_said_nor_pinned(shown):
    screen = shown("na-brest-nachalo", address_hidden=True)
    assert "Машерова" not in screen.text
    assert "not published" in screen.body
    assert screen.pin is None


def test_a_pin_is_only_for_an_address_that_is_itself_located(shown):
    assert shown("na-brest-nachalo").pin is not None
    assert shown("na-brest-nachalo", precision="settlement").pin is None


def test_a_phone_is_grouped_to_read_and_whole_to_copy(shown):
    screen = shown("tcson-mozyr")
    copies = [button for row in screen.rows for button in row if button.copy]
    assert [(button.label, button.copy) for button in copies] == [("📋 +375 236 22-52-23", "+375236225223")]
    assert "☎️ +375 236 22-52-23" in screen.body


def test_a_number_that_only_works_inside_the_country_says_so(shown):
    assert (
        "☎️ 133 · only from inside the country"
        in shown("line-133", phones=(Phone(number="133", reach="country"),)).body
    )


def test_an_invented_place_is_marked(shown, guide):
    assert shown("hostel-quiet-harbour").title == "Quiet Harbour hostel (example)"
    assert shown("tcson-mozyr").title == "Territorial Centre of Social Services, Mozyr District"


def test_the_card_says_what_is_true_at_lunch(shown):
    assert "🕓 Mon–Fri 8:30–13:00, 14:00–17:30\n🟡 Lunch break, opens 14:00" in shown("tcson-mozyr").body


def test_unknown_hours_are_said_to_be_unknown(shown):
    assert "Hours are not known. Call first." in shown("tcson-mozyr", hours=None).body


def test_an_entry_past_its_limit_says_when_it_was_checked_and_to_call_first(shown):
    body = shown("tcson-mozyr", assured=date(2025, 3, 1), source_date="2025-03-01").body
    assert body.endswith("checked: March 2025. That is long ago: call first.")


def test_what_does_not_fit_is_left_out_but_never_the_source(shown):
    long = Text(en="word " * 40)
    screen = shown("tcson-mozyr", taken=long, not_taken=long, bring=long, cost=long, about=long)
    assert len(screen.text) <= 1000
    assert "Source: " in screen.body
    assert screen.body.startswith("✅")


def test_every_source_reads_the_same_in_every_language(guide, shown):
    sources = {ident: shown(ident).body.split("Source: ")[1].split(";")[0] for ident in guide.directory.places}

    assert len(sources) > 100
    assert {ident: source for ident, source in sources.items() if not source.isascii()} == {}
    assert sources["hostel-quiet-harbour"] == "made up as an example"
    assert sources["tcson-mozyr"] == "github.com"


def test_a_source_that_is_no_address_is_said_in_its_own_words(shown):
    assert "Source: a leaflet of the centre;" in shown("tcson-mozyr", source="a leaflet of the centre").body


def test_who_is_asked_only_where_someone_is_contracted(shown):
    assert "💬 Ask them" in shown("tcson-mozyr", can_ask=True).labels
    assert "💬 Ask them" not in shown("tcson-mozyr", can_ask=False).labels


def test_a_card_from_a_list_goes_back_to_it_and_takes_it_along_to_corrections(shown):
    bed = tag("need:bed")
    back, wrong = shown("tcson-mozyr", what=bed).rows[-1]
    assert back.to == Nearest(what=bed)
    assert wrong.to == Wrong(place="tcson-mozyr", what=bed)


def test_a_card_from_a_search_leaves_what_was_found_standing(shown):
    assert shown("tcson-mozyr").fresh
    assert not shown("tcson-mozyr", what=tag("need:bed")).fresh


@pytest.mark.parametrize(
    ("source_date", "words"),
    [("2026", "2026"), ("2026-04", "April 2026"), ("2026-04-27", "April 2026"), ("undated", "April 2026")],
)
def test_a_date_looks_no_surer_than_its_source(source_date, words):
    assert date_in_words(date(2026, 4, 27), source_date) == words


def test_a_list_says_where_how_it_is_open_and_when_it_was_checked(guide, names):
    body = nearest_list(Wanted("BY-HO-Mozyr", need="bed"), guide, names, NOW, {}).body
    first = body.split("\n\n")[0]
    assert first == (
        "1. Territorial Centre of Social Services, Mozyr District\n"
        "🟡 Lunch break, opens 14:00\n"
        "in this town · checked: 2026"
    )
    assert "Kalinkovichi, 13 km" in body


def test_a_list_says_what_is_free_under_contract_and_offers_to_ask(guide, names):
    screen = nearest_list(Wanted("BY-HO-Mozyr", need="bed"), guide, names, NOW, {})
    assert "🤝 Free under contract: “Quiet Harbour (example)”." in screen.body
    assert "🤝 Ask: free under contract" in screen.labels


def test_a_contract_whose_units_are_spent_is_not_called_free(guide, names):
    spent = {contract.id: contract.units for contract in guide.content.contracts}
    screen = nearest_list(Wanted("BY-HO-Mozyr", need="bed"), guide, names, NOW, spent)
    assert "Free under contract" not in screen.body
    assert "🤝 Ask: free under contract" not in screen.labels


def test_a_list_of_somewhere_else_promises_no_contract(guide, names):
    screen = nearest_list(Wanted("BY-HO-Mozyr", need="bed", elsewhere=True), guide, names, NOW, {})
    assert "Free under contract" not in screen.body


def test_where_there_is_no_centre_the_list_says_so_and_who_can_direct(guide, names):
    screen = nearest_list(Wanted("BY-MI-Valozhyn", need="bed"), guide, names, NOW, {})
    assert screen.body.startswith("We know no verified place for this here.")
    assert "They take nobody in, but can direct you: Valozhyn District executive committee" in screen.body
    assert "Nearest elsewhere:\n\n1. " in screen.body
    assert "🏛 Who can direct me" in screen.labels


def test_where_nothing_at_all_is_near_a_person_and_a_line_are_offered(guide, names):
    screen = nearest_list(Wanted("BY-HO-Mozyr", need="health"), guide, names, NOW, {})
    assert "We know no verified place for this here." in screen.body
    assert "Anyone may call:" in screen.body
    assert "☎️ Who can be called" in screen.labels
