"""Receipts: what is signed verifies, and a letter more or less does not."""

import re
import stat

import pytest

from bot import signing
from bot.signing import KeyFileError, NotValid, Signer, load_signer, signing_file, verify

TEXT = "Receipt K7MP-2T9X\nI cannot come: illness\nInspection of Mozyr, 07-118\n24.11.2026, 10:00 (Europe/Minsk)"


@pytest.fixture
def signer():
    return Signer(b"s" * 32)


def test_a_receipt_verifies_and_says_what_it_says(signer):
    assert verify(signer.signed(TEXT), signer.public).says.startswith(TEXT)


def test_a_receipt_changed_by_one_letter_does_not_verify(signer):
    receipt = signer.signed(TEXT)
    for place, letter in enumerate(receipt):
        if letter.isspace():
            continue
        other = "A" if letter != "A" else "B"
        with pytest.raises(NotValid):
            verify(receipt[:place] + other + receipt[place + 1 :], signer.public)


@pytest.mark.parametrize("place", [0, 8, 40])
def test_a_letter_left_out_or_put_in_does_not_verify(signer, place):
    receipt = signer.signed(TEXT)

    with pytest.raises(NotValid):
        verify(receipt[:place] + receipt[place + 1 :], signer.public)
    with pytest.raises(NotValid):
        verify(receipt[:place] + "x" + receipt[place:], signer.public)


def test_spaces_and_line_ends_change_on_the_way_and_do_not_count(signer):
    receipt = signer.signed(TEXT).replace("\n", "  \r\n")

    assert "K7MP-2T9X" in verify(f"\n\n{receipt}\n", signer.public).says


def test_words_may_not_be_joined_or_parted(signer):
    receipt = signer.signed(TEXT)

    with pytest.raises(NotValid):
        verify(receipt.replace("cannot", "can not"), signer.public)


def test_the_signature_can_be_typed_in_small_letters(signer):
    head, mark, tail = signer.signed(TEXT).rpartition(signing.SIGNATURE_LINE)

    assert verify(head + mark + tail.lower().replace(" ", ""), signer.public)


def test_another_installation_s_receipt_does_not_verify(signer):
    with pytest.raises(NotValid):
        verify(Signer(b"t" * 32).signed(TEXT), signer.public)


@pytest.mark.parametrize("text", ["", "hello", "Ed25519: ", "Ed25519: ÄÖ", "x" * 5000, "a\nEd25519: AAAA"])
def test_what_is_no_receipt_is_said_to_be_none(signer, text):
    with pytest.raises(NotValid):
        verify(text, signer.public)


def test_a_wrong_public_key_is_said_to_be_one(signer):
    with pytest.raises(NotValid, match="no public key"):
        verify(signer.signed(TEXT), "ABC")


def test_the_key_is_made_once_and_its_owner_alone_may_read_it(tmp_path):
    key_file = tmp_path / "keys" / "prystan.key"
    first = load_signer(key_file)

    assert load_signer(key_file).public == first.public
    assert stat.S_IMODE(signing_file(key_file).stat().st_mode) == 0o600
    assert [file.name for file in key_file.parent.iterdir()] == ["receipts.key"]


def test_a_key_that_others_can_read_is_refused(tmp_path):
    load_signer(tmp_path / "prystan.key")
    signing_file(tmp_path / "prystan.key").chmod(0o644)

    with pytest.raises(KeyFileError, match="read by others"):
        load_signer(tmp_path / "prystan.key")


@pytest.mark.parametrize("text", ["", "abc", "QUJD\n", "A\nB\n"])
def test_a_broken_key_file_is_refused(tmp_path, text):
    load_signer(tmp_path / "prystan.key")
    signing_file(tmp_path / "prystan.key").write_text(text)

    with pytest.raises(KeyFileError, match="not a signing key"):
        load_signer(tmp_path / "prystan.key")


def test_the_public_key_does_not_hold_the_secret(tmp_path):
    signer = load_signer(tmp_path / "prystan.key")

    assert re.fullmatch(r"[A-Z2-7]{52}", signer.public)
    assert signer.public not in signing_file(tmp_path / "prystan.key").read_text()
