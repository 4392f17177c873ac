"""A small content folder in which everything is right, to be spoilt one thing at a time."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from bot.content.loader import problems
from bot.content.mistakes import Mistake

TODAY = date(2026, 11, 22)

FILES = {
    "services.yaml": """
needs:
- id: bed
  icon: B
  name: {ru: Ночлег, be: Начлег, ky: Түнөк, en: Bed}
  about: {ru: Где спать, be: Дзе спаць, ky: Кайда, en: Where}
  words: [ночлег]
  kinds: [tcson]
  services: [shelter]
kinds:
- id: tcson
  name: {ru: ТЦСОН, be: ТЦСАН, ky: ТЦСОН, en: TCSON}
services:
- id: shelter
  name: {ru: Приют, be: Прытулак, ky: Жай, en: Shelter}
  unit: day
""",
    "by/territories.yaml": """
territories:
- {code: BY, level: country, name: {ru: Беларусь, be: Беларусь, en: Belarus}}
- {code: BY-HO, level: region, parent: BY, name: {ru: Гомельская область, be: Гомельская вобласць, en: Gomel Region}}
- code: BY-HO-Gomel
  level: settlement
  parent: BY-HO
  name: {ru: Гомель, be: Гомель, en: Gomel}
  latitude: 52.4345
  longitude: 30.9754
- code: BY-HO-Gomel-Oktyabrsky
  level: city_district
  parent: BY-HO-Gomel
  name: {ru: Октябрьский район г. Гомеля, be: Кастрычніцкі раён г. Гомеля, en: "Oktyabrsky, Gomel"}
""",
    "by/places.yaml": """
places:
- id: centre
  kind: tcson
  name: {ru: Центр, be: Цэнтр, en: Centre}
  territory: BY-HO-Gomel-Oktyabrsky
  needs: [bed]
  taken: {ru: Все, be: Усе, ky: Баары, en: Everyone}
  address: ул. Ясная, 1
  phones:
  - number: +375232210946
  hours: Mo-Fr 08:30-13:00,14:00-17:30
  source: a page
  source_date: 2026-04
  assured: 2026-04-13
  grade: A
- id: branch
  kind: tcson
  name: {ru: Филиал}
  territory: BY-HO-Gomel
  address: ул. Лесная, 2
  phones:
  - {number: "139", reach: country}
  - {number: 22-52-38, reach: local}
  latitude: 52.45
  longitude: 30.99
  precision: address
  source: a page
  grade: A
""",
    "demo/all.yaml": """
organisations:
- {id: harbour, name: {ru: Гавань}, kind: ngo, territory: BY-HO-Gomel, demo: true}
contracts:
- id: contract
  customer: {ru: Заказчик}
  provider: harbour
  service: shelter
  territory: BY-HO
  starts: 2026-01-01
  ends: 2030-12-31
  units: 100
  tariff: "9.40"
  currency: BYN
  demo: true
""",
    "unverified/by.yaml": """
places:
- id: aside
  kind: tcson
  name: {ru: Неизвестно где}
  territory: BY
  phones:
  - {number: 12-XX, reach: local}
  source: not recorded
  grade: C
""",
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The small content folder, with nothing wrong in it."""
    for name, text in FILES.items():
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text.lstrip(), "utf-8")
    return tmp_path


Spoil = Callable[[str, str, str], list[Mistake]]


@pytest.fixture
def spoil(folder: Path) -> Spoil:
    """Replaces a passage of a file and returns what is found wrong then."""

    def spoil(name: str, passage: str, by: str) -> list[Mistake]:
        file = folder / name
        text = file.read_text("utf-8")
        assert text.count(passage) >= 1
        file.write_text(text.replace(passage, by, 1), "utf-8")
        return problems(folder, TODAY)

    return spoil


@pytest.fixture
def today() -> date:
    return TODAY
