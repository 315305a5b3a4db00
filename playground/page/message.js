// One message: who, when, what, and what can be done with it.

import { drawBlocks } from "./blocks.js";
import { api } from "./api.js";
import { dayLabel, fromTs, fullDateTime, nearDay, shortDayAndTime, time } from "./dates.js";
import { el, icon, iconButton } from "./dom.js";
import { fileAddress, picture } from "./elements.js";
import { emoji, QUICK_REACTIONS } from "./emoji.js";
import { t } from "./i18n.js";
import { emojiNode, mrkdwn } from "./mrkdwn.js";
import { avatar } from "./people.js";
import { moveFocus, toggleMenu, togglePanel } from "./popover.js";
import { bot, conversationOf, nameOf, person, store } from "./store.js";
import { surfaceOf } from "./surface.js";
import { failed } from "./toast.js";

export function authorOf(message) {
  if (message.user === bot().id || message.bot_id) return bot();
  return person(message.user ?? "USLACKBOT");
}

export function isOwn(message) {
  return message.user === store.me && !message.bot_id && !message.ephemeral;
}

/** Whether it is drawn from its blocks; what a person typed comes with a block that only mirrors the text. */
export function isCard(message) {
  if (!message.blocks?.length) return false;
  return authorOf(message).id === bot().id || message.blocks.length > 1 || message.blocks[0].type !== "rich_text";
}

function body(message, channel) {
  if (!isCard(message)) return el("div", { class: "text" }, mrkdwn(message.text ?? ""));
  const surface = surfaceOf(`${channel}:${message.ts}`, { channel, ts: message.ts });
  return el("div", { class: "blocks" }, drawBlocks(message.blocks, surface));
}

function file(one) {
  const name = one.title || one.name || one.id;
  if (one.mimetype?.startsWith("image/")) return el("figure", { class: "block-figure" }, el("figcaption", {}, name), picture(fileAddress(one), one.alt_txt ?? name, "block-image"));
  const face = [icon("file"), el("span", {}, el("strong", {}, name), el("small", {}, one.pretty_type ?? one.filetype ?? ""))];
  return el("a", { class: "file", href: fileAddress(one), download: name }, face);
}

function attempt(promise) {
  promise.catch(failed);
}

function react(message, name, on) {
  const body_ = { user: store.me, channel: conversationOf(), ts: message.ts, name };
  attempt(on ? api.react(body_) : api.unreact(body_));
}

function reactionChip(message, { name, count, users }) {
  const mine = users.includes(store.me);
  const label = t("message.reacted", { name, n: count, names: users.map((id) => nameOf(person(id))).join(", ") });
  return el("button", { type: "button", class: "reaction", "aria-pressed": String(mine), "aria-label": label, title: label, onclick: () => react(message, name, !mine) },
    emojiNode(name), el("span", {}, String(count ?? users.length)));
}

function openReactions(anchor, message) {
  const pick = (name) => {
    close();
    react(message, name, true);
  };
  const grid = el("div", { class: "reaction-grid" }, QUICK_REACTIONS.map((name) => el("button", { type: "button", "aria-label": name, title: `:${name}:`, onclick: () => pick(name) }, emoji(name))));
  grid.addEventListener("keydown", (event) => moveFocus(event, [...grid.children]));
  const close = togglePanel(anchor, grid, { label: t("message.react"), className: "panel-reactions" });
  if (close) grid.firstElementChild.focus();
}

function reactions(message) {
  if (!message.reactions?.length) return null;
  const add = iconButton("smile", t("message.react"), { class: "reaction reaction-add", onclick: () => openReactions(add, message) });
  return el("div", { class: "reactions" }, message.reactions.map((one) => reactionChip(message, one)), message.ephemeral ? null : add);
}

function replies(message, openThread) {
  if (!message.reply_count) return null;
  const faces = (message.reply_users ?? []).slice(0, 4).map((id) => avatar(person(id), "tiny"));
  const when = message.latest_reply ? t("message.last", { when: shortDayAndTime(fromTs(message.latest_reply)) }) : "";
  return el("button", { type: "button", class: "replies", onclick: () => openThread(message) },
    faces, el("strong", {}, t("message.replies", { n: message.reply_count })), el("small", {}, when));
}

function runShortcut(shortcut, message) {
  attempt(api.shortcut({ user: store.me, callback_id: shortcut.callback_id, channel: conversationOf(), ts: message.ts }));
}

function messageShortcuts() {
  return (store.state.app?.shortcuts ?? []).filter((one) => ["message", "message_action"].includes(one.type));
}

/** What may be done with a message: [{icon, label, run, danger?}]. */
function doings(message, handlers) {
  const list = [];
  if (!handlers.inThread) list.push({ icon: "reply", label: t("message.reply"), run: () => handlers.openThread(message) });
  for (const shortcut of messageShortcuts()) list.push({ icon: "task", label: shortcut.name, run: () => runShortcut(shortcut, message) });
  if (isOwn(message)) {
    list.push({ icon: "pencil", label: t("message.edit"), run: () => handlers.edit(message) });
    list.push({ icon: "trash", label: t("message.delete"), danger: true, run: () => handlers.remove(message) });
  }
  return list;
}

function toolbar(message, handlers) {
  const list = doings(message, handlers);
  const smile = iconButton("smile", t("message.react"), { onclick: () => openReactions(smile, message) });
  const more = iconButton("more", t("message.more"), {
    class: "touch-more",
    "aria-haspopup": "menu",
    onclick: () => toggleMenu(more, t("message.actions"), [
      { icon: icon("smile"), label: t("message.react"), run: () => openReactions(more, message) },
      ...list.map((one) => ({ ...one, icon: icon(one.icon) })),
    ]),
  });
  const direct = list.map((one) => iconButton(one.icon, one.label, { class: one.danger ? "danger" : "", onclick: one.run }));
  return el("div", { class: "toolbar", role: "toolbar", "aria-label": t("message.actions") }, el("span", { class: "toolbar-direct" }, smile, direct), more);
}

function headline(message, author) {
  const date = fromTs(message.ts);
  const when = nearDay(date) || message.inList ? time(date) : shortDayAndTime(date);
  return el("header", { class: "message-head" },
    el("span", { class: "name" }, nameOf(author)),
    author.id === bot().id ? el("span", { class: "badge" }, t("message.app")) : null,
    el("time", { title: fullDateTime(date), datetime: date.toISOString() }, when));
}

function onlyYou() {
  return el("div", { class: "only-you" }, icon("eye"), t("message.private"));
}

function dismissal(message, handlers) {
  return el("div", { class: "toolbar toolbar-plain" }, iconButton("close", t("message.dismiss"), { onclick: () => handlers.dismiss(message) }));
}

/** handlers: {openThread, edit, remove, dismiss, inThread}; grouped: follows one of the same author. */
export function messageRow(message, { channel, grouped, handlers }) {
  const author = authorOf(message);
  const date = fromTs(message.ts);
  const side = grouped ? el("time", { class: "side-time", title: fullDateTime(date) }, time(date)) : avatar(author);
  const edited = message.edited ? el("span", { class: "edited", title: fullDateTime(fromTs(message.edited.ts)) }, `(${t("message.edited")})`) : null;
  const classes = ["message", grouped && "message-grouped", message.ephemeral && "message-ephemeral", message.local && "message-local"];
  return el("article", { class: classes.filter(Boolean).join(" "), tabindex: "-1", dataset: { ts: message.ts }, "aria-label": `${nameOf(author)}, ${dayLabel(date)} ${time(date)}` },
    el("div", { class: "message-side" }, side),
    el("div", { class: "message-main" },
      message.ephemeral ? onlyYou() : null,
      grouped ? null : headline({ ...message, inList: !handlers.inThread }, author),
      body(message, channel), edited,
      (message.files ?? []).map(file),
      reactions(message),
      handlers.inThread ? null : replies(message, handlers.openThread)),
    message.local ? null : message.ephemeral ? dismissal(message, handlers) : toolbar(message, handlers));
}
