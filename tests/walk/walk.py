"""The walk: in each round everyone does something at once, the bot settles, and then all that must hold is held to.

Every choice comes from one seed, the ids that the bot draws included, so a walk that failed can be walked again.
"""

import gc
import logging
import re
import secrets
import sys
import tempfile
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from random import Random
from unittest.mock import patch

from sqlalchemy import select
from structlog.testing import capture_logs

from bot.clock import ManualClock
from bot.domain import people
from bot.domain.people import Role
from bot.emulator.model import Call
from bot.store.tables import inbox, outbox
from bot.telegram.screens import MAX_BUTTON, MAX_ROWS, MAX_TEXT
from tests.conftest import MONDAY, Office, Phone, World
from tests.walk.tongues import Tongues
from tests.walk.walkers import Deed, Walker, Worker, pressable

LOCALES = ("ru", "be", "ky", "en")
CLIENTS_OF_A_LANGUAGE = 6
#: those with a group, and what its worker speaks
OFFICES = {"quiet-harbour": "ru", "bridge": "be", "road-home": "en", "juniper": "ky", "spring": "ru"}
#: an organisation that answers in its workers' own chats
DESKS = {"good-neighbour": "ru", "lantern": "ky"}
FOOTER = 1
TOLD_AT_FAILURE = 60
LOOK_EVERY = 50
CODE = re.compile(r"[A-Z]\d[A-Z]-\d+\b")
#: calls that show nothing
SILENT = {"getUpdates", "answerCallbackQuery"}
#: what Telegram may refuse because of what people did meanwhile
PEOPLES_DOING = (
    "message is not modified",
    "bot was blocked by the user",
    "message to edit not found",
    "message to be replied not found",
    "message to delete not found",
    "message thread not found",
    "message to react not found",
)
#: presses that one language may be ahead of another
ABREAST = 20
JUMPS = (1, 5, 20, 50, 70, 180)


class Stumble(AssertionError):
    """What a walk found, with the way there."""


class Walk:
    """A world, everyone in it, and the seed they go by."""

    def __init__(self, world: World, seed: int) -> None:
        self.world, self.seed = world, seed
        self.chance = Random(seed)  # noqa: S311 - a walk is no secret
        self.tongues = Tongues()
        self.way: deque[str] = deque(maxlen=TOLD_AT_FAILURE)
        self.rounds = 0
        self.records: list[logging.LogRecord] = []
        self.lines: list[dict[str, object]] = []
        self.said: set[str] = set()
        self.walkers: list[Walker] = []
        self.workers: list[Worker] = []

    async def gather(self) -> None:
        """Opens the offices and lets the clients come."""
        for number, (organisation, language) in enumerate(OFFICES.items()):
            phone = Phone(self.world, f"worker {number}", language)
            office = Office(self.world, organisation, phone)
            await office.open()
            self.workers.append(Worker(office, self.chance, f"staff of {organisation}", self.said))
            self._add(phone, language, f"{organisation}'s worker", is_staff=True)
        for organisation, language in DESKS.items():
            phone = Phone(self.world, f"desk of {organisation}", language)
            async with self.world.app.database.transaction() as store:
                code = await people.invite(store, Role.STAFF, organisation)
            await phone.says(f"/start join_{code}")
            self._add(phone, language, phone.user.first_name, is_staff=True)
        for language in LOCALES:
            for number in range(CLIENTS_OF_A_LANGUAGE):
                phone = Phone(self.world, f"{language} {number}", language)
                await phone.says("/start")
                self._add(phone, language, phone.user.first_name)

    def _add(self, phone: Phone, language: str, name: str, *, is_staff: bool = False) -> None:
        walker = Walker(self.world, self.chance, phone.user, language, name, is_staff=is_staff)
        walker.said = self.said
        self.walkers.append(walker)

    @property
    def presses(self) -> dict[str, int]:
        """How many presses there were in each language."""
        return {locale: sum(one.presses.get(locale, 0) for one in self.walkers) for locale in LOCALES}

    async def go(self, presses: int) -> None:
        """Walks until there were so many presses in each language."""
        while min(self.presses.values()) < presses:
            await self.round()
        await self._look_into_the_tables()

    async def round(self) -> None:
        self.rounds += 1
        self.lines.clear()
        self.records.clear()
        self.world.telegram.calls.clear()
        if self.chance.random() < 0.08:
            await self._time_goes_by()
        done: list[tuple[Walker | Worker, list[Deed]]] = []
        behind = min(self.presses.values())
        for who in (*self.walkers, *self.workers):
            if self.chance.random() < self._rests(who, behind):
                continue
            deeds = who.acts()
            for deed in deeds:
                self.way.append(f"round {self.rounds}, {who.name}: {deed.text}")
            done.append((who, deeds))
        await self.world.settle()
        self._check_logs()
        self._check_calls()
        for who, deeds in done:
            await self._check_deeds(who, deeds)
        for walker in self.walkers:
            self._check_way_on(walker)
        if self.rounds % LOOK_EVERY == 0:
            await self._look_into_the_tables()

    def _rests(self, who: Walker | Worker, behind: int) -> float:
        """How likely they do nothing now: everyone's turn is now and then, and the languages go abreast."""
        if isinstance(who, Worker):
            return 0.7
        ahead = self.presses[who.language] > behind + ABREAST
        return 0.9 if ahead else 0.6 if who.is_staff else 0.0

    async def _time_goes_by(self) -> None:
        minutes = self.chance.choice(JUMPS)
        if self.chance.random() < 0.08:
            minutes = self.chance.choice((12 * 60, 24 * 60, 3 * 24 * 60))
        self.way.append(f"round {self.rounds}: {minutes} minutes go by")
        self.world.clock.advance(timedelta(minutes=minutes))
        for job in self.world.app.scheduler.get_jobs():
            await job.func(*job.args, **job.kwargs)
        await self.world.settle()

    def _stumble(self, what: str) -> Stumble:
        way = "\n  ".join(self.way)
        return Stumble(f"{what}\nseed {self.seed}, round {self.rounds}; the way there:\n  {way}")

    def _check_logs(self) -> None:
        loud = [line for line in self.lines if line["log_level"] in {"warning", "error", "critical"}]
        if loud or self.records:
            raise self._stumble(f"the log says: {loud} {[record.getMessage() for record in self.records]}")

    def _check_calls(self) -> None:
        """What was refused was people's doing; what was shown fits, in the right language."""
        private = {walker.user.id: walker for walker in self.walkers}
        groups = {worker.office.forum.id: worker for worker in self.workers}
        for call in self.world.telegram.calls:
            if call.error and not any(reason in call.error for reason in PEOPLES_DOING):
                raise self._stumble(f"{call.method} was refused: {call.error} {call.params}")
            chat = chat_of(call)
            if chat in private:
                self._check_shown(call, private[chat].lately)
            elif chat in groups:
                self._check_language(call, frozenset({groups[chat].office.worker.user.language_code}))

    def _check_shown(self, call: Call, tongues: frozenset[str]) -> None:
        self._check_language(call, tongues)
        text, labels, rows = words_of(call)
        if len(text) > MAX_TEXT and not any(said in text for said in self.said if len(said) > MAX_TEXT / 2):
            raise self._stumble(f"{len(text)} characters: {text}")
        if rows > MAX_ROWS + FOOTER or any(len(label) > MAX_BUTTON for label in labels):
            raise self._stumble(f"buttons do not fit: {labels}")

    def _check_language(self, call: Call, tongues: frozenset[str]) -> None:
        text, labels, _rows = words_of(call)
        for words in (text, *labels):
            self._check_words(words, tongues)

    def _check_words(self, words: str, tongues: frozenset[str]) -> None:
        if (strange := self.tongues.strange_in(words, tongues)) is not None:
            raise self._stumble(f"not in {set(tongues)}: {strange!r}\nin: {words}")

    async def _check_deeds(self, who: Walker | Worker, deeds: list[Deed]) -> None:
        chat = who.chat if isinstance(who, Walker) else who.office.forum
        if chat.blocked:
            return
        seen = [call for call in self.world.telegram.calls if chat_of(call) == chat.id and shows(call)]
        wanting = 0
        for deed in deeds:
            if deed.query is None:
                wanting += bool(deed.answered and not seen)
                continue
            toast = self._toast(who, deed)
            wanting += not toast
        if wanting > len(seen) and not (isinstance(who, Worker) and await self._waits()):
            raise self._stumble(f"{who.name} sees nothing of it: {[deed.text for deed in deeds]}")

    async def _waits(self) -> bool:
        """Whether an answer is kept back: after Hide nothing rings for a while, and no mark says so yet."""
        query = select(outbox.c.id).where(outbox.c.kind == "to_client", outbox.c.state == "owed").limit(1)
        async with self.world.app.database.engine.connect() as connection:
            return (await connection.execute(query)).first() is not None

    def _toast(self, who: Walker | Worker, deed: Deed) -> str:
        """What was said over the chat; the press was answered, and once."""
        answers = [
            call
            for call in self.world.telegram.calls
            if call.method == "answerCallbackQuery" and call.params["callback_query_id"] == deed.query.id
        ]
        if len(answers) != 1 or deed.query.answer is None:
            raise self._stumble(f"answered {len(answers)} times: {who.name} {deed.text}")
        toast = deed.query.answer["text"]
        if isinstance(who, Walker):
            self._check_words(toast, who.lately)
        return toast

    def _check_way_on(self, walker: Walker) -> None:
        """The newest screen has a button that leads somewhere. A pin on the map has none and stands beside one."""
        for message in reversed(walker.chat.messages.values()):
            if message["from"]["is_bot"] and "venue" not in message:
                words = message.get("text") or message.get("caption") or ""
                # a client's words under a request's code: one replies to them
                if not pressable(message) and not (walker.is_staff and CODE.match(words)):
                    raise self._stumble(f"a dead end for {walker.name}: {message.get('text')}")
                return

    async def _look_into_the_tables(self) -> None:
        async with self.world.app.database.engine.connect() as connection:
            left = (await connection.execute(select(inbox.c.state).where(inbox.c.body.isnot(None)))).all()
            reasons = (await connection.execute(select(outbox.c.state, outbox.c.reason).distinct())).all()
        if left:
            raise self._stumble(f"updates not handled: {left}")
        # a reason of ours is a word; the name of an error says that something failed, and was perhaps tried again
        odd = [tuple(row) for row in reasons if row.state == "unknown" or not (row.reason or "none").islower()]
        if odd:
            raise self._stumble(f"not sent: {odd}")


def chat_of(call: Call) -> int | None:
    chat = call.params.get("chat_id")
    return int(chat) if chat is not None else None


def shows(call: Call) -> bool:
    """Whether something stands there because of it; a screen that is asked for again stands there already."""
    return call.method not in SILENT and (call.error is None or "message is not modified" in call.error)


def words_of(call: Call) -> tuple[str, list[str], int]:
    """The text, the buttons' labels and how many rows of them the call put there."""
    shown = call.result if isinstance(call.result, dict) else {}
    rows = shown.get("reply_markup", {}).get("inline_keyboard", [])
    return (
        shown.get("text") or shown.get("caption") or "",
        [button["text"] for row in rows for button in row],
        len(rows),
    )


class Ear(logging.Handler):
    """Hears what libraries say at warning or above."""

    def __init__(self, heard: list[logging.LogRecord]) -> None:
        super().__init__(logging.WARNING)
        self.heard = heard

    def emit(self, record: logging.LogRecord) -> None:
        self.heard.append(record)


@contextmanager
def by_seed(seed: int) -> Iterator[None]:
    """What the bot draws by lot, keys aside, comes from the seed too: the order of some things hangs on ids."""
    lot = Random(seed)  # noqa: S311 - so that it can be drawn again
    with (
        patch.object(secrets, "randbits", lot.getrandbits),
        patch.object(secrets, "choice", lot.choice),
        patch.object(secrets, "token_hex", lambda count: lot.randbytes(count).hex()),
    ):
        yield


@contextmanager
def in_haste() -> Iterator[None]:
    """As the bot runs: without looking for garbage all the time, nor waiting long for SQLite's thread."""
    often, patience = gc.get_threshold(), sys.getswitchinterval()
    gc.set_threshold(10_000, 20, 50)
    sys.setswitchinterval(0.0005)
    try:
        yield
    finally:
        gc.set_threshold(*often)
        sys.setswitchinterval(patience)


async def walk(seed: int, presses: int) -> Walk:
    """Walks, and returns what there is to tell. Raises Stumble."""
    # nothing here has to outlive a power cut
    memory = Path("/dev/shm")  # noqa: S108 - a folder with a random name in it
    with tempfile.TemporaryDirectory(dir=memory if memory.is_dir() else None) as folder, in_haste():
        return await _walk(seed, presses, Path(folder))


async def _walk(seed: int, presses: int, folder: Path) -> Walk:
    world = World(ManualClock(MONDAY), folder)
    made = Walk(world, seed)
    ear = Ear(made.records)
    logging.getLogger().addHandler(ear)
    try:
        with by_seed(seed), capture_logs() as made.lines:
            await world.app.prepare()
            await made.gather()
            await made.go(presses)
    finally:
        logging.getLogger().removeHandler(ear)
        await world.app.stop()
    return made
