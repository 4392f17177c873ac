"""Words for time in Russian, Belarusian, Kyrgyz and English, as people type them.

All languages are read at once: people mix them. Letters that phones lack are folded together on both sides (ё е, ў у,
і и, ң н, ө о, ү у), so «эртен саат 10» and «у панядзелак» are understood without a national keyboard. A form that
ends in ``*`` stands for every word that begins so.
"""

from collections.abc import Mapping
from enum import StrEnum
from functools import cache


class Means(StrEnum):
    """What a word can stand for."""

    AT = "at"
    AHEAD = "ahead"
    LATER = "later"
    EVERY = "every"
    EACH = "each"
    NEXT = "next"
    DAY = "day"
    WEEKDAY = "weekday"
    SHORT_WEEKDAY = "short_weekday"
    WEEKDAYS = "weekdays"
    MONTH = "month"
    UNIT = "unit"
    PART = "part"
    NUMBER = "number"
    OF_HOUR = "of_hour"
    HALF = "half"
    HALF_OF = "half_of"
    TIME = "time"
    OCLOCK = "oclock"
    OF_MONTH = "of_month"
    OFTEN = "often"
    PAST = "past"
    MANY = "many"
    PAIR = "pair"
    MONTH_DAY = "month_day"
    SHORT_OF = "short_of"
    QUARTER = "quarter"
    COUNTED = "counted"
    VAGUE = "vague"
    OTHER = "other"


MINUTE, HOUR, HALF_HOUR, HOUR_AND_HALF = 1, 60, 30, 90
DAYS, WEEKS, MONTHS, YEARS = "days", "weeks", "months", "years"
MORNING, NOON, AFTERNOON, EVENING, NIGHT, AM, PM = "morning", "noon", "afternoon", "evening", "night", "am", "pm"

_FOLD = str.maketrans("ёўіңөү", "еуиноу", "'’ʼ`´")


def fold(word: str) -> str:
    return word.lower().translate(_FOLD)


_FORMS: Mapping[Means, Mapping[object, str]] = {
    Means.AT: {True: "в во на к ко у а о аб па по at on by the in of саат сааты гадзине сағат"},
    Means.AHEAD: {True: "через праз цераз in within after"},
    Means.LATER: {True: "кийин сон later соон"},
    Means.EVERY: {True: "каждый каждую каждое каждые каждого каждой кажды кожны кожнага кожнай "
                        "кожную кожнае кожныя every each ар"},
    Means.EACH: {True: "сайын"},
    Means.OTHER: {True: "other други другую другой второй вторую второе"},
    Means.NEXT: {True: "следующий следующую следующее следующей следующем след "
                       "будущий будущую будущее будущей будущем наступны наступную "
                       "наступнай наступным наступнае next кийинки эмки келерки"},
    Means.DAY: {
        -1: "вчера учора yesterday кечээ",
        0: "сегодня севодня сеодня седня сення сягоння сёньня today tonight бугун",
        1: "завтра зафтра завтро завра заутра tomorrow tomorow tommorow tommorrow tomorrw tmrw эртен эртенки",
        2: "послезавтра послезафтра паслязаутра overmorrow бурсугуну бирсугуну",
    },
    Means.WEEKDAY: {
        0: "понедельник понидельник панедельник панидельник понедельнк понедельника панядзелак панядзелка "
           "дуйшомбу* monday",
        1: "вторник фторник вторника ауторак ауторка шейшемби* tuesday",
        2: "среда среду среды серада сераду серады шаршемби* wednesday",
        3: "четверг четверк читверг четверга чацвер чацвярга бейшемби* thursday",
        4: "пятница пятницу пятницы жума жумада жумага friday",
        5: "суббота субботу субботы субота суботу ишемби* saturday",
        6: "воскресенье воскресение воскресене воскресенья нядзеля нядзелю нядзели жекшемби* sunday",
    },
    Means.SHORT_WEEKDAY: {
        0: "пн пон пнд mon", 1: "вт втр ау tue tues", 2: "ср срд wed", 3: "чт чтв чц thu thur thurs",
        4: "пт птн fri", 5: "сб суб sat", 6: "вс вск нд sun",
    },
    Means.WEEKDAYS: {
        0: "понедельникам панядзелках mondays", 1: "вторникам аутарках tuesdays", 2: "средам серадах wednesdays",
        3: "четвергам чацвяргах thursdays", 4: "пятницам пятницах fridays", 5: "субботам суботах saturdays",
        6: "воскресеньям нядзелях sundays",
    },
    Means.MONTH: {
        1: "января январь январ* студзеня студзень january jan",
        2: "февраля февраль феврал* лютага люты february feb",
        3: "марта март мартын* мартта сакавика сакавик march mar",
        4: "апреля апрель апрел* красавика красавик april apr",
        5: "мая май майда майдын* мая траунея трауня травень may",
        6: "июня июнь июн* чэрвеня чэрвень june jun",
        7: "июля июль июл* липеня липень july jul",
        8: "августа август* жниуня жнивень august aug",
        9: "сентября сентябрь сентябр* верасня верасень september sept sep",
        10: "октября октябрь октябр* кастрычника кастрычник october oct",
        11: "ноября ноябрь ноябр* листапада листапад november nov",
        12: "декабря декабрь декабр* снежня снежань december dec",
    },
    Means.UNIT: {
        MINUTE: "минута минуту минуты минут мин хвилина хвилину хвилины хвилин минутку минутадан мунот* minute "
                "minutes min mins",
        HOUR: "час часа часов часик часок ч гадзина гадзину гадзины гадзин гадз саат сааттан саатта сааттын "
              "hour hours hr hrs h",
        HALF_HOUR: "полчаса получаса полчасика паугадзины паугадзинки пауга",
        HOUR_AND_HALF: "полторачаса",
        DAYS: "день дня дней денек дзень дни дзен кун куну кундон кундун кунго day days сутки суток",
        WEEKS: "неделя неделю недельку недели недель неделе тыдзень тыдня тыдни тыдняу тыдн тыднем жума жумадан "
               "жумада апта аптадан аптада week weeks",
        MONTHS: "месяц месяца месяцев месяце месяцау месяцы ай айдан айда айдын month months",
        YEARS: "год года лет гады гадоу жыл жылдан year years",
    },
    Means.PART: {
        MORNING: "утра утром утро раницы раницай ранку ранкам рания эртенменен танкы танда morning",
        NOON: "обед обеда обедом абед абедзе туш тушто тушку",
        AFTERNOON: "дня днем удзень дня afternoon тушконкийин",
        EVENING: "вечера вечером вечер вечара увечары вечарам кеч кечки кечинде кечкисин кечте кечке кечкурун "
                 "evening tonight",
        NIGHT: "ночи ночью ноч ночы уначы ноччу тунку тундо night",
        AM: "am",
        PM: "pm",
    },
    Means.NUMBER: {
        1: "один одну одна адзин адну адна one an a бир",
        2: "два две двух дзве двух two эки",
        3: "три трех тры трох three уч",
        4: "четыре чатыры four торт",
        5: "пять пяць five беш",
        6: "шесть шэсць six алты",
        7: "семь сем seven жети",
        8: "восемь восем eight сегиз",
        9: "девять дзевяць nine тогуз",
        10: "десять дзесяць ten он",
        11: "одиннадцать адзинаццаць eleven",
        12: "двенадцать дванаццаць twelve",
        15: "пятнадцать пятнаццаць fifteen",
        20: "двадцать дваццаць twenty жыйырма",
        30: "тридцать трыццаць thirty отуз",
        40: "сорак сорок forty кырк",
        50: "пятьдесят пяцьдзясят fifty элуу",
    },
    #: "а дзясятай", "половина десятого", «саат тогузда»
    Means.OF_HOUR: {
        1: "первого першай першая бирде", 2: "второго другой другая экиде", 3: "третьего трэцяй трэцяя учто",
        4: "четвертого чацвертай чацвертая тортто", 5: "пятого пятай пятая беште",
        6: "шестого шостай шостая алтыда", 7: "седьмого семай семая жетиде", 8: "восьмого восьмай восьмая сегизде",
        9: "девятого дзявятай дзявятая тогузда", 10: "десятого дзясятай дзясятая ондо онго",
        11: "одиннадцатого адзинаццатай адзинаццатая", 12: "двенадцатого дванаццатай дванаццатая",
    },
    Means.HALF: {True: "половина половину палова паўгадзины паугадзины half жарым жарымда"},
    Means.HALF_OF: {True: "пол половине половина палове палова"},
    Means.TIME: {
        (12, 0): "полдень поудзень опоудни апоудни noon midday чактуш",
        (0, 0): "полночь поунач midnight",
        (13, 0): "час",
    },
    Means.OCLOCK: {True: "час часа часов ч гадзине гадзин гадзины гадзина oclock"},
    Means.OF_MONTH: {True: "числа число чысла"},
    Means.OFTEN: {
        "day": "ежедневно штодня штодзень штодзенна daily everyday кундо кундолук",
        "week": "еженедельно штотыдзень weekly",
        "two_weeks": "fortnightly",
        "month": "ежемесячно штомесяц monthly",
    },
    Means.PAST: {True: "past"},
    #: never one of it: "через минут 20", «минут через 20»
    Means.MANY: {True: "минут часов дней недель месяцев хвилин гадзин дзен тыдняу месяцау"},
    Means.PAIR: {True: "пару пары couple"},
    #: "первого декабря", "першага снежня", "first of December", «биринчи декабрь»
    Means.MONTH_DAY: {
        1: "первого первое першага першае first биринчи", 2: "второго другога second экинчи",
        3: "третьего трэцяга third учунчу", 4: "четвертого чацвертага fourth тортунчу",
        5: "пятого пятага fifth бешинчи", 6: "шестого шостага sixth алтынчы", 7: "седьмого семага seventh жетинчи",
        8: "восьмого восьмага eighth сегизинчи", 9: "девятого дзявятага ninth тогузунчу",
        10: "десятого дзясятага tenth онунчу", 11: "одиннадцатого адзинаццатага eleventh",
        12: "двенадцатого дванаццатага twelfth", 13: "тринадцатого трынаццатага thirteenth",
        14: "четырнадцатого чатырнаццатага fourteenth", 15: "пятнадцатого пятнаццатага fifteenth",
        16: "шестнадцатого шаснаццатага sixteenth", 17: "семнадцатого сямнаццатага seventeenth",
        18: "восемнадцатого васямнаццатага eighteenth", 19: "девятнадцатого дзевятнаццатага nineteenth",
        20: "двадцатого дваццатага twentieth жыйырманчы", 30: "тридцатого трыццатага thirtieth отузунчу",
    },
    Means.SHORT_OF: {
        True: "без",
        5: "пяти пяци", 10: "десяти дзесяци", 15: "четверти чвэрци пятнадцати пятнаццаци", 20: "двадцати дваццаци",
    },
    Means.QUARTER: {True: "четверть чвэрць quarter"},
    #: what a number before it counts or names, so that it is no hour: "в 5 кабинет", "в 2 экземплярах"
    Means.COUNTED: {
        True: "кабинет кабинете каб кабинецце кабинетке кабинетте экземпляр* экз рублей рубля рубль руб рублеу "
              "сом сомго сомдон этаж этаже паверх паверсе поликлинику поликлинике паликлинику паликлинице больницу "
              "больнице бальницу бальницы отделение отделении отдел окно окне акно копию копиях школу школе "
              "room floor copies rubles som"
    },
    #: a day we cannot keep: better asked than guessed from what stands beside it
    Means.VAGUE: {True: "будням будни буднях будний буднего выходные выходных выходным выходной выхадныя выхадных "
                        "weekday weekdays weekend weekends"},
}  # fmt: skip

#: several words that mean what one means
PHRASES: Mapping[tuple[str, ...], str] = {
    tuple(fold(phrase).split()): word
    for word, phrases in {
        "эртенменен": "эртең менен|эртең мененки",
        "тушконкийин": "түштөн кийин|после обеда|пасля абеду|пасля абеда|after lunch",
        "послезавтра": "после завтра|после зафтра|пасля заўтра",
        "couple": "a couple of|a couple",
        "тундо": "түн ичинде",
        "чактуш": "чак түш",
        "overmorrow": "day after tomorrow",
        "полчаса": "half an hour|пол часа|пол часика|паў гадзіны|жарым саат|жарым сааттан|жарым саатта",
        "полторачаса": "полтора часа|паўтары гадзіны|an hour and a half|бир жарым саат|бир жарым сааттан",
        "oclock": "o clock",
        "утром": "с утра",
        "eleven": "он бир|он бирде",
        "twelve": "он эки|он экиде",
        "weekly": "раз в неделю|раз у тыдзень|once a week|жумасына бир|аптасына бир|жумада бир|аптада бир",
        "fortnightly": "раз в две недели|раз у два тыдні|эки жумада бир|эки аптада бир|once in two weeks",
        "monthly": "раз в месяц|раз у месяц|once a month|айына бир|айда бир",
    }.items()
    for phrase in phrases.split("|")
}
LONGEST_PHRASE = max(map(len, PHRASES))


@cache
def _exact() -> dict[str, dict[Means, object]]:
    found: dict[str, dict[Means, object]] = {}
    for means, values in _FORMS.items():
        for value, forms in values.items():
            for form in forms.split():
                if not form.endswith("*"):
                    found.setdefault(fold(form), {}).setdefault(means, value)
    return found


@cache
def _beginnings() -> tuple[tuple[str, Means, object], ...]:
    return tuple(
        (fold(form[:-1]), means, value)
        for means, values in _FORMS.items()
        for value, forms in values.items()
        for form in forms.split()
        if form.endswith("*")
    )


def meanings(word: str) -> dict[Means, object]:
    """All that a word can stand for in a sentence about time; empty for most words."""
    folded = fold(word)
    known = dict(_exact().get(folded, {}))
    for beginning, means, value in _beginnings():
        if folded.startswith(beginning):
            known.setdefault(means, value)
    return known
