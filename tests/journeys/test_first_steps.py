"""From /start on."""


async def test_start_is_answered(world):
    person = world.telegram.add_user("Иван", language_code="ru")
    world.telegram.say(person, "/start")
    await world.settle()

    assert [m for m in world.telegram.chat(person.id).messages.values() if m["from"]["is_bot"]]
