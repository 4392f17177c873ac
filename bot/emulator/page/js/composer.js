/** The foot of a phone: what is being answered or edited, the field, attachments and the reply keyboard. */

import { el, iconButton, setAttribute } from "./dom.js";
import { openMenu } from "./menu.js";
import { replyKeyboard } from "./keyboards.js";
import { attachGroups } from "./attach.js";
import { senderName, summary } from "./summary.js";
import { t } from "./words.js";

const CAPTIONED = ["photo", "document"];

export class Composer {
  /**
   * @param {{say: (text: string) => void, save: (message: object, text: string) => void, attach: Function,
   *   unblock: () => void, cancel: () => void}} hand
   */
  constructor(hand) {
    this.hand = hand;
    this.samples = {};
    this.editing = null;
    this.field = el("textarea", { rows: 1, dir: "auto", on: { keydown: (event) => this.#onKey(event) } });
    this.attachButton = iconButton("attach", t("attach"), () => this.#openAttach(), { "aria-haspopup": "menu" });
    this.sendButton = iconButton("send", t("send"), () => {}, { type: "submit", class: "send" });
    this.context = el("div", { class: "context", hidden: true });
    this.line = el(
      "form",
      { class: "line", on: { submit: (event) => this.#onSubmit(event) } },
      this.attachButton,
      this.field,
      this.sendButton,
    );
    this.start = bigButton(t("start"), () => this.hand.say("/start"));
    this.unblock = bigButton(t("unblock"), () => this.hand.unblock());
    this.keyboard = el("div", { class: "reply-keyboard", hidden: true });
    this.node = el("div", { class: "composer" }, this.start, this.unblock, this.context, this.line, this.keyboard);
  }

  /** @param {{chat: object, empty: boolean, replyTo: object|null, editing: object|null, samples: object}} view */
  update({ chat, empty, replyTo, editing, samples }) {
    const group = chat.type !== "private";
    this.samples = samples;
    this.start.hidden = group || !empty || chat.blocked;
    this.unblock.hidden = !chat.blocked;
    this.line.hidden = chat.blocked;
    setAttribute(this.field, "aria-label", t(group ? "writeInside" : "write"));
    setAttribute(this.field, "placeholder", t(group ? "writeInside" : "write"));
    this.#showContext(replyTo, editing);
    this.#showKeyboard(chat.blocked ? null : chat.reply_keyboard);
  }

  focus() {
    this.field.focus();
  }

  #showContext(replyTo, editing) {
    const about = editing ?? replyTo;
    if (editing && editing !== this.editing) this.field.value = editing.text ?? editing.caption;
    if (this.editing && !editing) this.field.value = "";
    this.editing = editing;
    this.context.hidden = !about;
    this.attachButton.hidden = Boolean(editing);
    this.#name(editing ? t("save") : t("send"));
    if (!about) return;
    const title = editing ? t("editing") : t("replyTo", { who: senderName(replyTo) });
    this.context.replaceChildren(
      el("div", {}, el("strong", {}, title), el("span", {}, summary(about))),
      iconButton("close", t("cancel"), () => this.hand.cancel()),
    );
  }

  #name(label) {
    setAttribute(this.sendButton, "aria-label", label);
    setAttribute(this.sendButton, "title", label);
  }

  #showKeyboard(rows) {
    const drawn = JSON.stringify(rows);
    this.keyboard.hidden = !rows?.length;
    if (drawn === this.drawn) return;
    this.drawn = drawn;
    this.keyboard.replaceChildren(...replyKeyboard(rows ?? [], (text) => this.hand.say(text)));
  }

  #openAttach() {
    openMenu(this.attachButton, t("attach"), attachGroups(this.samples, (fields) => this.#attach(fields)));
  }

  /** What is already written goes along as the caption, where there can be one. */
  #attach(fields) {
    const captioned = CAPTIONED.includes(fields.do);
    this.hand.attach(captioned ? { ...fields, text: this.field.value.trim() } : fields);
    if (captioned) this.field.value = "";
  }

  #onSubmit(event) {
    event.preventDefault();
    const text = this.field.value.trim();
    if (!text) return;
    if (this.editing) return this.hand.save(this.editing, text);
    this.field.value = "";
    this.hand.say(text);
  }

  #onKey(event) {
    if (event.key === "Escape") this.hand.cancel();
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    this.line.requestSubmit();
  }
}

function bigButton(label, onClick) {
  return el("button", { type: "button", class: "big", hidden: true, on: { click: onClick } }, label);
}
