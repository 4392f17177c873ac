"""Reading the files: every mistake of form is named with file, line and field, all at once."""

from datetime import date
from pathlib import Path

import pytest

from bot.content.loader import load, problems
from bot.content.mistakes import ContentError, Mistake


def named(mistakes):
    return [(mistake.file, mistake.line, mistake.field) for mistake in mistakes]


def test_the_small_folder_is_in_order(folder, today):
    assert problems(folder, today) == []


def test_values_take_the_types_of_the_models_though_nothing_is_quoted(folder, today):
    centre, branch = load(folder, demo=False, today=today).places
    assert centre.phones[0].number == "+375232210946"
    assert centre.assured == date(2026, 4, 13)
    assert centre.source_date == "2026-04"
    assert branch.latitude == 52.45


def test_a_place_without_coordinates_gets_those_of_its_town_and_says_so(folder, today):
    centre, branch = load(folder, demo=False, today=today).places
    assert (centre.latitude, centre.longitude, centre.precision) == (52.4345, 30.9754, "settlement")
    assert branch.precision == "address"


def test_a_secret_place_gets_no_coordinates_at_all(folder, spoil, today):
    assert spoil("by/places.yaml", "  address: ул. Ясная, 1\n", "  address_hidden: true\n") == []
    assert load(folder, demo=False, today=today).places[0].latitude is None


def test_invented_things_load_only_for_the_demo(folder, today):
    assert load(folder, demo=False, today=today).contracts == ()
    assert [contract.id for contract in load(folder, demo=True, today=today).contracts] == ["contract"]


def test_what_is_unverified_never_loads(folder, today):
    assert "aside" not in {place.id for place in load(folder, demo=True, today=today).places}


def test_the_version_changes_with_any_byte(folder, today):
    before = load(folder, demo=True, today=today).version
    (folder / "services.yaml").write_text((folder / "services.yaml").read_text("utf-8") + "\n# a word\n", "utf-8")
    after = load(folder, demo=True, today=today).version
    assert before != after
    assert len(after) == 16


def test_all_mistakes_are_named_at_once_with_file_line_and_field(folder, spoil, today):
    spoil("by/places.yaml", "  source: a page\n", "")
    spoil("by/places.yaml", "  grade: A\n", "  grade: D\n")
    mistakes = spoil("services.yaml", "  unit: day", "  unit: fortnight")
    assert named(mistakes) == [
        ("by/places.yaml", 2, "source"),
        ("by/places.yaml", 14, "grade"),
        ("services.yaml", 15, "unit"),
    ]
    with pytest.raises(ContentError) as caught:
        load(folder, demo=False, today=today)
    assert list(caught.value.mistakes) == mistakes
    assert "services.yaml:15: unit: must be one of 'hour', 'day'" in str(caught.value)


def test_a_misspelt_field_is_named_at_its_own_line(spoil):
    [mistake] = spoil("by/places.yaml", "  address: ул. Ясная", "  adress: ул. Ясная")
    assert (mistake.line, mistake.field) == (8, "adress")
    assert "typing error" in mistake.message


def test_a_field_inside_a_list_is_named_by_its_way(spoil):
    [mistake] = spoil("by/places.yaml", "{number: 22-52-38, reach: local}", "{number: 22-52-38, reach: near}")
    assert (mistake.line, mistake.field) == (23, "phones.1.reach")


def test_a_date_that_is_none_is_said_in_plain_words(spoil):
    [mistake] = spoil("by/places.yaml", "assured: 2026-04-13", "assured: last week")
    assert mistake.message == "is not a date such as 2026-04-13"


def test_a_field_written_twice_is_a_mistake(spoil):
    [mistake] = spoil("by/places.yaml", "  grade: A\n", "  grade: A\n  grade: A\n")
    assert (mistake.line, mistake.field) == (16, "grade")


def test_broken_yaml_is_named_with_its_line(spoil):
    mistakes = spoil("demo/all.yaml", "kind: ngo,", "kind: [ngo,")
    assert [(mistake.file, mistake.line) for mistake in mistakes] == [("demo/all.yaml", 2)]


def test_a_file_in_another_encoding_is_named(folder, today):
    (folder / "demo/all.yaml").write_bytes("organisations: Гавань".encode("cp1251"))
    assert Mistake("demo/all.yaml", 1, "", "is not saved as UTF-8") in problems(folder, today)


def test_an_unknown_section_is_a_mistake(spoil):
    mistakes = spoil("by/places.yaml", "places:", "palces:")
    assert named(mistakes) == [("by/places.yaml", 1, "palces")]


def test_a_section_must_be_a_list(folder, today):
    (folder / "by/more.yaml").write_text("places:\n  id: one\n", "utf-8")
    assert named(problems(folder, today)) == [("by/more.yaml", 1, "places")]


def test_a_file_must_begin_with_a_section(folder, today):
    (folder / "by/more.yaml").write_text("- id: one\n", "utf-8")
    assert named(problems(folder, today)) == [("by/more.yaml", 1, "")]


def test_an_empty_file_is_no_mistake(folder, today):
    (folder / "by/more.yaml").write_text("# nothing yet\n", "utf-8")
    assert problems(folder, today) == []


def test_a_folder_without_content_is_a_mistake(tmp_path: Path, today):
    with pytest.raises(ContentError, match="holds no content"):
        load(tmp_path, demo=False, today=today)


def test_a_malformed_entry_is_not_reported_again_by_those_who_name_it(spoil):
    mistakes = spoil("services.yaml", "- id: tcson\n", "- id: tcson\n  serves: nobody\n")
    assert [mistake.field for mistake in mistakes] == ["serves"]
