"""``make walk``: the long walk, by a new seed each time; ``make walk SEED=7`` walks one again."""

import argparse
import asyncio
import random
import sys
import time

from tests.walk.walk import Stumble, walk

PRESSES = 10_000


def main() -> int:
    """Prints what was walked; returns 1 if the walk stumbled."""
    parser = argparse.ArgumentParser(prog="make walk", description=__doc__)
    parser.add_argument("seed", nargs="?", type=int, default=random.SystemRandom().randrange(10**6))
    parser.add_argument("--presses", type=int, default=PRESSES, help="in each language")
    asked = parser.parse_args()
    say(f"seed {asked.seed}")
    began = time.perf_counter()
    try:
        walked = asyncio.run(walk(asked.seed, asked.presses))
    except Stumble as stumble:
        say(str(stumble))
        return 1
    say(f"presses: {walked.presses}, rounds: {walked.rounds}, {time.perf_counter() - began:.0f} s")
    for locale, texts in walked.tongues.missing.items():
        if texts:
            say(f"not translated into {locale}: {len(texts)} texts, {texts[0]!r} among them")
    return 0


def say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
