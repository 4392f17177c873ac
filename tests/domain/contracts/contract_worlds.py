"""A small country or two to route in: territories, contracts and places made to order."""

from collections.abc import Iterable
from datetime import date

from bot.content.models import Contract, Need, Phone, Place, Territory, Text
from bot.domain.contracts import PublicHelp, Request, Route, route
from bot.domain.directory.territories import Territories

PARENTS = {
    "BY": None,
    "BY-HM": "BY",
    "BY-HM-minsk": "BY-HM",
    "BY-HM-moskovsky": "BY-HM-minsk",
    "BY-HM-leninsky": "BY-HM-minsk",
    "BY-HO": "BY",
    "BY-HO-mozyr-district": "BY-HO",
    "BY-HO-mozyr": "BY-HO-mozyr-district",
    "BY-HO-gomel": "BY-HO",
    "BY-HO-gomel-railway": "BY-HO-gomel",
    "KG": None,
    "KG-GB": "KG",
    "KG-GB-bishkek": "KG-GB",
}
SERVICES = ("accompaniment", "consultation", "shelter", "home-help")
TODAY = date(2026, 11, 22)

PAPERS = Need(
    id="papers",
    icon="x",
    name=Text(en="Papers"),
    about=Text(en="Papers"),
    words=(),
    kinds=("tcson",),
    services=("accompaniment", "consultation"),
)
BED = PAPERS.model_copy(update={"id": "bed", "services": ("shelter",)})


TREE = Territories(
    Territory(code=code, level="region", parent=parent, name=Text(en=code)) for code, parent in PARENTS.items()
)


def contract(id: str, territory: str = "BY-HM", service: str = "accompaniment", **fields: object) -> Contract:  # noqa: A002
    usual: dict[str, object] = {
        "customer": Text(en="Committee"),
        "provider": f"ngo-{id}",
        "starts": date(2026, 1, 1),
        "ends": date(2026, 12, 31),
        "units": 100,
        "tariff": "1.00",
        "currency": "BYN",
    }
    return Contract.model_validate({"id": id, "service": service, "territory": territory, **usual, **fields})


def place(id: str, kind: str, territory: str, **fields: object) -> Place:  # noqa: A002
    usual: dict[str, object] = {"source": "a test", "grade": "A", "phones": (Phone(number="133"),)}
    return Place.model_validate(
        {"id": id, "kind": kind, "name": Text(en=id), "territory": territory, **usual, **fields}
    )


PLACES = (
    place("mozyr-centre", "tcson", "BY-HO-mozyr", serves="BY-HO-mozyr-district"),
    place("railway-centre", "tcson", "BY-HO-gomel-railway"),
    place("line-of-minsk", "crisis-line", "BY-HM-minsk"),
    place("line-of-belarus", "crisis-line", "BY"),
    place("second-line-of-belarus", "crisis-line", "BY"),
    place("line-of-kyrgyzstan", "crisis-line", "KG"),
)


def ask(
    territory: str,
    contracts: Iterable[Contract] = (),
    need: Need | None = PAPERS,
    at: date = TODAY,
    units_left: dict[str, int] | None = None,
    *,
    places: Iterable[Place] = PLACES,
    ruled_out: Iterable[str] = (),
) -> Route:
    request = Request(territory, need, frozenset(ruled_out))
    return route(request, contracts, TREE, PublicHelp(places, TREE), at=at, units_left=units_left or {})
