"""Places for the night: counted, held, waited for."""

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    SmallInteger,
    String,
    Table,
    UniqueConstraint,
    text,
)

from bot.store.tables.columns import Id, Sealed, Utc, metadata

beds = Table(
    "beds",
    metadata,
    #: places of one room of a dormitory; what is free is what is left of the total
    Column("dormitory", String(40), primary_key=True),
    Column("room", String(12), primary_key=True),
    Column("total", SmallInteger, nullable=False),
    #: under a hold's code, and others whom a keeper counts
    Column("staying", SmallInteger, nullable=False),
    Column("others", SmallInteger, nullable=False),
    #: for people on their way, and for those it is offered to
    Column("held", SmallInteger, nullable=False),
    Column("out_of_order", SmallInteger, nullable=False),
    #: when a keeper last said how many are free
    Column("counted_at", Utc),
    #: when one last became free: who waits and was not asked since is asked
    Column("opened_at", Utc),
    #: when a keeper was last asked to count
    Column("asked_at", Utc),
    #: someone stood at the door and found it full
    Column("doubted", Boolean, nullable=False),
    CheckConstraint(
        "staying >= 0 AND others >= 0 AND held >= 0 AND out_of_order >= 0"
        " AND staying + others + held + out_of_order <= total",
        name="ck_beds_one_each",
    ),
)

bed_holds = Table(
    "bed_holds",
    metadata,
    Column("id", Id, primary_key=True),
    #: what the person says at the door
    Column("code", String(8), nullable=False, unique=True),
    Column("dormitory", String(40), nullable=False, index=True),
    #: "women" says of someone what nobody else has to know
    Column("room", Sealed, nullable=False),
    #: nobody's where they erased themselves: the bed is still taken until it is given up or they leave
    Column("person", Id, ForeignKey("people.id", ondelete="SET NULL"), index=True),
    #: offered, held, arrived
    Column("state", String(12), nullable=False),
    #: sex, children, stairs; gone on arrival
    Column("needs", Sealed),
    Column("made_at", Utc, nullable=False),
    #: of an offer or a hold, its end; of a stay, the day it is planned to end
    Column("until_at", Utc, nullable=False, index=True),
    Column("arrived_at", Utc),
    Column("on_way", Boolean, nullable=False),
    #: the place in the waiting list that it was offered to
    Column("waiting", Id, index=True),
)
Index("ix_bed_holds_one_each", bed_holds.c.person, unique=True, sqlite_where=text("state = 'held'"))

bed_waiting = Table(
    "bed_waiting",
    metadata,
    Column("id", Id, primary_key=True),
    Column("dormitory", String(40), nullable=False),
    Column("person", Id, ForeignKey("people.id", ondelete="CASCADE"), nullable=False),
    Column("needs", Sealed, nullable=False),
    #: who came first is asked first
    Column("joined_at", Utc, nullable=False),
    Column("asked_at", Utc),
    #: offers in a row that were not answered
    Column("missed", SmallInteger, nullable=False),
    UniqueConstraint("person", "dormitory"),
)
Index("ix_bed_waiting_list", bed_waiting.c.dormitory, bed_waiting.c.joined_at)

bed_events = Table(
    "bed_events",
    metadata,
    #: what happened, for the figures; of nobody
    Column("id", Id, primary_key=True),
    Column("dormitory", String(40), nullable=False),
    #: held, arrived, left, expired, given_up, full, refused, none_free, none_fitting
    Column("what", String(16), nullable=False),
    #: of who left: how many they stayed
    Column("nights", SmallInteger),
    Column("at", Utc, nullable=False, index=True),
)
