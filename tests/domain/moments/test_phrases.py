"""Times as people type them, on a Monday at half past twelve. One reader reads every table, whatever its language."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.moments import Repeat, understand

MINSK = ZoneInfo("Europe/Minsk")
NOW = datetime(2026, 11, 23, 12, 30, tzinfo=MINSK)

RUSSIAN = """
завтра в 10                     | 24.11 10:00
завтра в 10:30                  | 24.11 10:30
завтра в 10.30                  | 24.11 10:30
завтра в 10-30                  | 24.11 10:30
завтра в 9 30                   | 24.11 09:30
завтра в 3                      | 24.11 15:00
завтра в 03:00                  | 24.11 03:00
завтра утром                    | 24.11 09:00
завтра в 8 утра                 | 24.11 08:00
послезавтра в 9                 | 25.11 09:00
сегодня в 18:45                 | 23.11 18:45
сегодня вечером                 | 23.11 19:00
сегодня в 7 вечера              | 23.11 19:00
в 10 вечера                     | 23.11 22:00
в 10                            | 24.11 10:00
в 13                            | 23.11 13:00
в час дня                       | 23.11 13:00
в полдень                       | 24.11 12:00
в половине десятого             | 24.11 09:30
в десять утра                   | 24.11 10:00
в 2 часа ночи                   | 24.11 02:00
в пятницу в 9                   | 27.11 09:00
во вторник в 9 часов            | 24.11 09:00
в понедельник в 9               | 30.11 09:00
в понедельник в 15:00           | 23.11 15:00
в следующую пятницу в 9         | 04.12 09:00
в среду                         | 25.11 -
на следующей неделе             | 30.11 -
через 2 часа                    | 23.11 14:30
через два часа                  | 23.11 14:30
через час                       | 23.11 13:30
через полчаса                   | 23.11 13:00
через полтора часа              | 23.11 14:00
через 1 час 30 минут            | 23.11 14:00
через 15 минут                  | 23.11 12:45
через день в 9                  | 24.11 09:00
через 2 дня в 9                 | 25.11 09:00
через неделю в 10               | 30.11 10:00
через месяц в 10                | 23.12 10:00
15 декабря 9:30                 | 15.12 09:30
15 декабря в 9                  | 15.12 09:00
15-го в 10                      | 15.12 10:00
15 числа в 10                   | 15.12 10:00
15.12 в 10                      | 15.12 10:00
15.12.2026 10:00                | 15.12 10:00
2026-12-15 10:00                | 15.12 10:00
1 марта 2027 в 11               | 01.03 11:00 2027
5 января в 9                    | 05.01 09:00 2027
29 февраля в 9                  | 29.02 09:00 2028
завтра 10                       | 24.11 10:00
10                              | 24.11 10:00
10:45                           | 24.11 10:45
каждый день в 8:30              | 24.11 08:30 day
ежедневно в 20:00               | 23.11 20:00 day
каждый понедельник в 9          | 30.11 09:00 week
по средам в 11                  | 25.11 11:00 week
каждые две недели в пятницу в 9 | 27.11 09:00 two_weeks
каждое 15 число в 10            | 15.12 10:00 month
раз в неделю во вторник в 9     | 24.11 09:00 week
"""

BELARUSIAN = """
заўтра а 10                     | 24.11 10:00
заўтра а 10:30                  | 24.11 10:30
заутра а 10                     | 24.11 10:00
заўтра раніцай                  | 24.11 09:00
заўтра а 8 раніцы               | 24.11 08:00
заўтра ўвечары                  | 24.11 19:00
паслязаўтра а 9                 | 25.11 09:00
сёння а 18:45                   | 23.11 18:45
сёння ўвечары                   | 23.11 19:00
сёння а 7 вечара                | 23.11 19:00
а дзясятай                      | 24.11 10:00
а дзясятай гадзіне раніцы       | 24.11 10:00
а 10 гадзіне                    | 24.11 10:00
а 10-й гадзіне                  | 24.11 10:00
а першай дня                    | 23.11 13:00
а палове дзясятай               | 24.11 09:30
у пятніцу                       | 27.11 -
у пятніцу а 9                   | 27.11 09:00
у пятницу а 9                   | 27.11 09:00
у панядзелак а 9                | 30.11 09:00
у аўторак а 9:15                | 24.11 09:15
у сераду ў 9                    | 25.11 09:00
у чацвер а 14                   | 26.11 14:00
у суботу а 11                   | 28.11 11:00
у нядзелю а 11                  | 29.11 11:00
у наступную пятніцу а 9         | 04.12 09:00
праз 2 гадзіны                  | 23.11 14:30
праз дзве гадзіны               | 23.11 14:30
праз гадзіну                    | 23.11 13:30
праз паўгадзіны                 | 23.11 13:00
праз паўтары гадзіны            | 23.11 14:00
праз 15 хвілін                  | 23.11 12:45
праз 2 дні а 9                  | 25.11 09:00
праз тыдзень а 10               | 30.11 10:00
праз месяц а 10                 | 23.12 10:00
15 снежня 9:30                  | 15.12 09:30
15 снежня а 9                   | 15.12 09:00
15-га а 10                      | 15.12 10:00
15 чысла а 10                   | 15.12 10:00
1 студзеня а 12                 | 01.01 12:00 2027
3 лютага а 9                    | 03.02 09:00 2027
8 сакавіка а 9                  | 08.03 09:00 2027
2 красавіка а 9                 | 02.04 09:00 2027
9 траўня а 9                    | 09.05 09:00 2027
30 лістапада а 9                | 30.11 09:00
кожны дзень а 8:30              | 24.11 08:30 day
штодня а 20:00                  | 23.11 20:00 day
кожны панядзелак а 9            | 30.11 09:00 week
кожны тыдзень у пятніцу а 9     | 27.11 09:00 week
кожныя два тыдні ў пятніцу а 9  | 27.11 09:00 two_weeks
штомесяц 15-га а 10             | 15.12 10:00 month
"""

KYRGYZ = """
эртең саат 10                   | 24.11 10:00
эртең саат 10до                 | 24.11 10:00
эртең саат 10дө                 | 24.11 10:00
эртен саат 10                   | 24.11 10:00
эртең саат 10:30                | 24.11 10:30
эртең 9да                       | 24.11 09:00
эртең саат ондо                 | 24.11 10:00
эртең саат он жарымда           | 24.11 10:30
эртең эртең менен               | 24.11 09:00
эртең эртең менен саат 8де      | 24.11 08:00
эртең менен саат 9да            | 24.11 09:00
бүрсүгүнү саат 9да              | 25.11 09:00
бүгүн саат 18:45те              | 23.11 18:45
бүгүн кечинде                   | 23.11 19:00
кечки саат 7де                  | 23.11 19:00
кечинде саат 8де                | 23.11 20:00
түштөн кийин саат 3тө           | 23.11 15:00
жума күнү саат 9                | 27.11 09:00
жума күнү саат 9да              | 27.11 09:00
жумада саат 9да                 | 27.11 09:00
дүйшөмбүдө саат 9да             | 30.11 09:00
дуйшомбудо саат 9да             | 30.11 09:00
шейшемби күнү саат 9да          | 24.11 09:00
шаршембиде саат 9да             | 25.11 09:00
бейшемби күнү саат 14:00        | 26.11 14:00
ишемби күнү саат 11де           | 28.11 11:00
жекшембиде саат 11де            | 29.11 11:00
кийинки жума күнү саат 9да      | 04.12 09:00
2 сааттан кийин                 | 23.11 14:30
эки сааттан кийин               | 23.11 14:30
бир сааттан кийин               | 23.11 13:30
жарым сааттан кийин             | 23.11 13:00
бир жарым сааттан кийин         | 23.11 14:00
15 мүнөттөн кийин               | 23.11 12:45
эки күндөн кийин саат 9да       | 25.11 09:00
бир жумадан кийин саат 10до     | 30.11 10:00
эки аптадан кийин саат 10до     | 07.12 10:00
бир айдан кийин саат 10до       | 23.12 10:00
15-декабрь саат 9:30            | 15.12 09:30
15-декабрда саат 10до           | 15.12 10:00
декабрдын 15инде саат 10до      | 15.12 10:00
5-январда саат 9да              | 05.01 09:00 2027
күн сайын саат 8де              | 24.11 08:00 day
ар күнү саат 8де                | 24.11 08:00 day
ар дүйшөмбү саат 9да            | 30.11 09:00 week
жума сайын                      | - - week
эки жумада бир дүйшөмбүдө саат 9да | 30.11 09:00 two_weeks
ай сайын 15инде саат 10до       | 15.12 10:00 month
"""

ENGLISH = """
tomorrow at 10                  | 24.11 10:00
tomorrow at 10am                | 24.11 10:00
tomorrow at 10:30 pm            | 24.11 22:30
tomorrow at 3                   | 24.11 15:00
tomorrow at 3 am                | 24.11 03:00
tomorrow morning                | 24.11 09:00
tomorrow at noon                | 24.11 12:00
tonight                         | 23.11 19:00
tonight at 9                    | 23.11 21:00
today at 6 pm                   | 23.11 18:00
at 5 pm on Friday               | 27.11 17:00
on Friday at 9                  | 27.11 09:00
Friday 9:30                     | 27.11 09:30
on fri at 9                     | 27.11 09:00
next Friday at 9                | 04.12 09:00
next week                       | 30.11 -
on Wednesday                    | 25.11 -
the day after tomorrow at 9     | 25.11 09:00
in 2 hours                      | 23.11 14:30
in two hours                    | 23.11 14:30
in an hour                      | 23.11 13:30
in half an hour                 | 23.11 13:00
in an hour and a half           | 23.11 14:00
in 1 hour 30 minutes            | 23.11 14:00
in 15 minutes                   | 23.11 12:45
15 minutes later                | 23.11 12:45
in 2 days at 9                  | 25.11 09:00
in a week at 10                 | 30.11 10:00
in a month at 10                | 23.12 10:00
December 15 at 9:30             | 15.12 09:30
Dec 15 at 9                     | 15.12 09:00
15 December at 9                | 15.12 09:00
on the 15th at 10               | 15.12 10:00
March 1st 2027 at 11            | 01.03 11:00 2027
half past 9                     | 24.11 09:30
10 o'clock                      | 24.11 10:00
10 in the evening               | 23.11 22:00
midnight                        | 24.11 00:00
every day at 8:30               | 24.11 08:30 day
daily at 20:00                  | 23.11 20:00 day
every Monday at 9               | 30.11 09:00 week
on Wednesdays at 11             | 25.11 11:00 week
every two weeks on Friday at 9  | 27.11 09:00 two_weeks
every other Friday at 9         | 27.11 09:00 two_weeks
every month on the 15th at 10   | 15.12 10:00 month
"""

#: slips of the thumb, talk, and what we cannot keep
AS_TYPED = """
зафтра в 10                     | 24.11 10:00
завтро в 10 утра                | 24.11 10:00
завтра в10                      | 24.11 10:00
завтра в 9ч                     | 24.11 09:00
завтра в 9 ч 30 мин             | 24.11 09:30
завтра 9 30                     | 24.11 09:30
9 30                            | 24.11 09:30
послезафтра в 9                 | 25.11 09:00
после завтра в 9                | 25.11 09:00
пасля заўтра а 9                | 25.11 09:00
вчера в 10                      | 22.11 10:00
учора                           | 22.11 -
в четверк в 9                   | 26.11 09:00
в понидельник в 9               | 30.11 09:00
пн 9:00                         | 30.11 09:00
чт в 10                         | 26.11 10:00
пт                              | 27.11 -
в понедельник                   | 23.11 -
в след пятницу в 10             | 04.12 10:00
завтра после обеда              | 24.11 15:00
пасля абеду                     | 23.11 15:00
завтра в полдевятого            | 24.11 08:30
завтра в пол девятого           | 24.11 08:30
завтра в пол 9                  | 24.11 08:30
в полвосьмого вечера            | 23.11 19:30
завтра в девять тридцать        | 24.11 09:30
завтра в девять сорок пять      | 24.11 09:45
завтра без четверти девять      | 24.11 08:45
завтра без 15 минут 9           | 24.11 08:45
завтра в четверть десятого      | 24.11 09:15
через пол часа                  | 23.11 13:00
через часик                     | 23.11 13:30
через пару часов                | 23.11 14:30
через минут 20                  | 23.11 12:50
минут через двадцать            | 23.11 12:50
через дней 5 в 9                | 28.11 09:00
через недельку в 9              | 30.11 09:00
через год в 9                   | 23.11 09:00 2027
праз паўгадзінкі                | 23.11 13:00
заўтра апоўдні                  | 24.11 12:00
первого декабря в 9             | 01.12 09:00
двадцать пятого декабря в 9     | 25.12 09:00
першага снежня а 9              | 01.12 09:00
первого числа                   | 01.12 -
каждого 1 числа в 9             | 01.12 09:00 month
каждое первое число в 9         | 01.12 09:00 month
каждое утро                     | 24.11 09:00 day
каждый вечер в 21               | 23.11 21:00 day
каждый второй вторник в 9       | 24.11 09:00 two_weeks
эртең мененки 9                 | 24.11 09:00
бүгүн кечке                     | 23.11 19:00
бүгүн кечкурун                  | 23.11 19:00
кийинки жумада                  | 30.11 -
кийинки жумада дүйшөмбүдө саат 9да | 30.11 09:00
ар айдын 15инде саат 9да        | 15.12 09:00 month
биринчи декабрь саат 9да        | 01.12 09:00
tommorow at 10                  | 24.11 10:00
tomorow 10am                    | 24.11 10:00
quarter past nine tomorrow      | 24.11 09:15
quarter to ten tomorrow         | 24.11 09:45
in a couple of hours            | 23.11 14:30
first of December at 9          | 01.12 09:00
every morning                   | 24.11 09:00 day
10/12 9:30                      | 10.12 09:30
10.12                           | 10.12 -
2 декабря 2026 года в 11.00     | 02.12 11:00
02.12.2026г. в 9.00             | 02.12 09:00
к 9.00 02.12                    | 02.12 09:00
послезавтра с утра              | 25.11 09:00
кажды другі аўторак а 9         | 24.11 09:00 two_weeks
эртең саат 14.00дө              | 24.11 14:00
жекшемби күнү саат он бирде     | 29.11 11:00
"""


def shown(at: str) -> datetime:
    """What the wall shows."""
    return datetime.fromisoformat(at)


def rows(table: str):
    for line in table.strip().splitlines():
        phrase, _bar, expected = (part.strip() for part in line.partition("|"))
        day, clock, *more = expected.split()
        year = next((int(one) for one in more if one.isdigit()), 2026)
        repeats = next((Repeat(one) for one in more if not one.isdigit()), Repeat.ONCE)
        number, _dot, month = day.partition(".")
        yield pytest.param(
            phrase,
            None if day == "-" else date(year, int(month), int(number)),
            None if clock == "-" else time.fromisoformat(clock),
            repeats,
            id=phrase,
        )


TABLES = {"ru": RUSSIAN, "be": BELARUSIAN, "ky": KYRGYZ, "en": ENGLISH}
ALL = [row for table in TABLES.values() for row in rows(table)]


@pytest.mark.parametrize(("phrase", "day", "clock", "repeats"), ALL)
def test_a_phrase_means_what_people_mean_by_it(phrase, day, clock, repeats):
    understood = understand(phrase, NOW, MINSK)

    assert (understood.day, understood.clock, understood.repeats) == (day, clock, repeats)
    assert understood.rest == ""


@pytest.mark.parametrize(("phrase", "day", "clock", "repeats"), list(rows(AS_TYPED)))
def test_slips_and_talk_are_understood(phrase, day, clock, repeats):
    for said in (phrase, phrase.capitalize(), phrase.upper()):
        understood = understand(said, NOW, MINSK)

        assert (understood.day, understood.clock, understood.repeats) == (day, clock, repeats), said
        assert understood.rest == "", said


@pytest.mark.parametrize(
    ("text", "wall", "rest"),
    [
        ("в 5 кабинет завтра в 10", "2026-11-24T10:00", "в 5 кабинет"),
        ("завтра в 9 кабинет 5", "2026-11-24T09:00", "кабинет 5"),
        ("завтра в 10 подать в 2 экземплярах", "2026-11-24T10:00", "подать в 2 экземплярах"),
        ("с четверга в 9 на работу", "2026-11-26T09:00", "с на работу"),
        ("помыть пол завтра в 9", "2026-11-24T09:00", "помыть пол"),
        ("put in a good word tomorrow at 9", "2026-11-24T09:00", "put in a good word"),
        ("напомните пожалуйста завтра в 9 сходить за паспортом", "2026-11-24T09:00", "сходить за паспортом"),
    ],
)
def test_a_number_that_counts_something_is_no_hour(text, wall, rest):
    understood = understand(text, NOW, MINSK)

    assert (understood.wall, understood.rest) == (shown(wall), rest)


@pytest.mark.parametrize(
    "text", ["по будням в 9", "каждые 3 дня в 9", "каждые 2 часа", "every weekday at 9", "в выходные в 10"]
)
def test_what_cannot_be_kept_is_asked_for_and_not_half_understood(text):
    understood = understand(text, NOW, MINSK)

    assert (understood.day, understood.clock, understood.repeats) == (None, None, Repeat.ONCE)
    assert understood.rest == text


@pytest.mark.parametrize("language", TABLES)
def test_every_language_has_its_share_of_phrases(language):
    assert len(list(rows(TABLES[language]))) >= 25


#: beside other words their number could be anything
BARE = {"10", "завтра 10"}


@pytest.mark.parametrize(("phrase", "day", "clock", "repeats"), [row for row in ALL if row.values[0] not in BARE])
def test_what_is_said_beside_the_time_stays_as_it_was(phrase, day, clock, repeats):
    for words in ("позвонить Анне", "взять 10 копий", "атрымаць даведку", "документ алуу", "call them"):
        for text in (f"{phrase} {words}", f"{phrase}, {words}.", f"{words} {phrase}"):
            understood = understand(text, NOW, MINSK)

            assert (understood.day, understood.repeats) == (day, repeats), text
            assert understood.rest == words, text
            if clock is not None:
                assert understood.clock == clock, text


@pytest.mark.parametrize(("phrase", "day", "clock", "repeats"), ALL)
def test_capitals_and_spaces_change_nothing(phrase, day, clock, repeats):
    shouted = understand("  " + phrase.upper().replace(" ", "   ") + " ", NOW, MINSK)

    assert (shouted.day, shouted.clock, shouted.repeats) == (day, clock, repeats)


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("напомни мне завтра в 10 позвонить в центр занятости", "позвонить в центр занятости"),
        ("Напомни, что завтра в 10 суд", "суд"),
        ("нагадай мне заўтра а 10 схадзіць у банк", "схадзіць у банк"),
        ("remind me to call Anna tomorrow at 10", "call Anna"),
        ("эртең саат 10 борборго баруу", "борборго баруу"),
        ("взять паспорт, завтра в 10", "взять паспорт"),
    ],
)
def test_the_words_are_kept_without_the_asking(text, rest):
    understood = understand(text, NOW, MINSK)

    assert understood.wall == shown("2026-11-24T10:00")
    assert understood.rest == rest


@pytest.mark.parametrize(
    "text",
    [
        "купить 10 яиц", "позвонить 80291234567", "купить торт", "дом 5 квартира 10", "31 ноября", "31.02", "в 25:00",
        "я", "", "   ", "!!!", "он придёт", "second hand shop", "may I", "2 литра молока", "99999999999999999999",
    ],
)  # fmt: skip
def test_what_is_no_time_is_not_taken_for_one(text):
    understood = understand(text, NOW, MINSK)

    assert understood.wall is None
    assert understood.day is None
    assert understood.rest == text.strip()


def test_after_a_day_is_chosen_a_time_is_of_that_day():
    assert understand("8:15", NOW, MINSK, date(2026, 12, 1)).wall == shown("2026-12-01T08:15")
    assert understand("9.10", NOW, MINSK, date(2026, 12, 1)).wall == shown("2026-12-01T09:10")
    assert understand("9 10", NOW, MINSK, date(2026, 12, 1)).wall == shown("2026-12-01T09:10")
    assert understand("10.12 в 9", NOW, MINSK, date(2026, 12, 1)).wall == shown("2026-12-10T09:00")
    assert understand("завтра в 8:15", NOW, MINSK, date(2026, 12, 1)).wall == shown("2026-11-24T08:15")


def test_what_was_named_and_is_over_is_not_moved_in_silence():
    assert understand("сегодня в 9:00", NOW, MINSK).wall == shown("2026-11-23T09:00")
    assert understand("1.03.2020 в 9:00", NOW, MINSK).wall == shown("2020-03-01T09:00")


def test_hours_ahead_are_counted_over_a_change_of_the_clocks():
    warsaw = ZoneInfo("Europe/Warsaw")
    evening = datetime(2026, 10, 24, 23, 0, tzinfo=warsaw)

    assert understand("in 5 hours", evening, warsaw).wall == shown("2026-10-25T03:00")


def test_a_minute_that_has_begun_counts_as_over():
    assert understand("in 10 minutes", NOW + timedelta(seconds=1), MINSK).wall == shown("2026-11-23T12:41")


@given(
    st.datetimes(shown("2020-01-01T00:00"), shown("2035-01-01T00:00")),
    st.sampled_from([row.values[0] for row in ALL]),
)
def test_at_any_moment_a_phrase_without_a_date_that_is_over_means_the_future(now, phrase):
    now = now.replace(tzinfo=UTC)
    wall = understand(phrase, now, MINSK).wall
    names_a_day = any(word in phrase for word in ("сегодня", "сёння", "бүгүн", "today", "tonight", "202"))

    if wall is not None and not names_a_day:
        assert wall > now.astimezone(MINSK).replace(tzinfo=None)


@given(st.text(max_size=600))
def test_no_text_whatever_breaks_the_reader(text):
    understand(text, NOW, MINSK)


PIECES = "завтра в 10 9:30 15.12 31 через 2 часа а у пятницу саат кийин сайын every жума half 99 0 числа next"


@given(st.lists(st.sampled_from(PIECES.split()), max_size=9))
def test_no_order_of_time_words_breaks_the_reader(words):
    understood = understand(" ".join(words), NOW, MINSK)

    assert understood.wall is None or understood.wall.tzinfo is None
