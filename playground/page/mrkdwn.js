// Slack's mrkdwn, drawn as nodes; nothing in a message can become markup.

import { fillDateTokens } from "./dates.js";
import { el } from "./dom.js";
import { emoji } from "./emoji.js";
import { channel, nameOf, person, store } from "./store.js";

const STYLES = { "*": "strong", _: "em", "~": "s" };
const WORD = /[\p{L}\p{N}]/u;
const SAFE_LINK = /^(https?:|mailto:|tel:)/i;
const PERMALINK = /\/archives\/([A-Z0-9]+)\/p(\d{10})(\d{6})/;

export function decode(text) {
  return text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&amp;", "&");
}

export function link(url, label) {
  const permalink = PERMALINK.exec(url);
  if (permalink) {
    const [, place, seconds, rest] = permalink;
    return el("a", { class: "link", href: `#as=${store.me}&channel=${place}&ts=${seconds}.${rest}` }, label);
  }
  if (!SAFE_LINK.test(url)) return document.createTextNode(label);
  return el("a", { class: "link", href: url, target: "_blank", rel: "noopener noreferrer" }, label);
}

export function mention(id) {
  const own = id === store.me;
  return el("span", { class: own ? "mention mention-me" : "mention" }, `@${nameOf(person(id))}`);
}

export function channelMention(id, label) {
  const known = channel(id);
  const text = `#${known?.name ?? label ?? id}`;
  if (!known) return el("span", { class: "mention" }, text);
  return el("a", { class: "mention", href: `#as=${store.me}&channel=${id}` }, text);
}

export function broadcast(name) {
  return el("span", { class: "mention mention-me" }, `@${name}`);
}

export function emojiNode(name, unicode) {
  const character = emoji(name) ?? fromCodePoints(unicode);
  if (!character) return document.createTextNode(`:${name}:`);
  return el("span", { class: "emoji", role: "img", "aria-label": name.replaceAll("_", " "), title: `:${name}:` }, character);
}

function fromCodePoints(unicode) {
  const points = (unicode ?? "").split("-").map((part) => Number.parseInt(part, 16));
  return points.length && points.every((point) => point > 0 && point <= 0x10ffff) ? String.fromCodePoint(...points) : null;
}

export function dateNode(seconds, pattern, url, fallback) {
  const text = fillDateTokens(seconds, pattern) ?? fallback ?? "";
  const node = el("time", { class: "date", title: fallback }, text);
  return url ? link(url, text) : node;
}

function special(body) {
  const [command, label] = splitOnce(body.slice(1), "|");
  if (command.startsWith("date^")) {
    const [, seconds, pattern, url] = command.split("^");
    return dateNode(seconds, decode(pattern ?? ""), url && decode(url), label === null ? null : decode(label));
  }
  if (command.startsWith("subteam^")) return el("span", { class: "mention" }, decode(label ?? `@${command.slice(8)}`));
  if (["here", "channel", "everyone"].includes(command)) return broadcast(command);
  return null;
}

function splitOnce(text, mark) {
  const at = text.indexOf(mark);
  return at < 0 ? [text, null] : [text.slice(0, at), text.slice(at + 1)];
}

/** What stands between < and >, or null when it is none of Slack's forms. */
function angle(body) {
  const [target, label] = splitOnce(body, "|");
  if (/^@[A-Z0-9]+$/.test(target)) return mention(target.slice(1));
  if (/^#[A-Z0-9]+$/.test(target)) return channelMention(target.slice(1), label);
  if (target.startsWith("!")) return special(body);
  if (!SAFE_LINK.test(target)) return null;
  const url = decode(target);
  return link(url, label ? decode(label) : url.replace(/^(mailto|tel):/i, ""));
}

function closingMark(text, mark, from) {
  for (let at = text.indexOf(mark, from + 1); at > 0; at = text.indexOf(mark, at + 1)) {
    const inner = text.slice(from + 1, at);
    if (inner.includes("\n")) return -1;
    const ends = !/\s/.test(text[at - 1]) && !WORD.test(text[at + 1] ?? "") && text[at + 1] !== mark;
    if (ends && inner.trim() && inner[0] !== mark) return at;
  }
  return -1;
}

function takeStyled(text, at, inside) {
  const mark = text[at];
  if (!(mark in STYLES) || WORD.test(text[at - 1] ?? "") || /\s/.test(text[at + 1] ?? " ")) return null;
  const end = closingMark(text, mark, at);
  if (end < 0) return null;
  return [el(STYLES[mark], {}, inline(text.slice(at + 1, end), inside)), end + 1];
}

function takeCode(text, at) {
  const found = /^`([^`\n]+)`/.exec(text.slice(at));
  return found ? [el("code", {}, plainAngles(found[1])), at + found[0].length] : null;
}

function takeAngle(text, at) {
  const found = /^<([^<>\n]+)>/.exec(text.slice(at));
  const node = found && angle(found[1]);
  return node ? [node, at + found[0].length] : null;
}

function takeEmoji(text, at) {
  const found = /^:([a-z0-9_+-]+(?:::skin-tone-\d)?):/.exec(text.slice(at, at + 60));
  return found && emoji(found[1]) ? [emojiNode(found[1]), at + found[0].length] : null;
}

function takeUrl(text, at, inside) {
  if (inside.verbatim || WORD.test(text[at - 1] ?? "")) return null;
  const found = /^https?:\/\/[^\s<>|，。、；）】]+[^\s<>|.,;:!?)'"，。、；）】*_~`]/.exec(text.slice(at));
  return found ? [link(decode(found[0]), decode(found[0])), at + found[0].length] : null;
}

const TAKERS = { "`": takeCode, "<": takeAngle, ":": takeEmoji, h: takeUrl, "*": takeStyled, _: takeStyled, "~": takeStyled };

function plainAngles(text) {
  return decode(text.replace(/<(?:[^<>|\n]+\|)?([^<>\n]+)>/g, "$1"));
}

function inline(text, inside = {}) {
  const nodes = [];
  let plain = "";
  const flush = () => {
    if (plain) nodes.push(document.createTextNode(decode(plain)));
    plain = "";
  };
  for (let at = 0; at < text.length; ) {
    const taken = TAKERS[text[at]]?.(text, at, inside);
    if (taken || text[at] === "\n") {
      flush();
      nodes.push(taken ? taken[0] : el("br"));
      at = taken ? taken[1] : at + 1;
    } else {
      plain += text[at];
      at += 1;
    }
  }
  flush();
  return nodes;
}

function lineKind(line) {
  if (/^(&gt;|>)/.test(line)) return "quote";
  if (/^\s*(•|◦|▪|-|\d{1,2}[.)])\s+\S/.test(line)) return "item";
  return "text";
}

function drawLines(kind, lines, inside) {
  if (kind === "quote") return el("blockquote", {}, inline(lines.map((line) => line.replace(/^(&gt;|>)\s?/, "")).join("\n"), inside));
  if (kind === "text") return el("div", {}, inline(lines.join("\n"), inside));
  return el("div", { class: "items" }, lines.map((line) => {
    const [, indent, mark, rest] = /^(\s*)(\S+)\s+(.*)$/.exec(line);
    const depth = Math.min(2, Math.floor(indent.length / 2));
    return el("div", { class: `item item-${depth}` }, el("span", { class: "item-mark" }, mark === "-" ? "•" : mark), el("span", {}, inline(rest, inside)));
  }));
}

function paragraphs(text, inside) {
  const groups = [];
  for (const line of text.split("\n")) {
    const kind = lineKind(line);
    if (groups.at(-1)?.kind === kind) groups.at(-1).lines.push(line);
    else groups.push({ kind, lines: [line] });
  }
  return groups.map(({ kind, lines }) => drawLines(kind, lines, inside));
}

/** A whole mrkdwn text as a list of block nodes. */
export function mrkdwn(text, inside = {}) {
  return text.split(/```\n?([\s\S]+?)\n?```\n?/).flatMap((part, index) => {
    if (index % 2) return [el("pre", {}, el("code", {}, plainAngles(part)))];
    return part === "" ? [] : paragraphs(part.replace(/\n$/, ""), inside);
  });
}

/** A text object of Block Kit: {type: "mrkdwn"|"plain_text", text}. */
export function textObject(object) {
  if (!object) return [];
  if (object.type === "mrkdwn") return mrkdwn(object.text ?? "", { verbatim: object.verbatim });
  return plainText(object.text ?? "", object.emoji !== false);
}

export function plainText(text, withEmoji = true) {
  const parts = withEmoji ? text.split(/(:[a-z0-9_+-]+:)/) : [text];
  const nodes = parts.map((part) => (emoji(part.slice(1, -1)) && part.startsWith(":") ? emojiNode(part.slice(1, -1)) : document.createTextNode(decode(part))));
  return [el("span", { class: "plain" }, nodes)];
}

/** The bare words of a mrkdwn text, for screen readers and notices. */
export function spoken(text) {
  return el("div", {}, mrkdwn(text ?? "")).textContent;
}

/** A stored text as its author would type it again. */
export function asTyped(text) {
  const plain = text
    .replace(/<@([A-Z0-9]+)(?:\|[^<>]*)?>/g, (_, id) => `@${nameOf(person(id))}`)
    .replace(/<#([A-Z0-9]+)(?:\|([^<>]*))?>/g, (_, id, label) => `#${channel(id)?.name ?? label ?? id}`)
    .replace(/<!(here|channel|everyone)(?:\|[^<>]*)?>/g, "@$1")
    .replace(/<[^<>|@#!]+\|([^<>]+)>/g, "$1")
    .replace(/<([a-z]+:[^<>|]+)>/gi, "$1");
  return decode(plain);
}
