"""Those who walk: clients who press and type whatever there is, and workers in their group beside them."""

from dataclasses import dataclass, field
from random import Random
from typing import Any

from bot.emulator import samples
from bot.emulator.errors import NotPossible
from bot.emulator.model import Chat, User
from bot.telegram.buttons import Agree, Conversation, Language, OpenHeld, Talk
from bot.telegram.client_buttons import EraseMe
from tests.conftest import Office, World

ERASE = EraseMe(sure=True).pack()
#: after these, words are expected
ASKS = (Talk.__prefix__, Conversation.__prefix__, OpenHeld.__prefix__)
#: what would end every walk soon, if it were pressed as often as all else
RARE = {"hide": 0.12, "lang": 0.2, "erase": 0.12, "no": 0.15, "end": 0.5, "yes": 0.4, "x": 0.4, "wrong": 0.4}
RARE |= {"look": 0.4, "land": 0.4, "hello": 0.5, "close": 0.4}
#: how far back old screens are pressed
REACH = 40

TOWNS = (
    "Мозырь", "мазыр", "в мозыре", "Гомель", "Gomel", "Минск", "Бишкек", "Ош", "Каракол", "Ленинский", "Hrodna",
)  # fmt: skip
HELP = (
    "паспорт", "ночлег", "жумуш", "общежитие Гомель", "врач", "нужна помощь с документами и жильём", "passport",
    "работа в Бишкеке", "где поесть", "хочу умереть", "убежище", "юрист", "Red Cross", "военкомат", "справка",
)  # fmt: skip
JUNK = (
    "<b>жирно</b> & <i>криво", "🙂🙃🧿", "\u200fשלום مرحبا", "\u200b\u200d.", "a", "?", "%s {0} {name} %(x)d",
    "`*_[](x)", "'; DROP TABLE people; --", "ё" * 400, "слово " * 500, "0", "+375 29 000-00-00", "https://example.org/?a=1&b=2",
    "строка\n\n\nстрока", "\U0001f468\u200d\U0001f469\u200d\U0001f467", "Z̷a̴l̵g̶o̷", "/", "…",
)  # fmt: skip
COMMANDS = (
    "/start",
    "/start",
    "/language",
    "/help",
    "/start join_nonsense",
    "/start ?",
    "/unknown@someone",
    "/bind 0",
)
EMOJI = ("👍", "❤", "🙏")
#: Mozyr, Bishkek, Minsk, and the middle of an ocean
PLACES = ((52.05, 29.25), (42.87, 74.59), (53.9, 27.56), (0.0, -30.0))


@dataclass
class Deed:
    """What someone did, and what must follow of it."""

    text: str
    #: the press's query, to be answered once
    query: Any = None
    #: whether something must be seen of it in the chat
    answered: bool = True
    #: whether the bot will hear of it at all
    heard: bool = True


@dataclass
class Walker:
    """Someone in front of the bot, with one account, on one phone or on two."""

    world: World
    chance: Random
    user: User
    own: str
    name: str
    #: a worker keeps to their language, and is known from the start
    is_staff: bool = False
    #: languages the bot may speak to them now
    tongues: frozenset[str] = frozenset()
    #: and those it might in this round
    lately: frozenset[str] = frozenset()
    kept: bool = False
    presses: dict[str, int] = field(default_factory=dict)
    expects_words: bool = False
    said: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        self.tongues = frozenset({self.own})
        self.kept = self.is_staff

    @property
    def chat(self) -> Chat:
        return self.world.telegram.chat(self.user.id)

    @property
    def language(self) -> str:
        """What they are spoken to in now, as far as that is sure."""
        return next(iter(self.tongues)) if len(self.tongues) == 1 else self.own

    def acts(self) -> list[Deed]:
        """One act; now and then two at once, from two phones of the same account, or by a double tap."""
        self.lately = self.tongues
        if self.chat.blocked:
            if self.chance.random() < 0.3:
                self.world.telegram.unblock(self.user)
                return [Deed("unblocks the bot", answered=False)]
            return []
        deeds = [self._one()]
        if deeds[0] is not None and not self.chat.blocked and self.chance.random() < 0.1:
            deeds.append(self._again(deeds[0]) if self.chance.random() < 0.4 else self._one())
        return [deed for deed in deeds if deed is not None]

    def _one(self) -> Deed | None:
        roll = self.chance.random()
        if self.expects_words and roll < 0.5:
            self.expects_words = False
            return self.types(self.chance.choice((*HELP, *JUNK)))
        if roll < 0.85 and (found := self._button()) is not None:
            return self._press(*found)
        if roll < 0.995:
            return self._noise()
        self.world.telegram.block(self.user)
        return Deed("blocks the bot", answered=False)

    def types(self, text: str) -> Deed:
        self.said.add(text.strip())
        self.world.telegram.say(self.user, text)
        return Deed(f"types {text[:40]!r}")

    def _again(self, deed: Deed) -> Deed | None:
        """The same button, before anything could come of the first press."""
        if deed.query is None:
            return None
        try:
            query = self.world.telegram.press(self.user, deed.query.message_id, deed.query.data)
        except NotPossible:
            return None
        self._follow(deed.query.data)
        return Deed(f"{deed.text} once more", query)

    def _button(self) -> tuple[dict[str, Any], dict[str, Any]] | None:
        """Of the newest screen mostly, of an older one sometimes."""
        screens = []
        for message in reversed(self.chat.messages.values()):
            if message["from"]["is_bot"] and any(pressable(message)):
                screens.append(message)
                if len(screens) == REACH:
                    break
        if not screens:
            return None
        message = screens[0] if self.chance.random() < 0.85 else self.chance.choice(screens)
        buttons = list(pressable(message))
        weights = [self._weight(button["callback_data"]) for button in buttons]
        return message, self.chance.choices(buttons, weights)[0]

    def _weight(self, data: str) -> float:
        if data.startswith(Language.__prefix__):
            at_home = self.tongues == {self.own}
            if self.is_staff:
                return 0.01 if data == Language(to=self.own).pack() else 0.0001
            return 20.0 if data == Language(to=self.own).pack() and not at_home else 0.2
        return RARE.get(data.partition(":")[0], 1.0)

    def _press(self, message: dict[str, Any], button: dict[str, Any]) -> Deed:
        data = button["callback_data"]
        query = self.world.telegram.press(self.user, message, data)
        self._follow(data)
        self.presses[self.language] = self.presses.get(self.language, 0) + 1
        return Deed(f"presses {button['text']!r} ({data}) under {message['message_id']}", query)

    def _follow(self, data: str) -> None:
        """What the press means for the language, for whether we are kept, for what is expected next."""
        self.expects_words = data.startswith(ASKS)
        if data.startswith(Agree.__prefix__):
            self.kept = True
        elif data == ERASE and self.kept and not self.is_staff:
            self.kept, self.tongues = False, frozenset({self.own})
        elif data.startswith(Language.__prefix__) and (to := Language.unpack(data).to) is not None:
            self.tongues = frozenset({to}) if self.kept else frozenset({to, self.own})
        self.lately |= self.tongues

    def _noise(self) -> Deed | None:
        telegram, chance = self.world.telegram, self.chance
        roll = chance.random()
        if roll < 0.25:
            return self.types(chance.choice(TOWNS))
        if roll < 0.45:
            return self.types(chance.choice(HELP))
        if roll < 0.6:
            return self.types(chance.choice(JUNK))
        if roll < 0.75:
            return self.types(chance.choice(COMMANDS))
        if roll < 0.82:
            return self._changes_something()
        text, send = chance.choice(
            [
                ("sends a voice note", lambda: telegram.send_voice(self.user)),
                ("sends a photo", lambda: telegram.send_photo(self.user, caption=chance.choice(("", "подпись")))),
                ("sends a file", lambda: telegram.send_document(self.user)),
                ("sends a round video", lambda: telegram.send_video_note(self.user)),
                ("sends a sticker", lambda: telegram.send_sticker(self.user)),
                ("sends an album", lambda: telegram.send_album(self.user, caption="альбом")),
                ("sends a place", lambda: telegram.send_location(self.user, *chance.choice(PLACES))),
                ("shows where they are", lambda: telegram.send_live_location(self.user, *chance.choice(PLACES))),
                ("sends a contact", lambda: telegram.send_contact(self.user, samples.PHONE_NUMBER)),
                ("forwards a post", lambda: telegram.forward_post(self.user, samples.POST, channel=samples.CHANNEL)),
                ("answers an old message", self._answers),
            ]
        )
        send()
        return Deed(text)

    def _answers(self) -> None:
        text, old = self.chance.choice(HELP), self.chance.choice(list(self.chat.messages) or [None])
        self.said.add(text)
        self.world.telegram.say(self.user, text, reply_to=old)

    def _changes_something(self) -> Deed | None:
        """Changes, takes away or marks a message: no answer is owed to that."""
        messages = list(self.chat.messages.values())[-REACH:]
        own = [message for message in messages if message["from"]["id"] == self.user.id]
        if not own:
            return None
        message, roll = self.chance.choice(own), self.chance.random()
        try:
            if roll < 0.6:
                text = self.chance.choice((*HELP, *JUNK))
                self.said.add(text.strip())
                self.world.telegram.edit(self.user, message, text)
                return Deed(f"changes {message['message_id']} to {text[:40]!r}", answered=False)
            if roll < 0.8:
                self.world.telegram.react(self.user, self.chance.choice(messages), self.chance.choice(EMOJI))
                return Deed("reacts", answered=False)
        except NotPossible:
            return None
        self.world.telegram.delete(self.user, message)
        return Deed(f"deletes {message['message_id']}", answered=False, heard=False)


def pressable(message: dict[str, Any]) -> list[dict[str, Any]]:
    """The buttons that speak to the bot."""
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    return [button for row in rows for button in row if "callback_data" in button]


@dataclass
class Worker:
    """One of an organisation's staff, in its group; their private chat with the bot is a walk of its own."""

    office: Office
    chance: Random
    name: str
    said: set[str]

    @property
    def _telegram(self) -> Any:
        return self.office.world.telegram

    def acts(self) -> list[Deed]:
        """What a worker does in a topic: answers mostly, takes, closes, notes, tidies up."""
        topics = list(self.office.forum.topics.values())[-12:]
        if not topics:
            return []
        topic = self.chance.choice(topics)
        roll = self.chance.random()
        try:
            if roll < 0.35:
                return [self._presses(topic.id)]
            if roll < 0.9:
                return [self._says(topic.id)]
            return [self._tidies(topic)]
        except NotPossible as why:
            return [Deed(f"cannot: {why}", answered=False, heard=False)]

    def _presses(self, thread: int) -> Deed:
        user, forum = self.office.worker.user, self.office.forum
        shown = [m for m in forum.messages.values() if m.get("message_thread_id") == thread and pressable(m)]
        if not shown:
            raise NotPossible("no buttons here")
        message = self.chance.choice(shown)
        buttons = pressable(message)
        weights = [RARE.get(button["callback_data"].partition(":")[0], 1.0) for button in buttons]
        data = self.chance.choices(buttons, weights)[0]["callback_data"]
        query = self._telegram.press(user, message, data, chat=forum)
        return Deed(f"presses {data} in topic {thread}", query)

    def _says(self, thread: int) -> Deed:
        user, where = self.office.worker.user, {"chat": self.office.forum, "thread": thread}
        roll = self.chance.random()
        if roll < 0.6:
            text = self.chance.choice((*HELP, *JUNK))
            self.said.add(text.strip())
            self._telegram.say(user, text, **where)
            return Deed(f"says {text[:40]!r} in topic {thread}")
        if roll < 0.7:
            self._telegram.say(user, "// между нами", **where)
            return Deed(f"notes in topic {thread}", answered=False)
        if roll < 0.75:
            self._telegram.say(user, self.chance.choice(COMMANDS), **where)
            return Deed(f"tries a command in topic {thread}")
        send = self.chance.choice((self._telegram.send_voice, self._telegram.send_photo, self._telegram.send_sticker))
        send(user, **where)
        return Deed(f"sends {send.__name__} in topic {thread}")

    def _tidies(self, topic: Any) -> Deed:
        user, forum, roll = self.office.worker.user, self.office.forum, self.chance.random()
        inside = [m for m in forum.messages.values() if m.get("message_thread_id") == topic.id]
        own = [m for m in inside if m["from"]["id"] == user.id and "text" in m]
        if roll < 0.3:
            self._telegram.react(user, self.chance.choice(inside), self.chance.choice(EMOJI), chat=forum)
            return Deed(f"reacts in topic {topic.id}", answered=False)
        if roll < 0.5 and own:
            text = self.chance.choice(HELP)
            self.said.add(text)
            self._telegram.edit(user, self.chance.choice(own), text, chat=forum)
            return Deed(f"changes a message of topic {topic.id}", answered=False)
        if roll < 0.6:
            self._telegram.delete_topic(user, forum, topic.id)
            return Deed(f"deletes topic {topic.id}", answered=False, heard=False)
        self._telegram.set_topic_closed(user, forum, topic.id, closed=not topic.closed)
        return Deed(f"closes or opens topic {topic.id}", answered=False)
