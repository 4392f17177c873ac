"""A small land to ask about: two regions of Belarus, a bit of Kyrgyzstan, and what the tests put there."""

from datetime import UTC, date, datetime

from bot.content.models import Content, Kind, Need, Organisation, Place, Service, Territory, Text
from bot.domain.directory import Directory

#: a Monday, half past one in the afternoon in Minsk
NOON = datetime(2026, 11, 23, 10, 30, tzinfo=UTC)
ASSURED = date(2026, 10, 1)


def text(ru: str, en: str | None = None, be: str | None = None, ky: str | None = None) -> Text:
    return Text(ru=ru, en=en, be=be, ky=ky)


def land(code: str, level: str, ru: str, at: tuple[float, float] | None = None, **more: object) -> Territory:
    parent = more.pop("parent", code.rpartition("-")[0] or None)
    latitude, longitude = at or (None, None)
    fields = {"code": code, "level": level, "parent": parent, "name": text(ru), **more}
    return Territory(**fields, latitude=latitude, longitude=longitude)


TERRITORIES = (
    land("BY", "country", "Беларусь"),
    land("BY-HO", "region", "Гомельская область", (52.4345, 30.9754)),
    land("BY-HO-Gomel", "settlement", "Гомель", (52.4345, 30.9754), population=500_000, aliases=("Homel", "Gomel")),
    land("BY-HO-Gomel-Sav", "city_district", "Советский район", (52.45, 30.95)),
    land("BY-HO-Gomel-Nov", "city_district", "Новобелицкий район", (52.38, 31.02)),
    land("BY-HO-M", "district", "Мозырский район", (52.04162, 29.21631)),
    land("BY-HO-M-Mozyr", "settlement", "Мозырь", (52.04162, 29.21631), population=110_000),
    land("BY-HO-M-Kozenki", "settlement", "Козенки", (52.05, 29.15), population=2_000),
    land("BY-HO-M-Okt", "settlement", "Октябрьский", (52.1, 29.3), population=300),
    land("BY-HO-Okt", "settlement", "Октябрьский", (52.64, 28.88), population=7_000),
    land("BY-MI", "region", "Минская область", (53.90019, 27.56653)),
    land("BY-MI-V", "district", "Воложинский район", (54.08911, 26.52731)),
    land("BY-MI-V-Volozhin", "settlement", "Воложин", (54.08911, 26.52731), population=10_000),
    land("BY-MI-V-Rakov", "settlement", "Раков", (53.97, 27.05), population=2_000),
    land("BY-HM", "region", "город Минск", (53.90019, 27.56653), parent="BY"),
    land("BY-HM-Minsk", "settlement", "Минск", (53.90019, 27.56653), population=2_000_000),
    land("KG", "country", "Кыргызстан"),
    land("KG-GB", "region", "город Бишкек", (42.87, 74.59)),
    land("KG-GB-Bishkek", "settlement", "Бишкек", (42.87, 74.59), population=1_000_000),
)

KINDS = (
    Kind(id="night-shelter", name=text("Дом ночного пребывания"), keeps_holidays=False),
    Kind(id="tcson", name=text("Территориальный центр")),
    Kind(id="line", name=text("Телефон доверия"), assured_days=180, keeps_holidays=False),
    Kind(id="committee", name=text("Исполком"), serves_people=False),
)
NEEDS = (
    Need(id="bed", icon="🛏", name=text("Ночлег", "A bed"), about=text("."), words=("ночлежка",),
         kinds=("night-shelter", "tcson", "committee")),
    Need(id="talk", icon="☎", name=text("Поговорить", "Talk"), about=text("."), words=(), kinds=("line", "tcson")),
)  # fmt: skip


def place(ident: str, kind: str, territory: str, **more: object) -> Place:
    fields = {"name": text(f"Место {ident}"), "source": "here", "grade": "A", "assured": ASSURED, **more}
    return Place(id=ident, kind=kind, territory=territory, **fields)


def content(*places: Place, **more: object) -> Content:
    fields: dict[str, object] = {
        "version": "test", "territories": TERRITORIES, "needs": NEEDS, "kinds": KINDS,
        "services": (Service(id="escort", name=text("Сопровождение"), unit="hour"),),
        "organisations": (Organisation(id="haven", name=text("Гавань"), kind="ngo", territory="BY-HO-Gomel"),),
        "places": places, "contracts": (),
    }  # fmt: skip
    return Content(**(fields | more))


def directory(*places: Place) -> Directory:
    return Directory(content(*places))
