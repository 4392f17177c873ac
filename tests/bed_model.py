"""What must be true of beds, said once more without a database: lists, numbers and a clock."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
WAY, DAY = 2 * HOUR, 24 * HOUR
#: room -> how many places; who fits where, the room to be spared last
PLACES = {"men": 2, "women": 1, "ground": 1}
FITS = {"man": ("men", "ground"), "woman": ("women", "ground"), "wheels": ("ground",)}


@dataclass
class Room:
    others: int
    broken: int = 0
    counted: datetime | None = None
    opened: datetime | None = None
    doubted: bool = False


@dataclass
class Bed:
    person: int | None
    room: str
    state: str
    made: datetime
    until: datetime
    on_list: bool = False


@dataclass
class Turn:
    person: int
    joined: datetime
    asked: datetime | None = None
    missed: int = 0


@dataclass
class Model:
    """One house, and people by number, each with a kind of ``FITS``."""

    kinds: dict[int, str]
    rooms: dict[str, Room] = field(default_factory=lambda: {room: Room(n) for room, n in PLACES.items()})
    beds: list[Bed] = field(default_factory=list)
    turns: list[Turn] = field(default_factory=list)

    # ---- asked

    def free(self, room: str) -> int:
        of = self.rooms[room]
        return PLACES[room] - of.others - of.broken - len([bed for bed in self.beds if bed.room == room])

    def can_give(self, room: str, now: datetime) -> bool:
        of = self.rooms[room]
        fresh = of.counted is not None and now - of.counted < DAY and not of.doubted
        return fresh and self.free(room) > 0

    def of(self, person: int, state: str) -> Bed | None:
        return next((bed for bed in self.beds if bed.person == person and bed.state == state), None)

    def turn_of(self, person: int) -> Turn | None:
        return next((turn for turn in self.turns if turn.person == person), None)

    # ---- done

    def put(self, bed: Bed) -> None:
        self.beds.append(bed)

    def drop(self, bed: Bed, now: datetime, *, passed_on: bool = False) -> None:
        self.beds.remove(bed)
        if not passed_on:
            self.rooms[bed.room].opened = now

    def unlist(self, person: int) -> None:
        self.turns = [turn for turn in self.turns if turn.person != person]

    def enlist(self, person: int, since: datetime) -> None:
        if (turn := self.turn_of(person)) is not None:
            turn.missed = 0
            return
        self.turns.append(Turn(person, since))
        self.turns.sort(key=lambda turn: turn.joined)

    def offer_on(self, now: datetime) -> None:
        lasts = 30 * MINUTE if 7 <= now.astimezone(ZoneInfo("Europe/Minsk")).hour < 22 else 2 * HOUR
        for room, of in self.rooms.items():
            for turn in self.turns:
                asked = any(bed.on_list and bed.person == turn.person for bed in self.beds)
                new = turn.asked is None or (of.opened is not None and turn.asked < of.opened)
                fits = room in FITS[self.kinds[turn.person]]
                if self.can_give(room, now) and fits and new and not asked and turn.missed < 3:
                    self.put(Bed(turn.person, room, "offered", now, now + lasts, on_list=True))
                    turn.asked = now

    def hold(self, person: int, now: datetime) -> str:
        if self.of(person, "held"):
            return "AlreadyHolding"
        if (turn := self.turn_of(person)) is not None:
            turn.missed = 0
        self.offer_on(now)
        offer = self.of(person, "offered")
        if offer is not None and offer.until > now:
            self.become_held(offer, now)
            return "held"
        if offer is not None:
            self.drop(offer, now, passed_on=True)
        for room in FITS[self.kinds[person]]:
            if self.can_give(room, now):
                self.put(Bed(person, room, "held", now, now + WAY))
                self.unlist(person)
                return "held"
        return "none"

    def become_held(self, offer: Bed, now: datetime) -> None:
        offer.state, offer.made, offer.until, offer.on_list = "held", now, now + WAY, False
        self.unlist(offer.person or 0)

    def tick(self, now: datetime) -> None:
        for bed in [bed for bed in self.beds if bed.state != "arrived" and bed.until <= now]:
            self.drop(bed, now, passed_on=bed.state == "offered")
            turn = self.turn_of(bed.person or 0) if bed.state == "offered" else None
            if turn is not None:
                turn.asked, turn.missed = now, turn.missed + 1
        if self.turns:
            self.offer_on(now)
