// Where a person writes: Enter sends, Shift+Enter breaks the line, the up arrow edits the last message.

import { api } from "./api.js";
import { completion, hintFor } from "./completion.js";
import { el, icon, iconButton } from "./dom.js";
import { t } from "./i18n.js";
import { toggleMenu } from "./popover.js";
import { bot, conversationOf, nameOf, placeName, store } from "./store.js";
import { failed } from "./toast.js";

const drafts = new Map();

/** list: the conversation it writes to; thread(): the thread's ts or null; example(): what stands in it while it is empty. */
export function composer(root, { id, list, thread, place, label, example }) {
  const area = el("textarea", { id, class: "composer-text", rows: "1", role: "combobox", "aria-expanded": "false", autocomplete: "off" });
  const box = el("div", { class: "offers", hidden: true });
  const hint = el("span", { class: "composer-ghost", "aria-hidden": "true" });
  const send = iconButton("send", t("composer.send"), { class: "composer-send" });
  const shortcuts = iconButton("bolt", t("composer.shortcuts"), { "aria-haspopup": "menu" });
  const inThread = thread !== undefined;
  const tip = el("span", { class: "composer-tip" });
  const at = el("button", { type: "button", class: "icon-button" }, "@");
  const self = { area, hint, list, thread: thread ?? (() => null), place, send, key: "" };
  const offers = completion(area, box);
  root.append(box, el("div", { class: "composer-box" }, el("div", { class: "composer-line" }, area, hint),
    el("div", { class: "composer-tools" }, inThread ? null : shortcuts, at, tip, send)));
  area.addEventListener("input", () => typed(self));
  area.addEventListener("keydown", (event) => onKey(event, self, offers));
  send.addEventListener("click", () => submit(self));
  at.addEventListener("click", () => insertAt(self, offers));
  shortcuts.addEventListener("click", () => openShortcuts(shortcuts));
  return {
    focus: () => area.focus(),
    redraw() {
      remember(self);
      area.placeholder = example();
      area.setAttribute("aria-label", label());
      tip.textContent = t("composer.hint");
      at.title = t("composer.people");
      at.setAttribute("aria-label", t("composer.people"));
      relabel(send, t("composer.send"));
      relabel(shortcuts, t("composer.shortcuts"));
      shortcuts.hidden = !globalShortcuts().length;
    },
  };
}

function relabel(button, text) {
  button.title = text;
  button.setAttribute("aria-label", text);
}

/** Each person keeps an unsent draft for each place. */
function remember(self) {
  const key = `${store.me} ${self.place()} ${self.thread() ?? ""}`;
  if (key === self.key) return;
  self.key = key;
  self.area.value = drafts.get(key) ?? "";
  typed(self);
}

function typed(self) {
  const { area } = self;
  drafts.set(self.key, area.value);
  self.hint.textContent = hintFor(area.value);
  self.hint.dataset.before = area.value;
  grow(area);
  self.send.disabled = !area.value.trim();
}

/** Browsers that size a field by its content need no help. */
function grow(area) {
  if (CSS.supports("field-sizing", "content") || !area.scrollHeight) return;
  area.style.height = "auto";
  area.style.height = `${Math.min(area.scrollHeight, 200)}px`;
}

function insertAt(self, offers) {
  const { area } = self;
  const gap = /[\p{L}\p{N}]$/u.test(area.value.slice(0, area.selectionStart)) ? " @" : "@";
  area.setRangeText(gap, area.selectionStart, area.selectionEnd, "end");
  area.focus();
  typed(self);
  offers.update();
}

function globalShortcuts() {
  return (store.state.app?.shortcuts ?? []).filter((one) => ["global", "shortcut"].includes(one.type));
}

function openShortcuts(anchor) {
  const run = (one) => api.shortcut({ user: store.me, callback_id: one.callback_id }).catch(failed);
  toggleMenu(anchor, t("composer.shortcuts"), globalShortcuts().map((one) => ({ icon: icon("bolt"), label: one.name, run: () => run(one) })));
}

function onKey(event, self, offers) {
  if (event.isComposing) return;
  if (offers.takes(event)) {
    event.preventDefault();
    event.stopPropagation();
  } else if (event.key === "Enter" && !event.shiftKey) {
    event.preventDefault();
    submit(self);
  } else if (event.key === "ArrowUp" && !event.altKey && !self.area.value && self.list.editLast()) {
    event.preventDefault();
  }
}

async function submit(self) {
  const text = self.area.value;
  if (!text.trim()) return;
  self.area.value = "";
  typed(self);
  const command = /^(\/[\w-]+)(?:\s+([\s\S]*))?$/.exec(text);
  try {
    if (command) await runCommand(self, text, command[1], (command[2] ?? "").trim());
    else await self.list.waitFor(text, api.post({ user: store.me, channel: self.place(), text, thread_ts: self.thread() ?? undefined }));
  } catch (error) {
    if (!self.area.value) self.area.value = text;
    typed(self);
    failed(error);
  }
}

async function runCommand(self, text, command, rest) {
  if (self.thread()) {
    self.list.note(t("command.thread", { command }));
    return;
  }
  if (!(store.state.app?.commands ?? []).some((one) => one.command === command)) {
    self.list.note(t("command.unknown", { command }));
    return;
  }
  await self.list.waitFor(text, api.command({ user: store.me, channel: self.place(), command, text: rest }));
}

export function composerExample() {
  return conversationOf() === "dm" ? t("composer.try.dm") : t("composer.try");
}

export function composerLabel() {
  return conversationOf() === "dm" ? t("composer.dm", { name: nameOf(bot()) }) : t("composer.to", { place: placeName(store.place) });
}
