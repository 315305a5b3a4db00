// A list of messages: the conversation itself, or one thread.

import { api } from "./api.js";
import { dayKey, dayLabel, fromTs } from "./dates.js";
import { ask } from "./dialogs.js";
import { el, spinner } from "./dom.js";
import { t } from "./i18n.js";
import { asTyped, spoken } from "./mrkdwn.js";
import { authorOf, isCard, isOwn, messageRow } from "./message.js";
import { avatar } from "./people.js";
import { acting, nameOf, store } from "./store.js";
import { failed } from "./toast.js";

const GROUP_SECONDS = 300;

/** onThread opens a thread; begin() draws what stands above the first message. */
export function conversation(root, { inThread = false, onThread, begin, announce }) {
  const list = { root, rows: new Map(), messages: [], pending: [], notices: [], editing: null, place: null, inThread, begin, announce, round: 0 };
  list.handlers = { inThread, openThread: onThread, edit: (message) => startEdit(list, message), remove: (message) => remove(list, message), dismiss: (message) => takeAway(list, message) };
  root.addEventListener("keydown", (event) => walk(event, list));
  return {
    show: (place, thread) => show(list, place, thread),
    refresh: () => refresh(list),
    redraw: () => {
      list.rows.clear();
      draw(list);
    },
    editLast: () => editLast(list),
    scrollTo: (ts) => scrollToMessage(list, ts),
    waitFor: (text, promise) => waitFor(list, text, promise),
    note: (text) => note(list, text),
  };
}

async function show(list, place, thread) {
  const same = list.place === place && list.thread === thread && list.as === store.me;
  if (!same) {
    Object.assign(list, { place, thread, as: store.me, messages: [], pending: [], notices: [], editing: null });
    list.rows.clear();
    list.root.replaceChildren();
    list.fresh = true;
  }
  await refresh(list);
}

async function refresh(list) {
  if (!list.place) return;
  const round = (list.round += 1);
  try {
    const answer = await api.messages({ channel: list.place, as: store.me, thread_ts: list.thread, limit: 200 });
    if (round !== list.round) return;
    tellNew(list, answer.messages);
    list.messages = answer.messages;
    list.channel = answer.channel?.id ?? answer.channel ?? list.place;
    draw(list);
    list.fresh = false;
  } catch (error) {
    failed(error);
  }
}

function tellNew(list, messages) {
  const last = list.messages.at(-1)?.ts ?? "0";
  if (list.fresh) return;
  for (const message of messages) {
    if (message.ts > last && !isOwn(message)) list.announce(t("message.new", { name: nameOf(authorOf(message)), text: spoken(message.text) }));
  }
}

function isGrouped(before, message, dayChanged) {
  if (!before || dayChanged || before.reply_count || message.ephemeral || before.ephemeral || isCard(message)) return false;
  return authorOf(before).id === authorOf(message).id && Number(message.ts) - Number(before.ts) < GROUP_SECONDS;
}

function draw(list) {
  const stick = list.fresh || list.root.scrollHeight - list.root.scrollTop - list.root.clientHeight < 80 || list.pending.length > 0;
  const nodes = list.begin ? [list.begin()] : [];
  const shown = [...list.messages, ...list.notices].sort((one, other) => one.ts.localeCompare(other.ts));
  const rows = new Map();
  let before = null;
  for (const message of shown) {
    const dayChanged = !before || dayKey(fromTs(before.ts)) !== dayKey(fromTs(message.ts));
    if (dayChanged && !list.inThread) nodes.push(divider(fromTs(message.ts)));
    if (list.inThread && before && before === shown[0]) nodes.push(el("div", { class: "thread-count" }, t("message.replies", { n: shown.length - 1 })));
    nodes.push(rowFor(list, rows, message, isGrouped(before, message, dayChanged)));
    before = message;
  }
  list.rows = rows;
  nodes.push(...list.pending.map(pendingRow));
  place(list.root, nodes);
  const articles = list.root.querySelectorAll("article");
  articles.forEach((one, index) => one.setAttribute("tabindex", index === articles.length - 1 ? "0" : "-1"));
  if (stick) list.root.scrollTop = list.root.scrollHeight;
}

/** Puts the nodes in order and leaves those already in place alone, so that focus and open panels survive. */
function place(root, nodes) {
  const wanted = new Set(nodes);
  for (const child of [...root.childNodes]) if (!wanted.has(child)) child.remove();
  nodes.forEach((node, index) => {
    if (root.childNodes[index] !== node) root.insertBefore(node, root.childNodes[index] ?? null);
  });
}

function rowFor(list, rows, message, grouped) {
  const key = `${message.ts}${message.ephemeral ? " private" : ""}`;
  const editing = list.editing === message.ts;
  const signature = JSON.stringify([message, grouped, editing, store.me, store.language, dayKey(store.now)]);
  const old = list.rows.get(key);
  const node = old?.signature === signature ? old.node : editing ? editor(list, message) : messageRow(message, { channel: list.channel, grouped, handlers: list.handlers });
  rows.set(key, { signature, node });
  return node;
}

function divider(date) {
  return el("div", { class: "day", role: "separator" }, el("span", {}, dayLabel(date)));
}

function pendingRow({ text, failing }) {
  return el("article", { class: "message message-pending" },
    el("div", { class: "message-side" }, avatar(acting())),
    el("div", { class: "message-main" },
      el("div", { class: "message-head" }, el("span", { class: "name" }, nameOf(acting())), el("span", { class: "muted" }, spinner(), failing)),
      el("div", { class: "text" }, text)));
}

/** Shows what was sent until the answer is there. */
async function waitFor(list, text, promise) {
  const entry = { text, failing: t(text.startsWith("/") ? "message.waiting" : "message.sending") };
  list.pending.push(entry);
  draw(list);
  try {
    return await promise;
  } finally {
    list.pending = list.pending.filter((one) => one !== entry);
    draw(list);
    await refresh(list);
  }
}

/** A line only this person sees, from the workspace itself. */
function note(list, text) {
  const last = Number(list.messages.at(-1)?.ts ?? 0);
  const ts = Math.max(store.now.getTime() / 1000, last + 0.000001).toFixed(6);
  list.notices.push({ ts, text, user: "USLACKBOT", ephemeral: true, local: true });
  draw(list);
  list.root.scrollTop = list.root.scrollHeight;
  list.announce(spoken(text));
}

function startEdit(list, message) {
  list.editing = message.ts;
  draw(list);
  const area = list.root.querySelector(".editor textarea");
  area.focus();
  area.setSelectionRange(area.value.length, area.value.length);
}

function editLast(list) {
  const last = list.messages.filter(isOwn).at(-1);
  if (last) startEdit(list, last);
  return Boolean(last);
}

function editor(list, message) {
  const area = el("textarea", { class: "field", rows: "2", "aria-label": t("message.edit"), value: asTyped(message.text) });
  const stop = () => {
    list.editing = null;
    draw(list);
    list.root.querySelector(`[data-ts="${message.ts}"]`)?.focus();
  };
  const save = async () => {
    try {
      if (area.value.trim()) await api.edit({ user: store.me, channel: list.place, ts: message.ts, text: area.value });
      stop();
      await refresh(list);
    } catch (error) {
      failed(error);
    }
  };
  area.addEventListener("keydown", (event) => {
    if (event.isComposing || !["Escape", "Enter"].includes(event.key) || event.shiftKey) return;
    event.preventDefault();
    event.stopPropagation();
    if (event.key === "Enter") save();
    else stop();
  });
  return el("article", { class: "message message-editing" },
    el("div", { class: "message-side" }, avatar(authorOf(message))),
    el("div", { class: "message-main editor" }, area,
      el("div", { class: "block-actions" },
        el("button", { type: "button", class: "button", onclick: stop }, t("dialog.cancel")),
        el("button", { type: "button", class: "button button-solid", onclick: save }, t("message.save")))));
}

async function remove(list, message) {
  if (!(await ask({ title: t("message.delete"), text: t("message.delete.ask"), confirm: t("message.delete"), danger: true }))) return;
  await takeAway(list, message);
}

async function takeAway(list, message) {
  try {
    await api.remove({ user: store.me, channel: list.place, ts: message.ts });
    await refresh(list);
  } catch (error) {
    failed(error);
  }
}

function walk(event, list) {
  if (!event.target.matches("article") || !["ArrowUp", "ArrowDown"].includes(event.key)) return;
  event.preventDefault();
  const articles = [...list.root.querySelectorAll("article")];
  const next = articles[articles.indexOf(event.target) + (event.key === "ArrowUp" ? -1 : 1)];
  if (!next) return;
  event.target.setAttribute("tabindex", "-1");
  next.setAttribute("tabindex", "0");
  next.focus();
}

function scrollToMessage(list, ts) {
  const row = list.root.querySelector(`[data-ts="${CSS.escape(ts)}"]`);
  row?.scrollIntoView({ block: "center" });
  row?.classList.add("message-sought");
}
