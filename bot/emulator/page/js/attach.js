/** What can be attached: the emulator's samples, and towns as locations. */

import { t } from "./words.js";

const KINDS = [
  { list: "voices", deed: "voice" },
  { list: "photos", deed: "photo" },
  { list: "documents", deed: "document" },
];

/** Things of which there is one sample only. */
const MORE = [
  { deed: "album", icon: "photo" },
  { deed: "video_note", icon: "play" },
  { deed: "sticker", icon: "sun" },
  { deed: "contact", icon: "copy" },
  { deed: "forward", icon: "forward" },
];

/**
 * The groups of the attach menu.
 * @param {object} samples as the state lists them; a sample is its name, or an object with one
 * @param {(fields: object) => void} attach
 */
export function attachGroups(samples, attach) {
  const groups = KINDS.map(({ list, deed }) => ({
    title: t(list),
    items: (samples[list] ?? []).map((sample) => ({
      label: title(sample),
      icon: deed,
      run: () => attach({ do: deed, sample: name(sample) }),
    })),
  }));
  const more = MORE.map(({ deed, icon }) => ({ label: t(`attach.${deed}`), icon, run: () => attach({ do: deed }) }));
  groups.push({ title: t("more"), items: more });
  return [...groups, { title: t("towns"), items: (samples.towns ?? []).map((town) => townItem(town, attach)) }];
}

/** A plain pin, as the attach menu of a phone sends it: a title would make it a venue. */
function townItem(town, attach) {
  const { latitude, longitude } = town;
  return { label: town.title, icon: "pin", run: () => attach({ do: "location", latitude, longitude }) };
}

const name = (sample) => (typeof sample === "string" ? sample : (sample.name ?? sample.id ?? sample.title));
const title = (sample) => (typeof sample === "string" ? sample : (sample.title ?? sample.name ?? sample.id));
