// The clock of the workspace: what time it is, ways to move it, and what happened on the way.

import { api } from "./api.js";
import { format, nextNine, time, weekdayAndTime, zoneLabel } from "./dates.js";
import { byId, el, fill, icon, iconButton, keepingFocus, spinner } from "./dom.js";
import { t } from "./i18n.js";
import { toggleMenu, togglePanel } from "./popover.js";
import { acting, bot, channel, nameOf, person, store, zoneOf } from "./store.js";
import { failed, toast } from "./toast.js";
import { takeNews } from "./unread.js";

const MONDAY = 1;
const SETTLE_MS = 250; // the stream's last events may arrive just after the answer
const happened = [];
let moving = null;
let base = { now: Date.now(), at: performance.now() };
let seenMinute = "";

export function setNow(iso) {
  base = { now: Date.parse(iso), at: performance.now() };
  store.now = new Date(base.now);
}

/** Domain time runs on at its own pace; the page follows it minute by minute. */
export function startTicking(onMinute) {
  setInterval(() => {
    store.now = new Date(base.now + performance.now() - base.at);
    const minute = store.now.toISOString().slice(0, 16);
    if (minute !== seenMinute && !moving) onMinute();
    seenMinute = minute;
  }, 1000);
}

function ways() {
  return [
    { label: t("clock.hour"), long: t("clock.hour.long"), to: () => new Date(store.now.getTime() + 3600_000) },
    { label: t("clock.tomorrow"), to: () => nextNine() },
    { label: t("clock.monday"), to: () => nextNine(MONDAY) },
  ];
}

function newsLine([where, n], go) {
  const owner = where.startsWith("dm ") ? where.slice(3) : null;
  const label = owner ? t("clock.to.dm", { n, name: nameOf(person(owner)) }) : t("clock.to", { n, place: `#${channel(where)?.name ?? where}` });
  const target = owner ? { as: owner, place: "dm" } : { place: where, as: reader(where) };
  return el("button", { type: "button", class: "news", onclick: () => go(target) }, label);
}

function reader(place) {
  const members = channel(place)?.members ?? [];
  return members.includes(store.me) ? store.me : (members.find((id) => id !== bot().id) ?? store.me);
}

function report(entry, go) {
  const lines = entry.news.length ? el("div", { class: "news-list" }, entry.news.map((one) => newsLine(one, go))) : el("p", {}, t("clock.quiet"));
  return el("div", { class: "happening" }, el("strong", {}, t("clock.moved", { when: weekdayAndTime(entry.now) })), lines);
}

async function move(way, actions) {
  const target = way.to();
  moving = weekdayAndTime(target);
  takeNews();
  drawClock(actions);
  try {
    const answer = await api.moveClock({ now: target.toISOString() });
    setNow(answer.now ?? target.toISOString());
    await new Promise((done) => setTimeout(done, SETTLE_MS));
    const entry = { now: store.now, news: takeNews() };
    happened.unshift(entry);
    toast(report(entry, actions.go), { stay: 12000 });
  } catch (error) {
    failed(error);
  } finally {
    moving = null;
    actions.moved();
  }
}

function openLog(anchor, actions) {
  const goThere = (target) => {
    close();
    actions.go(target);
  };
  const body = happened.length ? happened.map((entry) => report(entry, goThere)) : el("p", { class: "muted" }, t("clock.log.empty"));
  const close = togglePanel(anchor, el("div", { class: "log" }, el("h2", {}, t("clock.log")), body), { label: t("clock.log") });
}

/** actions: {go, moved, openDrawer}. */
export function drawClock(actions) {
  const bar = byId("clock");
  keepingFocus(bar, () => draw(bar, actions));
  bar.setAttribute("aria-busy", String(Boolean(moving)));
  bar.setAttribute("aria-label", t("clock.label"));
}

function changeButton(actions) {
  const entries = () => ways().map((way) => ({ icon: icon("clock"), label: way.label, run: () => move(way, actions) }));
  const props = { type: "button", class: "button clock-change", "aria-haspopup": "menu", "aria-label": t("clock.change"), disabled: Boolean(moving) };
  const button = el("button", { ...props, onclick: () => toggleMenu(button, t("clock.change"), entries()) }, icon("clock"), icon("down"));
  return button;
}

function face() {
  if (moving) return el("span", { class: "clock-moving" }, spinner(), t("clock.moving", { when: moving }));
  return [
    el("strong", { class: "clock-time" }, time(store.now)),
    el("span", { class: "clock-day" }, format(store.now, { weekday: "long", month: "long", day: "numeric" })),
    el("span", { class: "clock-zone" }, zoneLabel(zoneOf(acting()))),
  ];
}

function draw(bar, actions) {
  const log = iconButton("log", t("clock.log"), { "aria-haspopup": "dialog", class: happened.length ? "log-full" : "", onclick: () => openLog(log, actions) });
  const moveButton = (way) => el("button", { type: "button", class: "button clock-move", disabled: Boolean(moving), title: way.long, onclick: () => move(way, actions) }, way.label);
  fill(bar,
    iconButton("menu", t("nav.open"), { class: "drawer-open", onclick: actions.openDrawer }),
    el("div", { class: "clock-face" }, icon("clock"), face()),
    el("div", { class: "clock-buttons" }, ways().map(moveButton), changeButton(actions), log),
    el("div", { class: "clock-progress", hidden: !moving, role: "progressbar", "aria-label": moving ? t("clock.moving", { when: moving }) : null }));
}
