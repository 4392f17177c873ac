/** A small menu over everything, by mouse or by keys: arrows, Home, End, Enter, Escape. */

import { el, icon } from "./dom.js";

const MARGIN = 8;

/**
 * @typedef {{label: string, icon?: string, run: () => void, danger?: boolean}} Item
 * @typedef {{title?: string, items: Item[]}} Group
 */

/**
 * Opens a menu beside the button that asked for it and gives the focus back when it closes.
 * @param {HTMLElement} anchor
 * @param {string} label
 * @param {Group[]} groups
 */
export function openMenu(anchor, label, groups) {
  const menu = el("div", { class: "menu", role: "menu", "aria-label": label, popover: "auto" });
  const close = () => menu.hidePopover();
  for (const group of groups.filter(({ items }) => items.length)) menu.append(groupNode(group, close));
  menu.addEventListener("keydown", (event) => onKey(event, menu));
  menu.addEventListener("toggle", (event) => {
    anchor.setAttribute("aria-expanded", String(event.newState === "open"));
    if (event.newState === "closed") menu.remove();
  });
  document.body.append(menu);
  menu.showPopover();
  place(menu, anchor);
  entries(menu)[0]?.focus();
}

function groupNode({ title, items }, close) {
  const choose = (item) => {
    close();
    item.run();
  };
  const nodes = items.map((item) =>
    el(
      "button",
      { type: "button", role: "menuitem", tabindex: -1, class: item.danger && "danger", on: { click: () => choose(item) } },
      item.icon && icon(item.icon),
      el("span", {}, item.label),
    ),
  );
  return el("div", { role: "group", "aria-label": title }, title && el("div", { class: "menu-title" }, title), ...nodes);
}

const entries = (menu) => [...menu.querySelectorAll('[role="menuitem"]')];

function onKey(event, menu) {
  const all = entries(menu);
  const at = all.indexOf(document.activeElement);
  const targets = { ArrowDown: at + 1, ArrowUp: at - 1 + all.length, Home: 0, End: all.length - 1 };
  if (event.key === "Tab") menu.hidePopover();
  if (!(event.key in targets)) return;
  event.preventDefault();
  all[targets[event.key] % all.length].focus();
}

/** Above the button if there is room, else below; never outside the window. */
function place(menu, anchor) {
  const from = anchor.getBoundingClientRect();
  const { width, height } = menu.getBoundingClientRect();
  const above = from.top - height - MARGIN;
  const top = above >= MARGIN ? above : Math.min(from.bottom + MARGIN, innerHeight - height - MARGIN);
  const left = Math.min(Math.max(MARGIN, from.left), innerWidth - width - MARGIN);
  menu.style.top = `${Math.max(MARGIN, top)}px`;
  menu.style.left = `${left}px`;
}
