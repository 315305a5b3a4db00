// Text inputs, checkboxes and radio buttons of Block Kit.

import { el } from "./dom.js";
import { textObject } from "./mrkdwn.js";

const INPUT_TYPES = { plain_text_input: "text", email_text_input: "email", url_text_input: "url", number_input: "text", rich_text_input: "text" };
let counter = 0;

function written(text) {
  return { type: "rich_text", elements: [{ type: "rich_text_section", elements: [{ type: "text", text }] }] };
}

function readRich(value) {
  return (value?.elements ?? []).map((part) => (part.elements ?? []).map((one) => one.text ?? one.elements?.map((inner) => inner.text).join("") ?? "").join("")).join("\n");
}

function stateOf(element, text) {
  if (element.type === "rich_text_input") return { rich_text_value: text ? written(text) : null };
  return { value: text === "" ? null : text };
}

function textIn(element, state) {
  return element.type === "rich_text_input" ? readRich(state.rich_text_value) : (state.value ?? "");
}

function controlFor(element, attributes) {
  if (element.multiline || element.type === "rich_text_input") return el("textarea", { ...attributes, rows: "4", class: "field" });
  const type = INPUT_TYPES[element.type];
  return el("input", { ...attributes, type, class: "field", inputmode: element.type === "number_input" ? "decimal" : null, autocomplete: "off" });
}

export function textField(element, { surface, blockId, live, labelledBy }) {
  const initial = element.type === "rich_text_input" ? { rich_text_value: element.initial_value ?? null } : { value: element.initial_value ?? null };
  const state = surface.enter(blockId, element, initial);
  const attributes = { placeholder: element.placeholder?.text, maxlength: element.max_length, "aria-labelledby": labelledBy, "aria-label": labelledBy ? null : element.placeholder?.text, value: textIn(element, state) };
  const input = controlFor(element, attributes);
  const triggers = element.dispatch_action_config?.trigger_actions_on ?? ["on_enter_pressed"];
  const send = () => live && surface.send(blockId, element, stateOf(element, input.value), input);
  let timer = 0;
  input.addEventListener("input", () => {
    surface.change(blockId, element, stateOf(element, input.value));
    if (!triggers.includes("on_character_entered")) return;
    clearTimeout(timer);
    timer = setTimeout(send, 400);
  });
  input.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.isComposing && live && triggers.includes("on_enter_pressed") && !element.multiline) {
      event.preventDefault();
      send();
    }
  });
  if (element.focus_on_load) input.dataset.focus = "yes";
  return input;
}

function choiceRow(kind, name, option, checked, onchange) {
  return el("label", { class: "choice" },
    el("input", { type: kind, name, checked, onchange }),
    el("span", { class: "choice-text" }, textObject(option.text), option.description ? el("small", {}, textObject(option.description)) : null));
}

export function checkboxes(element, { surface, blockId, live, labelledBy }) {
  const state = surface.enter(blockId, element, { selected_options: element.initial_options ?? [] });
  const chosen = new Set(state.selected_options.map((option) => option.value));
  const changed = (option, event) => {
    if (event.target.checked) chosen.add(option.value);
    else chosen.delete(option.value);
    const selected = { selected_options: element.options.filter((one) => chosen.has(one.value)) };
    surface.change(blockId, element, selected);
    if (live) surface.send(blockId, element, selected, root);
  };
  const root = el("div", { class: "choices", role: "group", "aria-labelledby": labelledBy },
    element.options.map((option) => choiceRow("checkbox", null, option, chosen.has(option.value), (event) => changed(option, event))));
  return root;
}

export function radioButtons(element, { surface, blockId, live, labelledBy }) {
  const state = surface.enter(blockId, element, { selected_option: element.initial_option ?? null });
  const name = `radio-${(counter += 1)}`;
  const changed = (option) => {
    surface.change(blockId, element, { selected_option: option });
    if (live) surface.send(blockId, element, { selected_option: option }, root);
  };
  const root = el("div", { class: "choices", role: "radiogroup", "aria-labelledby": labelledBy },
    element.options.map((option) => choiceRow("radio", name, option, option.value === state.selected_option?.value, () => changed(option))));
  return root;
}
