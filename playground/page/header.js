// The head of the conversation: its name, its people, and the app's two tabs.

import { byId, el, fill, icon, keepingFocus } from "./dom.js";
import { t } from "./i18n.js";
import { avatar } from "./people.js";
import { moveFocus } from "./popover.js";
import { bot, channel, nameOf, person, store } from "./store.js";

function channelTitle(one) {
  const members = (one.members ?? []).filter((id) => id !== bot().id);
  const notes = [one.private && t("place.private"), one.shared && t("place.shared"), one.bot_member === false && t("place.nobot", { name: nameOf(bot()) })].filter(Boolean);
  return [
    el("h1", {}, icon(one.private ? "lock" : "hash"), el("span", {}, one.name)),
    notes.length ? el("span", { class: "place-note" }, notes.join(" · ")) : null,
    el("span", { class: "members", title: members.map((id) => nameOf(person(id))).join(", ") },
      members.slice(0, 4).map((id) => avatar(person(id), "tiny")), el("small", {}, t("place.members", { n: members.length }))),
  ];
}

function tab(place, label, go) {
  const here = store.place === place;
  return el("button", { type: "button", role: "tab", id: `tab-${place}`, "aria-selected": String(here), tabindex: here ? "0" : "-1", "aria-controls": place === "home" ? "home" : "messages", onclick: () => go({ place }) }, label);
}

function appTitle(go) {
  const tabs = el("div", { class: "tabs", role: "tablist" }, tab("home", t("tab.home"), go), tab("dm", t("tab.messages"), go));
  tabs.addEventListener("keydown", (event) => moveFocus(event, [...tabs.children]));
  return [el("h1", {}, avatar(bot(), "small"), el("span", {}, nameOf(bot())), el("span", { class: "badge" }, t("message.app"))), tabs];
}

export function drawHeader(go) {
  const one = channel(store.place);
  const root = byId("place");
  keepingFocus(root, () => fill(root, one ? channelTitle(one) : appTitle(go)));
}

/** What stands above the first message. */
export function beginning() {
  const one = channel(store.place);
  if (!one) return el("div", { class: "beginning" }, avatar(bot(), "big"), el("h2", {}, nameOf(bot())), el("p", {}, t("start.dm", { name: nameOf(bot()) })));
  return el("div", { class: "beginning" }, el("h2", {}, icon(one.private ? "lock" : "hash"), one.name), el("p", {}, t("start.channel", { place: `#${one.name}` })));
}
