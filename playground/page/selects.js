// Select menus of every source, for one choice or several.

import { avatar } from "./people.js";
import { el, icon } from "./dom.js";
import { t } from "./i18n.js";
import { listbox, matches } from "./listbox.js";
import { plainText } from "./mrkdwn.js";
import { togglePanel } from "./popover.js";
import { canAct, channel, myChannels, nameOf, person, store } from "./store.js";
import { describe } from "./surface.js";

const NOUNS = { static: "option", external: "option", users: "user", conversations: "conversation", channels: "channel" };

const fromOption = (option) => ({ value: option.value, label: option.text.text, note: option.description?.text, raw: option });

function fromUser(id) {
  return { value: id, label: nameOf(person(id)), before: avatar(person(id), "tiny"), raw: id };
}

function fromChannel(id) {
  const found = channel(id);
  return found ? { value: id, label: found.name, before: icon(found.private ? "lock" : "hash"), raw: id } : fromUser(id);
}

function peopleGroup() {
  return store.state.users.filter((user) => canAct(user)).map((user) => fromUser(user.id));
}

function conversationGroup(filter = {}) {
  const include = filter.include ?? ["public", "private", "im"];
  const wanted = (one) => include.includes(one.private ? "private" : "public") && !(filter.exclude_external_shared_channels && one.shared);
  const channels = myChannels().filter(wanted).map((one) => fromChannel(one.id));
  return include.includes("im") ? [...channels, ...peopleGroup()] : channels;
}

const FROM = { static: fromOption, external: fromOption, users: fromUser, conversations: fromChannel, channels: fromChannel };

function staticGroups(element) {
  if (element.option_groups) return element.option_groups.map((group) => ({ label: plainText(group.label.text), options: group.options.map(fromOption) }));
  return [{ options: (element.options ?? []).map(fromOption) }];
}

const LISTS = {
  static: staticGroups,
  users: () => [{ options: peopleGroup() }],
  channels: () => [{ options: myChannels().filter((one) => !one.private).map((one) => fromChannel(one.id)) }],
  conversations: (element) => [{ options: conversationGroup(element.filter) }],
};

async function suggestions(control, query) {
  const least = control.element.min_query_length ?? 3;
  if (query.length < least) return { note: t("select.type", { n: least }) };
  try {
    return staticGroups(await control.surface.suggest(control.blockId, control.element, query));
  } catch {
    return { note: t("select.failed") };
  }
}

function groupsFor(control, query) {
  if (control.source === "external") return suggestions(control, query);
  const groups = LISTS[control.source](control.element);
  return groups.map((group) => ({ ...group, options: group.options.filter((option) => matches(`${option.label} ${option.note ?? ""}`, query)) }));
}

function toState(control) {
  const raw = control.chosen.map((option) => option.raw);
  return control.multiple ? { [`selected_${control.noun}s`]: raw } : { [`selected_${control.noun}`]: raw[0] ?? null };
}

function initialState(element, noun, multiple) {
  const given = multiple ? (element[`initial_${noun}s`] ?? []) : (element[`initial_${noun}`] ?? null);
  return multiple ? { [`selected_${noun}s`]: given } : { [`selected_${noun}`]: given };
}

function apply(control) {
  control.surface.change(control.blockId, control.element, toState(control));
  drawFace(control);
}

function drawFace(control) {
  const { chosen, element, face } = control;
  const text = chosen.length ? chosen.map((option) => el("span", { class: control.multiple ? "chip" : "select-value" }, option.before?.cloneNode(true) ?? null, plainText(option.label))) : el("span", { class: "select-hint" }, describe(element));
  face.replaceChildren(el("span", { class: "select-text" }, text), icon("down"));
}

function toggle(control, option) {
  const has = control.chosen.some((one) => one.value === option.value);
  if (has) control.chosen = control.chosen.filter((one) => one.value !== option.value);
  else if (control.chosen.length < (control.element.max_selected_items ?? Infinity)) control.chosen.push(option);
  apply(control);
}

function dispatch(control) {
  if (control.live) control.surface.send(control.blockId, control.element, toState(control), control.face);
}

function openList(control) {
  const before = JSON.stringify(toState(control));
  const list = listbox({
    groups: (query) => groupsFor(control, query),
    isChosen: (option) => control.chosen.some((one) => one.value === option.value),
    multiple: control.multiple,
    wait: control.source === "external" ? 250 : 0,
    pick(option) {
      if (control.multiple) {
        toggle(control, option);
        list.refresh();
        return;
      }
      control.chosen = [option];
      apply(control);
      close();
    },
  });
  const done = el("div", { class: "panel-foot" },
    control.multiple || control.clearable ? el("button", { type: "button", class: "button button-quiet", onclick: () => clear(control, list) }, t("select.clear")) : null,
    control.multiple ? el("button", { type: "button", class: "button button-solid", onclick: () => close() }, t("select.done")) : null);
  const content = [list.node, control.multiple || control.clearable ? done : null].filter(Boolean);
  const close = togglePanel(control.face, content, {
    label: describe(control.element),
    className: "panel-list",
    onclose: () => JSON.stringify(toState(control)) !== before && dispatch(control),
  });
  if (close && !matchMedia("(pointer: coarse)").matches) list.search.focus();
}

function clear(control, list) {
  control.chosen = [];
  apply(control);
  list.refresh();
}

/** Any *_select element; `place` is {surface, blockId, live, optional, labelledBy}. */
export function selectMenu(element, place) {
  const multiple = element.type.startsWith("multi_");
  const source = element.type.replace("multi_", "").replace("_select", "");
  const noun = NOUNS[source];
  const control = { element, ...place, multiple, source, noun, clearable: place.optional };
  control.face = el("button", { type: "button", class: "select", "aria-haspopup": "listbox", "aria-expanded": "false", "aria-label": place.labelledBy ? null : describe(element), "aria-labelledby": place.labelledBy, onclick: () => openList(control) });
  const state = place.surface.enter(place.blockId, element, initialState(element, noun, multiple));
  const kept = multiple ? state[`selected_${noun}s`] : [state[`selected_${noun}`]].filter(Boolean);
  control.chosen = kept.map(FROM[source]);
  drawFace(control);
  return control.face;
}
