"""``make bench``: every figure of the README, all sides in one run, medians; fails when a limit is broken."""

import sys

from tests.bench import directory, turns
from tests.bench.sides import COMMIT, PRYSTAN, STOCK

#: of the throughput of an echo that commits one row
LEAST_SHARE = 0.6
#: megabytes more than the stock echo
MOST_MEMORY = 64


def main() -> int:
    """Prints the tables; returns 1 if a limit is broken."""
    directory.run(lambda name, value, unit: say(f"{name:<58} {value:>10.3f} {unit}"))
    measured = turns.measure(lambda line: say(f"… {line}"))
    ours, commit, stock = (measured[side.name] for side in (PRYSTAN, COMMIT, STOCK))
    say(f"{'':<34} {'Prystan':>9} {'+ commit':>9} {'stock':>9}")
    for figure, name in (
        ("rate", "updates a second, a backlog of 2,000"),
        ("processor", "processor ms an update"),
        ("p99", "p99 ms of an answer at 50/s"),
        ("memory", "memory, MB"),
        ("start", "start to first answer, s"),
    ):
        say(f"{name:<36} {ours[figure]:>9.1f} {commit[figure]:>9.1f} {stock[figure]:>9.1f}")
    limits = (
        (
            f"throughput at least {LEAST_SHARE} of the echo that commits",
            ours["rate"] / commit["rate"],
            ">=",
            LEAST_SHARE,
        ),
        (f"memory at most {MOST_MEMORY} MB over the stock echo", ours["memory"] - stock["memory"], "<=", MOST_MEMORY),
    )
    broken = 0
    for what, value, sign, limit in limits:
        holds = value >= limit if sign == ">=" else value <= limit
        broken += not holds
        say(f"{'ok    ' if holds else 'BROKEN'} {what}: {value:.2f}")
    return 1 if broken else 0


def say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
