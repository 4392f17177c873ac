/** What the reader chose for this page: its language and its light. Kept in this browser. */

const LANGUAGE = "prystan.language";
const LIGHT = "prystan.light";
const RUSSIAN_READERS = ["ru", "be", "ky"];

export function language() {
  const chosen = localStorage.getItem(LANGUAGE);
  if (chosen) return chosen;
  return RUSSIAN_READERS.includes(navigator.language.slice(0, 2)) ? "ru" : "en";
}

export function chooseLanguage(code) {
  localStorage.setItem(LANGUAGE, code);
}

export function isDark() {
  const chosen = localStorage.getItem(LIGHT);
  return chosen ? chosen === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
}

export function chooseDark(dark) {
  localStorage.setItem(LIGHT, dark ? "dark" : "light");
  applyLight();
}

/** Without a choice the page follows the system, which CSS does by itself. */
export function applyLight() {
  const chosen = localStorage.getItem(LIGHT);
  if (chosen) document.documentElement.dataset.light = chosen;
  else delete document.documentElement.dataset.light;
}
