"""Which lines answer now, and what the screens for what cannot wait look like."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.domain.urgent import ASKING_AGE, CHILD_LINES, LINES, answering, for_children
from bot.telegram import urgency
from bot.telegram.client_buttons import Urgent, Younger, tag
from tests.client_phone import assert_fits

MOZYR, BREST, BISHKEK = "BY-HO-Mozyr", "BY-BR-Brest", "KG-GB-Bishkek"
#: a month after most lines were verified, and long after
FRESH, STALE = datetime(2026, 5, 4, 9, tzinfo=UTC), datetime(2026, 11, 23, 9, tzinfo=UTC)


def ids(places) -> list[str]:
    return [place.id for place in places]


def test_lines_of_the_region_and_the_country_answer_the_narrower_first(guide):
    found = answering(guide.directory, MOZYR, FRESH)

    assert ids(found)[-1] == "child-line-belarus"
    assert "line-133" in ids(found)
    assert all((place.serves or place.territory) in {MOZYR, "BY-HO", "BY"} for place in found)
    assert ids(found).index("line-133") == len(found) - 2


def test_a_line_that_nobody_verified_lately_is_not_among_them(guide):
    assert "line-133" not in ids(answering(guide.directory, MOZYR, STALE))


def test_a_line_that_is_closed_at_this_moment_or_gives_no_hours_is_not_among_them(guide):
    directory = guide.directory
    line = directory.places["line-133"]
    for hours in ("Mo-Fr 20:00-21:00", None):
        changed = line.model_copy(update={"hours": hours})
        directory.places[line.id] = changed
        try:
            assert "line-133" not in ids(answering(directory, MOZYR, FRESH))
        finally:
            directory.places[line.id] = line


def test_children_have_their_own_line_first_though_it_was_verified_long_ago(guide):
    assert ids(for_children(guide.directory, MOZYR, STALE))[0] == "child-line-belarus"
    assert ids(for_children(guide.directory, BISHKEK, STALE)) == ["line-111-kg"]


def test_a_childrens_line_that_was_given_up_is_not_shown(guide):
    assert not for_children(guide.directory, BISHKEK, STALE + timedelta(days=365))


def test_the_content_has_what_the_code_asks_for(guide):
    assert guide.directory.needs.keys() >= ASKING_AGE | {"help-line", "family"}
    assert guide.directory.kinds.keys() >= {*LINES, *CHILD_LINES}


@pytest.mark.parametrize("language", ["ru", "be", "ky", "en"])
@pytest.mark.parametrize("where", [MOZYR, BREST, BISHKEK, "BY", "KG"])
@pytest.mark.parametrize("at", [FRESH, STALE])
def test_the_screens_fit_a_phone_in_every_language(guide, speaking, language, where, at):
    with speaking(language):
        assert_fits(urgency.urgent(answering(guide.directory, where, at), Urgent(asked=True)))
        assert_fits(urgency.under_age(for_children(guide.directory, where, at), tag(where), guide, at))


def test_a_number_that_answers_can_be_copied(guide, speaking):
    with speaking("en"):
        screen = urgency.urgent(answering(guide.directory, MOZYR, FRESH), None)

    assert "133" in [button.copy for row in screen.rows for button in row]
    assert "only from inside the country" in screen.text


def test_the_question_of_age_is_gone_once_it_is_answered(guide, speaking):
    with speaking("en"):
        asking, asked = urgency.urgent([], Urgent(asked=True)), urgency.urgent([], None)

    assert "I am under 18" in asking.labels
    assert "I am under 18" not in asked.labels
    assert "Under 18?" not in asked.text


def test_the_data_of_a_button_does_not_tell_the_age():
    assert Younger(where="abcdef").pack() == "q:abcdef"
