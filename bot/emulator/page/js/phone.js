/** One phone: its head, a chat or a list of topics, the composer, and what pops up over them. */

import { removePhone } from "./api.js";
import { GENERAL, messagesOf, threadItems, topicRows } from "./chat.js";
import { Composer } from "./composer.js";
import { el } from "./dom.js";
import { createHand } from "./hand.js";
import { Head } from "./head.js";
import { News } from "./news.js";
import { Alert, Preview, Toast } from "./notices.js";
import { Thread } from "./thread.js";
import { TopicList } from "./topics.js";

export class PhoneView {
  /** @param {string} id @param {(id: string, count: number) => void} onNews so many messages arrived */
  constructor(id, onNews) {
    this.id = id;
    this.chosenChat = null;
    this.topicId = null;
    this.replyTo = this.editing = this.waiting = null;
    this.read = new Map();
    this.hand = createHand(this);
    this.head = new Head({
      back: () => this.openTopic(null),
      chat: (chatId) => this.#openChat(chatId),
      block: () => this.hand.block(),
      unblock: () => this.hand.unblock(),
      putAway: () => removePhone(this.id),
    });
    this.thread = new Thread(this.hand);
    this.topics = new TopicList((topicId) => this.openTopic(topicId));
    this.composer = new Composer(this.hand);
    this.preview = new Preview();
    this.toast = new Toast();
    this.screen = el("div", { class: "screen" });
    this.alert = new Alert(this.screen);
    this.news = new News({
      message: (title, text, count) => {
        this.preview.show(title, text);
        onNews(this.id, count);
      },
      toast: (text) => this.tell(text),
      alert: (text) => this.alert.show(text),
    });
    this.node = this.#build();
  }

  get chatId() {
    return this.chosenChat ?? this.phone.chat_id;
  }

  /** @param {import("./store.js").State} state */
  update(state) {
    this.state = state;
    this.phone = state.phones.find(({ id }) => id === this.id);
    if (!state.chats[this.chosenChat]) this.chosenChat = null;
    this.chat = state.chats[this.chatId] ?? emptyChat(this.chatId);
    if (!this.chat.is_forum || !this.#topicExists()) this.topicId = null;
    if (!this.chat.messages.length) this.read.clear();
    this.#draw();
    this.news.look(state, this.phone);
  }

  /** Changes what is answered, edited or waited for, and draws it. */
  settle(change, focus = false) {
    Object.assign(this, change);
    if (this.state) this.#draw();
    if (focus) this.composer.focus();
  }

  tell(text) {
    this.toast.show(text);
  }

  openTopic(topicId) {
    this.settle({ topicId, replyTo: null, editing: null });
    if (topicId === null) return this.topics.focus();
    this.thread.toBottom();
    return this.composer.focus();
  }

  #openChat(chatId) {
    this.chosenChat = chatId;
    this.topicId = null;
    this.update(this.state);
    this.thread.toBottom();
  }

  #build() {
    const front = [this.head.node, this.topics.node, this.thread.node, this.composer.node];
    this.screen.append(...front, this.toast.node);
    const device = el("div", { class: "device" }, this.preview.node, this.screen, this.alert.node);
    return el("section", { class: "phone", data: { phone: this.id } }, this.head.caption, device);
  }

  #topicExists() {
    return this.topicId === GENERAL || this.chat.topics.some(({ id }) => id === this.topicId);
  }

  /** A press is over when the bot has answered it; while it is on its way there, it waits too. */
  #isPending() {
    const { waiting, state, phone } = this;
    return waiting?.sending || (state.pending[phone.user_id] ?? []).includes(waiting?.message_id);
  }

  #draw() {
    const { chat, phone, state, topicId } = this;
    const waiting = this.#isPending() ? this.waiting : null;
    this.node.setAttribute("aria-label", phone.label);
    const listing = chat.is_forum && topicId === null;
    const messages = listing ? [] : messagesOf(chat, topicId);
    if (chat.is_forum && !listing) this.read.set(topicId, messages.at(-1)?.message_id ?? 0);
    this.head.update({ phone, chat, state, topicId, listing });
    this.topics.node.hidden = !listing;
    this.thread.node.hidden = this.composer.node.hidden = listing;
    this.node.lang = phone.language_code;
    if (listing) return this.topics.update(topicRows(chat, phone, this.read), phone.time_zone);
    this.thread.show(`${chat.id}/${topicId}`);
    this.thread.update(threadItems(messages, { phone, group: chat.type !== "private", waiting }));
    const { replyTo, editing } = this;
    return this.composer.update({ chat, empty: !messages.length, replyTo, editing, samples: state.samples });
  }
}

/** A phone that has never met the bot has an empty chat with it. */
function emptyChat(id) {
  return { id, type: "private", is_forum: false, blocked: false, reply_keyboard: null, topics: [], messages: [] };
}
