"""The main journey, played by itself against the running bot.

Every step reads what it claims from the emulator or the database, never from what the bot says of itself.
"""

import sys
import time
from collections.abc import Awaitable, Callable
from datetime import timedelta

from bot.demo import evidence
from bot.demo.player import Player, text_of
from bot.demo.stage import Stage

#: the telephone of the centre in Mozyr, and taps a tired person has for it
PHONE, MOST_TAPS = "+375236225223", 6
SECRET = "Мне негде ночевать, это тайна-7391"  # noqa: S105 - what no table may hold


class Failed(Exception):
    """A step did not show what it should."""


def expect(holds: bool, what: str) -> None:
    if not holds:
        raise Failed(what)


class Tour:
    """Steps in order; the first that fails ends it."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        cast = stage.cast
        self.ivan, self.harbour = Player(stage, cast["ivan"]), Player(stage, *cast["quiet-harbour"])
        self.aibek, self.juniper = Player(stage, cast["aibek"]), Player(stage, *cast["juniper"])
        self.bridge = Player(stage, *cast["bridge"])
        self.thread = 0

    @property
    def steps(self) -> list[tuple[str, Callable[[], Awaitable[None]]]]:
        return [
            ("a person agrees, says “в мозыре”, and copies a telephone in at most six taps", self.finds_a_place),
            (
                "the centre in Mozyr is at its lunch break until 14:00, whom it takes stands first",
                self.reads_the_card,
            ),
            ("before writing, the person sees to whom it goes and why", self.sees_where_it_goes),
            ("the words arrive as a topic of the contracted NGO, without a name", self.asks),
            ("Take moves the state that the client sees; lines with // stay inside", self.is_taken),
            ("the answer comes as it is while the client is in the talk", self.is_answered),
            ("two hours later an answer only knocks; the words come after a press", self.knocks),
            ("in Bishkek, in Kyrgyz, another NGO is asked, and the two never mix", self.asks_in_bishkek),
            ("two people in Gomel write at once and each has a topic of their own", self.two_at_once),
            ("the plug is pulled in the middle; nothing promised is lost", self.survives),
            ("who only looks around leaves no trace", self.looks_around),
            ("no id, name or word of anyone can be read in the database's files", self.is_sealed),
            ("every update is handled, every owed message has its end", self.owes_nothing),
        ]

    async def play(self) -> int:
        """Prints each step; returns 0 if all held."""
        for number, (what, step) in enumerate(self.steps, 1):
            began = time.monotonic()
            try:
                await step()
            except (Failed, TimeoutError) as error:
                print_line(f"✗ {number:2}. {what}\n      {error}")
                return 1
            print_line(f"✓ {number:2}. {what} ({time.monotonic() - began:.1f} s)")
        return 0

    # ---- a client in Mozyr

    async def arrives(self, player: Player, town: str) -> None:
        """From /start to the home screen."""
        await player.says("/start")
        await player.presses("agree")
        await player.says(town)
        await self.stage.button(player.user, "near")

    async def finds_a_place(self) -> None:
        await self.arrives(self.ivan, "в мозыре")
        await self.ivan.presses("near")
        await self.ivan.presses("list:")
        await self.ivan.presses("place:")
        expect(PHONE in self.ivan.copies(), f"{PHONE} to copy, found {self.ivan.copies()}")
        expect(self.ivan.taps <= MOST_TAPS, f"at most {MOST_TAPS} taps, {self.ivan.taps} were needed")

    async def reads_the_card(self) -> None:
        card = text_of(self.stage.last(self.ivan.user))
        expect("14:00" in card, f"the end of the lunch break on the card: {card}")
        expect("пл. Горького, 7" in card, "the address on the card")

    async def sees_where_it_goes(self) -> None:
        await self.ivan.presses("talk", then="Тихая гавань")

    async def asks(self) -> None:
        await self.ivan.says(SECRET)
        self.thread = await self.harbour.finds(SECRET)
        card = text_of(self.harbour.topic(self.thread)[1])
        everything = card + self.harbour.topics()[self.thread]
        expect("Иван" not in everything, "no name of the client in the card or the topic's title")
        case = await evidence.case_of(self.stage, self.harbour.topics()[self.thread])
        expect(case.organisation == "quiet-harbour", f"the contracted NGO in the database, found {case.organisation}")
        expect(len(case.reasons) > 0, "the reasons kept with the request")

    async def is_taken(self) -> None:
        card = next(one for one in self.harbour.topic(self.thread) if "reply_markup" in one)
        self.stage.telegram.press(
            self.harbour.user, card, card["reply_markup"]["inline_keyboard"][0][0]["callback_data"]
        )
        await self.ivan.hears("👁")
        await self.harbour.says("// кто сегодня дежурит?", self.thread)

    async def is_answered(self) -> None:
        await self.harbour.says("Здравствуйте! Приходите к 15:00, место есть.", self.thread)
        await self.ivan.hears("Приходите к 15:00")
        expect(not any("дежурит" in text for text in self.ivan.heard), "the // line stays inside")
        await self.ivan.hears("✓✓")

    async def knocks(self) -> None:
        self.stage.clock.advance(timedelta(hours=2))
        await self.harbour.says("Ваша справка готова", self.thread)
        await self.stage.button(self.ivan.user, "open")
        expect(not any("справка" in text for text in self.ivan.heard), "only a knock before the press")
        await self.ivan.presses("open")
        await self.ivan.hears("Ваша справка готова")

    # ---- others

    async def asks_in_bishkek(self) -> None:
        await self.arrives(self.aibek, "Бишкекте")
        await self.aibek.presses("talk", then="Арча")
        await self.aibek.says("Саламатсызбы, жардам керек")
        await self.juniper.finds("жардам керек")
        elsewhere = [text_of(one) for thread in self.harbour.topics() for one in self.harbour.topic(thread)]
        expect(not any("жардам" in text for text in elsewhere), "nothing of it in the other NGO's group")

    async def two_at_once(self) -> None:
        pair = [
            Player(self.stage, self.stage.telegram.add_user(name, language_code="ru")) for name in ("Пётр", "Анна")
        ]
        for player in pair:
            await self.arrives(player, "Гомель")
            await player.presses("talk", then="Мост")
        for number in range(3):
            for player in pair:
                await player.says(f"{player.user.first_name} пишет {number}")
        threads = [await self.bridge.finds(f"{player.user.first_name} пишет 2") for player in pair]
        expect(threads[0] != threads[1], "a topic for each")
        for player, thread in zip(pair, threads, strict=True):
            heard = [text_of(one) for one in self.bridge.topic(thread) if "пишет" in text_of(one)]
            mine = [f"{player.user.first_name} пишет {number}" for number in range(3)]
            expect(heard == mine, f"only their own words and in order, found {heard}")

    async def survives(self) -> None:
        await self.ivan.says("Это последнее перед отключением")
        await self.stage.process.kill()
        await self.ivan.says("Это написано, пока бот лежал")
        await self.stage.process.start()
        # what was just being sent, and all that waits behind it, is tried again when its lease runs out
        self.stage.clock.advance(timedelta(minutes=2))
        await self.harbour.finds("пока бот лежал")
        heard = [text_of(one) for one in self.harbour.topic(self.thread)]
        copies = heard.count("Это последнее перед отключением")
        expect(1 <= copies <= 2, f"the last words once, or twice if they were just being sent; {copies} times")

    async def looks_around(self) -> None:
        visitor = Player(self.stage, self.stage.telegram.add_user("Гость", language_code="be"))
        await visitor.says("/start")
        await visitor.presses("look")
        await visitor.says("Гомель")
        await visitor.presses("near")
        await visitor.presses("list:")
        expect(not await evidence.knows(self.stage, visitor.user), "no row of the visitor in the database")

    async def is_sealed(self) -> None:
        secrets = [str(user.id) for user in self.stage.telegram.users.values() if not user.is_bot]
        found = evidence.readable(self.stage, [SECRET, "жардам керек", *secrets])
        expect(not found, f"nothing readable, found {len(found)} secrets")

    async def owes_nothing(self) -> None:
        async def settled() -> bool:
            return await evidence.unfinished(self.stage) == 0

        await self.stage.until(settled, "inbox and outbox to be finished")


def print_line(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()
