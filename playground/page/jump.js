// Ctrl+K: jump to a channel, the app, or into somebody's shoes.

import { trapFocus } from "./dialogs.js";
import { el, icon } from "./dom.js";
import { t } from "./i18n.js";
import { listbox, matches } from "./listbox.js";
import { avatar } from "./people.js";
import { bot, canAct, myChannels, nameOf, store } from "./store.js";

function targets() {
  const channels = myChannels().map((one) => ({ value: one.id, label: one.name, before: icon(one.private ? "lock" : "hash"), go: { place: one.id } }));
  const app = [
    { value: "home", label: `${nameOf(bot())} · ${t("tab.home")}`, before: avatar(bot(), "tiny"), go: { place: "home" } },
    { value: "dm", label: `${nameOf(bot())} · ${t("tab.messages")}`, before: avatar(bot(), "tiny"), go: { place: "dm" } },
  ];
  const others = store.state.users.filter((user) => canAct(user) && user.id !== store.me);
  const people = others.map((user) => ({ value: user.id, label: t("jump.as", { name: nameOf(user) }), before: avatar(user, "tiny"), go: { as: user.id } }));
  return [{ label: t("nav.channels"), options: channels }, { label: t("nav.apps"), options: app }, { label: t("nav.people"), options: people }];
}

export function openJump(go) {
  if (document.querySelector("dialog[open]")) return;
  const leave = () => {
    dialog.close();
    dialog.remove();
  };
  const list = listbox({
    groups: (query) => targets().map((group) => ({ ...group, options: group.options.filter((option) => matches(option.label, query)) })),
    isChosen: (option) => option.value === store.place,
    placeholder: t("jump.placeholder"),
    pick(option) {
      leave();
      go(option.go);
    },
  });
  const dialog = el("dialog", { class: "dialog dialog-jump", "aria-label": t("jump.title") }, list.node);
  dialog.addEventListener("close", () => dialog.remove());
  dialog.addEventListener("click", (event) => event.target === dialog && leave());
  trapFocus(dialog);
  document.body.append(dialog);
  dialog.showModal();
  list.search.focus();
}
