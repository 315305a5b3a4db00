// The language of the page's own words.

import { store } from "./store.js";
import { WORDS } from "./words.js";

/** t("replies", {n: 3}): a text, or a pair [one, many] chosen by n; {names} are filled in. */
export function t(key, params = {}) {
  const found = WORDS[store.language][key];
  if (found === undefined) throw new Error(`no words for ${key}`);
  const text = Array.isArray(found) ? found[params.n === 1 ? 0 : 1] : found;
  return text.replace(/\{(\w+)\}/g, (whole, name) => (name in params ? String(params[name]) : whole));
}

/** The language that the address asks for, else the one that the playground was started for; null leaves it to the person. */
export function firstLanguage() {
  return new URLSearchParams(location.search).get("lang") ?? (store.state?.lang === "zh" ? "zh" : null);
}

export function chooseLanguage() {
  const own = store.state?.users.find((user) => user.id === store.me)?.locale ?? navigator.language;
  const wanted = store.languageChosen ?? firstLanguage() ?? own;
  store.language = wanted.toLowerCase().startsWith("zh") ? "zh" : "en";
  document.documentElement.lang = store.language === "zh" ? "zh-CN" : "en";
}
