"""``make bench``: every figure of the README, all sides in one run, medians; fails when a limit is broken.

A turn of ours is ``/start`` from someone we know: taken into the inbox, answered in a transaction, and then the home
screen is sent. A turn of the echoes is the same word sent back. Both are one call of the Bot API; ours says more.
"""

import sys
from collections.abc import Iterable

from tests.bench import beds, dates, directory, hide, relay, turns
from tests.bench.limits import Limit, percentile
from tests.bench.sides import COMMIT, PRYSTAN, STOCK
from tests.bench.turns import BACKLOG, PER_SECOND, Measured

#: of the throughput of an echo that commits one row
LEAST_SHARE = 0.6
#: megabytes more than the stock echo
MOST_MEMORY = 64


def main() -> int:
    """Prints the tables; returns 1 if a limit is broken."""
    found = directory.run(lambda name, value, unit: say(f"{name:<72} {value:>10.3f} {unit}"))
    say("… beds")
    beds.run(lambda name, value, unit: say(f"{name:<72} {value:>10.3f} {unit}"))
    say("… reminders")
    dates.run(lambda name, value, unit: say(f"{name:<72} {value:>10.3f} {unit}"))
    say(f"… {relay.TALKS} talks at once")
    for way, wait in relay.measure().items():
        say(f"{way:<72} {wait:>10.1f} ms")
    say("… hide")
    waits = hide.measure()
    say(f"{f'Hide, a chat of {2 * hide.WORDS} messages: median':<72} {percentile(waits, 0.5):>10.3f} s")
    found += hide.limits(waits)
    measured = turns.measure(lambda line: say(f"… {line}"))
    ours, commit, stock = (measured[side.name] for side in (PRYSTAN, COMMIT, STOCK))
    for line in table(ours, commit, stock):
        say(line)
    found += limits(ours, commit, stock)
    for limit in found:
        say(f"{'ok    ' if limit.holds else 'BROKEN'} {limit.promise}: {limit.figure:.2f}")
    return 0 if all(limit.holds for limit in found) else 1


def table(*sides: Measured) -> Iterable[str]:
    yield f"{'':<40} {'Prystan':>10} {'+ commit':>10} {'stock':>10}"
    for figure, name in (
        ("rate", f"updates a second, a backlog of {BACKLOG:,}"),
        ("processor", "processor time an update, ms"),
        ("p50", f"median of an answer at {PER_SECOND}/s, ms"),
        ("p99", f"p99 of an answer at {PER_SECOND}/s, ms"),
        ("memory", "memory after all that, MB"),
        ("start", "start to first answer, s"),
    ):
        yield f"{name:<40} " + " ".join(f"{side[figure]:>10.1f}" for side in sides)


def limits(ours: Measured, commit: Measured, stock: Measured) -> list[Limit]:
    share, more = ours["rate"] / commit["rate"], ours["memory"] - stock["memory"]
    return [
        Limit(f"throughput, of the echo that commits a row (at least {LEAST_SHARE})", share, share >= LEAST_SHARE),
        Limit(f"memory beyond the stock echo, MB (at most {MOST_MEMORY})", more, more <= MOST_MEMORY),
    ]


def say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
