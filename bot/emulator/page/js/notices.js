/** What appears over a phone for a moment: the lock-screen preview, toasts and alerts. */

import { el } from "./dom.js";
import { t } from "./words.js";

const PREVIEW_MS = 6000;
const TOAST_MS = 4000;
/** About what a lock screen has room for. */
const PREVIEW_LENGTH = 80;

/** The line a locked phone would show. Screen readers hear the message itself, so they are spared this. */
export class Preview {
  constructor() {
    this.node = el("div", { class: "preview", "aria-hidden": "true", hidden: true });
  }

  show(title, text) {
    const line = [...text.replaceAll(/\s+/g, " ")];
    const cut = line.length > PREVIEW_LENGTH ? `${line.slice(0, PREVIEW_LENGTH).join("")}…` : line.join("");
    this.node.replaceChildren(el("strong", {}, title), el("span", {}, cut));
    appear(this, PREVIEW_MS);
  }
}

export class Toast {
  constructor() {
    this.node = el("div", { class: "toast", role: "status", hidden: true });
  }

  show(text) {
    this.node.textContent = text;
    appear(this, TOAST_MS);
  }
}

function appear(notice, forMs) {
  clearTimeout(notice.timer);
  notice.node.hidden = false;
  notice.timer = setTimeout(() => (notice.node.hidden = true), forMs);
}

/** An answer to a press that must be read before going on with what is `behind` it. */
export class Alert {
  /** @param {HTMLElement} behind */
  constructor(behind) {
    this.behind = behind;
    this.words = el("p");
    this.close = el("button", { type: "button", class: "big", on: { click: () => this.#dismiss() } }, t("understood"));
    this.node = el("div", { class: "alert", hidden: true });
    const box = el("div", { class: "alert-box", role: "alertdialog", "aria-modal": "true" }, this.words, this.close);
    box.addEventListener("keydown", (event) => event.key === "Escape" && this.#dismiss());
    this.box = box;
    this.node.append(box);
  }

  show(text) {
    this.before = document.activeElement;
    this.words.textContent = text;
    this.box.setAttribute("aria-label", text);
    this.node.hidden = false;
    this.behind.inert = true;
    this.close.focus();
  }

  #dismiss() {
    this.node.hidden = true;
    this.behind.inert = false;
    this.#returning()?.focus();
  }

  /** Where the focus was; on a slow line the key was drawn anew meanwhile. */
  #returning() {
    const { before } = this;
    if (!before || before.isConnected) return before;
    const keys = this.behind.querySelectorAll(`[data-focus="${CSS.escape(before.dataset.focus ?? "")}"]`);
    return [...keys].findLast(({ textContent }) => textContent === before.textContent);
  }
}
