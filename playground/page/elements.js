// The interactive elements of Block Kit, by type.

import { el, icon, iconButton, spinner } from "./dom.js";
import { checkboxes, radioButtons, textField } from "./fields.js";
import { t } from "./i18n.js";
import { link, plainText, textObject } from "./mrkdwn.js";
import { datePicker, dateTimePicker, timePicker } from "./pickers.js";
import { toggleMenu } from "./popover.js";
import { selectMenu } from "./selects.js";

const BUTTON_CLASSES = { primary: "button button-primary", danger: "button button-danger" };

function button(element, { surface, blockId }) {
  const press = () => surface.send(blockId, element, { value: element.value }, node);
  const face = [el("span", { class: "button-text" }, textObject(element.text)), spinner()];
  const props = { class: BUTTON_CLASSES[element.style] ?? "button", "aria-label": element.accessibility_label };
  const node = element.url ? link(element.url, "") : el("button", { type: "button", ...props }, face);
  if (element.url && node.tagName === "A") {
    node.className = props.class;
    node.append(...face);
  }
  node.addEventListener("click", press);
  return node;
}

function overflow(element, { surface, blockId }) {
  const pick = (option) => {
    if (option.url) link(option.url, "").click?.();
    surface.send(blockId, element, { selected_option: option }, node);
  };
  const node = iconButton("more", t("block.more"), {
    class: "overflow",
    "aria-haspopup": "menu",
    "aria-expanded": "false",
    onclick: () => toggleMenu(node, t("block.more"), element.options.map((option) => ({ label: optionFace(option), run: () => pick(option) }))),
  });
  return node;
}

function optionFace(option) {
  return el("span", {}, plainText(option.text.text), option.description ? el("small", {}, plainText(option.description.text)) : null);
}

function feedback(element, place) {
  const choices = [element.positive_button, element.negative_button].filter(Boolean);
  return el("span", { class: "feedback" }, choices.map((choice) => button({ ...choice, action_id: element.action_id, type: element.type }, place)));
}

function trashButton(element, { surface, blockId }) {
  const node = iconButton("trash", element.text?.text ?? t("message.delete"), { onclick: () => surface.send(blockId, element, { value: element.value }, node) });
  return node;
}

/** Pictures come from this server only; any other address is offered as a link. */
export function picture(url, alt, className) {
  const address = ownAddress(url);
  if (address) return el("img", { class: className, src: address, alt, loading: "lazy" });
  return el("span", { class: "picture-link" }, icon("file"), link(url ?? "", t("block.image", { alt: alt || url })));
}

/** Slack's own file addresses ask for the bot's token; people read files here. */
export function fileAddress(file) {
  const id = file?.id ?? /-(F[A-Z0-9]+)\//.exec(file?.url ?? "")?.[1];
  return id ? `/people/files/${id}` : (file?.url ?? "");
}

function ownAddress(url) {
  try {
    const { hostname, port, pathname, search } = new URL(url, location.href);
    const loopback = ["localhost", "127.0.0.1", "[::1]", location.hostname].includes(hostname);
    return loopback && port === location.port ? pathname + search : null;
  } catch {
    return null;
  }
}

const DRAWERS = {
  button,
  workflow_button: button,
  overflow,
  feedback_buttons: feedback,
  icon_button: trashButton,
  checkboxes,
  radio_buttons: radioButtons,
  datepicker: datePicker,
  timepicker: timePicker,
  datetimepicker: dateTimePicker,
  plain_text_input: textField,
  email_text_input: textField,
  url_text_input: textField,
  number_input: textField,
  rich_text_input: textField,
  image: (element) => picture(element.image_url ?? fileAddress(element.slack_file), element.alt_text ?? "", "block-thumb"),
};

/** place: {surface, blockId, live: dispatch at once, optional, labelledBy}. */
export function drawElement(element, place) {
  if (element.type.endsWith("_select")) return selectMenu(element, place);
  const drawer = DRAWERS[element.type];
  return drawer ? drawer(element, place) : el("span", { class: "muted" }, t("block.unknown", { type: element.type }));
}
