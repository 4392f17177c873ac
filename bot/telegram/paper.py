"""Codes on paper: a picture to show, and sheets to print and cut."""

import io
from collections.abc import Sequence
from dataclasses import dataclass

#: two beside each other, four below
COLUMNS, ROWS = 2, 4
#: of an A4 sheet, in inches
WIDTH, HEIGHT = 8.27, 11.69


@dataclass(frozen=True, slots=True)
class Slip:
    """What one client gets on paper: in the languages of the country, a few sentences."""

    label: str
    code: str
    shown: str
    sentences: tuple[str, ...] = ()


def link(bot_name: str, code: str) -> str:
    return f"https://t.me/{bot_name}?start=link_{code}"


def qr_picture(bot_name: str, code: str) -> bytes:
    """A PNG to scan from a screen or to print."""
    import segno  # noqa: PLC0415 - needed where an officer is, and not before

    out = io.BytesIO()
    segno.make(link(bot_name, code), error="m").save(out, kind="png", scale=10, border=4)
    return out.getvalue()


def sheet(bot_name: str, slips: Sequence[Slip]) -> bytes:
    """A PDF of slips to cut apart. The office is not named: whoever finds a slip learns nothing of whose it is."""
    # tens of megabytes, which only who prints shall cost
    from matplotlib.backends.backend_pdf import FigureCanvasPdf, PdfPages  # noqa: PLC0415
    from matplotlib.figure import Figure  # noqa: PLC0415

    out = io.BytesIO()
    # neither a date nor the maker's name: a page says no more than what is printed on it
    plain = {"CreationDate": None, "Creator": None, "Producer": None}
    with PdfPages(out, metadata=plain) as pages:
        for start in range(0, len(slips), COLUMNS * ROWS):
            figure = Figure(figsize=(WIDTH, HEIGHT))
            FigureCanvasPdf(figure)
            for place, slip in enumerate(slips[start : start + COLUMNS * ROWS]):
                _draw(figure, place, bot_name, slip)
            pages.savefig(figure)
    return out.getvalue()


def _draw(figure: object, place: int, bot_name: str, slip: Slip) -> None:
    import segno  # noqa: PLC0415

    row, column = divmod(place, COLUMNS)
    wide, high = 0.92 / COLUMNS, 0.94 / ROWS
    left, bottom = 0.04 + column * wide, 0.97 - (row + 1) * high
    frame = figure.add_axes((left, bottom, wide, high), xticks=[], yticks=[])  # type: ignore[attr-defined]
    for side in frame.spines.values():
        side.set(linestyle=(0, (4, 4)), linewidth=0.5, color="0.6")
    plain = {"parse_math": False, "transform": frame.transAxes, "va": "top"}
    frame.text(0.05, 0.92, slip.label, fontsize=15, weight="bold", **plain)
    frame.text(0.05, 0.76, slip.shown, fontsize=10, family="DejaVu Sans Mono", **plain)
    frame.text(0.05, 0.63, f"@{bot_name}", fontsize=9, **plain)
    frame.text(0.05, 0.46, "\n".join(_wrapped(slip.sentences)), fontsize=7, linespacing=1.3, **plain)
    code = segno.make(link(bot_name, slip.code), error="m")
    modules = [[0 if dark else 1 for dark in line] for line in code.matrix_iter(border=2)]
    picture = figure.add_axes((left + wide * 0.60, bottom + high * 0.50, wide * 0.38, high * 0.46))  # type: ignore[attr-defined]
    picture.imshow(modules, cmap="gray", interpolation="nearest", vmin=0, vmax=1)
    picture.set_axis_off()


def _wrapped(sentences: Sequence[str]) -> list[str]:
    import textwrap  # noqa: PLC0415 - with its neighbours

    return [line for sentence in sentences for line in textwrap.wrap(sentence, 58)]
