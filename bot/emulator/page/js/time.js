/** Moments of the virtual clock as a phone shows them: in the phone's zone, in the reader's language. */

import { language } from "./settings.js";

const formats = new Map();

function format(zone, options) {
  const name = JSON.stringify([language(), zone, options]);
  if (!formats.has(name)) formats.set(name, build(zone, options));
  return formats.get(name);
}

function build(zone, options) {
  const locale = language() === "ru" ? "ru" : "en-GB";
  try {
    return new Intl.DateTimeFormat(locale, { timeZone: zone, ...options });
  } catch {
    return new Intl.DateTimeFormat(locale, { timeZone: "UTC", ...options });
  }
}

/** @param {number} unixTime seconds, as the Bot API counts */
export const fromUnix = (unixTime) => new Date(unixTime * 1000);
export const hoursAndMinutes = (moment, zone) =>
  format(zone, { hour: "2-digit", minute: "2-digit", hourCycle: "h23" }).format(moment);
export const day = (moment, zone) =>
  format(zone, { weekday: "long", day: "numeric", month: "long" }).format(moment);
export const shortDay = (moment, zone) =>
  format(zone, { weekday: "short", day: "numeric", month: "short" }).format(moment);
export const minutesAndSeconds = (seconds) =>
  `${Math.floor(seconds / 60)}:${String(Math.floor(seconds % 60)).padStart(2, "0")}`;

/** Whether a lamp would be lit there: before seven or after eight. */
export function isNight(moment, zone) {
  const hour = Number(hoursAndMinutes(moment, zone).slice(0, 2));
  return hour < 7 || hour >= 20;
}

/** Europe/Minsk -> Minsk */
export const cityOf = (zone) => (zone ?? "UTC").split("/").pop().replaceAll("_", " ");

const STYLES = {
  w: { weekday: "long" },
  d: { day: "2-digit", month: "2-digit", year: "numeric" },
  D: { day: "numeric", month: "long", year: "numeric" },
  t: { hour: "2-digit", minute: "2-digit", hourCycle: "h23" },
  T: { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" },
};

/** A `date_time` entity as its reader sees it, or null where the format asks for the text as written. */
export function dateTimeEntity(unixTime, wanted, zone) {
  const parts = [...(wanted ?? "")].map((letter) => STYLES[letter]);
  if (!parts.length || parts.includes(undefined)) return null;
  return format(zone, Object.assign({}, ...parts)).format(fromUnix(unixTime));
}
