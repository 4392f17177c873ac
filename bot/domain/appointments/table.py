"""A table of appointments: checked whole, every mistake by row and column, before anything is set."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

from bot.domain.appointments.model import (
    MOST_BRING,
    MOST_TIMES,
    MOST_WHERE,
    Appointment,
    Details,
    Plan,
    at_office,
    checked_wall,
    zone_of,
)
from bot.domain.appointments.setting import NotLinked, make
from bot.domain.errors import N_, DomainError, Outdated
from bot.domain.moments.walls import Repeat
from bot.domain.offices import Link, Office, link_of_officer, office_of
from bot.domain.people import Actor
from bot.sheets import Line, column_name

if TYPE_CHECKING:
    from bot.store import Store

#: what heads each column, in any of the languages; the first of each stands in the template of that language
HEADERS: Mapping[str, Mapping[str, str]] = {
    "label": {"ru": "метка", "be": "пазнака", "ky": "белги", "en": "label"},
    "date": {"ru": "дата", "be": "дата", "ky": "күнү", "en": "date"},
    "time": {"ru": "время", "be": "час", "ky": "сааты", "en": "time"},
    "where": {"ru": "место", "be": "месца", "ky": "жери", "en": "place"},
    "bring": {"ru": "взять с собой", "be": "узяць з сабой", "ky": "ала келүү", "en": "bring"},
    "repeats": {"ru": "повторять", "be": "паўтараць", "ky": "кайталоо", "en": "repeat"},
    "times": {"ru": "сколько раз", "be": "колькі разоў", "ky": "канча жолу", "en": "times"},
    "morning": {"ru": "утром того же дня", "be": "раніцай таго ж дня", "ky": "ошол эле күнү эртең менен",
                "en": "same morning"},
}  # fmt: skip
NEEDED = ("label", "date", "time")
_REPEATS: Mapping[str, Repeat] = {
    word: repeat
    for repeat, words in {
        Repeat.ONCE: "|нет|не|жок|no|один раз|once",
        Repeat.WEEK: "неделя|каждую неделю|раз в неделю|тыдзень|кожны тыдзень|жума|жума сайын|week|weekly",
        Repeat.TWO_WEEKS: "две недели|раз в две недели|два тыдні|эки жума|эки жумада бир|two weeks|2 weeks",
        Repeat.MONTH: "месяц|каждый месяц|раз в месяц|кожны месяц|ай|ай сайын|month|monthly",
    }.items()
    for word in words.split("|")
}
_YES = frozenset({"да", "так", "ооба", "yes", "1", "+", "x", "х"})
_NO = frozenset({"", "нет", "не", "жок", "no", "0", "-", "—"})
#: set in one go
MOST_AT_ONCE = 1000
_DATES = (
    re.compile(r"(?P<d>\d{1,2})[./](?P<m>\d{1,2})[./](?P<y>\d{4})"),
    re.compile(r"(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})"),
)
_TIME = re.compile(r"(\d{1,2})[:.](\d{2})(?::00)?")


@dataclass(frozen=True, slots=True)
class Mistake:
    """What is wrong, and where its sender finds it."""

    row: int
    #: as spreadsheets call it; empty: the whole row
    column: str
    sentence: str
    data: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Entry:
    """One row: for whom, and what."""

    link: Link
    plan: Plan

    def kept(self) -> dict[str, Any]:
        """As it waits, sealed, for the officer's yes."""
        plan = asdict(self.plan) | {"wall": self.plan.wall.isoformat()}
        return {"link": self.link.id, "plan": plan}


class WrongCell(DomainError):
    """One cell cannot be what it says."""

    sentence = N_("not understood: “{said}”")


class WrongHead(DomainError):
    """The table begins otherwise than the template."""

    sentence = N_("The first row must name the columns, as in the template. Missing: {missing}.")


async def check(
    store: "Store", office: Office, lines: Sequence[Line], language: str
) -> tuple[list[Entry], list[Mistake]]:
    """What the rows say, and all mistakes in them.

    Raises:
        WrongHead: a column is missing.
    """
    head, *rows = lines
    columns = _columns(head, language)
    mistakes: list[Mistake] = [
        Mistake(head.row, column_name(at), N_("no such column: “{said}”"), {"said": name})
        for at, name in enumerate(head.cells)
        if name and at not in columns.values()
    ]
    entries: list[Entry] = []
    seen: dict[tuple[int, datetime], int] = {}
    if not rows:
        mistakes.append(Mistake(head.row, "", N_("there are no rows under the head"), {}))
    for line in rows:
        wrong, entry = await _row(store, office, line, columns)
        mistakes += wrong
        if entry is None:
            continue
        before = seen.setdefault((entry.link.id, entry.plan.wall), line.row)
        if before != line.row:
            mistakes.append(Mistake(line.row, "", N_("the same as row {row}"), {"row": before}))
        entries.append(entry)
    if sum(entry.plan.times for entry in entries) > MOST_AT_ONCE:
        mistakes.append(Mistake(head.row, "", N_("more than {most} appointments at once"), {"most": MOST_AT_ONCE}))
    return entries, sorted(mistakes, key=lambda one: (one.row, len(one.column), one.column))


def _columns(head: Line, language: str) -> dict[str, int]:
    names = {name: column for column, by_language in HEADERS.items() for name in by_language.values()}
    found: dict[str, int] = {}
    for at, cell in enumerate(head.cells):
        column = names.get(" ".join(cell.casefold().split()))
        if column is not None:
            found.setdefault(column, at)
    missing = [HEADERS[column].get(language, column) for column in NEEDED if column not in found]
    if missing:
        raise WrongHead(missing=", ".join(missing))
    return found


async def _row(
    store: "Store", office: Office, line: Line, columns: Mapping[str, int]
) -> tuple[list[Mistake], Entry | None]:
    told = {name: line.cells[at] if at < len(line.cells) else "" for name, at in columns.items()}
    mistakes: list[Mistake] = []
    read: dict[str, Any] = {}
    for name, reader in _READERS.items():
        try:
            read[name] = reader(told.get(name, ""))
        except DomainError as error:
            mistakes.append(Mistake(line.row, column_name(columns[name]), error.sentence, error.data))
    link = await store.links.by_label(office.id, " ".join(told["label"].split()))
    if link is None or link.person is None:
        refused = NotLinked(label=told["label"]) if link else WrongCell(said=told["label"])
        sentence = refused.sentence if link else N_("there is no client “{said}”")
        mistakes.append(Mistake(line.row, column_name(columns["label"]), sentence, refused.data))
    extra = max(columns.values()) + 1
    if any(line.cells[extra:]):
        mistakes.append(Mistake(line.row, column_name(extra), N_("this column has no name in the first row"), {}))
    if mistakes or link is None:
        return mistakes, None
    wall = datetime.combine(read["date"], read["time"])
    try:
        checked_wall(wall, zone_of(office), store.now)
    except DomainError as error:
        return [Mistake(line.row, column_name(columns["date"]), error.sentence, error.data)], None
    times = read["times"] if read["repeats"] is not Repeat.ONCE else 1
    where = Details(where=read["where"]) if read["where"] else at_office(office)
    return [], Entry(
        link, Plan(wall, replace(where, bring=read["bring"]), read["repeats"], times, morning=read["morning"])
    )


def _date(said: str) -> date:
    for form in _DATES:
        if (found := form.fullmatch(said)) is not None:
            try:
                return date(int(found["y"]), int(found["m"]), int(found["d"]))
            except ValueError:
                break
    raise WrongCell(said=said)


def _time(said: str) -> time:
    found = _TIME.fullmatch(said)
    if found is None or int(found[1]) > 23 or int(found[2]) > 59:
        raise WrongCell(said=said)
    return time(int(found[1]), int(found[2]))


def _words(most: int) -> Any:  # noqa: ANN401 - a reader
    def read(said: str) -> str:
        if len(said) > most:
            raise WrongCell(said=said[:30] + "…")
        return " ".join(said.split())

    return read


def _repeats(said: str) -> Repeat:
    found = _REPEATS.get(" ".join(said.casefold().split()))
    if found is None:
        raise WrongCell(said=said)
    return found


def _times(said: str) -> int:
    if not said:
        return 4
    if not said.isdecimal() or not 1 <= int(said) <= MOST_TIMES:
        raise WrongCell(said=said)
    return int(said)


def _yes(said: str) -> bool:
    word = said.casefold()
    if word not in _YES | _NO:
        raise WrongCell(said=said)
    return word in _YES


_READERS = {
    "date": _date,
    "time": _time,
    "where": _words(MOST_WHERE),
    "bring": _words(MOST_BRING),
    "repeats": _repeats,
    "times": _times,
    "morning": _yes,
}


async def set_all(store: "Store", actor: Actor, sheet: int) -> tuple[int, list[Appointment]]:
    """Sets what was checked, all or nothing; returns for how many clients, and the appointments.

    Raises:
        Outdated: it was set already, or waited too long.
    """
    taken = await store.appointments.take_sheet(sheet, actor.id or 0)
    if taken is None:
        raise Outdated
    office, lines = taken
    await office_of(store, actor, office)
    made: list[Appointment] = []
    for line in lines:
        plan = line["plan"]
        details = Details(**plan.pop("details"))
        wall, repeats = datetime.fromisoformat(plan.pop("wall")), Repeat(plan.pop("repeats"))
        link = await link_of_officer(store, actor, line["link"])
        made += await make(store, actor, link, Plan(wall, details, repeats, **plan))
    await store.audit.add("appointment.table", actor=actor.id, subject=f"office:{office}", count=len(made))
    return len({line["link"] for line in lines}), made
