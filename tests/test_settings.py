"""Settings: each refusal with its reason and without its value; .env.example names them all, and nothing else."""

import re
from pathlib import Path

import pytest
from pydantic_core import PydanticUndefined

from bot.settings import Settings, SettingsError, read_settings

ROOT = Path(__file__).parent.parent
EXAMPLE = (ROOT / ".env.example").read_text(encoding="utf-8")
TOKEN = "123456:canary-of-a-token"
NAMES = {name.upper() for name in Settings.model_fields}
LINE = re.compile(r"^(#?)([A-Z_]+)=(.*)$", re.MULTILINE)


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch, tmp_path):
    """Neither the shell's environment nor somebody's .env."""
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)


def env_file(folder, text, mode=0o600):
    (folder / ".env").write_text(text)
    (folder / ".env").chmod(mode)


def refusals(**chosen):
    with pytest.raises(SettingsError) as refused:
        read_settings(**({"bot_token": TOKEN} | chosen))
    return refused.value.args


def test_a_token_is_enough():
    settings = read_settings(bot_token=TOKEN)

    assert settings.bot_api_base == "https://api.telegram.org"
    assert settings.sqlite_file == Path("data/prystan.db")


def test_without_a_token_it_says_what_is_needed():
    with pytest.raises(SettingsError) as refused:
        read_settings()

    assert refused.value.args == ("BOT_TOKEN: is needed and not set",)


def test_an_empty_token_is_no_token(monkeypatch):
    monkeypatch.setenv("BOT_TOKEN", "")
    with pytest.raises(SettingsError) as refused:
        read_settings()

    assert refused.value.args == ("BOT_TOKEN: is needed and not set",)


@pytest.mark.parametrize("token", ["canary", "canary:123", "123456", "123456:", " 123456:canary", "123456:can ary"])
def test_what_is_no_token_is_refused_without_being_repeated(token):
    (reason,) = refusals(bot_token=token)

    assert reason.startswith("BOT_TOKEN: does not look like a token")
    assert token not in reason


def test_the_environment_is_read(monkeypatch):
    monkeypatch.setenv("BOT_TOKEN", TOKEN)
    monkeypatch.setenv("OPS_CHAT_ID", "-1001")

    assert read_settings().ops_chat_id == -1001


def test_a_misspelt_setting_is_refused_by_name_and_without_its_value(tmp_path):
    env_file(tmp_path, f"BOT_TOKEN={TOKEN}\nBOT_TOKN=canary\n")
    with pytest.raises(SettingsError) as refused:
        read_settings()

    assert refused.value.args == ("BOT_TOKN: is not a setting of Prystan; see .env.example",)


def test_all_mistakes_are_told_at_once(tmp_path):
    env_file(tmp_path, "OTHER=1\nLOG_LEVEL=LOUD\nOPS_CHAT_ID=chat\n")
    with pytest.raises(SettingsError) as refused:
        read_settings()

    told = {reason.partition(":")[0] for reason in refused.value.args}
    assert told == {"BOT_TOKEN", "OTHER", "LOG_LEVEL", "OPS_CHAT_ID"}


@pytest.mark.parametrize(
    ("chosen", "reason"),
    [
        ({"bot_api_base": "api.telegram.org"}, "BOT_API_BASE: must be an http or https address"),
        ({"bot_api_base": "ftp://127.0.0.1"}, "BOT_API_BASE: must be an http or https address"),
        ({"bot_api_base": "https://"}, "BOT_API_BASE: must be an http or https address"),
        ({"bot_api_base": "http://bots.example"}, "BOT_API_BASE: http would send the token in clear"),
        ({"bot_api_base": "http://127.0.0.1.example"}, "BOT_API_BASE: http would send the token in clear"),
        ({"bot_api_base": "http://127.0.0.1@bots.example"}, "BOT_API_BASE: http would send the token in clear"),
        ({"clock_file": "clock"}, "CLOCK_FILE: a movable clock is for the emulator only"),
        ({"database_url": "sqlite:///data/a.db"}, "DATABASE_URL: must begin with sqlite+aiosqlite://"),
        ({"database_url": "postgresql://u:canary@host/name"}, "DATABASE_URL: must begin with sqlite+aiosqlite://"),
        ({"database_url": "canary"}, "DATABASE_URL: must begin with sqlite+aiosqlite://"),
        ({"log_level": "LOUD"}, "LOG_LEVEL: Input should be 'DEBUG', 'INFO', 'WARNING' or 'ERROR'"),
        ({"ops_chat_id": "canary"}, "OPS_CHAT_ID: Input should be a valid integer"),
        ({"probe_after_crash": True}, "PROBE_AFTER_CRASH: needs OPS_CHAT_ID"),
        ({"probe_after_crash": True, "ops_chat_id": -1001}, "PROBE_AFTER_CRASH: needs OPS_CHAT_ID"),
        ({"demo_content": "canary"}, "DEMO_CONTENT: Input should be a valid boolean"),
    ],
)
def test_an_unsafe_setting_is_refused_with_its_reason(chosen, reason):
    (told,) = refusals(**chosen)

    assert told.startswith(reason)
    assert "canary" not in told


@pytest.mark.parametrize("base", ["http://127.0.0.1:8081", "http://localhost:8081/", "http://[::1]:8081"])
def test_http_and_a_movable_clock_are_fine_on_this_machine(base):
    settings = read_settings(bot_token=TOKEN, bot_api_base=base, clock_file="clock")

    assert settings.bot_api_base == base.rstrip("/")


@pytest.mark.parametrize("key_file", ["data/prystan.key", "data/keys/prystan.key", "keys/../data/prystan.key"])
def test_keys_in_the_databases_folder_are_refused(key_file):
    (reason,) = refusals(key_file=key_file)

    assert reason.startswith("KEY_FILE: must not lie in the database's folder")


def test_keys_led_into_the_databases_folder_by_a_link_are_refused(tmp_path):
    (tmp_path / "data").mkdir()
    (tmp_path / "keys").symlink_to(tmp_path / "data")

    (reason,) = refusals(key_file="keys/prystan.key")
    assert reason.startswith("KEY_FILE: must not lie in the database's folder")


def test_with_postgresql_the_keys_may_lie_where_they_like():
    settings = read_settings(
        bot_token=TOKEN, database_url="postgresql+asyncpg://u@host/name", key_file="data/prystan.key"
    )

    assert settings.sqlite_file is None


def test_the_token_stands_in_no_representation_and_no_refusal():
    settings = read_settings(bot_token=TOKEN)

    assert "canary" not in f"{settings!r} {settings} {settings.model_dump()} {settings.model_dump_json()}"
    assert not [reason for reason in refusals(log_level="LOUD") if "canary" in reason]


def test_settings_do_not_change_while_running():
    settings = read_settings(bot_token=TOKEN)

    with pytest.raises(ValueError, match="frozen"):
        settings.log_level = "DEBUG"


def test_the_example_names_every_setting_once_and_nothing_else():
    named = [name for _, name, _ in LINE.findall(EXAMPLE)]

    assert sorted(named) == sorted(NAMES)


def test_the_example_says_of_each_setting_what_it_is():
    for match in LINE.finditer(EXAMPLE):
        before = EXAMPLE[: match.start()].rstrip("\n").rpartition("\n")[2]
        assert re.match(r"# \S.{15,}", before), match[2]


def test_the_example_comments_out_all_that_has_a_default():
    commented = {name for mark, name, _ in LINE.findall(EXAMPLE) if mark}

    assert commented == {n.upper() for n, f in Settings.model_fields.items() if f.default is not PydanticUndefined}


def test_the_example_states_the_true_defaults(tmp_path):
    enabled = LINE.sub(lambda found: f"{found[2]}={found[3]}", EXAMPLE)
    env_file(tmp_path, enabled)

    assert read_settings(bot_token=TOKEN) == Settings(_env_file=None, bot_token=TOKEN)


def test_every_setting_is_used():
    code = "\n".join(
        file.read_text(encoding="utf-8")
        for folder in ("bot", "handlers")
        for file in (ROOT / folder).rglob("*.py")
        if file.name != "settings.py"
    )
    unused = {name for name in Settings.model_fields if not re.search(rf"settings\.{name}\b", code)}

    assert unused == set()


def test_an_env_file_that_others_can_read_is_refused(tmp_path):
    env_file(tmp_path, f"BOT_TOKEN={TOKEN}", 0o644)
    with pytest.raises(SettingsError) as refused:
        read_settings()
    assert "chmod 600" in refused.value.args[0]

    (tmp_path / ".env").chmod(0o600)
    assert read_settings().bot_token.get_secret_value() == TOKEN


SECRET = "s" * 32


def test_a_webhook_needs_its_secret_and_the_secret_a_webhook():
    assert "both or neither" in refusals(webhook_url="https://example.org/hook")[0]
    assert "both or neither" in refusals(webhook_secret=SECRET)[0]
    assert read_settings(bot_token=TOKEN, webhook_url="https://example.org/hook", webhook_secret=SECRET).webhook_url


@pytest.mark.parametrize("secret", ["short", "s" * 31, "s" * 257, "ы" * 40, "s" * 31 + "!"])
def test_a_secret_that_could_be_guessed_or_not_be_said_is_refused(secret):
    told = refusals(webhook_url="https://example.org/hook", webhook_secret=secret)

    assert "32 to 256" in told[0]
    assert secret not in told[0]


def test_updates_are_not_brought_over_the_open_net():
    assert "https" in refusals(webhook_url="http://example.org/hook", webhook_secret=SECRET)[0]
    assert read_settings(
        bot_token=TOKEN,
        webhook_url="http://127.0.0.1:1/hook",
        webhook_secret=SECRET,
        bot_api_base="http://127.0.0.1:1",
    )
