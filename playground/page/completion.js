// What a composer offers while somebody types: commands after a slash, people after an at sign.

import { el } from "./dom.js";
import { t } from "./i18n.js";
import { avatar } from "./people.js";
import { bot, canAct, nameOf, store } from "./store.js";
import { matches } from "./listbox.js";

const PEOPLE = /(?<![A-Za-z0-9_.+-])@([\p{L}\p{N}._-]*)$/u;
const LIMIT = 8;

function commandOffers(typed) {
  const commands = (store.state.app?.commands ?? []).filter((one) => one.command.startsWith(typed));
  return commands.map((one) => ({ insert: `${one.command} `, from: 0, title: one.command, hint: one.usage_hint ?? "", note: one.description ?? "" }));
}

function peopleOffers(query, from) {
  const everybody = [...store.state.users.filter((user) => canAct(user)), bot()];
  const found = everybody.filter((user) => matches(nameOf(user), query) || matches(user.name ?? "", query));
  return found.slice(0, LIMIT).map((user) => ({ insert: `@${nameOf(user)} `, from, title: nameOf(user), note: `@${user.name}`, before: avatar(user, "tiny") }));
}

/** {label, offers: [{insert, from, title, note, hint?, before?}]}, or null when there is nothing to offer. */
function completionsFor(text, caret) {
  const before = text.slice(0, caret);
  if (/^\/[\w-]*$/.test(before)) {
    const offers = commandOffers(before);
    return offers.length ? { label: t("composer.commands"), offers } : null;
  }
  const person = PEOPLE.exec(before);
  const offers = person ? peopleOffers(person[1], person.index) : [];
  return offers.length ? { label: t("composer.people"), offers } : null;
}

/** What may follow a command that is written already: its hint. */
export function hintFor(text) {
  const command = /^(\/[\w-]+)\s$/.exec(text)?.[1];
  return (store.state.app?.commands ?? []).find((one) => one.command === command)?.usage_hint ?? "";
}

/** Attaches a list above a text area; the returned function says whether it took a key. */
export function completion(area, box) {
  const self = { area, box, offers: [], active: 0, id: `${area.id}-offers` };
  area.setAttribute("aria-controls", self.id);
  area.setAttribute("aria-autocomplete", "list");
  const update = () => show(self, completionsFor(area.value, area.selectionStart));
  area.addEventListener("input", update);
  area.addEventListener("click", update);
  area.addEventListener("blur", () => setTimeout(() => show(self, null), 150));
  return { takes: (event) => takes(self, event), update };
}

function show(self, found) {
  self.offers = found?.offers ?? [];
  self.box.hidden = !self.offers.length;
  self.area.setAttribute("aria-expanded", String(!self.box.hidden));
  if (!found) {
    self.area.removeAttribute("aria-activedescendant");
    return;
  }
  const rows = self.offers.map((offer, index) => el("div", { class: "offer", role: "option", id: `${self.id}-${index}`, onmousedown: (event) => event.preventDefault(), onclick: () => take(self, offer) },
    offer.before ?? null, el("strong", {}, offer.title), offer.hint ? el("code", {}, offer.hint) : null, el("small", {}, offer.note)));
  self.box.replaceChildren(el("div", { class: "offers-label" }, found.label), el("div", { role: "listbox", id: self.id, "aria-label": found.label }, rows));
  activate(self, 0);
}

function activate(self, index) {
  self.active = index;
  const rows = [...self.box.querySelectorAll(".offer")];
  rows.forEach((row, at) => {
    row.classList.toggle("offer-active", at === index);
    row.setAttribute("aria-selected", String(at === index));
  });
  rows[index].scrollIntoView({ block: "nearest" });
  self.area.setAttribute("aria-activedescendant", rows[index].id);
}

function take(self, offer) {
  const { area } = self;
  area.setRangeText(offer.insert, offer.from, area.selectionStart, "end");
  area.focus();
  show(self, null);
  area.dispatchEvent(new Event("input"));
}

function takes(self, event) {
  const count = self.offers.length;
  if (!count) return false;
  if (event.key === "ArrowDown") activate(self, (self.active + 1) % count);
  else if (event.key === "ArrowUp") activate(self, (self.active + count - 1) % count);
  else if (event.key === "Escape") show(self, null);
  else if (event.key === "Tab" || (event.key === "Enter" && !isWhole(self))) take(self, self.offers[self.active]);
  else return false;
  return true;
}

/** Enter sends a command that is typed to its end instead of completing it. */
function isWhole(self) {
  return self.area.value === self.offers[self.active].title;
}
