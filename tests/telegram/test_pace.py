"""Slots by arithmetic on a clock of the test's own: the loop's time moves only when someone sleeps."""

import asyncio
import heapq

import pytest

from bot.telegram.pace import GROUP_MOST, GROUP_WINDOW, Full, Pace


class FakeTime(asyncio.SelectorEventLoop):
    """Nobody waits for real: when all sleep, time jumps to the first who wakes."""

    def __init__(self):
        super().__init__()
        self.now = 1000.0

    def time(self):
        return self.now

    def _run_once(self):
        if not self._ready and self._scheduled:
            self.now = max(self.now, self._scheduled[0].when())
        heapq.heapify(self._scheduled)
        super()._run_once()


def moments(pace, chats, *, pause=None):
    """When each message was let go, in seconds from the start; all of them are asked for at once."""
    loop = FakeTime()
    began = loop.time()

    async def send(chat):
        await pace.wait_for(chat)
        return loop.time() - began

    async def all_of_them():
        if pause is not None:
            pace.pause(pause)
        return await asyncio.gather(*(send(chat) for chat in chats))

    try:
        return loop.run_until_complete(all_of_them())
    finally:
        loop.close()


def most_within(seconds, times):
    return max(sum(1 for other in times if start <= other < start + seconds) for start in times)


def test_the_first_message_goes_at_once():
    assert moments(Pace(), [1]) == [0]


def test_different_chats_keep_the_rate_and_reach_it():
    times = moments(Pace(per_second=25), range(1, 101))

    assert max(times) == pytest.approx(99 / 25)
    assert most_within(1, times) <= 26


def test_one_chat_gets_one_a_second():
    times = moments(Pace(), [1] * 5)

    assert times == pytest.approx([0, 1, 2, 3, 4])


def test_a_slow_chat_does_not_slow_the_others():
    times = moments(Pace(per_second=25), [1, 1, 1, 2])

    assert times[:3] == pytest.approx([0, 1, 2])
    assert times[3] < 0.2


def test_a_group_gets_twenty_a_minute():
    times = moments(Pace(), [-100] * 50)

    assert most_within(GROUP_WINDOW, times) <= GROUP_MOST
    assert times[19] == pytest.approx(19)
    assert times[20] == pytest.approx(60)


def test_groups_do_not_share_their_twenty():
    times = moments(Pace(), [-100] * 20 + [-200] * 20)

    assert max(times) < 25


def test_asked_to_wait_nobody_sends_before():
    assert min(moments(Pace(), [1, 2, 3], pause=7)) == 7


def test_asked_to_wait_while_many_wait_already():
    loop, pace = FakeTime(), Pace(per_second=1)
    sent = []

    async def send(chat):
        await pace.wait_for(chat)
        sent.append(loop.time() - 1000)
        if len(sent) == 2:
            pace.pause(30)

    async def all_of_them():
        await asyncio.gather(*(send(chat) for chat in range(1, 6)))

    loop.run_until_complete(all_of_them())
    loop.close()
    assert sent[:2] == [0, 1]
    assert min(sent[2:]) == 31


def test_a_shorter_wait_does_not_shorten_a_longer_one():
    loop, pace = FakeTime(), Pace()

    async def ask():
        pace.pause(30)
        pace.pause(1)
        await pace.wait_for(1)
        return loop.time() - 1000

    assert loop.run_until_complete(ask()) == 30
    loop.close()


def test_without_limits_nothing_waits():
    assert set(moments(Pace(per_second=0, per_chat=0), [1] * 50 + [-1] * 50)) == {0}


def test_chats_of_long_ago_are_forgotten():
    loop, pace = FakeTime(), Pace(per_second=0)

    async def many():
        for chat in range(1, 10_001):
            await pace.wait_for(chat)
        await asyncio.sleep(300)
        await pace.wait_for(20_000)

    loop.run_until_complete(many())
    loop.close()
    assert len(pace._chats) == 1


def test_what_goes_to_many_leaves_room_for_those_who_talk():
    loop, pace = FakeTime(), Pace(per_chat=0)
    many, talk = [], []

    async def to_many(chat):
        await pace.turn_of_many()
        await pace.wait_for(chat)
        many.append(loop.time() - 1000)

    async def one(chat, after):
        await asyncio.sleep(after)
        await pace.wait_for(chat)
        talk.append(loop.time() - 1000 - after)

    async def all_of_them():
        await asyncio.gather(
            *(to_many(chat) for chat in range(1, 101)), *(one(chat, (chat - 200) / 5) for chat in range(200, 225))
        )

    loop.run_until_complete(all_of_them())
    loop.close()
    # one may slip in where a slot of its own had to wait for another
    assert most_within(1.0, many) <= 21
    assert max(many) == pytest.approx(99 / 20, abs=0.3)
    assert max(talk) < 0.2


def test_who_would_wait_too_long_is_told_so_and_takes_nothing_on_account():
    loop, pace = FakeTime(), Pace(patience=2)

    async def ask():
        for _ in range(20):
            await pace.wait_for(-100)
        with pytest.raises(Full) as full:
            await pace.wait_for(-100)
        assert full.value.wait == pytest.approx(60 - 19)
        await asyncio.sleep(full.value.wait)
        await pace.wait_for(-100)
        return loop.time() - 1000

    assert loop.run_until_complete(ask()) == pytest.approx(60)
    loop.close()


def test_a_group_is_nearly_full_when_few_are_left_of_its_minute():
    loop, pace = FakeTime(), Pace()

    async def ask():
        seen = []
        for _ in range(16):
            seen.append(pace.is_nearly_full(-100))
            await pace.wait_for(-100)
        seen.append(pace.is_nearly_full(-100))
        await asyncio.sleep(61)
        return seen, pace.is_nearly_full(-100)

    seen, later = loop.run_until_complete(ask())
    loop.close()
    assert seen == [False] * 15 + [True, True]
    assert not later
