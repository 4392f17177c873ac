/** What is new on a phone since it was last looked at: arrived messages, and the bot's answers to presses. */

import { topicOf } from "./chat.js";
import { senderName, serviceLine, summary } from "./summary.js";

export class News {
  /** @param {{message: (title: string, text: string, count: number) => void, toast: Function, alert: Function}} on */
  constructor(on) {
    this.on = on;
    this.newest = null;
    this.toastId = undefined;
  }

  /** What was there before the page was opened is not news. */
  look(state, phone) {
    this.#lookForMessages(state, phone);
    this.#lookForToast(state.toasts[phone.user_id] ?? null);
  }

  #lookForMessages(state, phone) {
    const first = this.newest === null;
    this.newest ??= new Map();
    for (const chat of chatsOf(state, phone)) {
      const seen = this.newest.get(chat.id) ?? 0;
      this.newest.set(chat.id, chat.messages.at(-1)?.message_id ?? 0);
      if (first) continue;
      const arrived = chat.messages.filter((message) => message.message_id > seen && rings(message, phone));
      const last = arrived.at(-1);
      if (last) this.on.message(titleOf(chat, last, state), lineOf(chat, last), arrived.length);
    }
  }

  #lookForToast(toast) {
    const before = this.toastId;
    this.toastId = toast?.id ?? null;
    if (before === undefined || !toast?.text || toast.id === before) return;
    if (toast.show_alert) this.on.alert(toast.text);
    else this.on.toast(toast.text);
  }
}

function chatsOf(state, phone) {
  return [...new Set([phone.chat_id, phone.user_id])].map((id) => state.chats[id]).filter(Boolean);
}

const rings = (message, phone) => message.from?.id !== phone.user_id && !serviceLine(message);

function titleOf(chat, message, state) {
  if (chat.type === "private") return state.bot.name;
  const topic = chat.topics.find(({ id }) => id === topicOf(message));
  return topic ? `${topic.name} · ${chat.title}` : chat.title;
}

function lineOf(chat, message) {
  return chat.type === "private" ? summary(message) : `${senderName(message)}: ${summary(message)}`;
}
