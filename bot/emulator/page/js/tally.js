/** Whether a message to many has reached each of them once, counted in their chats. */

import { el } from "./dom.js";
import { t } from "./words.js";

export class Tally {
  constructor() {
    this.have = el("strong", { class: "tally-have" });
    this.twice = el("span", { class: "faint" });
    this.bar = el("progress", { max: 1, "aria-label": t("tally") });
    this.node = el(
      "section",
      { class: "card tally", hidden: true },
      el("h2", {}, t("tally")),
      this.bar,
      el("p", {}, this.have, " · ", this.twice),
      el("p", { class: "faint" }, t("tallyWhence")),
    );
  }

  /** @param {import("./store.js").State} state */
  update({ tally }) {
    this.node.hidden = !tally;
    if (!tally) return;
    this.bar.max = tally.people;
    this.bar.value = tally.have;
    this.have.textContent = t("tallyHave", tally);
    this.twice.textContent = t("tallyTwice", tally);
  }
}
