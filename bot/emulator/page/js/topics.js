/** The list of topics of a forum group: name, last words, unread mark. */

import { el, icon, reconcile } from "./dom.js";
import { senderName, summary } from "./summary.js";
import { fromUnix, hoursAndMinutes } from "./time.js";
import { t } from "./words.js";

const HUES = 6;

export class TopicList {
  /** @param {(topicId: number) => void} open */
  constructor(open) {
    this.open = open;
    this.list = el("ul", { class: "topics", "aria-label": t("topics") });
    this.empty = el("p", { class: "topics-empty" }, t("noTopics"));
    this.node = el("div", { class: "topics-frame" }, this.list, this.empty);
    this.list.addEventListener("keydown", (event) => this.#onKey(event));
  }

  /** @param {object[]} rows as topicRows gives them */
  update(rows, zone) {
    this.empty.hidden = rows.length > 1;
    reconcile(this.list, rows, { key: ({ id }) => `t-${id}`, build: (row) => this.#row(row, zone) });
  }

  focus() {
    this.list.querySelector("button")?.focus();
  }

  #row({ id, name, closed, last, unread }, zone) {
    const title = name ?? t("general");
    const button = el(
      "button",
      { type: "button", class: "topic", data: { focus: "topic" }, on: { click: () => this.open(id) } },
      el("span", { class: `topic-mark hue-${id % HUES}`, "aria-hidden": "true" }, icon(closed ? "lock" : "topic")),
      el("span", { class: "topic-name" }, title, closed && el("span", { class: "unseen" }, ` ${t("closed")}`)),
      last && el("time", {}, hoursAndMinutes(fromUnix(last.date), zone)),
      el("span", { class: "topic-last" }, last ? lastWords(last) : ""),
      unread > 0 && el("span", { class: "badge", role: "img", "aria-label": t("unread", { n: unread }) }, String(unread)),
    );
    return el("li", {}, button);
  }

  #onKey(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const all = [...this.list.querySelectorAll("button")];
    const next = step && all[all.indexOf(document.activeElement) + step];
    if (!next) return;
    event.preventDefault();
    next.focus();
  }
}

function lastWords(message) {
  const who = message.from && message.text ? `${senderName(message)}: ` : "";
  return who + summary(message);
}
