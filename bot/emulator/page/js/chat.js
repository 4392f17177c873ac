/** Reading a chat of the state: what a phone shows of it, topic by topic and day by day. */

import { serviceLine } from "./summary.js";
import { day, fromUnix } from "./time.js";

/** The topic that every forum has: its messages name no thread. */
export const GENERAL = 0;
/** A long talk is drawn from its end; the rest stays in the emulator. */
const DRAWN = 200;
const INSIDE = "//";

export const topicOf = (message) => message.message_thread_id ?? GENERAL;

/** The messages of one topic, or of the whole chat where there are no topics. */
export function messagesOf(chat, topicId) {
  return chat.is_forum ? chat.messages.filter((message) => topicOf(message) === topicId) : chat.messages;
}

/**
 * What a thread draws: days, service lines and messages.
 * @param {object[]} messages
 * @param {{phone: object, group: boolean, waiting: {message_id: number, row: number, column: number}|null}} view
 */
export function threadItems(messages, view) {
  const items = [];
  let today = null;
  let before = null;
  for (const message of messages.slice(-DRAWN)) {
    const label = day(fromUnix(message.date), view.phone.time_zone);
    if (label !== today) items.push({ kind: "day", key: `day-${message.date}-${message.message_id}`, text: label });
    items.push(itemOf(message, label === today ? before : null, view));
    today = label;
    before = message;
  }
  return items;
}

function itemOf(message, before, { phone, group, waiting }) {
  const key = `m-${message.message_id}`;
  const service = serviceLine(message);
  if (service) return { kind: "service", key, text: service };
  const own = message.from?.id === phone.user_id;
  const sameSender = before && !serviceLine(before) && before.from?.id === message.from?.id;
  return {
    kind: "message",
    key,
    message,
    own,
    named: group && !own && !sameSender,
    inside: group && !message.outgoing && (message.text ?? message.caption ?? "").startsWith(INSIDE),
    waiting: waiting?.message_id === message.message_id ? waiting : null,
  };
}

/**
 * The topics of a forum, the latest talk first.
 * @param {Map<number, number>} read the newest message id seen in each topic
 */
export function topicRows(chat, phone, read) {
  const topics = [{ id: GENERAL, name: null, closed: false }, ...chat.topics];
  const rows = topics.map((topic) => rowOf(topic, chat, phone, read));
  return rows.sort((a, b) => lastId(b) - lastId(a));
}

const lastId = ({ last }) => last?.message_id ?? 0;

function rowOf({ id, name, closed }, chat, phone, read) {
  const messages = messagesOf(chat, id);
  const seen = read.get(id) ?? 0;
  const fresh = messages.filter((message) => message.message_id > seen && message.from?.id !== phone.user_id);
  return { id, name, closed, last: messages.at(-1) ?? null, unread: fresh.filter((message) => !serviceLine(message)).length };
}
