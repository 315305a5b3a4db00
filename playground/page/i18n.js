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

export function chooseLanguage() {
  const asked = new URLSearchParams(location.search).get("lang");
  const own = store.state?.users.find((user) => user.id === store.me)?.locale ?? navigator.language;
  const wanted = store.languageChosen ?? asked ?? own;
  store.language = wanted.toLowerCase().startsWith("zh") ? "zh" : "en";
  document.documentElement.lang = store.language === "zh" ? "zh-CN" : "en";
}
