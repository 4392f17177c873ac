/** Beside the phones: what just happened and why, the clock, the bot, starting over. */

import { restartBot, setFault, startOver } from "./api.js";
import { ClockCard } from "./clock.js";
import { el, icon, setAttribute } from "./dom.js";
import { Journal } from "./journal.js";
import { t } from "./words.js";

export class Panel {
  constructor() {
    this.note = el("p", { class: "note", role: "status" });
    this.clock = new ClockCard((words) => this.#say(words));
    this.journal = new Journal();
    this.running = el("span", { class: "running" });
    this.flood = el("input", { type: "checkbox", role: "switch", on: { change: () => this.#setFlood() } });
    this.sure = sureDialog();
    this.node = el(
      "aside",
      { class: "panel", "aria-label": t("harbourLog") },
      this.clock.node,
      this.note,
      this.journal.node,
      this.#engine(),
      this.sure,
    );
  }

  /** @param {import("./store.js").State} state */
  update(state) {
    this.clock.update(state);
    this.journal.update(state);
    this.running.textContent = t(state.bot.running ? "running" : "stopped");
    this.running.classList.toggle("off", !state.bot.running);
    this.flood.checked = state.faults.flood;
  }

  #engine() {
    const restart = async (event) => {
      const button = event.currentTarget;
      setAttribute(button, "aria-busy", "true");
      this.#say((await restartBot()).error);
      setAttribute(button, "aria-busy", null);
    };
    return el(
      "section",
      { class: "card engine" },
      el("div", { class: "card-head" }, el("h2", {}, t("engine")), this.running),
      el("label", { class: "switch" }, this.flood, el("span", {}, t("flood"))),
      el(
        "div",
        { class: "buttons" },
        el("button", { type: "button", class: "tool", on: { click: restart } }, icon("restart"), t("restart")),
        el("button", { type: "button", class: "tool danger", on: { click: () => this.sure.showModal() } }, t("startOver")),
      ),
    );
  }

  async #setFlood() {
    this.#say((await setFault("flood", this.flood.checked)).error);
  }

  #say(words) {
    this.note.textContent = words ?? "";
  }
}

function sureDialog() {
  const dialog = el("dialog", { class: "sure", "aria-label": t("startOver"), closedby: "any" });
  const yes = () => {
    dialog.close();
    startOver();
  };
  dialog.append(
    el("p", {}, t("startOverSure")),
    el(
      "div",
      { class: "buttons" },
      el("button", { type: "button", class: "tool", on: { click: () => dialog.close() } }, t("cancel")),
      el("button", { type: "button", class: "tool danger", on: { click: yes } }, t("startOver")),
    ),
  );
  return dialog;
}
