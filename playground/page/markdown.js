// The markdown block: standard Markdown, as far as Slack draws it.

import { el } from "./dom.js";
import { emoji } from "./emoji.js";
import { emojiNode, link } from "./mrkdwn.js";

const PATTERNS = [
  [/^\\([\\`*_{}[\]()#+\-.!~>|])/, (found) => document.createTextNode(found[1])],
  [/^(`+)([\s\S]+?)\1(?!`)/, (found) => el("code", {}, found[2])],
  [/^!\[([^\]]*)\]\(([^)\s]+)[^)]*\)/, (found) => link(found[2], found[1] || found[2])],
  [/^\[([^\]]+)\]\(([^)\s]+)[^)]*\)/, (found) => link(found[2], spanText(found[1]))],
  [/^<(https?:\/\/[^>\s]+)>/, (found) => link(found[1], found[1])],
  [/^https?:\/\/[^\s<>)]+[^\s<>).,;:!?]/, (found) => link(found[0], found[0])],
  [/^\*\*\*(?=\S)([\s\S]+?)\*\*\*/, (found) => el("strong", {}, el("em", {}, spans(found[1])))],
  [/^\*\*(?=\S)([\s\S]+?\S?)\*\*(?!\*)/, (found) => el("strong", {}, spans(found[1]))],
  [/^__(?=\S)([\s\S]+?)__/, (found) => el("strong", {}, spans(found[1]))],
  [/^~~(?=\S)([\s\S]+?)~~/, (found) => el("s", {}, spans(found[1]))],
  [/^\*(?=[^\s*])([\s\S]+?)\*(?!\*)/, (found) => el("em", {}, spans(found[1]))],
  [/^_(?=[^\s_])([\s\S]+?)_(?![\p{L}\p{N}_])/u, (found) => el("em", {}, spans(found[1]))],
  [/^:([a-z0-9_+-]+):/, (found) => (emoji(found[1]) ? emojiNode(found[1]) : document.createTextNode(found[0]))],
  [/^ {2,}\n|^\\\n/, () => el("br")],
  [/^\n/, () => el("br")],
];

function spanText(text) {
  return el("span", {}, spans(text)).textContent;
}

function spans(text) {
  const nodes = [];
  let plain = "";
  for (let at = 0; at < text.length; ) {
    const rest = text.slice(at);
    const insideWord = rest[0] === "_" && /[\p{L}\p{N}]$/u.test(plain);
    const hit = insideWord ? null : PATTERNS.map(([pattern, draw]) => [pattern.exec(rest), draw]).find(([found]) => found);
    if (hit) {
      if (plain) nodes.push(document.createTextNode(plain));
      plain = "";
      nodes.push(hit[1](hit[0]));
      at += hit[0][0].length;
    } else {
      plain += text[at];
      at += 1;
    }
  }
  if (plain) nodes.push(document.createTextNode(plain));
  return nodes;
}

const ITEM = /^(\s*)([-*+]|\d+[.)])\s+(.*)$/;
const RULE = /^\s*([-*_])(\s*\1){2,}\s*$/;
const TABLE_RULE = /^\s*\|?\s*:?-+:?\s*(\|\s*:?-+:?\s*)*\|?\s*$/;

function startsBlock(line) {
  return !line.trim() || /^(#{1,6}\s|>|```|~~~)/.test(line) || ITEM.test(line) || RULE.test(line);
}

function takeWhile(lines, test) {
  const taken = [];
  while (lines.length && test(lines[0])) taken.push(lines.shift());
  return taken;
}

function fence(lines) {
  const mark = lines.shift().trim().slice(0, 3);
  const body = takeWhile(lines, (line) => !line.trim().startsWith(mark));
  lines.shift();
  return el("pre", {}, el("code", {}, body.join("\n")));
}

function itemNode(text) {
  const task = /^\[([ xX])\]\s+(.*)$/s.exec(text);
  if (!task) return el("li", {}, spans(text));
  const box = el("input", { type: "checkbox", disabled: true, checked: task[1] !== " ", "aria-label": task[2] });
  return el("li", { class: "md-task" }, box, " ", spans(task[2]));
}

function list(lines) {
  const [, indent, mark] = ITEM.exec(lines[0]);
  const root = el(/\d/.test(mark) ? "ol" : "ul", { start: /\d/.test(mark) ? Number.parseInt(mark, 10) : null });
  while (lines.length) {
    const found = ITEM.exec(lines[0]);
    if (!found || found[1].length < indent.length) break;
    if (found[1].length > indent.length && root.lastChild) root.lastChild.append(list(lines));
    else if (/\d/.test(found[2]) !== /\d/.test(mark)) break;
    else {
      lines.shift();
      const more = takeWhile(lines, (line) => /^\s+\S/.test(line) && !startsBlock(line)).map((line) => line.trim());
      root.append(itemNode([found[3], ...more].join("\n")));
    }
  }
  return root;
}

function cells(line) {
  return line.trim().replace(/^\||\|$/g, "").split(/(?<!\\)\|/).map((cell) => cell.trim().replaceAll("\\|", "|"));
}

function table(lines) {
  const head = cells(lines.shift());
  lines.shift();
  const rows = takeWhile(lines, (line) => line.includes("|")).map(cells);
  const row = (tag, values) => el("tr", {}, values.map((value) => el(tag, {}, spans(value))));
  return el("div", { class: "table-box" }, el("table", {}, el("thead", {}, row("th", head)), el("tbody", {}, rows.map((one) => row("td", one)))));
}

function block(lines) {
  const line = lines[0];
  const heading = /^(#{1,6})\s+(.*?)\s*#*$/.exec(line);
  if (heading) {
    lines.shift();
    return el("div", { class: `md-heading md-h${heading[1].length}`, role: "heading", "aria-level": String(heading[1].length + 2) }, spans(heading[2]));
  }
  if (/^(```|~~~)/.test(line.trim())) return fence(lines);
  if (RULE.test(line)) return lines.shift() && el("hr");
  if (/^>/.test(line)) return el("blockquote", {}, blocks(takeWhile(lines, (one) => /^>/.test(one)).map((one) => one.replace(/^>\s?/, ""))));
  if (ITEM.test(line)) return list(lines);
  if (line.includes("|") && TABLE_RULE.test(lines[1] ?? "")) return table(lines);
  const first = lines.shift();
  return el("p", {}, spans([first, ...takeWhile(lines, (one) => !startsBlock(one))].join("\n")));
}

function blocks(lines) {
  const nodes = [];
  while (lines.length) {
    if (lines[0].trim()) nodes.push(block(lines));
    else lines.shift();
  }
  return nodes;
}

export function markdown(text) {
  return el("div", { class: "markdown" }, blocks(text.replaceAll("\r\n", "\n").split("\n")));
}
