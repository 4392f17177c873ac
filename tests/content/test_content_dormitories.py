"""What an entry of a dormitory may not say; each mistake is named by file, line and field."""

import pytest

HOUSE = """
dormitories:
- id: {id}
  rooms:
  - {{id: men, who: men, places: 4}}
  - {{id: {second}, who: {who}, places: {places}}}
{more}
  demo: true
"""
RIGHT = {"id": "hostel", "second": "women", "who": "women", "places": 2, "more": ""}
PLACE = """
places:
- id: hostel
  kind: tcson
  name: {{ru: Дом}}
  {organisation}
  territory: BY-HO-Gomel
  source: a page
  grade: A
  demo: true
"""


@pytest.fixture
def mistakes(tmp_path):
    from tests.content.conftest import FILES, TODAY, problems

    def find(organisation="organisation: harbour", **changed):
        files = FILES | {
            "demo/dormitories.yaml": HOUSE.format(**RIGHT | changed),
            "demo/places.yaml": PLACE.format(organisation=organisation),
        }
        for name, text in files.items():
            (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / name).write_text(text)
        found = problems(tmp_path, TODAY)
        return {(one.field, one.message) for one in found if "dormitories" in one.file}

    return find


def test_a_right_entry_is_in_order(mistakes):
    assert mistakes() == set()


@pytest.mark.parametrize(
    ("changed", "field", "part"),
    [
        ({"id": "nowhere"}, "id", "is not among the places"),
        ({"organisation": "note: nobody"}, "id", "nobody would count its beds"),
        ({"second": "men"}, "rooms.1.id", "already the name of another room"),
        ({"who": "officers"}, "rooms.1.who", "must be one of"),
        ({"places": 0}, "rooms.1.places", "greater than 0"),
        ({"more": "  admission: in the evening"}, "admission", "opening_hours"),
        ({"more": "  least_nights: 9\n  most_nights: 3"}, "least_nights", "more than most_nights"),
        ({"more": "  admitted: {ru: Приходите}"}, "admitted", "is missing in"),
        ({"more": "  contract: none"}, "contract", "is not among the contracts"),
    ],
)
def test_a_wrong_one_is_named_by_its_field(mistakes, changed, field, part):
    found = mistakes(**changed)

    assert any(where == field and part in message for where, message in found), found
