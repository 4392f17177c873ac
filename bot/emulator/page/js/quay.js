/**
 * The phones side by side, with tabs when they do not all fit; on a narrow screen one at a time, by tab or swipe.
 */

import { addPhone } from "./api.js";
import { el, icon } from "./dom.js";
import { PhoneView } from "./phone.js";
import { Tabs } from "./tabs.js";
import { t } from "./words.js";

/** Languages a new phone can have, each in its own name. */
const LANGUAGES = { ru: "Русский", be: "Беларуская", ky: "Кыргызча", en: "English" };
const SWIPE_PX = 70;
/** How much of a phone must show for its holder to see what arrives. */
const SEEN_SHARE = 0.6;

export class Quay {
  /** @param {HTMLElement} panel the side panel, which is one more berth on a narrow screen */
  constructor(panel) {
    this.phones = new Map();
    this.panel = panel;
    this.tabs = new Tabs((name) => this.go(name));
    this.newPhone = newPhoneCard();
    this.row = el("div", { class: "row" }, this.newPhone);
    this.node = el("main", { class: "quay", "aria-label": t("phones") }, this.row);
    this.active = null;
    this.known = null;
    this.inView = new Set();
    this.watcher = new IntersectionObserver((entries) => this.#look(entries), { threshold: SEEN_SHARE });
    new ResizeObserver(() => this.#measure()).observe(this.node);
    this.#listenForSwipes();
  }

  /** @param {import("./store.js").State} state */
  update(state) {
    this.#moor(state.phones);
    for (const view of this.phones.values()) view.update(state);
    this.tabs.update(this.#berths(state.phones), this.active);
    this.#showActive();
    this.#measure();
  }

  go(name) {
    this.active = name;
    this.tabs.show(name);
    this.#showActive();
    this.#reveal(this.phones.get(name)?.node ?? this.newPhone);
  }

  #reveal(node) {
    node.scrollIntoView({ inline: "center", block: "nearest" });
  }

  #measure() {
    this.tabs.node.classList.toggle("needed", this.node.scrollWidth > this.node.clientWidth);
  }

  #look(entries) {
    for (const { target, intersectionRatio } of entries) {
      const name = target.dataset.phone;
      if (intersectionRatio < SEEN_SHARE) this.inView.delete(name);
      else this.inView.add(name) && this.tabs.hush(name);
    }
  }

  /** A phone that was just opened by hand comes to the front; of those made at the start, the first. */
  #moor(phones) {
    const ids = phones.map(({ id }) => id);
    for (const [id, view] of this.phones) if (!ids.includes(id)) this.#castOff(id, view);
    for (const id of ids) if (!this.phones.has(id)) this.#berth(id);
    const opened = this.known && phones.find(({ id, removable }) => removable && !this.known.includes(id))?.id;
    const first = this.known?.length ? undefined : ids[0];
    this.known = ids;
    if (opened || first || !this.active) this.active = opened ?? first ?? ids[0] ?? "new";
    if (opened) this.#reveal(this.phones.get(opened).node);
  }

  #berth(id) {
    const view = new PhoneView(id, (name, count) => this.inView.has(name) || this.tabs.ring(name, count));
    this.phones.set(id, view);
    this.row.insertBefore(view.node, this.newPhone);
    this.watcher.observe(view.node);
  }

  #castOff(id, view) {
    view.node.remove();
    this.watcher.unobserve(view.node);
    this.inView.delete(id);
    this.phones.delete(id);
    if (this.active === id) this.active = null;
  }

  #berths(phones) {
    const moored = phones.map(({ id, label }) => ({ name: id, label }));
    const others = [{ name: "new", label: t("openClient"), icon: "plus" }, { name: "panel", label: t("harbourLog") }];
    return [...moored, ...others];
  }

  #showActive() {
    for (const [id, view] of this.phones) view.node.classList.toggle("active", id === this.active);
    this.newPhone.classList.toggle("active", this.active === "new");
    this.panel.classList.toggle("active", this.active === "panel");
  }

  #listenForSwipes() {
    let from = null;
    const start = ({ changedTouches: [touch] }) => (from = touch);
    const end = ({ changedTouches: [touch] }) => {
      const across = touch.clientX - from.clientX;
      const down = Math.abs(touch.clientY - from.clientY);
      if (Math.abs(across) > SWIPE_PX && down < SWIPE_PX / 2) this.go(this.tabs.beside(this.active, -Math.sign(across)));
    };
    for (const node of [this.node, this.panel]) {
      node.addEventListener("touchstart", start, { passive: true });
      node.addEventListener("touchend", end, { passive: true });
    }
  }
}

function newPhoneCard() {
  const open = (code) => addPhone({ role: "client", language_code: code });
  const choice = ([code, name]) =>
    el("button", { type: "button", class: "choice", lang: code, on: { click: () => open(code) } }, name);
  return el(
    "section",
    { class: "new-phone", "aria-label": t("openClient") },
    icon("plus"),
    el("h2", {}, t("openClient")),
    el("p", {}, t("openClientHint")),
    ...Object.entries(LANGUAGES).map(choice),
  );
}
