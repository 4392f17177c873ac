"""What people type, in four languages, two alphabets and with mistakes, finds what they mean in the real content."""

from pathlib import Path

import pytest

from bot.content.loader import load
from bot.domain.directory import Directory

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def real() -> Directory:
    return Directory(load(ROOT / "content", demo=False))


TOWNS = [
    ("Мозырь", "Мозырь"),
    ("в мозыре", "Мозырь"),
    ("я из Мозыря", "Мозырь"),
    ("живу в мозыре сейчас", "Мозырь"),
    ("мозер", "Мозырь"),
    ("мазырь", "Мозырь"),
    ("МОЗЫРЬ!!!", "Мозырь"),
    ("г. Мозырь", "Мозырь"),
    ("Мазыр", "Мозырь"),
    ("у Мазыры", "Мозырь"),
    ("Mazyr", "Мозырь"),
    ("Mozyr", "Мозырь"),
    ("mozir", "Мозырь"),
    ("Мoзырь", "Мозырь"),  # a Latin o in it
    ("М́о́з́ы́р́ь", "Мозырь"),
    ("Воложин", "Воложин"),
    ("в Воложине", "Воложин"),
    ("Валожын", "Воложин"),
    ("у Валожыне", "Воложин"),
    ("Valozyn", "Воложин"),
    ("Valožyn", "Воложин"),
    ("Volozhin", "Воложин"),
    ("валожин", "Воложин"),
    ("Гомель", "Гомель"),
    ("в гомеле", "Гомель"),
    ("Гомелі", "Гомель"),
    ("Gomel", "Гомель"),
    ("Homel", "Гомель"),
    ("Homieĺ", "Гомель"),
    ("гомил", "Гомель"),
    ("из Бобруйска", "Бобруйск"),
    ("бабруйск", "Бобруйск"),
    ("Бабруйску", "Бобруйск"),
    ("babruysk", "Бобруйск"),
    ("в Гродно", "Гродно"),
    ("у Гродне", "Гродно"),
    ("hrodna", "Гродно"),
    ("мінск", "Минск"),
    ("у Мінску", "Минск"),
    ("minsk", "Минск"),
    ("i live in Minsk", "Минск"),
    ("Бишкек", "Бишкек"),
    ("Бишкекте", "Бишкек"),
    ("Бишкектен", "Бишкек"),
    ("Bishkek", "Бишкек"),
    ("бишкэк", "Бишкек"),
    ("пишкек", "Бишкек"),
    ("Ош", "Ош"),
    ("Ошто", "Ош"),
    ("в Оше", "Ош"),
    ("Osh", "Ош"),
    ("Жалал-Абад", "Джалал-Абад"),
    ("Жалал-Абадда", "Джалал-Абад"),
    ("джалалабад", "Джалал-Абад"),
    ("Jalal Abad", "Джалал-Абад"),
    ("Кара Суу", "Кара-Суу"),
    ("карасуу", "Кара-Суу"),
    ("Karasuu", "Кара-Суу"),
    ("Талас", "Талас"),
    ("Таласта", "Талас"),
    ("Нарында", "Нарын"),
    ("Каракол", "Каракол"),
    ("токмок", "Токмок"),
    ("калинковичи", "Калинковичи"),
    ("в калинкавичах", "Калинковичи"),
    ("витебск", "Витебск"),
    ("Віцебск", "Витебск"),
    ("vitsebsk", "Витебск"),
]


@pytest.mark.parametrize(("typed", "name"), TOWNS)
def test_a_town_is_found_as_it_is_typed(real, typed, name):
    assert [town.name.ru for town in real.named(typed).territories][:1] == [name]


NEEDS = [
    ("общежитие", "home"),
    ("обшежитие", "home"),
    ("общежития", "home"),
    ("обшижитие", "home"),
    ("общага", "home"),
    ("жатакана", "home"),
    ("жатаканада", "home"),
    ("жатаканалар", "home"),
    ("інтэрнат", "home"),
    ("інтэрнаты", "home"),
    ("dormitory", "home"),
    ("ночлег", "bed"),
    ("где переночевать", "bed"),
    ("негде спать", "bed"),
    ("начлег", "bed"),
    ("дзе пераначаваць", "bed"),
    ("түнөк", "bed"),
    ("shelter", "bed"),
    ("shelters", "bed"),
    ("i need a bed", "bed"),
    ("паспорт", "papers"),
    ("паспарт", "papers"),
    ("пашпарт", "papers"),
    ("потерял паспорт", "papers"),
    ("passport", "papers"),
    ("работа", "work"),
    ("ищу работу", "work"),
    ("роботу", "work"),
    ("праца", "work"),
    ("жумуш", "work"),
    ("жумуш керек", "work"),
    ("job", "work"),
    ("юрист", "law"),
    ("нужен адвокат", "law"),
    ("юрыст", "law"),
    ("lawyer", "law"),
]


@pytest.mark.parametrize(("typed", "need"), NEEDS)
def test_a_need_is_found_as_it_is_typed(real, typed, need):
    assert need in [hit.id for hit in real.search(typed, "ru") if hit.what == "need"][:1]


def test_a_word_and_a_town_together_find_the_place_there(real):
    first = real.search("тцсон мозырь", "ru")[0]

    assert (first.what, real.places[first.id].territory) == ("place", real.named("Мозырь").territories[0].code)


def test_a_name_that_many_have_lists_them_all(real):
    named = [town for town in real.territories if "Октябрьск" in (town.name.ru or "")]

    found = real.named("Октябрьский").territories

    assert len(named) >= 4
    assert {town.code for town in found} <= {town.code for town in named}
    assert len(found) >= min(len(named), 8)


def test_a_country_asked_for_keeps_the_other_ones_towns_out(real):
    assert {town.code[:2] for town in real.named("Октябрьский", "KG").territories[:1]} == {"KG"}


@pytest.mark.parametrize("typed", ["", "   ", "абракадабра", "фывапролдж", "🙂🙂🙂", "...", "12345678"])
def test_what_means_nothing_finds_nothing(real, typed):
    assert real.search(typed, "ru") == []
    assert real.named(typed).territories == []
