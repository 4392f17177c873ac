/** Inline keyboards under messages, and the reply keyboard under the field. */

import { el, icon } from "./dom.js";
import { t } from "./words.js";

/**
 * @param {object} message
 * @param {{row: number, column: number}|null} waiting the button pressed and not yet answered
 * @param {{press: Function, open: Function, copy: Function, tell: Function}} hand what the phone's holder can do
 */
export function inlineKeyboard(message, waiting, hand) {
  const rows = message.reply_markup?.inline_keyboard;
  if (!rows?.length) return null;
  const node = el("div", { class: "inline-keyboard", role: "group" });
  rows.forEach((buttons, row) => {
    const cells = buttons.map((button, column) => {
      const busy = waiting?.row === row && waiting?.column === column;
      return inlineButton(button, { message, row, column, busy }, hand);
    });
    node.append(el("div", { class: "keys" }, ...cells));
  });
  return node;
}

function inlineButton(button, at, hand) {
  const style = ["danger", "success", "primary"].includes(button.style) ? button.style : "";
  const attributes = {
    type: "button",
    class: `key ${style}`.trim(),
    "aria-busy": at.busy && "true",
    data: { focus: `${at.row}.${at.column}` },
    on: { click: () => deed(button, at, hand) },
  };
  const mark = button.url ? "link" : button.copy_text ? "copy" : null;
  return el("button", attributes, el("span", {}, button.text), mark && icon(mark));
}

function deed(button, { message, row, column }, hand) {
  if (button.callback_data !== undefined) return hand.press(message.message_id, row, column);
  if (button.copy_text) return hand.copy(button.copy_text.text);
  if (button.url) return hand.open(button.url);
  return hand.tell(t("buttonInert"));
}

/** Each key says its own words, as a person would by typing them. */
export function replyKeyboard(rows, say) {
  const words = (button) => button.text ?? button;
  const key = (button) =>
    el("button", { type: "button", class: "key", on: { click: () => say(words(button)) } }, words(button));
  return rows.map((buttons) => el("div", { class: "keys" }, ...buttons.map(key)));
}
