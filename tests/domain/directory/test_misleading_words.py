"""A wrong town is worse than a question, and a word for help is not a town: in the real content."""

from pathlib import Path

import pytest

from bot.content.loader import load
from bot.domain.directory import CRISIS_LINE, Directory


@pytest.fixture(scope="module")
def real() -> Directory:
    return Directory(load(Path(__file__).parents[3] / "content", demo=False))


def sure(real: Directory, typed: str, land: str = "BY") -> str | None:
    town = real.named(typed, land).sure
    return town.code if town else None


@pytest.mark.parametrize(
    ("typed", "land", "code"),
    [
        ("минск московский район", "BY", "BY-HM-Minsk-Maskowski"),
        ("гомель центральный район", "BY", "BY-HO-Gomel"),
        ("мозырский район", "BY", "BY-HO-MazyrDistrict"),
        ("мозырь гомельская область", "BY", "BY-HO-Mozyr"),
        ("Минская область", "BY", "BY-MI"),
        ("г. Минск", "BY", "BY-HM-Minsk"),
        ("в мозыре", "BY", "BY-HO-Mozyr"),
        ("живу в мозыре сейчас", "BY", "BY-HO-Mozyr"),
        ("мозер", "BY", "BY-HO-Mozyr"),
        ("гомль", "BY", "BY-HO-Gomel"),
        ("бабруйск", "BY", "BY-MA-Bobruysk"),
        ("каракол", "KG", "KG-Y-Karakol"),
        ("караколь", "KG", "KG-Y-Karakol"),
        ("Бишкекте", "KG", "KG-GB-Bishkek"),
        ("Ошто", "KG", "KG-GO-Osh"),
        ("Нарын", "KG", "KG-N-Naryn"),
    ],
)
def test_a_name_that_covers_every_word_is_sure(real, typed, land, code):
    assert sure(real, typed, land) == code


@pytest.mark.parametrize("typed", ["Valozyn", "Валожын", "валожин"])
def test_a_small_town_is_sure_though_spelt_otherwise(real, typed):
    assert real.named(typed, "BY").sure.name.ru == "Воложин"


@pytest.mark.parametrize(
    "typed",
    [
        "Московский район",
        "Октябрьский район",
        "Октябрьский",
        "Москва",
        "Бишкек",
        "пишкек",
        "бабруйск улица ленина",
        "Старые",
        "турат",
    ],
)
def test_namesakes_other_countries_and_what_is_merely_like_a_name_are_never_sure(real, typed):
    assert sure(real, typed) is None


@pytest.mark.parametrize(
    "typed",
    ["тюрьма", "колония ик-20", "помогите мне", "дома", "прудок", "мне сорок", "красный крест", "пенсия", "кредит",
     "банк", "ищу работу", "сёння", "снова", "туура", "then", "я"],
)  # fmt: skip
def test_a_word_that_is_plainly_no_town_is_like_none(real, typed):
    assert real.named(typed, "BY").territories == []


def test_a_city_in_the_text_keeps_the_districts_of_other_cities_out(real):
    found = real.named("гомель центральный", "BY").territories

    assert found[0].name.ru == "Гомель"
    assert "city_district" not in {area.level for area in found}


def test_of_namesakes_those_of_the_persons_country_come_first(real):
    found = [area.code[:2] for area in real.named("Московский район", "BY").territories]

    assert found == ["BY", "BY", "KG"]


def found(real: Directory, typed: str, language: str = "ru") -> list[tuple[str, str]]:
    return [(hit.what, hit.id) for hit in real.search(typed, language, "BY-HO-Mozyr")]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("красный крест", ("kind", "ngo")),
        ("пенсия", ("need", "aid")),
        ("банк", ("need", "aid")),
        ("кредит", ("need", "law")),
        ("уик", ("need", "law")),
        ("отметка", ("need", "law")),
        ("инвалидность", ("need", "health")),
        ("бомж", ("need", "bed")),
    ],
)
def test_a_word_for_help_means_it_and_no_town(real, typed, meant):
    hits = found(real, typed)

    assert hits[0] == meant
    assert "territory" not in dict(hits)


@pytest.mark.parametrize("typed", ["я", "a", "н", "где я"])
def test_single_letters_and_words_that_say_nothing_find_nothing(real, typed):
    assert found(real, typed) == []


@pytest.mark.parametrize(
    ("typed", "town"), [("Гомель ночлег", "Гомель"), ("ночлег в гомеле", "Гомель"), ("Бишкекте түнөк", "Бишкек")]
)
def test_a_town_beside_a_need_is_where_it_is_looked_for(real, typed, town):
    assert real.named(typed).where.name.ru == town
    assert ("need", "bed") in found(real, typed)


def test_a_town_with_an_error_is_found_where_no_help_is_meant(real):
    assert ("territory", "BY-HO-Mozyr") in found(real, "в мозере")


IN_DANGER = [
    "хочу умереть", "не хочу жить", "я больше не хочу жить", "покончить с собой", "хачу памерці", "не хачу жыць",
    "өлгүм келет", "жашагым келбейт", "i want to die", "kill myself", "I don't want to live anymore",
    "ХОЧУ УМЕРЕТЬ!!!", "суицид",
]  # fmt: skip


@pytest.mark.parametrize("language", ["ru", "be", "ky", "en"])
@pytest.mark.parametrize("typed", IN_DANGER)
def test_who_may_die_is_shown_the_help_line_alone(real, typed, language):
    assert found(real, typed, language) == [("need", "help-line")]
    assert CRISIS_LINE in real.needs["help-line"].kinds


def test_what_else_is_asked_for_comes_after_the_help_line(real):
    hits = found(real, "не хочу жить, нужен паспорт")

    assert hits[0] == ("need", "help-line")
    assert ("need", "papers") in hits
    assert ("need", "home") not in hits


def test_who_wants_to_live_somewhere_is_shown_where(real):
    assert found(real, "хочу жить в общежитии")[0] == ("need", "home")


def test_many_places_in_a_town_do_not_crowd_it_out(real):
    hits = real.search("Гродно", "ru", limit=4)

    assert [hit.what for hit in hits].count("place") == 2
    assert ("territory", "BY-HR-Grodno") in {(hit.what, hit.id) for hit in hits}


def test_places_in_a_town_leave_room_for_what_is_looked_for_there(real):
    assert ("need", "bed") in {(hit.what, hit.id) for hit in real.search("Гродно ночлег", "ru", limit=4)}


def test_a_phrase_comes_before_what_its_words_mean_one_by_one(real):
    hits = found(real, "потерял паспорт мозырь")

    assert hits[0] == ("need", "papers")
    assert hits.count(("need", "papers")) == 1
    assert ("territory", "BY-HO-Mozyr") in hits
