/** The page: a top bar, the phones, and the panel beside them, drawn from one state. */

import { el, icon, setAttribute } from "./dom.js";
import { Panel } from "./panel.js";
import { Quay } from "./quay.js";
import { applyLight, chooseDark, chooseLanguage, isDark, language } from "./settings.js";
import { Store } from "./store.js";
import { isNight } from "./time.js";
import { t } from "./words.js";

const root = document.getElementById("app");
let page;

const store = new Store((state, online) => page.update(state, online));

/** A change of language draws everything anew: the words are everywhere. */
function mount() {
  document.documentElement.lang = language();
  document.title = t("title");
  page = createPage();
  root.replaceChildren(...page.nodes);
  page.update(store.state, true);
}

function createPage() {
  const panel = new Panel();
  const quay = new Quay(panel.node);
  const lamp = lighthouse();
  const offline = el("p", { class: "offline", role: "status" }, t("loading"));
  const update = (state, online) => {
    offline.textContent = online ? waiting(state) : t("offline");
    if (!state) return;
    lamp.classList.toggle("lit", isNight(new Date(state.now), state.phones[0]?.time_zone ?? "UTC"));
    quay.update(state);
    panel.update(state);
  };
  return { nodes: [topBar(lamp), offline, quay.tabs.node, el("div", { class: "harbour" }, quay.node, panel.node)], update };
}

/** Before the first phone is there: an empty harbour would look as if this were all. */
function waiting(state) {
  if (!state) return t("loading");
  return state.phones.length === 0 ? t("preparing") : "";
}

function topBar(lamp) {
  const names = el("div", { class: "brand" }, el("h1", {}, t("brand")), el("span", {}, t("tagline")));
  return el("header", { class: "top" }, lamp, names, languageChoice(), lightSwitch());
}

function languageChoice() {
  const choose = (code) => {
    chooseLanguage(code);
    mount();
    root.querySelector(".languages [aria-pressed=true]").focus();
  };
  const choice = (code) =>
    el("button", { type: "button", "aria-pressed": String(language() === code), on: { click: () => choose(code) } }, code.toUpperCase());
  return el("div", { class: "languages", role: "group", "aria-label": t("language") }, choice("en"), choice("ru"));
}

function lightSwitch() {
  const button = el("button", { type: "button", class: "icon-button", role: "switch", "aria-label": t("dark"), title: t("dark") });
  const show = () => {
    setAttribute(button, "aria-checked", String(isDark()));
    button.replaceChildren(icon(isDark() ? "sun" : "moon"));
  };
  button.addEventListener("click", () => {
    chooseDark(!isDark());
    show();
  });
  show();
  return button;
}

/** Lit at night by the virtual clock. */
function lighthouse() {
  return el("span", { class: "lighthouse", "aria-hidden": "true" }, el("i", { class: "beam" }), el("i", { class: "tower" }));
}

applyLight();
mount();
store.start();
