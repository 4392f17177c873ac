/** The virtual clock: what time it is where the phones are, and the buttons that move it. */

import { moveClock } from "./api.js";
import { el, icon } from "./dom.js";
import { cityOf, hoursAndMinutes, shortDay } from "./time.js";
import { t } from "./words.js";

const HOUR = 3600;
const DAY = 24 * HOUR;

export class ClockCard {
  /** @param {(words: string|undefined) => void} say shows why the clock did not move */
  constructor(say) {
    this.say = say;
    this.faces = el("div", { class: "faces" });
    this.node = el(
      "section",
      { class: "card clock", "aria-label": t("clock") },
      this.faces,
      el(
        "div",
        { class: "buttons" },
        this.#mover(t("hour"), { advance: HOUR }),
        this.#mover(t("day"), { advance: DAY }),
        this.#mover(t("next"), { to: "next" }, "skip"),
      ),
    );
  }

  /** @param {import("./store.js").State} state */
  update({ now, phones }) {
    const zones = [...new Set(phones.map((phone) => phone.time_zone))];
    const drawn = [zones.length ? zones : ["UTC"]].flat().map((zone) => face(new Date(now), zone));
    this.faces.replaceChildren(...drawn);
  }

  #mover(label, move, picture) {
    const go = async () => {
      const answer = await moveClock(move);
      this.say(answer.ok ? "" : whyNot(answer.error));
    };
    return el("button", { type: "button", class: "tool", on: { click: go } }, picture && icon(picture), label);
  }
}

const whyNot = (error) => (error === "nothing is due" ? t("nothingDue") : (error ?? t("failed")));

function face(moment, zone) {
  return el(
    "div",
    { class: "face" },
    el("time", { datetime: moment.toISOString() }, hoursAndMinutes(moment, zone)),
    el("span", {}, `${shortDay(moment, zone)} · ${cityOf(zone)}`),
  );
}
