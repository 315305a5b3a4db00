// Floating panels: menus, lists and the calendar. On a phone they rise from the bottom edge.

import { el, layerOf } from "./dom.js";

const openPanels = new WeakMap();

/** Opens a panel at its anchor, or closes the one that is open there; returns how to close it. */
export function togglePanel(anchor, content, { label, onclose, className = "" } = {}) {
  const already = openPanels.get(anchor);
  if (already) {
    already.hidePopover();
    return null;
  }
  const panel = el("div", { class: `panel ${className}`, popover: "auto", role: "dialog", "aria-label": label }, content);
  layerOf(anchor).append(panel);
  openPanels.set(anchor, panel);
  anchor.setAttribute("aria-expanded", "true");
  panel.addEventListener("beforetoggle", (event) => {
    if (event.newState === "closed") closing(anchor, panel, onclose);
  });
  panel.showPopover({ source: anchor });
  place(anchor, panel);
  return () => panel.isConnected && panel.hidePopover();
}

function closing(anchor, panel, onclose) {
  openPanels.delete(anchor);
  anchor.setAttribute("aria-expanded", "false");
  const hadFocus = panel.contains(document.activeElement);
  queueMicrotask(() => {
    panel.remove();
    if (hadFocus && anchor.isConnected) anchor.focus();
  });
  onclose?.();
}

function place(anchor, panel) {
  const box = anchor.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = panel;
  const below = window.innerHeight - box.bottom;
  const top = below >= height + 12 || below >= box.top ? box.bottom + 6 : box.top - height - 6;
  const left = Math.min(box.left, window.innerWidth - width - 12);
  panel.style.top = `${Math.max(8, Math.min(top, window.innerHeight - height - 8))}px`;
  panel.style.left = `${Math.max(8, left)}px`;
}

/** A menu of actions: [{label, icon?, danger?, run}]. */
export function toggleMenu(anchor, label, entries) {
  const list = el("div", { class: "menu", role: "menu", "aria-label": label });
  const close = togglePanel(anchor, list, { label });
  if (!close) return;
  for (const entry of entries) {
    const pick = () => {
      close();
      entry.run();
    };
    list.append(el("button", { type: "button", role: "menuitem", class: entry.danger ? "menu-item danger" : "menu-item", onclick: pick }, entry.icon ?? null, entry.label));
  }
  list.addEventListener("keydown", (event) => moveFocus(event, [...list.children]));
  list.firstElementChild?.focus();
}

/** Arrow keys, Home and End among a row or column of controls. */
export function moveFocus(event, controls) {
  const at = controls.indexOf(document.activeElement);
  const target = { ArrowDown: at + 1, ArrowRight: at + 1, ArrowUp: at - 1, ArrowLeft: at - 1, Home: 0, End: controls.length - 1 }[event.key];
  if (target === undefined) return;
  event.preventDefault();
  controls.at(target % controls.length)?.focus();
}
