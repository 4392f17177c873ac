"""What a notice is warned of before it goes out, and what not."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.domain.notices.warnings import Kind, warnings_of

NOW, MINSK = datetime(2026, 11, 23, 9, 30, tzinfo=UTC), ZoneInfo("Europe/Minsk")
FINE = {
    "ru": "Встреча 15 декабря в 10:00, улица Ленина 1, кабинет 5.",
    "be": "Сустрэча 15 снежня а 10:00, вуліца Леніна 1.",
    "ky": "Жолугушуу 15-декабрда саат 10:00, Чүй проспекти 106.",
    "en": "We meet on 15 December at 10:00, Lenin street 1, room 5.",
}


def kinds(text, language="ru", **about):
    return {one.kind for one in warnings_of({language: text}, NOW, MINSK, **about)}


@pytest.mark.parametrize("language", FINE)
def test_an_ordinary_text_is_warned_of_nothing(language):
    assert kinds(FINE[language], language) == set()


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Приходите, улица Ленина 1.", Kind.NO_TIME),
        ("Приходите завтра в 10:00.", Kind.NO_PLACE),
        ("Иначе вас накажут. Завтра в 10:00, ул. Мира 3.", Kind.THREAT),
        ("Інакш будзе пакаранне. Заўтра а 10:00, вул. Леніна 1.", Kind.THREAT),
        ("Болбосо жаза болот. Эртең саат 10:00, Манас көчөсү 5.", Kind.THREAT),
        ("Come tomorrow at 10:00, room 5, or you will be arrested.", Kind.THREAT),
        ("Завтра в 10:00, каб. 5. Подробности: https://example.by/x", Kind.LINK),
        ("Завтра в 10:00, каб. 5. Пишите @someone_here", Kind.LINK),
        ("Завтра в 10:00, каб. 5, t.me/some", Kind.LINK),
        ("Завтра в 10:00, каб. 5. Спросите: Петров Пётр", Kind.NAME),
        ("Завтра в 10:00, каб. 5. Иван Петрович ждёт", Kind.NAME),
        ("Завтра в 10:00, каб. 5, Петров П. С.", Kind.NAME),
        ("Эртең саат 10:00, 5-бөлмө. Асан Бакыт уулу", Kind.NAME),
        ("Завтра в 10:00, каб. 5. " + "Возьмите с собой бумаги. " * 15, Kind.LONG),
    ],
)
def test_each_thing_is_warned_of(text, kind):
    assert kind in kinds(text)


@pytest.mark.parametrize(
    "text",
    [
        "Просим Вас прийти завтра в 10:00, кабинет 5.",
        "Завтра в 10:00, ул. Якуба Коласа 5.",
        "Завтра в 10:00, улица Якуба Коласа 5.",
    ],
)
def test_politeness_and_streets_are_no_names(text):
    assert Kind.NAME not in kinds(text)


def test_the_offices_own_house_is_a_place_and_no_name():
    text = "Завтра в 10:00 там же: Дом Петра Великого."

    assert {Kind.NO_PLACE, Kind.NAME} <= kinds(text)
    assert kinds(text, known_places=("Дом Петра Великого",)) == set()


def test_each_warning_names_its_language_and_the_word():
    (found,) = warnings_of(FINE | {"en": FINE["en"] + " Otherwise you pay."}, NOW, MINSK)

    assert (found.language, found.kind, found.found) == ("en", Kind.THREAT, "Otherwise")
