/** One message of a thread, as a node. */

import { el, icon, iconButton } from "./dom.js";
import { richText } from "./entities.js";
import { inlineKeyboard } from "./keyboards.js";
import { attachment } from "./media.js";
import { openMenu } from "./menu.js";
import { originName, senderName, summary } from "./summary.js";
import { fromUnix, hoursAndMinutes } from "./time.js";
import { t } from "./words.js";

const EMOJI = ["👍", "❤", "🙏"];

/**
 * @typedef {{message: object, own: boolean, named: boolean, inside: boolean,
 *   waiting: {row: number, column: number}|null}} Shown
 * @param {Shown} shown
 * @param {object} hand what the phone's holder can do; see phone.js
 */
export function messageNode(shown, hand) {
  const { message, own, named, inside, waiting } = shown;
  const sender = own ? t("you") : senderName(message);
  const origin = originName(message);
  const bubble = el(
    "div",
    { class: "bubble" },
    named && el("div", { class: "sender" }, sender),
    origin !== null && el("div", { class: "sender" }, t("forwardedFrom", { name: origin })),
    inside && el("div", { class: "inside-mark" }, icon("lock"), t("inside")),
    quote(message, hand),
    attachment(message, hand.tell),
    words(message, hand),
    footer(shown, hand),
  );
  const classes = ["message", own ? "own" : "theirs", inside && "inside"].filter(Boolean).join(" ");
  const label = `${sender}, ${hoursAndMinutes(fromUnix(message.date), hand.zone)}`;
  const data = { messageId: message.message_id, focus: "message" };
  const body = [bubble, inlineKeyboard(message, waiting, hand), reactions(message)];
  return el("article", { class: classes, tabindex: -1, "aria-label": label, data }, ...body);
}

function words(message, hand) {
  const text = message.text ?? message.caption;
  if (text) return richText(text, message.entities ?? message.caption_entities ?? [], hand);
  return summary(message) ? null : el("div", { class: "text faint" }, t("unsupported"));
}

/** In a topic every message answers the topic's first one; that is no reply a reader would see. */
function quote(message, hand) {
  const original = message.reply_to_message;
  if (!original || original.forum_topic_created) return null;
  return el(
    "button",
    { type: "button", class: "quote", data: { focus: "quote" }, on: { click: () => hand.goTo(original.message_id) } },
    el("strong", {}, senderName(original)),
    el("span", {}, message.quote?.text ?? summary(original)),
  );
}

function footer(shown, hand) {
  const { message } = shown;
  const at = fromUnix(message.date);
  const guard = message.has_protected_content;
  return el(
    "div",
    { class: "footer" },
    actionsButton(shown, hand),
    guard && el("span", { class: "guard", role: "img", "aria-label": t("protected"), title: t("protected") }, icon("lock")),
    message.edit_date && el("span", {}, t("edited")),
    el("time", { datetime: at.toISOString() }, hoursAndMinutes(at, hand.zone)),
  );
}

function reactions(message) {
  if (!message.reactions?.length) return null;
  return el("div", { class: "reactions" }, ...message.reactions.map(({ emoji }) => el("span", {}, emoji)));
}

function actionsButton(shown, hand) {
  const groups = () => [{ items: actions(shown, hand) }, { title: t("react"), items: reactionItems(shown, hand) }];
  const open = (event) => openMenu(event.currentTarget, t("actions"), groups());
  return iconButton("more", t("actions"), open, { class: "actions", "aria-haspopup": "menu", data: { focus: "actions" } });
}

function actions({ message, own }, hand) {
  const text = message.text ?? message.caption;
  const items = [{ label: t("reply"), icon: "reply", run: () => hand.reply(message) }];
  if (own && text) items.push({ label: t("edit"), icon: "edit", run: () => hand.edit(message) });
  if (text && !message.has_protected_content) {
    items.push({ label: t("copyText"), icon: "copy", run: () => hand.copy(text) });
  }
  if (own) items.push({ label: t("remove"), icon: "bin", danger: true, run: () => hand.remove(message) });
  return items;
}

function reactionItems({ message, own }, hand) {
  const react = (emoji) => ({ label: emoji, run: () => hand.react(message, emoji) });
  return own ? [] : EMOJI.map(react);
}
