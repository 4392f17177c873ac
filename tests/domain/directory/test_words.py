"""How words of four languages and two alphabets meet under one key."""

import pytest
from directory_worlds import TERRITORIES, content, land, place, text
from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from bot.domain.directory import Directory
from bot.domain.directory.vocabulary import MOST_REPAIRS, REPAIRED, STEM, WHOLE, Vocabulary, errors_allowed
from bot.domain.directory.words import MAX_LETTERS, MAX_WORDS, key, telling, words


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Щучин", "шучин"),
        ("Мозырь", "Mozyr"),
        ("Валожын", "valožyn"),
        ("Бішкек", "бишкек"),
        ("Хойники", "Hoiniki"),
        ("Өзгөн", "озгон"),
        ("Ёлка", "елка"),
        ("аб'ява", "абʼява"),
        ("суу", "су"),
        ("мoзырь", "мозырь"),
    ],
)
def test_spellings_of_one_word_have_one_key(one, other):
    assert [key(word) for word in words(one)] == [key(word) for word in words(other)]


def test_marks_piled_on_letters_are_not_read():
    assert words("М̵̛͝о̷з̸ы̴р̶ь й") == ["мозырь", "й"]


def test_words_that_say_nothing_are_left_out_unless_there_are_no_others():
    assert telling(words("я живу в Мозыре")) == ["мозыре"]
    assert telling(words("где я")) == ["где", "я"]


def test_an_endless_word_is_cut():
    assert [len(word) for word in words("а" * 4000)] == [MAX_LETTERS]


KNOWN = Vocabulary(["мозир", "гомел", "гом", "бишкек", "общежит"])


def test_the_very_word_is_surer_than_its_stem_and_that_surer_than_a_repair():
    assert KNOWN.meant_by("мозырь") == {"мозир": WHOLE}
    assert KNOWN.meant_by("мозыре") == {"мозир": STEM}
    assert 0 < KNOWN.meant_by("мозер")["мозир"] < REPAIRED


def test_a_word_not_yet_typed_to_its_end_is_completed():
    assert set(KNOWN.meant_by("биш")) == {"бишкек"}
    assert KNOWN.meant_by("би") == {}


def test_what_is_left_of_a_mistyped_word_by_chance_does_not_stop_its_repair():
    assert "гомел" in KNOWN.meant_by("гомил")


def test_a_short_word_forgives_nothing_a_long_one_two_errors():
    assert [errors_allowed(word) for word in ("ошо", "кант", "мозир", "бишкек")] == [0, 1, 1, 2]
    assert set(KNOWN.meant_by("бушкег")) == {"бишкек"}
    assert KNOWN.meant_by("бушкаг") == {}


@given(st.sampled_from(["мозир", "бишкек", "общежит"]), st.integers(0, 6), st.sampled_from("абвия"), st.booleans())
@settings(deadline=None)
def test_one_wrong_missing_or_extra_letter_anywhere_is_repaired(known, at, letter, extra):
    wrong = known[:at] + letter + known[at + (not extra) :]

    assert known in KNOWN.meant_by(wrong) or known[: len(wrong)] == wrong


@given(st.sets(st.text("абва1", min_size=1, max_size=9), max_size=30), st.text("абва1", min_size=1, max_size=9))
@settings(deadline=None)
def test_no_key_within_the_errors_is_passed_over(known, wrong):
    alike = {key: errors for key in known if (errors := OSA.distance(key, wrong)) <= 2}
    found = dict(Vocabulary(known).near(wrong, 2))

    assert found.items() <= alike.items()
    assert len(found) == min(len(alike), MOST_REPAIRS)


def test_an_empty_vocabulary_knows_no_word():
    assert Vocabulary([]).meant_by("мозырь") == {}


def ranked(asked: Directory, typed: str, language: str = "ru", where: str | None = None) -> list[str]:
    return [hit.id for hit in asked.search(typed, language, where)]


def test_of_equal_places_the_one_in_the_persons_region_comes_first_and_the_other_countrys_last():
    name = {"name": text("Маяк")}
    asked = Directory(
        content(
            place("a-kg", "tcson", "KG-GB-Bishkek", **name),
            place("b-minsk", "tcson", "BY-HM-Minsk", **name),
            place("c-mozyr", "tcson", "BY-HO-M-Mozyr", **name),
        )
    )

    assert ranked(asked, "маяк") == ["a-kg", "b-minsk", "c-mozyr"]
    assert ranked(asked, "маяк", where="BY-HO-Gomel") == ["c-mozyr", "b-minsk", "a-kg"]


def test_a_need_comes_before_a_place_of_the_same_name():
    asked = Directory(content(place("shelter", "tcson", "BY-HO-Gomel", name=text("Ночлежка"))))

    assert ranked(asked, "ночлежка")[:2] == ["bed", "shelter"]


def test_an_organisation_and_a_service_are_found_by_their_names():
    asked = Directory(content())

    assert ranked(asked, "гавань") == ["haven"]
    assert ranked(asked, "сопровождения") == ["escort"]


def test_only_the_first_words_of_a_long_text_are_looked_for():
    asked = Directory(content())
    unknown = [f"{number}абвгд" for number in range(MAX_WORDS)]

    assert ranked(asked, " ".join([*unknown[1:], "ночлежка"]))[:1] == ["bed"]
    assert ranked(asked, " ".join([*unknown, "ночлежка"])) == []


def test_no_more_is_found_than_asked_for():
    made = [place(f"p{number}", "tcson", "BY-HO-Gomel", name=text("Маяк")) for number in range(30)]

    assert len(Directory(content(*made)).search("маяк", "ru", limit=3)) == 3


def test_the_larger_of_two_namesakes_comes_first():
    asked = Directory(content())

    assert [town.population for town in asked.named("октябрьский").territories] == [7_000, 300]


def test_an_exact_name_comes_before_a_larger_town_that_is_only_like_it():
    like = land("BY-HO-Mosyr", "settlement", "Мозыль", (52.0, 30.0), population=9_000_000)
    asked = Directory(content(territories=(*TERRITORIES, like)))

    assert [town.name.ru for town in asked.named("мозырь").territories][:1] == ["Мозырь"]
