// Builds elements. Data only ever enters as text nodes and attributes, never as markup.

const SVG = "http://www.w3.org/2000/svg";

/** el("p", {class: "x", onclick: fn, "aria-label": "…", hidden: true}, "text", node, null, [more]) */
export function el(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) setProperty(node, name, value);
  node.append(...kept(children));
  return node;
}

function setProperty(node, name, value) {
  if (value === undefined || value === null || value === false) return;
  if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
  else if (name === "class") node.className = value;
  else if (name === "dataset") Object.assign(node.dataset, value);
  else if (name === "value") node.value = value;
  else if (name === "checked") node.checked = true;
  else node.setAttribute(name, value === true ? "" : String(value));
}

function kept(children) {
  return children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false);
}

export function fill(node, ...children) {
  node.replaceChildren(...kept(children));
  return node;
}

function markOf(control) {
  return control.id || control.dataset.user || control.dataset.place || null;
}

/** Redraws a part of the page and gives the focus back to the control that had it. */
export function keepingFocus(root, draw) {
  const controls = () => [...root.querySelectorAll("button, a, input")];
  const active = document.activeElement;
  const at = controls().indexOf(active);
  draw();
  if (at < 0) return;
  const mark = markOf(active);
  (controls().find((one) => mark && markOf(one) === mark) ?? controls()[at])?.focus();
}

export function byId(id) {
  return document.getElementById(id);
}

const ICONS = {
  hash: "M8 3 6.4 17M13.6 3 12 17M3.5 7.5h13.5M3 12.5h13.5",
  lock: "M5.5 9h9a1 1 0 0 1 1 1v6a1 1 0 0 1-1 1h-9a1 1 0 0 1-1-1v-6a1 1 0 0 1 1-1zM7 9V6.5a3 3 0 0 1 6 0V9",
  reply: "M4 4.5h12a1 1 0 0 1 1 1v7a1 1 0 0 1-1 1H9l-4 3v-3H4a1 1 0 0 1-1-1v-7a1 1 0 0 1 1-1z",
  smile: "M10 2.8a7.2 7.2 0 1 0 0 14.4 7.2 7.2 0 0 0 0-14.4zM7.2 8v.6M12.8 8v.6M6.8 11.8c1.6 2.2 4.8 2.2 6.4 0",
  task: "M4 3.5h12a.8.8 0 0 1 .8.8v11.4a.8.8 0 0 1-.8.8H4a.8.8 0 0 1-.8-.8V4.3a.8.8 0 0 1 .8-.8zM6.7 10.2l2.3 2.3 4.4-5",
  close: "M5 5l10 10M15 5 5 15",
  menu: "M3 5.5h14M3 10h14M3 14.5h14",
  clock: "M10 2.8a7.2 7.2 0 1 0 0 14.4 7.2 7.2 0 0 0 0-14.4zM10 6v4.3l2.8 1.7",
  send: "M3.5 16.5 17 10 3.5 3.5l1.7 5L11 10l-5.8 1.5z",
  down: "M5.5 8l4.5 4.5L14.5 8",
  back: "M12 4.5 6.5 10l5.5 5.5",
  search: "M9 3.5a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11zM13 13l4 4",
  home: "M3.5 9 10 3.5 16.5 9v7a.6.6 0 0 1-.6.6H12V12H8v4.6H4.1a.6.6 0 0 1-.6-.6z",
  pencil: "M4 16l.7-3.3L13.5 4l2.5 2.5-8.7 8.8zM11.8 5.7l2.5 2.5",
  trash: "M4 5.5h12M8 5.5V3.8h4v1.7M5.5 5.5l.7 10.7h7.6l.7-10.7M8.5 8.5v5M11.5 8.5v5",
  more: "M4.7 10h.6M9.7 10h.6M14.7 10h.6",
  bolt: "M11 2.8 4.8 11.3H9.5L9 17.2l6.2-8.5h-4.7z",
  eye: "M2.5 10C4.5 6.6 7 5 10 5s5.5 1.6 7.5 5c-2 3.4-4.5 5-7.5 5s-5.5-1.6-7.5-5zM10 7.8a2.2 2.2 0 1 0 0 4.4 2.2 2.2 0 0 0 0-4.4z",
  log: "M4 5h.6M4 10h.6M4 15h.6M7.5 5H16.5M7.5 10H16.5M7.5 15H16.5",
  check: "M4.5 10.5l3.5 3.5 7.5-8",
  file: "M5 2.8h6.5L15 6.3v10.9H5zM11.5 2.8v3.5H15",
  calendar: "M3.5 4.8h13v12h-13zM3.5 8.5h13M7 3v3M13 3v3",
  globe: "M10 2.8a7.2 7.2 0 1 0 0 14.4 7.2 7.2 0 0 0 0-14.4zM2.8 10h14.4M10 2.8c-4.5 4.8-4.5 9.6 0 14.4M10 2.8c4.5 4.8 4.5 9.6 0 14.4",
};

export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("viewBox", "0 0 20 20");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", ICONS[name]);
  svg.append(path);
  return svg;
}

export function iconButton(name, label, props = {}) {
  return el("button", { type: "button", title: label, "aria-label": label, ...props, class: `icon-button ${props.class ?? ""}` }, icon(name));
}

export function spinner() {
  return el("span", { class: "spinner", "aria-hidden": "true" });
}

/** The nearest place a floating panel may live in, so that an open dialog does not make it inert. */
export function layerOf(node) {
  return node.closest("dialog") ?? document.body;
}
