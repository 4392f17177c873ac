"""The command line."""

import argparse
import asyncio
import gc
import signal
import sys
from pathlib import Path

from bot.logs import setup_logs
from bot.settings import SettingsError, read_settings


def main(arguments: list[str] | None = None) -> int:
    """Runs one command; returns the process's exit status."""
    chosen = _parser().parse_args(arguments)
    # from the first line on: a traceback of any command could hold somebody's words
    setup_logs()
    try:
        return int(chosen.run(chosen) or 0)
    except SettingsError as error:
        for sentence in error.args:
            print(sentence, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bot", description="Prystan")
    commands = parser.add_subparsers(required=True, metavar="command")

    run = commands.add_parser("run", help="run the bot (BOT_TOKEN)")
    run.add_argument("--no-env-file", action="store_true", help="read the environment alone, not .env")
    run.set_defaults(run=_run)

    demo = commands.add_parser("demo", help="phones side by side in a browser, without Telegram")
    demo.add_argument("--port", type=int, default=8080, help="where the page is (default: 8080; 0: any free one)")
    demo.add_argument("--tour", action="store_true", help="play the main journey, check it, and exit")
    demo.set_defaults(run=_demo)

    check = commands.add_parser("check", help="check content/; name file, line and field of every mistake")
    check.add_argument("folder", nargs="?", type=Path, default=Path("content"))
    check.set_defaults(run=_check)

    invite = commands.add_parser("invite", help="make a single-use invitation link")
    invite.add_argument("role", choices=["staff", "officer", "coordinator", "reader"])
    invite.add_argument("--org", "--office", required=True, help="id of the organisation or office")
    invite.add_argument("--duty", action="append", default=[], choices=["lead", "keeper", "work_adviser"])
    invite.set_defaults(run=_invite)

    members = commands.add_parser("members", help="who holds which role: numbers, no names")
    members.add_argument("--org", help="id of the organisation or office (default: all)")
    members.set_defaults(run=_members)

    report = commands.add_parser("report", help="figures of the whole installation, never of a person")
    report.add_argument("of", choices=["beds"])
    report.set_defaults(run=_report)

    revoke = commands.add_parser("revoke", help="end a role, from the person's next update on")
    revoke.add_argument("number", type=int, help="as `members` prints it")
    revoke.set_defaults(run=_revoke)

    office = commands.add_parser("office", help="probation offices and inspections")
    deeds = office.add_subparsers(required=True, metavar="deed")
    add = deeds.add_parser("add", help="make an office; prints its id")
    add.add_argument("--name", required=True, help="as it stands over the door")
    add.add_argument("--territory", required=True, help="code in the content, such as BY-HO-MazyrDistrict")
    add.add_argument("--kind", required=True, choices=["probation", "inspection"])
    add.add_argument("--place", help="id in the content of the place where its people come")
    add.add_argument("--address", help="where that is, in words")
    add.set_defaults(run=_add_office)
    deeds.add_parser("list", help="the offices and their ids").set_defaults(run=_list_offices)

    public = commands.add_parser("public-key", help="the key by which anyone can check this installation's receipts")
    public.set_defaults(run=_public_key)

    receipt = commands.add_parser("verify-receipt", help="check a client's receipt; exit status 1 if it is not valid")
    receipt.add_argument("file", nargs="?", help="a file with its text (default: what is piped or typed in)")
    receipt.add_argument("--key", help="a public key (default: this installation's)")
    receipt.set_defaults(run=_verify_receipt)

    load = commands.add_parser("load", help="bring content/ into the database; running bots show it at once")
    load.set_defaults(run=_load)
    return parser


def _run(chosen: argparse.Namespace) -> int:
    # a seventh of the start would go into looking for garbage among classes that stay for good
    gc.disable()
    from bot.app import build  # noqa: PLC0415 - aiogram takes a second to import, and "check" does without
    from bot.content.mistakes import ContentError  # noqa: PLC0415
    from bot.signing import KeyFileError  # noqa: PLC0415
    from bot.store.sealing import SealError  # noqa: PLC0415

    settings = read_settings(**({"_env_file": None} if chosen.no_env_file else {}))
    setup_logs(settings.log_level)
    if not settings.key_file.exists():
        print(f"First start: making the key file {settings.key_file}. Keep a copy of it apart from the database.")

    async def forever() -> None:
        app = build(settings)
        stopping = asyncio.Event()
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, stopping.set)
        await app.start()
        gc.enable()
        try:
            await stopping.wait()
        finally:
            await app.stop()

    try:
        asyncio.run(forever())
    except (SealError, KeyFileError, ContentError) as error:
        print(error, file=sys.stderr)
        return 2
    return 0


def _demo(chosen: argparse.Namespace) -> int:
    from bot.demo import run  # noqa: PLC0415

    return asyncio.run(run(port=chosen.port, tour=chosen.tour))


def _check(chosen: argparse.Namespace) -> int:
    from bot.content.loader import problems  # noqa: PLC0415

    mistakes = problems(chosen.folder)
    for mistake in mistakes:
        print(mistake)
    print(f"{chosen.folder}: {len(mistakes)} mistakes" if mistakes else f"{chosen.folder}: all in order")
    return 1 if mistakes else 0


def _invite(chosen: argparse.Namespace) -> int:
    from bot.admin import invitation_link  # noqa: PLC0415

    print(asyncio.run(invitation_link(read_settings(), chosen.role, chosen.org, chosen.duty)))
    return 0


def _members(chosen: argparse.Namespace) -> int:
    from bot import admin  # noqa: PLC0415

    print("\n".join(asyncio.run(admin.members(read_settings(), chosen.org))) or "nobody yet")
    return 0


def _report(chosen: argparse.Namespace) -> int:
    from bot import admin  # noqa: PLC0415

    print("\n".join(asyncio.run(admin.report_beds(read_settings()))) or "no dormitories")
    return 0


def _revoke(chosen: argparse.Namespace) -> int:
    from bot import admin  # noqa: PLC0415

    asyncio.run(admin.revoke(read_settings(), chosen.number))
    print("Done. They can still read the organisation's group: remove them from it too.")
    return 0


def _add_office(chosen: argparse.Namespace) -> int:
    from bot import admin  # noqa: PLC0415

    where = (chosen.place, chosen.address)
    print(asyncio.run(admin.add_office(read_settings(), chosen.name, chosen.territory, chosen.kind, *where)))
    return 0


def _list_offices(chosen: argparse.Namespace) -> int:
    from bot import admin  # noqa: PLC0415

    print("\n".join(asyncio.run(admin.offices_there_are(read_settings()))) or "none yet")
    return 0


def _public_key(chosen: argparse.Namespace) -> int:
    from bot.signing import load_signer  # noqa: PLC0415

    print(load_signer(read_settings().key_file).public)
    return 0


def _verify_receipt(chosen: argparse.Namespace) -> int:
    """Needs no settings where the key is given: who has a receipt need not have an installation."""
    from bot.signing import LONGEST, NotValid, load_signer, verify  # noqa: PLC0415

    key = chosen.key or load_signer(read_settings().key_file).public
    try:
        text = Path(chosen.file).read_text(encoding="utf-8") if chosen.file else sys.stdin.read(4 * LONGEST)
        found = verify(text, key)
    except (NotValid, UnicodeDecodeError) as why:
        print(f"NOT VALID: {why}")
        return 1
    except OSError as error:
        print(f"{chosen.file} cannot be read: {error.strerror}", file=sys.stderr)
        return 2
    print(f"VALID. It says:\n\n{found.says}")
    return 0


def _load(chosen: argparse.Namespace) -> int:
    from bot import admin  # noqa: PLC0415
    from bot.content.mistakes import ContentError  # noqa: PLC0415

    try:
        version = asyncio.run(admin.load_content(read_settings()))
    except ContentError as error:
        print(error, file=sys.stderr)
        return 1
    print(f"content {version} is loaded")
    return 0


if __name__ == "__main__":
    sys.exit(main())
