"""Updates nobody ever meant: shaped like real ones and then bent, cut and stuffed. By a seed, so that they repeat."""

import copy
import json

#: of every kind that the bot listens to, and some it does not
KINDS = (
    "message", "edited_message", "callback_query", "my_chat_member", "chat_member", "message_reaction",
    "channel_post", "inline_query", "poll", "business_message", "deleted_business_messages", "thing_of_tomorrow",
)  # fmt: skip
WORDS = (
    "", "/start", "/start join_x", "/language", "Мозырь", "Гомель", "помогите", "<b>", "&", "\u202e перевёрнуто",
    "a" * 4096, "👋" * 500, "\ud83d", "\x00", "// между нами", "/bind 123", "завтра в 10", "' OR 1=1 --", "{} {0} %s",
)  # fmt: skip
JUNK = (
    None, True, -1, 0, 2**63, 2**200, 1e999, "", "x", [], {}, [[]], {"id": None}, "\ud83d", {"a": {"b": {"c": []}}},
)  # fmt: skip

NOON = 1_795_000_000


class Bent:
    """An endless row of them. ``people`` are in every role; ``presses`` are buttons that the bot offers."""

    def __init__(self, chance, people, chats, presses):
        self.chance = chance
        self.people, self.chats, self.presses = people, chats, presses
        self.number = 500_000_000

    def one(self):
        self.number += 1
        kind = self.chance.choice(KINDS[:3] * 4 + KINDS)
        body = getattr(self, f"_{kind}", self._message)()
        for _ in range(self.chance.choice((0, 0, 1, 1, 2, 5))):
            body = self._bend(body)
        update = {"update_id": self.number, kind: body}
        # through JSON, as it would come
        return json.loads(json.dumps(update))

    def _user(self):
        known = self.chance.random() < 0.8
        user = self.chance.choice(self.people) if known else self.chance.randrange(1, 2**52)
        return {"id": user, "is_bot": False, "first_name": self.chance.choice(WORDS) or "x", "language_code": "ru"}

    def _chat(self, user):
        if self.chance.random() < 0.7:
            return {"id": user["id"], "type": "private", "first_name": "x"}
        kind = self.chance.choice(("supergroup", "group", "channel"))
        return {"id": self.chance.choice(self.chats), "type": kind, "title": "x", "is_forum": True}

    def _message(self):
        user = self._user()
        number, chat = self.chance.randrange(1, 400), self._chat(user)
        message = {"message_id": number, "from": user, "chat": chat, "date": NOON}
        return message | self.chance.choice(self._contents())

    def _contents(self):
        file = {"file_id": "f", "file_unique_id": "u", "file_size": 1}
        text, photo = self.chance.choice(WORDS), [file | {"width": 1, "height": 1}]
        return (
            {"text": text}, {"text": text}, {"text": text}, {"caption": text, "photo": photo},
            {"voice": file | {"duration": 3}}, {"location": {"latitude": 52.0, "longitude": 29.2}},
            {"contact": {"phone_number": "1", "first_name": "x"}}, {"sticker": file}, {"document": file},
            {"migrate_to_chat_id": self.chance.choice(self.chats)}, {"new_chat_members": [self._user()]},
            {"forum_topic_closed": {}}, {"message_thread_id": self.chance.randrange(1, 50), "text": text},
            {"poll": {"id": "1"}}, {"dice": {"emoji": "🎲", "value": 1}}, {},
        )  # fmt: skip

    def _callback_query(self):
        user = self._user()
        data = self.chance.choice(self.presses) if self.chance.random() < 0.8 else self.chance.choice(WORDS)[:64]
        if self.chance.random() < 0.2:
            place = self.chance.randrange(len(data) + 1)
            data = data[:place] + self.chance.choice("0:x-я") + data[place + 1 :]
        message = {
            "message_id": self.chance.randrange(1, 400),
            "date": NOON,
            "chat": self._chat(user),
            "text": "x",
        }
        return {"id": str(self.number), "from": user, "chat_instance": "1", "message": message, "data": data}

    def _my_chat_member(self):
        user = self._user()
        states = ("member", "administrator", "left", "kicked", "restricted")
        old, new = ({"user": user, "status": self.chance.choice(states)} for _ in range(2))
        chat = self._chat(user)
        return {"chat": chat, "from": user, "date": NOON, "old_chat_member": old, "new_chat_member": new}

    _chat_member = _my_chat_member

    def _message_reaction(self):
        user = self._user()
        thumb = [{"type": "emoji", "emoji": "👍"}]
        return {
            "chat": self._chat(user), "message_id": self.chance.randrange(1, 400), "user": user,
            "date": NOON, "old_reaction": [], "new_reaction": thumb,
        }  # fmt: skip

    def _bend(self, body):
        """One thing in it goes, is something else, or is sixty-four deep."""
        body = copy.deepcopy(body)
        holder = body
        while isinstance(holder, dict) and holder:
            key = self.chance.choice(list(holder))
            inner = holder[key]
            if isinstance(inner, dict) and inner and self.chance.random() < 0.6:
                holder = inner
                continue
            deed = self.chance.randrange(3)
            if deed == 0:
                del holder[key]
            elif deed == 1:
                holder[key] = self.chance.choice(JUNK)
            else:
                deep = holder[key]
                for _ in range(64):
                    deep = {key: deep} if self.chance.random() < 0.5 else [deep]
                holder[key] = deep
            break
        return body
