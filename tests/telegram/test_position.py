"""An attached position becomes its settlement before anything is written: the place itself is nowhere."""

import json

import pytest

from bot.store.tables import inbox
from tests.canaries import found_under

#: a house in Mozyr, to the metre; its digits stand nowhere else
PIN = {"latitude": 52.0491357, "longitude": 29.2467913}
DIGITS = ["52.0491357", "29.2467913"]


def message(**content):
    sender = {"id": 700000001, "is_bot": False, "first_name": "Иван"}
    chat = {"id": 700000001, "type": "private", "first_name": "Иван"}
    return {"message_id": 1, "date": 1790000000, "from": sender, "chat": chat} | content


@pytest.fixture
def written(world, rows):
    """What the inbox holds of an update, opened with the installation's keys, before any handler saw it."""

    async def write(update):
        raw = world.app.intake.without_position(update)
        async with world.app.database.transaction() as store:
            await store.inbox.receive([raw])
        # a press leaves a second row, by which it is known again: it has no body
        (row,) = [row for row in await rows(inbox) if row.body is not None]
        opened = world.app.database.keyring.open(row.body, "inbox", "body", row.update.hex())
        return json.loads(opened)

    return write


WHOLE = PIN | {"horizontal_accuracy": 3.5, "heading": 90, "live_period": 600, "proximity_alert_radius": 10}
PLACES = {
    "message": {"message": message(location=WHOLE)},
    "live": {"edited_message": message(location=WHOLE, edit_date=1790000001)},
    "venue": {"message": message(venue={"location": WHOLE, "title": "Дом", "address": "Ленина 7"}, location=WHOLE)},
    "reply": {"message": message(text="вот", reply_to_message=message(location=WHOLE))},
    "quoted": {"message": message(text="вот", external_reply={"origin": {}, "location": WHOLE})},
    "quoted venue": {"message": message(text="вот", external_reply={"venue": {"location": WHOLE, "title": "Дом"}})},
    "pressed": {"callback_query": {"id": "1", "data": "x", "message": message(location=WHOLE)}},
    "inline": {"inline_query": {"id": "1", "query": "", "location": WHOLE}},
    "list": {"message": message(rich=[[{"location": WHOLE}]])},
    "half": {"message": message(location={"longitude": PIN["longitude"]})},
}


@pytest.mark.parametrize("update", PLACES.values(), ids=PLACES)
async def test_the_place_itself_is_not_written(world, written, update):
    body = await written({"update_id": 1} | update)

    told = json.dumps(body, ensure_ascii=False)
    for secret in [*DIGITS, "Ленина", "Дом", "heading", "accuracy", "live_period"]:
        assert secret not in told


async def test_what_is_written_is_the_middle_of_the_town(world, written):
    body = await written({"update_id": 1, "message": message(location=WHOLE)})

    mozyr = world.app.dispatcher["guide"].directory.territories["BY-HO-Mozyr"]
    assert body["message"]["location"] == {"latitude": mozyr.latitude, "longitude": mozyr.longitude}


async def test_far_from_every_town_there_is_no_place_at_all(world, written):
    body = await written({"update_id": 1, "message": message(location={"latitude": -40.5, "longitude": -150.5})})

    assert body["message"]["location"] == {"latitude": 0.0, "longitude": 0.0}


async def test_the_rest_of_the_update_is_as_it_was(world, written):
    update = {"update_id": 1, "message": message(text="привет", location="a word")}

    assert await written(update) == update


async def test_a_position_sent_by_a_client_is_in_no_file_and_no_later_call(world, client):
    world.telegram.send_location(client.user, **PIN)
    await world.settle()

    assert found_under(world.folder, DIGITS) == set()
    calls = [call for call in world.telegram.calls if call.method.startswith(("send", "edit"))]
    assert calls
    assert not [call for call in calls if any(digits in str(call.params) for digits in DIGITS)]
