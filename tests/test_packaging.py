"""What is shipped beside the code: image, compose file, locks, the CI's script, and what the README promises."""

import os
import re
import subprocess
import sys
import time
from pathlib import Path

import pytest
import yaml

from bot.__main__ import main
from bot.settings import Settings

ROOT = Path(__file__).parent.parent
DOCKERFILE = (ROOT / "Dockerfile").read_text()
#: one instruction a line, as the builder reads them
INSTRUCTIONS = re.sub(r"\\\n", " ", re.sub(r"^\s*#.*\n", "", DOCKERFILE, flags=re.MULTILINE)).splitlines()
COMPOSE = yaml.safe_load((ROOT / "compose.yaml").read_text())
SERVICES = COMPOSE["services"]
MAKEFILE = (ROOT / "Makefile").read_text()
README = (ROOT / "README.md").read_text()
SETTINGS = {name.upper() for name in Settings.model_fields}


def instructions(word):
    return [line.removeprefix(word).strip() for line in INSTRUCTIONS if line.startswith(f"{word} ")]


def image_environment():
    return dict(re.findall(r"(\w+)=(\S+)", " ".join(instructions("ENV"))))


def test_the_image_ends_as_a_numbered_user_that_is_not_root():
    after_the_last_stage = DOCKERFILE.rpartition("\nFROM ")[2]
    users = re.findall(r"^USER (\S+)", after_the_last_stage, flags=re.MULTILINE)

    assert users[-1:] == ["10001"]


def test_the_image_adds_nothing_from_elsewhere():
    assert instructions("ADD") == []
    assert not re.search(r"\b(curl|wget)\b|https?://", DOCKERFILE)


def test_the_image_installs_the_lock_with_hashes_and_the_project_without_dependencies():
    installs = [part for line in instructions("RUN") for part in line.split("&&") if "pip install" in part]

    assert len(installs) == 2
    assert "--require-hashes" in installs[0]
    assert {"--no-deps", "--no-build-isolation"} <= set(installs[1].split())


def test_the_image_is_made_of_nothing_private():
    kept = (ROOT / ".dockerignore").read_text().split("\n")
    again = {line[1:] for line in kept if line.startswith("!")}
    copied = {source for line in instructions("COPY") if "--from" not in line for source in line.split()[:-1]}

    assert "*" in kept
    assert copied == again


@pytest.mark.parametrize(("age", "status"), [(5, 0), (120, 1), (None, 1)])
def test_the_health_check_is_well_only_while_the_bot_touches_its_file(tmp_path, age, status):
    checked = yaml.safe_load(instructions("HEALTHCHECK")[0].partition("CMD ")[2])
    file = tmp_path / "well"
    if age is not None:
        file.touch()
        os.utime(file, (time.time() - age,) * 2)

    command = [sys.executable, *checked[1:]]
    told = subprocess.run(command, env={"HEALTH_FILE": str(file)}, capture_output=True, check=False)

    assert told.returncode == status


def test_the_images_own_settings_are_accepted():
    environment = image_environment()
    chosen = {name.lower(): value for name, value in environment.items() if name in SETTINGS}

    settings = Settings(_env_file=None, bot_token="123456:TEST", **chosen)

    assert {"DATABASE_URL", "KEY_FILE", "HEALTH_FILE"} <= environment.keys()
    assert str(settings.sqlite_file.parent) in instructions("VOLUME")[0]
    assert str(settings.key_file.parent) in instructions("VOLUME")[0]


def test_every_setting_that_compose_hands_on_is_one_of_ours():
    assert SERVICES["bot"]["environment"].keys() <= SETTINGS


def test_compose_accepts_every_setting_that_concerns_a_container():
    of_the_image = {"CONTENT_DIR", "LOCALES_DIR"}
    of_the_demo = {"CLOCK_FILE"}

    assert SERVICES["bot"]["environment"].keys() == SETTINGS - of_the_image - of_the_demo


@pytest.mark.parametrize("name", SERVICES)
def test_a_container_can_neither_write_to_itself_nor_gain_rights_nor_be_reached_from_outside(name):
    service = SERVICES[name]

    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert "no-new-privileges:true" in service["security_opt"]
    assert not service.keys() & {"ports", "privileged", "cap_add", "network_mode"}


def test_every_volume_of_compose_is_declared():
    named = {mount.partition(":")[0] for service in SERVICES.values() for mount in service["volumes"]}

    assert {name for name in named if not name.startswith(".")} == COMPOSE["volumes"].keys()


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-dev.lock"])
def test_every_locked_package_has_an_exact_version_and_hashes_and_no_address(lock):
    text = (ROOT / lock).read_text()
    packages = re.split(r"^(?=[a-z0-9])", text, flags=re.MULTILINE)[1:]

    assert len(packages) > 30
    assert [package.split()[0] for package in packages if not re.match(r"\S+==\S+[^#]*--hash=sha256:", package)] == []
    assert "://" not in text


def test_the_ci_script_can_be_run_and_ends_with_the_tests():
    script = ROOT / ".ci" / "run"

    assert os.access(script, os.X_OK)
    assert subprocess.run(["bash", "-n", script], check=False).returncode == 0
    assert script.read_text().rstrip().endswith("make test")


def test_every_chore_of_the_makefile_says_what_it_does():
    chores = re.search(r"^\.PHONY: (.+)$", MAKEFILE, flags=re.MULTILINE)[1].split()
    told = re.findall(r"^(\w+):.*## \S", MAKEFILE, flags=re.MULTILINE)

    assert sorted(told) == sorted(chores)


def test_every_chore_that_the_readme_names_exists():
    named = set(re.findall(r"`make (\w+)`|^make (\w+)", README, flags=re.MULTILINE))

    assert named
    assert {one or other for one, other in named} <= set(re.findall(r"^(\w+):", MAKEFILE, flags=re.MULTILINE))


def test_every_command_that_the_readme_names_exists(capsys):
    named = set(re.findall(r"python -m bot ([\w-]+)", README))

    assert {"run", "check", "invite"} <= named
    for command in named:
        with pytest.raises(SystemExit) as ended:
            main([command, "--help"])
        assert ended.value.code == 0
        assert command in capsys.readouterr().out


def test_every_file_that_the_readme_names_exists():
    linked = [link for link in re.findall(r"\]\(([^)#:]+)\)", README) if not (ROOT / link).exists()]

    assert linked == []


def test_the_picture_of_the_demo_is_small_enough_for_a_slow_line():
    picture = (ROOT / "docs" / "demo.png").read_bytes()

    assert picture.startswith(b"\x89PNG")
    assert len(picture) < 400_000


def test_the_licence_is_the_one_that_is_declared():
    assert 'license = "Apache-2.0"' in (ROOT / "pyproject.toml").read_text()
    words = (ROOT / "LICENSE").read_text()
    assert "Apache License" in words
    assert "Version 2.0, January 2004" in words
    assert words.rstrip().endswith("limitations under the License.")
