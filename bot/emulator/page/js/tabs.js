/** Where the phones do not all fit: which one to look at, and which has something new. */

import { el, icon, reconcile } from "./dom.js";
import { t } from "./words.js";

export class Tabs {
  /** @param {(name: string) => void} choose */
  constructor(choose) {
    this.choose = choose;
    this.berths = [];
    this.news = new Map();
    this.active = null;
    this.node = el("nav", { class: "tabs", "aria-label": t("phones") });
  }

  /** @param {{name: string, label: string, icon?: string}[]} berths */
  update(berths, active) {
    this.berths = berths;
    this.show(active);
  }

  show(active) {
    this.active = active;
    this.#draw();
  }

  /** Its holder has seen what was new. */
  hush(name) {
    if (this.news.delete(name)) this.#draw();
  }

  ring(name, count) {
    this.news.set(name, (this.news.get(name) ?? 0) + count);
    this.#draw();
  }

  /** The berth before (-1) or after (+1) this one; itself at either end. */
  beside(name, step) {
    const at = this.berths.findIndex((berth) => berth.name === name);
    return this.berths[at + step]?.name ?? name;
  }

  #draw() {
    const items = this.berths.map((berth) => ({
      ...berth,
      active: berth.name === this.active,
      news: this.news.get(berth.name) ?? 0,
    }));
    reconcile(this.node, items, { key: ({ name }) => name, build: (item) => this.#tab(item) });
    this.node.querySelector('[aria-current="true"]')?.scrollIntoView({ inline: "nearest", block: "nearest" });
  }

  #tab({ name, label, icon: picture, active, news }) {
    return el(
      "button",
      {
        type: "button",
        class: picture ? "tab pictured" : "tab",
        "aria-current": active && "true",
        data: { berth: name },
        "aria-label": news ? `${label}, ${t("unread", { n: news })}` : label,
        on: { click: () => this.choose(name) },
      },
      picture ? icon(picture) : el("span", {}, label),
      news > 0 && el("span", { class: "badge", "aria-hidden": "true" }, String(news)),
    );
  }
}
