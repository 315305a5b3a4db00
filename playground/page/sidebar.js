// The left side: the workspace, its channels, the app, and everybody one can act as.

import { time, zoneLabel } from "./dates.js";
import { byId, el, fill, icon, iconButton, keepingFocus } from "./dom.js";
import { t } from "./i18n.js";
import { avatar } from "./people.js";
import { moveFocus } from "./popover.js";
import { acting, bot, canAct, localeOf, myChannels, nameOf, store, zoneOf } from "./store.js";
import { unreadFor } from "./unread.js";

function count(n) {
  return n ? el("span", { class: "unread", "aria-label": t("nav.unread", { n }) }, String(n)) : null;
}

function placeLink(place, face, label, go, n) {
  const here = store.place === place || (place === "dm" && store.place === "home");
  return el("a", { class: `nav-row ${n ? "nav-unread" : ""}`, href: `#as=${store.me}&channel=${place}`, "aria-current": here ? "page" : null, dataset: { place }, onclick: (event) => {
    event.preventDefault();
    go({ place });
  } }, face, el("span", { class: "nav-name" }, label), count(n));
}

function channels(go) {
  const rows = myChannels().map((one) => placeLink(one.id, icon(one.private ? "lock" : "hash"), one.name, go, unreadFor(store.me, one.id)));
  return rows.length ? rows : el("p", { class: "nav-note" }, t("nav.none", { name: nameOf(acting()) }));
}

function app(go) {
  const state = store.state.bot.connected ? "on" : "off";
  const row = placeLink("dm", avatar(bot(), "tiny"), nameOf(bot()), go, unreadFor(store.me, "dm"));
  row.append(el("span", { class: `lamp lamp-${state}`, title: t(`bot.${state}`), role: "img", "aria-label": t(`bot.${state}`) }));
  return row;
}

function roleOf(user) {
  const role = t(`role.${["lead", "guest", "external", "deactivated"].includes(user.role) ? user.role : "staff"}`);
  return user.is_admin ? `${role} · ${t("role.admin")}` : role;
}

function personRow(user, go) {
  const mine = user.id === store.me;
  const n = mine ? 0 : unreadFor(user.id, "dm");
  const where = zoneLabel(zoneOf(user));
  return el("button", { type: "button", class: "person", role: "radio", "aria-checked": String(mine), tabindex: mine ? "0" : "-1", disabled: !canAct(user), dataset: { user: user.id }, onclick: () => go({ as: user.id }) },
    avatar(user, "small"),
    el("span", { class: "person-text" }, el("span", { class: "person-name" }, el("span", {}, nameOf(user)), count(n)), el("small", {}, user.deleted ? t("role.deactivated") : roleOf(user))),
    el("span", { class: "person-time" }, el("span", {}, time(store.now, { zone: zoneOf(user), locale: localeOf() })), el("small", {}, where)));
}

function people(go) {
  const everybody = store.state.users.filter((user) => canAct(user) || user.deleted);
  const group = el("div", { class: "people", role: "radiogroup", "aria-label": t("nav.people") }, everybody.map((user) => personRow(user, go)));
  group.addEventListener("keydown", (event) => moveFocus(event, [...group.querySelectorAll("button:not([disabled])")]));
  return group;
}

function head(actions) {
  return el("div", { class: "nav-head" },
    avatar(bot(), "small"),
    el("div", { class: "nav-team" }, el("strong", {}, store.state.team?.name ?? "Muster"), el("small", {}, t("app.tag"))),
    el("button", { type: "button", class: "language", lang: store.language === "zh" ? "en" : "zh-CN", "aria-label": t("language.label"), onclick: actions.switchLanguage }, t("language.switch")),
    iconButton("close", t("nav.close"), { class: "drawer-close", onclick: actions.closeDrawer }));
}

/** actions: {go, jump, switchLanguage, closeDrawer}. */
export function drawSidebar(actions) {
  const root = byId("sidebar");
  const scrolled = root.querySelector(".nav-scroll")?.scrollTop ?? 0;
  keepingFocus(root, () => draw(root, actions));
  root.querySelector(".nav-scroll").scrollTop = scrolled;
  root.setAttribute("aria-label", t("nav.label"));
}

function draw(root, actions) {
  fill(root,
    head(actions),
    el("button", { type: "button", class: "jump", onclick: actions.jump }, icon("search"), el("span", {}, t("nav.jump")), el("kbd", {}, /Mac/.test(navigator.platform) ? "⌘K" : "Ctrl K")),
    el("div", { class: "nav-scroll" },
      el("h2", {}, t("nav.channels")), channels(actions.go),
      el("h2", {}, t("nav.apps")), app(actions.go),
      el("h2", { class: "nav-people" }, t("nav.people")), el("p", { class: "nav-note" }, t("nav.people.hint")), people(actions.go)));
}
