"""A notice to everybody, and a bot that is killed again and again while it goes out: each has it, nearly all once.

``make faults`` sends to 14,048 and kills at least 200 times; otherwise it is a few hundred and a few kills.
"""

import os
import random

import pytest
import pytest_asyncio
from sqlalchemy import insert

from bot.domain import offices, people
from bot.domain.notices import sending, writing
from bot.domain.notices.sending import Rules
from bot.domain.offices import OfficeKind
from bot.domain.people import Reach, Role
from bot.store.tables import links
from bot.store.tables import people as table
from tests.client_phone import ClientPhone
from tests.faults.stage import PAST_LEASES, Stage

FULL = os.environ.get("FAULTS") == "full"
MANY, KILLS = (14_048, 200) if FULL else (120, 3)
#: sends in flight of what goes to many
IN_FLIGHT = 2
#: points of a life: the shortest is past its start and past what the one before left in flight
SHORTEST, LONGEST = 200, 1500 if FULL else 500
WORDS = "Встреча завтра в 10:00, улица Ленина 1, кабинет 5."

pytestmark = [pytest.mark.timeout(3600 if FULL else 240), pytest.mark.asyncio(loop_scope="module")]


class NoticeStage(Stage):
    """Clients of an office who agreed, and a notice of its officer that has just begun."""

    async def _owe(self):
        app = self.world.app
        officer = ClientPhone(self.world, "Ирина", "ru")
        async with app.database.transaction() as store:
            office = await offices.found(store, "Инспекция", "BY-HO-Mozyr", OfficeKind.INSPECTION)
            code = await people.invite(store, Role.OFFICER, office.id)
        await officer.says(f"/start office_{code}")
        users = [self.telegram.add_user(f"Получатель {n}", language_code="ru") for n in range(self.recipients)]
        self.recipient_ids = [user.id for user in users]
        for user in users:
            self.telegram.chat(user.id).started = True
        async with app.database.transaction() as store:
            await store.people.run(
                insert(table), [self._person(store, n, user.id) for n, user in enumerate(users, 1)]
            )
            linked = [
                {
                    "id": n,
                    "office": office.id,
                    "person": n,
                    "label": b"",
                    "label_key": b"%d" % n,
                    "made_at": store.now,
                }
                for n in range(1, self.recipients + 1)
            ]
            await store.people.run(insert(links), linked)
            actor, _row = await store.people.load(officer.user.id, b"")
            draft = await writing.begin(store, actor)
            draft = await writing.set_text(store, actor, draft.id, "ru", WORDS)
            rules = Rules(app.dispatcher["guide"].directory.territories, alone=self.recipients)
            await sending.submit(store, actor, draft.id, draft.version, rules, confirmed=True)

    @staticmethod
    def _person(store, number, telegram_id):
        return {
            "id": number, "telegram": store.keyring.blind(telegram_id, "telegram"), "locale": "ru",
            "telegram_id": store.people.seal(telegram_id, "people", "telegram_id", number), "reach": Reach.OK,
            "consents": "notices", "created_at": store.now,
        }  # fmt: skip

    def outcome(self):
        found = super().outcome()
        found.lost, found.extra, found.most_copies = [], 0, 0
        for user in self.recipient_ids:
            found.count(user, len(self.since(user)))
        return found


@pytest.fixture(scope="module")
def seed():
    return int(os.environ.get("FAULTS_SEED", random.SystemRandom().randrange(10**6)))


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def stage(tmp_path_factory):
    made = NoticeStage(tmp_path_factory.mktemp("notices"), recipients=MANY, writers=0)
    await made.open()
    yield made
    await made.close()


async def until_all_is_sent(stage, chance, **order):
    """Kills it until there is nothing left to be sent; how often."""
    kills = 0
    while await stage.dies(chance.randrange(SHORTEST, LONGEST), **order):
        kills += 1
        # what was in flight is anybody's again
        stage.clock.advance(PAST_LEASES)
    return kills


async def test_killed_again_and_again_it_forgets_nobody(stage, seed):
    chance = random.Random(seed)  # noqa: S311 - repeatable on purpose
    await stage.set_up()
    kills = await until_all_is_sent(stage, chance)
    found = stage.outcome()

    about = f"{kills} kills, {found.extra} copies too many, FAULTS_SEED={seed}"
    assert kills >= KILLS, about
    assert found.lost == [], about
    assert found.extra <= IN_FLIGHT * kills, about
    assert found.most_copies <= 3, about
    assert stage.reads("SELECT count(*) FROM notice_copies WHERE state = 'delivered'") == MANY


async def test_a_bot_that_marks_before_it_sends_is_found_out(stage, seed):
    """The positive control."""
    chance = random.Random(seed)  # noqa: S311 - repeatable on purpose
    await stage.set_up()
    kills = await until_all_is_sent(stage, chance, sabotage="mark_before_sending")

    assert stage.outcome().lost != [], f"{kills} kills, FAULTS_SEED={seed}"
