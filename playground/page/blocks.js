// The blocks of Block Kit, by type.

import { el, icon } from "./dom.js";
import { drawElement, fileAddress, picture } from "./elements.js";
import { t } from "./i18n.js";
import { markdown } from "./markdown.js";
import { decode, plainText, textObject } from "./mrkdwn.js";
import { richText } from "./richtext.js";

let counter = 0;

function section(block, surface) {
  const accessory = block.accessory && drawElement(block.accessory, { surface, blockId: block.block_id, live: true });
  const fields = block.fields && el("div", { class: "block-fields" }, block.fields.map((field) => el("div", {}, textObject(field))));
  return el("div", { class: "block-section" },
    el("div", { class: "block-section-text" }, textObject(block.text), fields),
    accessory ? el("div", { class: "block-accessory" }, accessory) : null);
}

function actions(block, surface) {
  return el("div", { class: "block-actions" }, (block.elements ?? []).map((element) => drawElement(element, { surface, blockId: block.block_id, live: true })));
}

function context(block, surface) {
  const draw = (element) => (element.type === "image" ? drawElement({ ...element }, { surface }) : el("div", {}, textObject(element)));
  return el("div", { class: "block-context" }, block.elements.map(draw));
}

function header(block) {
  return el("div", { class: "block-header", role: "heading", "aria-level": "3" }, plainText(block.text.text));
}

function image(block) {
  const caption = block.title ? el("figcaption", {}, plainText(block.title.text)) : null;
  return el("figure", { class: "block-figure" }, caption, picture(block.image_url ?? fileAddress(block.slack_file), block.alt_text, "block-image"));
}

function input(block, surface) {
  const id = `label-${(counter += 1)}`;
  const label = el("div", { class: "input-label", id }, plainText(block.label.text), block.optional ? el("span", { class: "muted" }, ` ${t("input.optional")}`) : null);
  const control = drawElement(block.element, { surface, blockId: block.block_id, live: Boolean(block.dispatch_action), optional: block.optional, labelledBy: id });
  const hint = block.hint ? el("div", { class: "input-hint" }, plainText(block.hint.text)) : null;
  return el("div", { class: "block-input", dataset: { block: block.block_id ?? "" } }, label, control, el("div", { class: "input-error", role: "alert" }), hint);
}

function cell(one) {
  if (!one) return [];
  return one.type === "rich_text" ? [richText(one)] : [String(one.text ?? one.value ?? "")].map(decode);
}

function table(block) {
  const settings = block.column_settings ?? [];
  const row = (tag, cells) => el("tr", {}, cells.map((one, column) => el(tag, { class: cellClass(settings[column], one) }, cell(one))));
  const [head, ...rows] = block.rows;
  return el("div", { class: "table-box", tabindex: "0", role: "region", "aria-label": block.caption?.text ?? block.caption ?? plainHead(head) },
    el("table", {}, el("thead", {}, row("th", head)), el("tbody", {}, rows.map((cells) => row("td", cells)))));
}

function plainHead(cells) {
  return cells.map((one) => el("span", {}, cell(one)).textContent).join(", ");
}

function cellClass(setting, one) {
  const align = setting?.align ?? (one?.type === "raw_number" ? "right" : "left");
  return `align-${align}${setting?.is_wrapped ? " wrapped" : ""}`;
}

function video(block) {
  return el("div", { class: "picture-link" }, icon("file"), plainText(block.title?.text ?? ""));
}

const DRAWERS = {
  section,
  actions,
  context_actions: actions,
  context,
  header,
  image,
  input,
  table,
  data_table: table,
  video,
  divider: () => el("hr", { class: "block-divider" }),
  rich_text: richText,
  markdown: (block) => markdown(block.text),
  alert: (block) => el("div", { class: `block-alert alert-${block.level ?? "default"}`, role: "note" }, textObject(block.text)),
};

export function drawBlocks(blocks, surface) {
  return blocks.map((block) => {
    const drawer = DRAWERS[block.type];
    return el("div", { class: `block block-of-${block.type}` }, drawer ? drawer(block, surface) : el("span", { class: "muted" }, t("block.unknown", { type: block.type })));
  });
}
