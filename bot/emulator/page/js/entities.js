/** Text with its entities. Offsets are UTF-16 units, which is what JavaScript strings count in. */

import { el } from "./dom.js";
import { dateTimeEntity } from "./time.js";
import { t } from "./words.js";

const PLAIN = {
  bold: "strong",
  italic: "em",
  underline: "u",
  strikethrough: "s",
  code: "code",
  pre: "pre",
  blockquote: "blockquote",
  expandable_blockquote: "blockquote",
};
const LINKS = ["url", "text_link", "email", "phone_number", "mention", "text_mention", "hashtag", "cashtag"];

/**
 * @param {string} text
 * @param {object[]} entities as the Bot API gives them
 * @param {{command: (text: string) => void, zone: string}} reader what a pressed command does, and where the reader is
 */
export function richText(text, entities, reader) {
  const node = el("div", { class: "text", dir: "auto" });
  const outerFirst = [...entities].sort((a, b) => a.offset - b.offset || b.length - a.length);
  fill(node, text, 0, text.length, outerFirst, reader);
  return node;
}

function fill(parent, text, from, to, entities, reader) {
  let at = from;
  for (let i = 0; i < entities.length; ) {
    const outer = entities[i++];
    const end = Math.min(outer.offset + outer.length, to);
    const inner = [];
    while (i < entities.length && entities[i].offset < end) inner.push(entities[i++]);
    parent.append(text.slice(at, outer.offset));
    const node = wrapper(outer, text.slice(outer.offset, end), reader);
    if (!node.hasChildNodes()) fill(node, text, outer.offset, end, inner, reader);
    parent.append(node);
    at = end;
  }
  parent.append(text.slice(at, to));
}

function wrapper(entity, words, reader) {
  if (entity.type in PLAIN) return el(PLAIN[entity.type]);
  if (entity.type === "spoiler") return spoiler();
  if (entity.type === "bot_command") return command(words, reader);
  if (entity.type === "date_time") return moment(entity, reader);
  if (LINKS.includes(entity.type)) return el("span", { class: "link", title: entity.url ?? null });
  return el("span");
}

function spoiler() {
  const show = (event) => {
    event.currentTarget.classList.add("shown");
    event.currentTarget.removeAttribute("aria-label");
  };
  return el("button", { type: "button", class: "spoiler", "aria-label": t("hidden"), on: { click: show } });
}

function command(words, reader) {
  return el("button", { type: "button", class: "link", on: { click: () => reader.command(words) } });
}

function moment(entity, reader) {
  const shown = dateTimeEntity(entity.unix_time, entity.date_time_format, reader.zone);
  const stamp = new Date(entity.unix_time * 1000).toISOString();
  return el("time", { class: "moment", datetime: stamp, title: stamp }, shown);
}

/** The text a lock screen would show: spoilers are masked there. */
export function masked(text, entities = []) {
  const characters = text.split("");
  for (const { type, offset, length } of entities) {
    if (type === "spoiler") characters.fill("▒", offset, offset + length);
  }
  return characters.join("");
}
