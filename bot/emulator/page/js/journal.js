/** What just happened and why, newest first, as the demo tells it. */

import { el, reconcile } from "./dom.js";
import { hoursAndMinutes } from "./time.js";
import { t } from "./words.js";

export class Journal {
  constructor() {
    this.list = el("ol", { class: "entries", role: "log", "aria-live": "polite", "aria-label": t("journal"), tabindex: 0 });
    this.empty = el("p", { class: "faint" }, t("journalEmpty"));
    this.node = el("section", { class: "card journal" }, el("h2", {}, t("journal")), this.empty, this.list);
  }

  /** @param {import("./store.js").State} state */
  update({ journal, phones }) {
    this.empty.hidden = journal.length > 0;
    const repeats = new Map();
    const items = journal.map((entry) => itemOf(entry, phones, repeats)).reverse();
    reconcile(this.list, items, { key: (item) => item.key, build: entryNode });
  }
}

/** Two entries may say the same at the same second; the count keeps them apart. */
function itemOf({ at, kind, text, chat_id: chatId }, phones, repeats) {
  const name = `${at}|${kind}|${text}`;
  repeats.set(name, (repeats.get(name) ?? 0) + 1);
  const phone = phones.find((candidate) => chatId !== undefined && candidate.chat_id === chatId);
  const zone = phone?.time_zone ?? phones[0]?.time_zone ?? "UTC";
  return { key: `${name}|${repeats.get(name)}`, at, kind, text, who: phone?.label ?? null, zone };
}

function entryNode({ at, kind, text, who, zone }) {
  const moment = new Date(at);
  return el(
    "li",
    { class: "entry", data: { kind } },
    el("div", { class: "entry-head" }, el("time", { datetime: at }, hoursAndMinutes(moment, zone)), who && el("span", {}, who)),
    el("p", {}, text),
  );
}
