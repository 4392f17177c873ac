"""A hostel in a small country, and people who need a bed there."""

from bot.content.models import Content, Dormitory, Kind, Organisation, Place, Room, Territory, Text
from bot.domain.dormitories import Needs, Sex, house_of
from bot.domain.guide import Guide
from bot.domain.people import Actor, Duty, Membership, Role, Scope

MAN, WOMAN = Needs(Sex.MAN), Needs(Sex.WOMAN)
ROOMS = (
    Room(id="men", who="men", places=2),
    Room(id="women", who="women", places=1),
    Room(id="ground", who="anyone", places=1, step_free=True),
)
HERE = "BY-HO-Here"


def content(rooms=ROOMS, **more):
    """One town and its hostel, open day and night."""
    text = Text(ru="Дом", en="House")
    return Content(
        version="beds",
        territories=(
            Territory(code="BY", level="country", name=text),
            Territory(code="BY-HO", level="region", parent="BY", name=text),
            Territory(code=HERE, level="settlement", parent="BY-HO", name=text, latitude=52.0, longitude=29.2),
            Territory(code="BY-HO-Far", level="settlement", parent="BY-HO", name=text, latitude=52.4, longitude=31.0),
        ),
        needs=(),
        kinds=(Kind(id="hostel", name=text),),
        services=(),
        organisations=(Organisation(id="haven", name=text, kind="ngo", territory=HERE),),
        places=(
            Place(id="hostel", kind="hostel", name=text, territory=HERE, organisation="haven", source="x", grade="A"),
        ),
        contracts=(),
        dormitories=(Dormitory(id="hostel", rooms=rooms, **more),),
    )


def guide_with(rooms=ROOMS, **more):
    return Guide(content(rooms, **more))


def house(guide):
    return house_of(guide, "hostel")


async def someone(store, number, territory=HERE):
    """Who agreed, and is there."""
    person = await store.people.add(7_000_000 + number, "en", territory)
    await store.people.set_consents(person, frozenset({Scope.SERVICE}))
    return actor(person, territory)


def actor(person, territory=HERE):
    return Actor(id=person, locale="en", territory=territory, consents=frozenset({Scope.SERVICE}))


def keeper(person=1):
    held = Membership(1, Role.STAFF, "haven", frozenset({Duty.KEEPER}))
    return Actor(id=person, locale="en", memberships=(held,))
