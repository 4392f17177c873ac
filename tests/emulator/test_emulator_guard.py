"""Who may use the control API, and what else of this machine the server shows: nobody else, and nothing."""

import json

import pytest


@pytest.mark.parametrize("path", ["/control/state", "/control/events", "/control/file/1"])
async def test_another_name_for_this_machine_is_refused(client, path):
    async with client.get(path, headers={"Host": "evil.example"}) as answer:
        assert answer.status == 403


async def test_another_name_is_refused_for_changes_too(client, telegram, phone):
    foreign = {"Host": "evil.example:80"}
    async with client.post("/control/fault", json={"name": "flood", "on": True}, headers=foreign) as answer:
        assert answer.status == 403
    async with client.delete(f"/control/phones/{phone.id}", headers=foreign) as answer:
        assert answer.status == 403
    assert not telegram.faults.flood


async def test_localhost_is_this_machine(client):
    async with client.get("/control/state", headers={"Host": "localhost:8000"}) as answer:
        assert answer.status == 200


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded"])
async def test_a_form_of_another_site_changes_nothing(client, telegram, kind):
    body = json.dumps({"name": "flood", "on": True})
    async with client.post("/control/fault", data=body, headers={"Content-Type": kind}) as answer:
        assert answer.status == 415
    assert not telegram.faults.flood


@pytest.mark.parametrize("body", ["{", "[]"])
async def test_what_is_no_object_is_refused(client, body):
    headers = {"Content-Type": "application/json"}
    async with client.post("/control/fault", data=body, headers=headers) as answer:
        assert (answer.status, (await answer.json())["ok"]) == (400, False)


async def test_the_page_and_its_files_come_with_strict_headers(client):
    for path in ("/", "/control/state"):
        async with client.get(path) as answer:
            assert answer.status == 200
            assert answer.headers["X-Content-Type-Options"] == "nosniff"
            assert "default-src 'self'" in answer.headers["Content-Security-Policy"]
            assert "unsafe" not in answer.headers["Content-Security-Policy"]


async def test_nothing_beside_the_page_is_served(client):
    for path in ("/page/../server.py", "/page/%2e%2e/server.py", "/page/"):
        async with client.get(path) as answer:
            assert answer.status in {403, 404}
