"""What ``content/`` may say, as checked and frozen values.

The terms are Open Referral HSDS's where it has one (organization, service, phone, schedule, eligibility, required
document, cost), ISO 3166-2 for regions, OSM ``opening_hours`` for schedules, E.164 for phones, ISO 8601 for dates.
"""

from datetime import date
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

Country = Literal["BY", "KG"]
LANGUAGES = ("ru", "be", "ky", "en")
Slug = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=40)]
TerritoryCode = Annotated[str, Field(pattern=r"^(BY|KG)(-[A-Za-z0-9]+)*$", max_length=32)]


class Model(BaseModel):
    """A frozen value that refuses what it does not know."""

    model_config = ConfigDict(extra="forbid", frozen=True, str_strip_whitespace=True)


class Text(Model):
    """A text by language. Missing ones fall back: be and ky to ru, ru to en, en to ru."""

    ru: str | None = None
    be: str | None = None
    ky: str | None = None
    en: str | None = None

    def into(self, language: str) -> str:
        """The text in this language or the nearest there is; empty if there is none at all."""
        return getattr(self, language, None) or self.ru or self.en or self.ky or self.be or ""


class Territory(Model):
    """A country, region (ISO 3166-2), district, city district or settlement; together they make a tree."""

    code: TerritoryCode
    level: Literal["country", "region", "district", "settlement", "city_district"]
    #: none for a country alone
    parent: TerritoryCode | None = None
    name: Text
    #: further spellings people type: older names, Latin forms, spellings of other languages
    aliases: tuple[str, ...] = ()
    #: degrees, WGS 84: of the settlement, or of the administrative centre of an area
    latitude: float | None = None
    longitude: float | None = None
    population: int = 0
    #: check name -> why it does not hold here
    waivers: dict[str, str] = Field(default_factory=dict)


class Need(Model):
    """What a person looks for: a button of "Near me" and a subject of a request."""

    id: Slug
    icon: str
    name: Text
    #: one short sentence under the button's screen
    about: Text
    #: words that mean it when typed, in all languages mixed
    words: tuple[str, ...]
    #: kinds of place that serve it, the fittest first
    kinds: tuple[Slug, ...]
    #: services of contracts that serve it (see Service)
    services: tuple[Slug, ...] = ()


class Kind(Model):
    """A kind of place (crisis room, night shelter, help line …), with the rules that hold for all of the kind."""

    id: Slug
    name: Text
    words: tuple[str, ...] = ()
    #: how long an entry of this kind is believed after it was last assured, in days
    assured_days: int = 365
    #: an office keeps its country's public holidays; a shelter or a round-the-clock line does not
    keeps_holidays: bool = True
    #: said where the place itself says nothing of whom it takes
    taken: Text | None = None
    not_taken: Text | None = None
    #: of places of this kind, whether they take in or serve released people at all (False: only directs elsewhere)
    serves_people: bool = True


class Service(Model):
    """A service that a state social contract can order."""

    id: Slug
    name: Text
    #: what is counted: hour, day, visit, consultation, case-month
    unit: Literal["hour", "day", "visit", "consultation", "case_month"]


class Organisation(Model):
    """A body that answers people: an NGO, a state centre, an office."""

    id: Slug
    name: Text
    kind: Literal["ngo", "state", "office"]
    territory: TerritoryCode
    demo: bool = False


class Phone(Model):
    """A phone number: E.164 where the area code is known, else as printed in the source."""

    number: str
    label: Text | None = None
    #: where it can be dialled from: anywhere, or only inside the country, or only locally
    reach: Literal["anywhere", "country", "local"] = "anywhere"
    hours: str | None = None


class Place(Model):
    """Where help is: a service at a location, in HSDS's words."""

    id: Slug
    kind: Slug
    name: Text
    organisation: Slug | None = None
    #: the narrowest territory it stands in
    territory: TerritoryCode
    #: the territory whose people it serves, if that is not where it stands
    serves: TerritoryCode | None = None
    #: needs it serves beyond those of its kind
    needs: tuple[Slug, ...] = ()
    taken: Text | None = None
    not_taken: Text | None = None
    address: str | None = None
    #: the address must never be shown; the place is reached through an NGO
    address_hidden: bool = False
    phones: tuple[Phone, ...] = ()
    hours: str | None = None
    #: hours said in words where opening_hours cannot say them
    hours_note: Text | None = None
    bring: Text | None = None
    cost: Text | None = None
    about: Text | None = None
    latitude: float | None = None
    longitude: float | None = None
    #: what the coordinates are of; a pin and metres are shown only for an address
    precision: Literal["address", "settlement"] | None = None
    source: str
    source_date: str = "undated"
    #: when someone last assured that this is so; None: never, to our knowledge
    assured: date | None = None
    grade: Literal["A", "B", "C"]
    note: str | None = None
    #: check name -> why it does not hold here
    waivers: dict[str, str] = Field(default_factory=dict)
    demo: bool = False


class Room(Model):
    """Places of a dormitory that are alike, counted together."""

    id: Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=12)]
    #: for whom they are; where it is for families, one place is one family's room
    who: Literal["men", "women", "families", "anyone"]
    places: int = Field(gt=0, le=1000)
    step_free: bool = False


class Dormitory(Model):
    """What a place where one can sleep says of its beds: how many, for whom, and how one gets in.

    Its name, address, price, and who is taken and who is not stand with the place of the same id; how many beds are
    free is counted by its keepers in the bot.
    """

    #: of the place
    id: Slug
    rooms: tuple[Room, ...] = Field(min_length=1)
    #: when people are taken in, as opening_hours; None: whenever the place is open
    admission: str | None = None
    #: how one is admitted: a referral, papers, registering first
    admitted: Text | None = None
    #: None: not known
    without_papers: bool | None = None
    sober_only: bool | None = None
    least_nights: int | None = Field(default=None, gt=0)
    most_nights: int | None = Field(default=None, gt=0)
    #: the contract under which people stay there free
    contract: Slug | None = None
    demo: bool = False


class Contract(Model):
    """A state social contract: who serves whom, where, from when till when, how much, at what rate."""

    id: Slug
    customer: Text
    provider: Slug
    service: Slug
    territory: TerritoryCode
    starts: date
    #: the last day it holds, inclusive
    ends: date
    units: int = Field(gt=0)
    #: price of one unit in the country's currency, as a decimal number in a string
    tariff: str = Field(pattern=r"^\d+(\.\d{1,2})?$")
    currency: Literal["BYN", "KGS"]
    #: who may be served; None: anyone
    eligibility: Text | None = None
    demo: bool = False


class Content(Model):
    """Everything of ``content/``, checked as a whole."""

    version: str
    territories: tuple[Territory, ...]
    needs: tuple[Need, ...]
    kinds: tuple[Kind, ...]
    services: tuple[Service, ...]
    organisations: tuple[Organisation, ...]
    places: tuple[Place, ...]
    contracts: tuple[Contract, ...]
    dormitories: tuple[Dormitory, ...] = ()
