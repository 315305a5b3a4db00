// What a form checks by itself before the bot is asked.

import { t } from "./i18n.js";

function given(state) {
  const { type, ...rest } = state ?? {};
  const value = Object.values(rest)[0];
  return Array.isArray(value) ? (value.length ? value : null) : (value ?? null);
}

function numberFault(element, text) {
  if (!/^-?\d+(\.\d+)?$/.test(text.trim())) return t("input.number");
  if (!element.is_decimal_allowed && text.includes(".")) return t("input.whole");
  if (element.min_value !== undefined && Number(text) < Number(element.min_value)) return t("input.min", { n: element.min_value });
  if (element.max_value !== undefined && Number(text) > Number(element.max_value)) return t("input.max", { n: element.max_value });
  return null;
}

const FAULTS = {
  number_input: numberFault,
  email_text_input: (_, text) => (/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text) ? null : t("input.email")),
  url_text_input: (_, text) => (/^https?:\/\/\S+$/i.test(text) ? null : t("input.url")),
  plain_text_input: (element, text) => {
    if (text.length < (element.min_length ?? 0)) return t("input.short", { n: element.min_length });
    return text.length > (element.max_length ?? 3000) ? t("input.long", { n: element.max_length ?? 3000 }) : null;
  },
};

function faultOf(block, state) {
  const value = given(state);
  const empty = value === null || (typeof value === "string" && !value.trim());
  if (empty) return block.optional ? null : t("input.required");
  return FAULTS[block.element.type]?.(block.element, value) ?? null;
}

/** {block_id: what is wrong} over the input blocks; empty when all is well. */
export function faults(blocks, values) {
  const inputs = blocks.filter((block) => block.type === "input");
  const found = inputs.map((block) => [block.block_id, faultOf(block, values[block.block_id]?.[block.element.action_id])]);
  return Object.fromEntries(found.filter(([, fault]) => fault));
}
