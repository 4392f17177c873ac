"""Sealed values and blind indexes: bound to their place, padded, rotated; and the key file that is refused."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select, update

from bot.store import Database
from bot.store.sealing import BUCKETS, Keyring, SealError, make_keys, read_keys
from bot.store.tables import people

OLD, NEW = {1: b"o" * 32}, {1: b"o" * 32, 2: b"n" * 32}
#: version, key number, nonce, and the tag at the end
FRAME = 2 + 12 + 16


@given(st.binary(max_size=9000))
def test_what_is_sealed_is_opened_in_its_place(value):
    keyring = Keyring(OLD)

    assert keyring.open(keyring.seal(value, "people", "telegram_id", 7), "people", "telegram_id", 7) == value


@pytest.mark.parametrize(
    "place", [("people", "telegram_id", 8), ("people", "phone", 7), ("groups", "telegram_id", 7)]
)
def test_another_row_column_or_table_cannot_open_it(place):
    keyring = Keyring(OLD)
    sealed = keyring.seal(b"700000001", "people", "telegram_id", 7)

    with pytest.raises(SealError, match="does not belong"):
        keyring.open(sealed, *place)


async def test_two_cells_swapped_open_nowhere(database):
    async with database.transaction() as store:
        ids = [await store.people.add(telegram_id, "ru", None) for telegram_id in (700000001, 700000002)]
        cells = dict((await store.people.run(select(people.c.id, people.c.telegram_id))).all())
        for mine, other in zip(ids, reversed(ids), strict=True):
            swapped = update(people).where(people.c.id == mine).values(telegram_id=cells[other])
            await store.people.run(swapped)

    for person in ids:
        async with database.transaction() as store:
            with pytest.raises(SealError, match="does not belong"):
                await store.people.chat(person)


@given(st.binary(min_size=1, max_size=400), st.integers(min_value=0), st.integers(min_value=0, max_value=7))
def test_one_flipped_bit_is_noticed(value, at, bit):
    keyring = Keyring(OLD)
    sealed = bytearray(keyring.seal(value, "here"))
    sealed[at % len(sealed)] ^= 1 << bit

    with pytest.raises(SealError):
        keyring.open(bytes(sealed), "here")


@pytest.mark.parametrize("cut", [0, 1, 13, 20])
def test_a_cell_cut_short_is_refused_and_crashes_nothing(cut):
    keyring = Keyring(OLD)

    with pytest.raises(SealError):
        keyring.open(keyring.seal(b"words", "here")[:cut], "here")


@pytest.mark.parametrize(
    ("length", "bucket"),
    [(0, 64), (60, 64), (61, 256), (252, 256), (253, 1024), (1020, 1024), (1021, 4096), (4092, 4096), (4093, 8192),
     (8189, 12288)],
)  # fmt: skip
def test_a_length_tells_only_its_bucket(length, bucket):
    assert len(Keyring(OLD).seal(b"x" * length, "here")) == bucket + FRAME


def test_equal_values_are_sealed_differently():
    keyring = Keyring(OLD)

    assert keyring.seal(b"yes", "here") != keyring.seal(b"yes", "here")


def test_buckets_grow():
    assert sorted(BUCKETS) == list(BUCKETS)


def test_a_new_key_seals_and_the_old_one_still_opens():
    before, after = Keyring(OLD), Keyring(NEW)
    old = before.seal(b"words", "here")
    new = after.seal(b"words", "here")

    assert after.open(old, "here") == b"words"
    assert new[1] == 2
    with pytest.raises(SealError, match="not in the key file"):
        before.open(new, "here")


def test_a_blind_index_outlives_a_change_of_keys():
    assert Keyring(OLD).blind(700000001, "telegram") == Keyring(NEW).blind(700000001, "telegram")
    assert Keyring(OLD).fingerprint == Keyring(NEW).fingerprint


def test_a_blind_index_differs_by_purpose_value_and_installation():
    keyring, elsewhere = Keyring(OLD), Keyring({1: b"e" * 32})
    found = {
        keyring.blind(700000001, "telegram"),
        keyring.blind(700000001, "group"),
        keyring.blind(700000002, "telegram"),
        elsewhere.blind(700000001, "telegram"),
    }

    assert len(found) == 4
    assert {len(index) for index in found} == {16}


def test_a_keyring_without_keys_is_refused():
    with pytest.raises(SealError, match="no key"):
        Keyring({})


def test_made_keys_are_their_owners_alone(tmp_path):
    made = make_keys(tmp_path / "keys" / "prystan.key")

    assert (tmp_path / "keys" / "prystan.key").stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "keys").stat().st_mode & 0o777 == 0o700
    assert read_keys(tmp_path / "keys" / "prystan.key").fingerprint == made.fingerprint


def test_keys_are_never_made_over_others(tmp_path):
    first = make_keys(tmp_path / "prystan.key")

    with pytest.raises(FileExistsError):
        make_keys(tmp_path / "prystan.key")
    assert read_keys(tmp_path / "prystan.key").fingerprint == first.fingerprint


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o620, 0o660, 0o644])
def test_a_key_file_others_can_touch_is_refused(tmp_path, mode):
    file = tmp_path / "prystan.key"
    make_keys(file)
    file.chmod(mode)

    with pytest.raises(SealError, match="chmod 600"):
        read_keys(file)


SHORT = base64.b64encode(b"k" * 16).decode()
WHOLE = base64.b64encode(b"k" * 32).decode()


@pytest.mark.parametrize(
    ("text", "why"),
    [("", "holds no key"), ("# only a comment\n", "holds no key"), ("garbage", "is not a key file"),
     (f"one {WHOLE}", "is not a key file"), (f"1 {WHOLE} more", "is not a key file"),
     ("1 !!!!", "is not a key file"), (f"1 {SHORT}", "32 bytes"), (f"0 {WHOLE}", "1 to 255"),
     (f"256 {WHOLE}", "1 to 255"), (f"1 {WHOLE}\n1 {WHOLE}", "twice")],
)  # fmt: skip
def test_a_bad_key_file_is_refused_with_the_reason_and_without_its_words(tmp_path, text, why):
    file = tmp_path / "prystan.key"
    file.write_text(text)
    file.chmod(0o600)

    with pytest.raises(SealError, match=why) as refused:
        read_keys(file)
    assert WHOLE not in str(refused.value)
    assert SHORT not in str(refused.value)


def test_a_key_file_that_is_no_text_is_refused(tmp_path):
    file = tmp_path / "prystan.key"
    file.write_bytes(bytes(range(256)))
    file.chmod(0o600)

    with pytest.raises(SealError, match="is not a key file"):
        read_keys(file)


async def test_a_database_is_not_written_under_other_keys(database):
    await database.claim_for_keys()
    await database.claim_for_keys()

    other = Database(
        database.engine.url.render_as_string(hide_password=False), Keyring({1: b"x" * 32}), database.clock
    )
    try:
        with pytest.raises(SealError, match="other keys"):
            await other.claim_for_keys()
    finally:
        await other.close()


async def test_a_database_goes_on_under_added_keys(empty_url, clock):
    from bot.store.migrations import upgrade

    for keys in (OLD, NEW):
        database = Database(empty_url, Keyring(keys), clock)
        await upgrade(database.engine)
        await database.claim_for_keys()
        assert database.keyring.fingerprint == Keyring(OLD).fingerprint
        await database.close()
