// The Home tab of the app.

import { api } from "./api.js";
import { drawBlocks } from "./blocks.js";
import { byId, el, fill } from "./dom.js";
import { t } from "./i18n.js";
import { avatar } from "./people.js";
import { bot, nameOf, store } from "./store.js";
import { surfaceOf } from "./surface.js";
import { failed } from "./toast.js";

let drawn = "";

function empty() {
  return el("div", { class: "empty" }, avatar(bot(), "big"), el("h2", {}, t("home.empty")), el("p", {}, t("home.empty.text", { name: nameOf(bot()) })));
}

export async function refreshHome() {
  const me = store.me;
  try {
    const { view } = await api.home(me);
    if (me === store.me && store.place === "home") draw(view);
  } catch (error) {
    failed(error);
  }
}

function draw(view) {
  const signature = JSON.stringify([view, store.me, store.language]);
  if (signature === drawn && byId("home").childElementCount) return;
  drawn = signature;
  const surface = view && surfaceOf(`home ${store.me}`, { view_id: "home" });
  fill(byId("home"), view?.blocks?.length ? el("div", { class: "home-page" }, drawBlocks(view.blocks, surface)) : empty());
}

/** Opening the tab tells the bot, as Slack does. */
export async function openHome() {
  drawn = "";
  await Promise.all([refreshHome(), api.openHome(store.me).catch(failed)]);
  await refreshHome();
}
