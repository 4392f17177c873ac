"""The totals of a notice to keep: as a picture, as a table. Neither holds anything of a person."""

import io
from collections.abc import Sequence

from aiogram.utils.i18n import gettext as _

from bot.domain.notices.model import FEW, Notice, Totals, number, shown
from bot.sheets import write_xlsx
from bot.telegram.attachments import Attachment
from bot.telegram.notice_buttons import Form
from bot.telegram.notice_screens import counts


def report(notice: Notice, totals: Totals, title: str, form: Form) -> Attachment:
    """Worded now, in the reader's language; made later, beside the event loop."""
    rows = [(words, count, shown(count, totals.total)) for words, count in counts(notice, totals)]
    meant = (_("People meant"), number(totals.total))
    if form is Form.TABLE:
        lines = [(title, ""), meant, *((words, said) for words, _count, said in rows)]
        return Attachment("notice.xlsx", lambda _name: write_xlsx({"1": lines}))
    bars = [(words, _length(count, totals.total), said) for words, count, said in rows]
    return Attachment(
        "notice.png", lambda _name: picture(title, ": ".join(meant), bars, max(totals.total, FEW)), picture=True
    )


def _length(count: int, total: int) -> int:
    """Of a bar: where the number is not said, the length may not tell it."""
    if count < FEW:
        return min(FEW - 1, total)
    return total if total - count < FEW else count


def picture(title: str, subtitle: str, bars: Sequence[tuple[str, int, str]], most: int) -> bytes:
    """Without pyplot, which keeps state of the whole process."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg  # noqa: PLC0415 - 60 MB that few ever need
    from matplotlib.figure import Figure  # noqa: PLC0415

    figure = Figure(figsize=(7, 0.7 * len(bars) + 1.4), dpi=110, layout="constrained")
    FigureCanvasAgg(figure)
    axes = figure.add_subplot()
    names = [name for name, _length, _said in bars]
    drawn = axes.barh(names, [length for _name, length, _said in bars], color="#2f6f8f", height=0.6)
    axes.bar_label(drawn, [said for _name, _length, said in bars], padding=4)
    axes.set_xlim(0, most * 1.15)
    axes.invert_yaxis()
    axes.xaxis.set_visible(False)
    for edge in ("top", "right", "bottom"):
        axes.spines[edge].set_visible(False)
    # a dollar would begin a formula
    axes.set_title(f"{title}\n{subtitle}".replace("$", r"\$"), loc="left", fontsize=11)
    out = io.BytesIO()
    figure.savefig(out, format="png")
    return out.getvalue()
