/** Building and keeping the page's nodes. Text goes in as text: nothing here, or anywhere, parses markup. */

const SVG = "http://www.w3.org/2000/svg";

/**
 * Builds an element. `on` holds listeners and `data` the data-attributes; any other key is an attribute,
 * left out when null, undefined or false.
 * @param {string} tag
 * @param {object} [attributes]
 * @param {...(Node|string|null|undefined|false)} children
 */
export function el(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  const { on = {}, data = {}, ...plain } = attributes;
  for (const [name, value] of Object.entries(plain)) setAttribute(node, name, value);
  for (const [name, listener] of Object.entries(on)) node.addEventListener(name, listener);
  for (const [name, value] of Object.entries(data)) if (value != null) node.dataset[name] = value;
  node.append(...children.filter((child) => child != null && child !== false));
  return node;
}

export function setAttribute(node, name, value) {
  if (value === null || value === undefined || value === false) node.removeAttribute(name);
  else node.setAttribute(name, value === true ? "" : String(value));
}

/** An icon of icons.svg; pictures only, so the button around it must carry the name. */
export function icon(name) {
  const node = document.createElementNS(SVG, "svg");
  node.setAttribute("class", "icon");
  node.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(SVG, "use");
  use.setAttribute("href", `/page/icons.svg#${name}`);
  node.append(use);
  return node;
}

/** A button that shows only an icon, named for those who do not see it. */
export function iconButton(name, label, onClick, attributes = {}) {
  const { class: extra = "", on = {}, ...rest } = attributes;
  const named = { type: "button", class: `icon-button ${extra}`.trim(), "aria-label": label, title: label };
  return el("button", { ...named, ...rest, on: { click: onClick, ...on } }, icon(name));
}

const kept = new WeakMap();

/**
 * Makes the children of `parent` match `items`, rebuilding only what changed and keeping the focus: a node that is
 * rebuilt while focus is inside it hands the focus to the part with the same `data-focus`.
 * @template T
 * @param {Element} parent
 * @param {T[]} items
 * @param {{key: (item: T) => string, build: (item: T) => Element}} how
 */
export function reconcile(parent, items, { key, build }) {
  const before = kept.get(parent) ?? new Map();
  const after = new Map();
  for (const item of items) {
    const signature = JSON.stringify(item);
    const old = before.get(key(item));
    const node = old?.signature === signature ? old.node : replacement(old?.node, build(item));
    after.set(key(item), { node, signature });
  }
  for (const [id, { node }] of before) if (!after.has(id)) node.remove();
  let place = parent.firstElementChild;
  for (const { node } of after.values()) {
    if (node === place) place = place.nextElementSibling;
    else parent.insertBefore(node, place);
  }
  kept.set(parent, after);
}

function replacement(old, fresh) {
  if (!old) return fresh;
  const focused = old.contains(document.activeElement) ? document.activeElement : null;
  old.replaceWith(fresh);
  if (focused) successor(fresh, focused).focus({ preventScroll: true });
  return fresh;
}

function successor(fresh, focused) {
  const name = focused.dataset.focus;
  return (name && fresh.querySelector(`[data-focus="${CSS.escape(name)}"]`)) || fresh;
}
