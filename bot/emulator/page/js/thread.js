/**
 * The messages of a chat or topic. It keeps to the bottom unless the reader scrolled up, and is one stop on the
 * keyboard's way: arrows move between messages, Tab goes on into the buttons of the one in hand.
 */

import { el, icon, reconcile, setAttribute } from "./dom.js";
import { messageNode } from "./message.js";
import { t } from "./words.js";

const NEAR_BOTTOM_PX = 48;

export class Thread {
  constructor(hand) {
    this.hand = hand;
    this.following = true;
    this.missed = 0;
    this.newest = 0;
    this.lastTop = 0;
    this.current = null;
    this.list = el("div", { class: "thread-list", role: "log", "aria-live": "polite", "aria-label": t("messages") });
    this.scroller = el("div", { class: "thread", on: { scroll: () => this.#onScroll() } }, this.list);
    this.jump = el("button", { type: "button", class: "jump", hidden: true, on: { click: () => this.toBottom() } });
    this.node = el("div", { class: "thread-frame" }, this.scroller, this.jump);
    this.list.addEventListener("keydown", (event) => this.#onKey(event));
    this.list.addEventListener("focusin", (event) => this.#onFocus(event));
    const keep = new ResizeObserver(() => this.following && this.toBottom());
    keep.observe(this.list);
    keep.observe(this.scroller);
  }

  /** Another chat or topic starts at its end, with nothing missed. */
  show(name) {
    if (name === this.name) return;
    Object.assign(this, { name, following: true, missed: 0, newest: 0, current: null });
  }

  /** @param {object[]} items days, service lines and messages in order; see chat.js */
  update(items) {
    const hadFocus = this.list.contains(document.activeElement);
    reconcile(this.list, items, { key: (item) => item.key, build: (item) => this.#build(item) });
    this.#count(items);
    this.#setStops();
    if (hadFocus && !this.list.contains(document.activeElement)) this.#stop()?.focus({ preventScroll: true });
    if (this.following) this.toBottom();
    this.#showJump();
  }

  toBottom() {
    this.following = true;
    this.missed = 0;
    this.scroller.scrollTop = this.scroller.scrollHeight;
    this.#showJump();
  }

  goTo(messageId) {
    const node = this.list.querySelector(`[data-message-id="${messageId}"]`);
    node?.scrollIntoView({ block: "center" });
    node?.focus({ preventScroll: true });
  }

  #build(item) {
    if (item.kind === "message") return messageNode(item, this.hand);
    return el("div", { class: item.kind }, el("span", {}, item.text));
  }

  #count(items) {
    const ids = items.filter(({ kind }) => kind === "message").map(({ message }) => message.message_id);
    const fresh = ids.filter((id) => id > this.newest);
    if (this.newest && !this.following) this.missed += fresh.length;
    if (fresh.length) this.current = null;
    this.newest = Math.max(0, ...ids);
  }

  #showJump() {
    setAttribute(this.jump, "hidden", this.following);
    const name = this.missed ? t("newMessages", { n: this.missed }) : t("toBottom");
    setAttribute(this.jump, "aria-label", name);
    setAttribute(this.jump, "title", name);
    this.jump.replaceChildren(...(this.missed ? [String(this.missed)] : []), icon("down"));
  }

  /** Content that grows below is not the reader going up. */
  #onScroll() {
    const { scrollHeight, scrollTop, clientHeight } = this.scroller;
    const wentUp = scrollTop < this.lastTop;
    this.lastTop = scrollTop;
    if (scrollHeight - scrollTop - clientHeight < NEAR_BOTTOM_PX) this.following = true;
    else if (wentUp) this.following = false;
    if (this.following) this.missed = 0;
    this.#showJump();
  }

  #messages() {
    return [...this.list.querySelectorAll(":scope > .message")];
  }

  #stop() {
    const all = this.#messages();
    return all.find((node) => node.dataset.messageId === this.current) ?? all.at(-1);
  }

  #setStops() {
    const stop = this.#stop();
    for (const node of this.#messages()) {
      const order = node === stop ? 0 : -1;
      node.tabIndex = order;
      for (const part of node.querySelectorAll("button, a")) part.tabIndex = order;
    }
  }

  #onFocus(event) {
    const id = event.target.closest(".message")?.dataset.messageId;
    if (!id || id === this.current) return;
    this.current = id;
    this.#setStops();
  }

  #onKey(event) {
    const all = this.#messages();
    const at = all.indexOf(event.target);
    const to = { ArrowUp: at - 1, ArrowDown: at + 1, Home: 0, End: all.length - 1 }[event.key];
    if (at < 0 || to === undefined || !all[to]) return;
    event.preventDefault();
    all[to].focus();
  }
}
