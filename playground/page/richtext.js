// rich_text blocks: sections, lists, quotes and preformatted text.

import { el } from "./dom.js";
import { broadcast, channelMention, dateNode, emojiNode, link, mention } from "./mrkdwn.js";

const STYLE_TAGS = { bold: "strong", italic: "em", strike: "s", underline: "u", code: "code" };

function styled(node, style = {}) {
  let outer = node;
  for (const [name, tag] of Object.entries(STYLE_TAGS)) if (style[name]) outer = el(tag, {}, outer);
  return outer;
}

function lines(text) {
  return text.split("\n").flatMap((line, index) => (index ? [el("br"), line] : [line]));
}

function colour(value) {
  const swatch = el("span", { class: "swatch" });
  if (/^#[0-9a-f]{3,8}$/i.test(value)) swatch.style.backgroundColor = value;
  return el("span", {}, swatch, value);
}

const INLINE = {
  text: (one) => el("span", {}, lines(one.text)),
  link: (one) => link(one.url, one.text || one.url),
  user: (one) => mention(one.user_id),
  usergroup: (one) => el("span", { class: "mention" }, `@${one.usergroup_id}`),
  channel: (one) => channelMention(one.channel_id),
  broadcast: (one) => broadcast(one.range),
  emoji: (one) => emojiNode(one.name, one.unicode),
  date: (one) => dateNode(one.timestamp, one.format, one.url, one.fallback),
  color: (one) => colour(one.value),
};

function inlineNodes(elements = []) {
  return elements.map((one) => styled(INLINE[one.type]?.(one) ?? document.createTextNode(one.text ?? ""), one.style));
}

function plainOf(elements = []) {
  return elements.map((one) => one.text ?? one.url ?? "").join("");
}

const PARTS = {
  rich_text_section: (part) => el("div", {}, inlineNodes(part.elements)),
  rich_text_quote: (part) => el("blockquote", {}, inlineNodes(part.elements)),
  rich_text_preformatted: (part) => el("pre", {}, el("code", {}, plainOf(part.elements))),
  rich_text_list: (part) => {
    const tag = part.style === "ordered" ? "ol" : "ul";
    const start = part.offset ? part.offset + 1 : null;
    const items = part.elements.map((item) => el("li", {}, inlineNodes(item.elements)));
    return el(tag, { class: `rich-list indent-${Math.min(part.indent ?? 0, 4)}${part.border ? " rich-border" : ""}`, start }, items);
  },
};

export function richText(block) {
  return el("div", { class: "rich-text" }, (block.elements ?? []).map((part) => PARTS[part.type]?.(part)));
}
