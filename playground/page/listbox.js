// A searchable list of options inside a panel: arrow keys, Enter, type to narrow.

import { el, icon, spinner } from "./dom.js";
import { t } from "./i18n.js";
import { plainText } from "./mrkdwn.js";

let counter = 0;

/**
 * groups(query) gives [{label?, options: [{value, label, note?, before?}]}] or a promise of it;
 * isChosen(option) marks; pick(option) is called for the one taken.
 */
export function listbox({ groups, isChosen = () => false, pick, multiple = false, placeholder = t("select.search"), wait = 0 }) {
  const id = `list-${(counter += 1)}`;
  const box = el("div", { class: "options", role: "listbox", id, tabindex: "-1", "aria-multiselectable": multiple ? "true" : null });
  const search = el("input", { type: "search", class: "options-search", role: "combobox", placeholder, "aria-label": placeholder, "aria-controls": id, "aria-expanded": "true", autocomplete: "off" });
  const list = { shown: [], active: 0, box, search, isChosen, pick, id };
  let timer = 0;
  let round = 0;
  const refresh = async () => {
    clearTimeout(timer);
    list.behind = false;
    const mine = (round += 1);
    const answer = groups(search.value.trim());
    if (answer instanceof Promise) box.replaceChildren(el("div", { class: "options-note" }, spinner(), t("select.loading")));
    const found = await answer;
    if (mine === round) draw(list, found);
  };
  list.refresh = refresh;
  search.addEventListener("input", () => {
    clearTimeout(timer);
    list.behind = true;
    timer = setTimeout(refresh, wait);
  });
  search.addEventListener("keydown", (event) => onKey(event, list));
  box.addEventListener("keydown", (event) => onKey(event, list));
  refresh();
  return { node: el("div", { class: "options-box" }, el("div", { class: "options-top" }, icon("search"), search), box), search, refresh };
}

function draw(list, found) {
  const groups = Array.isArray(found) ? found : [];
  list.shown = [];
  const nodes = groups.flatMap((group) => {
    if (!group.options.length) return [];
    const heading = group.label ? [el("div", { class: "options-label", role: "presentation" }, group.label)] : [];
    return [...heading, ...group.options.map((option) => optionNode(list, option))];
  });
  const note = found?.note ?? (nodes.length ? null : t("select.none"));
  list.box.replaceChildren(...nodes, ...(note ? [el("div", { class: "options-note" }, note)] : []));
  activate(list, Math.max(0, list.shown.findIndex(({ option }) => list.isChosen(option))));
}

function optionNode(list, option) {
  const chosen = list.isChosen(option);
  const node = el("div", { class: "option", role: "option", id: `${list.id}-${list.shown.length}`, "aria-selected": String(chosen), onclick: () => list.pick(option) },
    option.before ?? null,
    el("span", { class: "option-text" }, plainText(option.label), option.note ? el("small", {}, plainText(option.note)) : null),
    chosen ? icon("check") : null);
  list.shown.push({ option, node });
  return node;
}

function activate(list, index) {
  list.active = index;
  list.shown.forEach(({ node }, at) => node.classList.toggle("option-active", at === index));
  const node = list.shown[index]?.node;
  node?.scrollIntoView({ block: "nearest" });
  if (node) list.search.setAttribute("aria-activedescendant", node.id);
  else list.search.removeAttribute("aria-activedescendant");
}

/** Enter takes what matches the words as they are now, not as they were when the list was last drawn. */
async function takeActive(list) {
  if (list.behind) await list.refresh();
  const taken = list.shown[list.active];
  if (taken) list.pick(taken.option);
}

function onKey(event, list) {
  const count = list.shown.length;
  if (event.isComposing) return;
  const target = { ArrowDown: (list.active + 1) % count, ArrowUp: (list.active + count - 1) % count, Home: 0, End: count - 1 }[event.key];
  if (target !== undefined && count) {
    event.preventDefault();
    activate(list, target);
  } else if (event.key === "Enter") {
    event.preventDefault();
    takeActive(list);
  }
}

export function matches(text, query) {
  return text.toLowerCase().includes(query.toLowerCase());
}
