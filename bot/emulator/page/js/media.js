/** Photos, voice notes, documents and places inside a message. */

import { fileAddress } from "./api.js";
import { el, icon, iconButton } from "./dom.js";
import { minutesAndSeconds } from "./time.js";
import { t } from "./words.js";

const BARS = 24;

/** The attachment of a message, or null. `tell` shows a line to the phone's holder. */
export function attachment(message, tell) {
  if (message.photo) return photo(message);
  if (message.voice) return voice(message.voice, tell);
  if (message.video_note) return file(message.video_note, t("videoNote"));
  if (message.video ?? message.animation) return file(message.video ?? message.animation, t("video"));
  if (message.audio) return file(message.audio, t("audio"));
  if (message.document) return file(message.document, t("document"));
  if (message.contact) return contact(message.contact);
  if (message.venue) return place(message.venue.location, message.venue.title, message.venue.address);
  if (message.location) return place(message.location, t("location"));
  if (message.sticker) return el("div", { class: "sticker" }, message.sticker.emoji ?? t("sticker"));
  return null;
}

function photo(message) {
  const largest = message.photo.at(-1);
  const alt = message.caption ?? t("photo");
  return el("img", { class: "photo", src: fileAddress(largest.file_id), alt, width: largest.width, height: largest.height });
}

function voice(note, tell) {
  const sound = new Audio();
  const length = minutesAndSeconds(note.duration);
  const toggle = () => (sound.paused ? start() : sound.pause());
  const start = () => {
    if (!sound.src) sound.src = fileAddress(note.file_id);
    sound.play().catch(() => tell(t("silent")));
  };
  const button = iconButton("play", t("play", { length }), toggle, { class: "round", data: { focus: "play" } });
  const show = (name, label) => {
    button.replaceChildren(icon(name));
    button.setAttribute("aria-label", label);
  };
  sound.addEventListener("playing", () => show("pause", t("pause")));
  sound.addEventListener("pause", () => show("play", t("play", { length })));
  return el("div", { class: "voice" }, button, wave(note.file_unique_id ?? note.file_id), el("span", {}, length));
}

/** A drawing, not a measurement: the same note always looks the same. */
function wave(seed) {
  let state = [...String(seed)].reduce((sum, letter) => (sum * 31 + letter.codePointAt(0)) >>> 0, 7);
  const bars = Array.from({ length: BARS }, () => {
    state = (state * 1664525 + 1013904223) >>> 0;
    const bar = el("i");
    bar.style.height = `${20 + (state >>> 24) / 3.2}%`;
    return bar;
  });
  return el("span", { class: "wave", "aria-hidden": "true" }, ...bars);
}

function contact({ first_name: name, phone_number: number }) {
  return el("div", { class: "place" }, el("strong", {}, name), el("span", {}, number));
}

function file(sent, fallback) {
  const name = sent.file_name ?? fallback;
  const size = sent.file_size ? `${Math.max(1, Math.round(sent.file_size / 1024))} KB` : "";
  return el(
    "a",
    { class: "file", href: fileAddress(sent.file_id), download: name, data: { focus: "file" } },
    icon("document"),
    el("span", { class: "file-name" }, name),
    el("small", {}, size),
  );
}

function place({ latitude, longitude }, title, address) {
  const where = `${latitude.toFixed(4)}, ${longitude.toFixed(4)}`;
  return el(
    "div",
    { class: "place" },
    el("div", { class: "chart", "aria-hidden": "true" }, icon("pin")),
    el("strong", {}, title),
    address && el("span", {}, address),
    el("small", {}, where),
  );
}
