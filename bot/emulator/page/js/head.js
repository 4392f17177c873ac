/** The head of a phone: whose it is, its time, the chat's name, the way back and the menu. */

import { el, iconButton, setAttribute } from "./dom.js";
import { openMenu } from "./menu.js";
import { GENERAL } from "./chat.js";
import { cityOf, hoursAndMinutes } from "./time.js";
import { t } from "./words.js";

export class Head {
  /** @param {{back: Function, chat: Function, block: Function, unblock: Function, putAway: Function}} hand */
  constructor(hand) {
    this.hand = hand;
    this.label = el("h2");
    this.role = el("span", { class: "role" });
    this.menu = iconButton("more", t("phoneMenu"), () => this.#openMenu(), { "aria-haspopup": "menu" });
    this.caption = el("header", { class: "caption" }, this.label, this.role, this.menu);
    this.time = el("time");
    this.city = el("span");
    this.back = iconButton("back", t("topics"), () => hand.back(), { class: "back" });
    this.mark = el("span", { class: "mark", "aria-hidden": "true" });
    this.title = el("strong");
    this.about = el("small");
    this.chats = el("div", { class: "chats", role: "group", "aria-label": t("chats") });
    const names = el("div", { class: "names" }, this.title, this.about);
    this.node = el(
      "div",
      { class: "head" },
      el("div", { class: "status" }, this.time, this.city),
      el("div", { class: "bar" }, this.back, this.mark, names, this.chats),
    );
  }

  update({ phone, chat, state, topicId, listing }) {
    Object.assign(this, { phone, blocked: chat.blocked, private: chat.type === "private" });
    this.label.textContent = phone.label;
    this.role.textContent = t(`role.${phone.role}`);
    setAttribute(this.menu, "aria-label", `${t("phoneMenu")}: ${phone.label}`);
    this.menu.hidden = !this.#menuItems().length;
    this.time.textContent = hoursAndMinutes(new Date(state.now), phone.time_zone);
    this.city.textContent = cityOf(phone.time_zone);
    this.back.hidden = !chat.is_forum || listing;
    this.#name(chat, state, topicId);
    this.#showChats(phone, state, chat.id);
  }

  #name(chat, state, topicId) {
    const topic = chat.topics.find(({ id }) => id === topicId);
    const group = chat.title || state.bot.name;
    this.mark.classList.toggle("bot", chat.type === "private");
    this.mark.textContent = chat.type === "private" ? "" : initials(group);
    if (chat.type === "private") return this.#write(state.bot.name, t("role.bot"));
    if (topicId === null) return this.#write(group, t("topicsCount", { n: chat.topics.length }));
    const name = topicId === GENERAL ? t("general") : topic?.name;
    return this.#write(name, topic?.closed ? `${group} · ${t("closed")}` : group);
  }

  #write(title, about) {
    this.title.textContent = title;
    this.about.textContent = about;
  }

  /** A worker's phone holds two chats: the group, and the one with the bot. */
  #showChats(phone, state, current) {
    const both = phone.chat_id !== phone.user_id && state.chats[phone.user_id];
    this.chats.hidden = !both;
    const drawn = both ? `${current}` : "";
    if (drawn === this.drawn) return;
    this.drawn = drawn;
    const choice = (id, label) =>
      el("button", { type: "button", "aria-pressed": String(id === current), on: { click: () => this.hand.chat(id) } }, label);
    const choices = both ? [choice(phone.chat_id, t("groupChat")), choice(phone.user_id, t("privateChat"))] : [];
    this.chats.replaceChildren(...choices);
  }

  #menuItems() {
    const { block, unblock, putAway } = this.hand;
    const items = [];
    if (this.private && this.blocked) items.push({ label: t("unblock"), icon: "block", run: unblock });
    if (this.private && !this.blocked) items.push({ label: t("block"), icon: "block", danger: true, run: block });
    if (this.phone.removable) items.push({ label: t("putAway"), icon: "bin", danger: true, run: putAway });
    return items;
  }

  #openMenu() {
    openMenu(this.menu, t("phoneMenu"), [{ items: this.#menuItems() }]);
  }
}

const initials = (name) => [...name.replaceAll(/[^\p{L}\p{N} ]/gu, "").trim()].slice(0, 1).join("").toUpperCase();
