// Puts the page together: what is shown follows the address, what changes follows the stream.

import { api, listen } from "./api.js";
import { drawClock, setNow, startTicking } from "./clockbar.js";
import { composer, composerExample, composerLabel } from "./composer.js";
import { conversation } from "./conversation.js";
import { byId, el, fill, iconButton } from "./dom.js";
import { beginning, drawHeader } from "./header.js";
import { openHome, refreshHome } from "./home.js";
import { chooseLanguage, firstLanguage, t } from "./i18n.js";
import { openJump } from "./jump.js";
import { refreshViews, showViews } from "./modal.js";
import { drawSidebar } from "./sidebar.js";
import { acting, canAct, conversationOf, isPlace, myChannels, nameOf, placeName, store } from "./store.js";
import { whenViewsCome } from "./surface.js";
import { failed, toast } from "./toast.js";
import { countMessage, isDm, seen } from "./unread.js";

const STATE_DELAY = 150;
const compact = matchMedia("(max-width: 760px)");
const announce = (text) => {
  byId("live").textContent = text;
};

const main = conversation(byId("messages"), { onThread: (message) => go({ thread: message.thread_ts ?? message.ts }), begin: beginning, announce });
const side = conversation(byId("thread-messages"), { inThread: true, announce });
const write = composer(byId("composer"), { id: "write", list: main, place: () => conversationOf(), label: composerLabel, example: composerExample });
const writeReply = composer(byId("thread-composer"), { id: "write-thread", list: side, place: () => conversationOf(), thread: () => store.thread, label: () => t("composer.reply"), example: () => t("composer.reply") });

/** Goes somewhere by changing the address: {as?, place?, thread?, ts?}. */
function go(target) {
  const as = target.as ?? store.me;
  const changesPlace = target.as !== undefined || target.place !== undefined;
  const query = new URLSearchParams({ as, channel: target.place ?? store.place });
  const thread = target.thread === undefined && !changesPlace ? store.thread : target.thread;
  if (thread) query.set("thread", thread);
  closeDrawer();
  if (location.hash === `#${query}`) return;
  location.hash = query;
}

function readAddress() {
  const query = new URLSearchParams(location.hash.slice(1));
  const wanted = store.state.users.find((user) => user.id === query.get("as") && canAct(user));
  const before = store.me;
  store.me = (wanted ?? firstPerson()).id;
  const asked = query.get("channel");
  const place = asked && isDm(asked) ? "dm" : asked;
  store.place = isPlace(place) ? place : firstPlace(asked);
  store.thread = store.place === "home" ? null : query.get("thread");
  return { changedPerson: before !== store.me, ts: query.get("ts") };
}

/** Where the page opens in Chinese, it opens as somebody who writes it. */
function firstPerson() {
  const able = store.state.users.filter((user) => canAct(user));
  return (firstLanguage() === "zh" && able.find((user) => user.locale?.startsWith("zh"))) || able[0];
}

/** Without a wish, the channel where the work is; else, where the wish cannot be met, the first one. */
function firstPlace(asked) {
  const mine = myChannels();
  const launch = asked ? null : mine.find((one) => one.name === "launch");
  return (launch ?? mine[0])?.id ?? "dm";
}

async function follow() {
  const before = store.place;
  const { changedPerson, ts } = readAddress();
  chooseLanguage();
  if (changedPerson) showViews([]);
  seen(store.me, store.place);
  drawAll();
  const jobs = [showPlace(changedPerson || before !== store.place), showThread()];
  if (changedPerson) jobs.push(refreshViews());
  await Promise.all(jobs);
  if (ts) main.scrollTo(ts);
}

async function showPlace(isNew) {
  const atHome = store.place === "home";
  byId("home").hidden = !atHome;
  byId("messages").hidden = atHome;
  byId("composer").hidden = atHome;
  if (atHome) await (isNew ? openHome() : refreshHome());
  else await main.show(store.place, undefined);
  if (isNew && !compact.matches && !atHome && !document.querySelector("dialog[open]") && !document.activeElement?.closest("#sidebar")) write.focus();
}

async function showThread() {
  byId("thread").hidden = !store.thread;
  document.body.classList.toggle("has-thread", Boolean(store.thread));
  if (store.thread) await side.show(conversationOf(), store.thread);
}

function closeThread() {
  go({ thread: null });
  write.focus();
}

function openDrawer() {
  document.body.classList.add("has-drawer");
  byId("shade").hidden = false;
  setBehind(true);
  byId("sidebar").querySelector(".drawer-close").focus();
}

function setBehind(inert) {
  for (const part of document.querySelectorAll("#clock, main, #thread")) part.inert = inert;
}

function closeDrawer() {
  if (!document.body.classList.contains("has-drawer")) return;
  document.body.classList.remove("has-drawer");
  byId("shade").hidden = true;
  setBehind(false);
  byId("clock").querySelector(".drawer-open").focus();
}

function switchLanguage() {
  store.languageChosen = store.language === "zh" ? "en" : "zh";
  chooseLanguage();
  drawAll();
  main.redraw();
  if (store.thread) side.redraw();
  if (store.place === "home") refreshHome();
  showViews(store.views);
}

function drawThreadHead() {
  fill(byId("thread-head"), el("h2", {}, t("thread.title"), el("small", {}, placeName(store.place))), iconButton("close", t("thread.close"), { onclick: closeThread }));
}

function sidebar() {
  drawSidebar({ go, jump: () => openJump(go), switchLanguage, closeDrawer });
}

function clock() {
  drawClock({ go, openDrawer, moved });
}

function moved() {
  drawAll();
  refreshAll().catch(failed);
}

function drawAll() {
  document.title = `${placeName(store.place)} · ${store.state.team?.name ?? "Muster"} · ${nameOf(acting())}`;
  sidebar();
  clock();
  drawHeader(go);
  drawThreadHead();
  write.redraw();
  writeReply.redraw();
  byId("messages").setAttribute("aria-label", t("place.messages", { place: placeName(store.place) }));
  byId("thread").setAttribute("aria-label", t("thread.title"));
  byId("notice").textContent = notice();
}

function notice() {
  if (store.offline) return t("app.offline");
  return store.state.bot.connected ? "" : t("bot.off.long");
}

function lost() {
  store.offline = true;
  byId("notice").textContent = notice();
}

async function found() {
  store.offline = false;
  await refreshState();
  drawAll();
  await refreshAll();
}

async function refreshState() {
  store.state = await api.state();
  setNow(store.state.now);
}

function refreshAll() {
  const jobs = [store.place === "home" ? refreshHome() : main.refresh(), refreshViews()];
  if (store.thread) jobs.push(side.refresh());
  return Promise.all(jobs);
}

/** Runs at most once per delay, however many events come. */
function gently(run, delay = 60) {
  let timer = 0;
  return () => {
    clearTimeout(timer);
    timer = setTimeout(() => Promise.resolve(run()).catch(failed), delay);
  };
}

const later = {
  main: gently(() => store.place !== "home" && main.refresh()),
  side: gently(() => store.thread && side.refresh()),
  sidebar: gently(sidebar),
  home: gently(() => store.place === "home" && refreshHome()),
  views: gently(refreshViews),
  state: gently(async () => {
    await refreshState();
    drawAll();
  }, STATE_DELAY),
};

function onMessageEvent(event) {
  const isNew = event.type === "message" || event.type === "ephemeral";
  if (isNew) countMessage(event);
  const here = event.channel === store.place || (isDm(event.channel) && event.user === store.me && store.place === "dm");
  if (here) {
    later.main();
    later.side();
  }
  if (isNew) later.sidebar();
}

const ON_EVENT = {
  message: onMessageEvent,
  message_changed: onMessageEvent,
  message_deleted: onMessageEvent,
  ephemeral: onMessageEvent,
  views: (event) => event.user === store.me && later.views(),
  home: (event) => event.user === store.me && later.home(),
  clock: () => later.state(),
  state: () => later.state(),
};

function onKey(event) {
  if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "k") {
    event.preventDefault();
    openJump(go);
  } else if (event.altKey && ["ArrowUp", "ArrowDown"].includes(event.key)) {
    event.preventDefault();
    step(event.key === "ArrowUp" ? -1 : 1);
  } else if (event.key === "Escape" && !event.defaultPrevented && !document.querySelector("dialog[open], .panel:popover-open")) {
    if (document.body.classList.contains("has-drawer")) closeDrawer();
    else if (store.thread) closeThread();
  }
}

function step(by) {
  const places = [...myChannels().map((one) => one.id), "dm", "home"];
  const at = places.indexOf(store.place);
  go({ place: places.at((at + by) % places.length) });
}

async function start() {
  await refreshState();
  whenViewsCome(showViews);
  listen((event) => ON_EVENT[event.type]?.(event), { lost, found: () => found().catch(failed) });
  window.addEventListener("hashchange", () => follow().catch(failed));
  document.addEventListener("keydown", onKey);
  byId("shade").addEventListener("click", closeDrawer);
  startTicking(() => {
    sidebar();
    clock();
  });
  await follow();
  document.body.dataset.ready = "yes";
}

start().catch((error) => {
  chooseLanguage();
  toast(t("app.offline"), { kind: "error", stay: 60_000 });
  announce(error.message);
});
