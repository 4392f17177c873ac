/** Beside the phones: what just happened and why, the clock, the bot, its troubles, starting over. */

import { restartBot, setFault, startOver } from "./api.js";
import { ClockCard } from "./clock.js";
import { el, icon, setAttribute } from "./dom.js";
import { Journal } from "./journal.js";
import { Tally } from "./tally.js";
import { t } from "./words.js";

export class Panel {
  constructor() {
    this.note = el("p", { class: "note", role: "status" });
    this.clock = new ClockCard((words) => this.#say(words));
    this.journal = new Journal();
    this.tally = new Tally();
    this.running = el("span", { class: "running" });
    this.faults = new Map();
    this.faultList = el("div", { class: "faults" });
    this.sure = sureDialog();
    this.node = el(
      "aside",
      { class: "panel", "aria-label": t("harbourLog") },
      this.clock.node,
      this.note,
      this.tally.node,
      this.journal.node,
      this.#engine(),
      this.sure,
    );
  }

  /** @param {import("./store.js").State} state */
  update(state) {
    this.clock.update(state);
    this.journal.update(state);
    this.tally.update(state);
    this.running.textContent = t(state.bot.running ? "running" : "stopped");
    this.running.classList.toggle("off", !state.bot.running);
    for (const [name, on] of Object.entries(state.faults)) this.#fault(name).checked = on;
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
      el("details", {}, el("summary", {}, t("faults")), this.faultList),
      el(
        "div",
        { class: "buttons" },
        el("button", { type: "button", class: "tool", on: { click: restart } }, icon("restart"), t("restart")),
        el("button", { type: "button", class: "tool danger", on: { click: () => this.sure.showModal() } }, t("startOver")),
      ),
    );
  }

  /** The switch of a fault, made when the emulator first names it. */
  #fault(name) {
    if (!this.faults.has(name)) {
      const box = el("input", { type: "checkbox", role: "switch", on: { change: () => this.#setFault(name, box.checked) } });
      this.faultList.append(el("label", { class: "switch" }, box, el("span", {}, t(`fault.${name}`))));
      this.faults.set(name, box);
    }
    return this.faults.get(name);
  }

  async #setFault(name, on) {
    this.#say((await setFault(name, on)).error);
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
