// Times in a person's own zone and language.

import { acting, localeOf, store, zoneOf } from "./store.js";
import { t } from "./i18n.js";

const formats = new Map();

export function format(date, options, { locale = localeOf(), zone = zoneOf(acting()) } = {}) {
  const key = JSON.stringify([locale, zone, options]);
  if (!formats.has(key)) formats.set(key, new Intl.DateTimeFormat(locale, { timeZone: zone, ...options }));
  return formats.get(key).format(date);
}

export function fromTs(ts) {
  return new Date(Number.parseFloat(ts) * 1000);
}

export function time(date, where) {
  return format(date, { timeStyle: "short" }, where);
}

/** {year, month, day, hour, minute, weekday} as a clock on the wall shows them; weekday 0 is Sunday. */
export function wallClock(date, zone = zoneOf(acting())) {
  const key = `wall ${zone}`;
  if (!formats.has(key)) {
    const options = { timeZone: zone, hourCycle: "h23", year: "numeric", month: "numeric", day: "numeric", hour: "numeric", minute: "numeric", second: "numeric" };
    formats.set(key, new Intl.DateTimeFormat("en-US", options));
  }
  const wall = {};
  for (const { type, value } of formats.get(key).formatToParts(date)) if (type !== "literal") wall[type] = Number(value);
  wall.weekday = new Date(Date.UTC(wall.year, wall.month - 1, wall.day)).getUTCDay();
  return wall;
}

/** The instant at which a clock in that zone shows these figures; a skipped hour gives the moment after the gap. */
export function instant(year, month, day, hour, minute, zone = zoneOf(acting())) {
  const wanted = Date.UTC(year, month - 1, day, hour, minute);
  let guess = wanted;
  for (let round = 0; round < 3; round += 1) {
    const shown = wallClock(new Date(guess), zone);
    const error = wanted - Date.UTC(shown.year, shown.month - 1, shown.day, shown.hour, shown.minute);
    if (error === 0) break;
    guess += error;
  }
  return new Date(guess);
}

export function dayKey(date, zone = zoneOf(acting())) {
  const { year, month, day } = wallClock(date, zone);
  return `${year}-${String(month).padStart(2, "0")}-${String(day).padStart(2, "0")}`;
}

function shiftedKey(days) {
  const { year, month, day } = wallClock(store.now);
  return new Date(Date.UTC(year, month - 1, day + days)).toISOString().slice(0, 10);
}

/** "Today", "Yesterday", "Tomorrow", or null for any other day. */
export function nearDay(date) {
  const near = { [shiftedKey(-1)]: "day.yesterday", [shiftedKey(0)]: "day.today", [shiftedKey(1)]: "day.tomorrow" }[dayKey(date)];
  return near ? t(near) : null;
}

export function dayLabel(date) {
  const options = { weekday: "long", month: "long", day: "numeric" };
  if (wallClock(date).year !== wallClock(store.now).year) options.year = "numeric";
  return nearDay(date) ?? format(date, options);
}

/** "today", "yesterday", "tomorrow" as they stand inside a sentence. */
function nearDayInside(date) {
  return nearDay(date)?.toLowerCase() ?? null;
}

export function weekdayAndTime(date) {
  return `${format(date, { weekday: "short", month: "short", day: "numeric" })} ${time(date)}`;
}

export function shortDayAndTime(date) {
  const near = nearDayInside(date);
  return near ? t("day.at", { day: near, time: time(date) }) : weekdayAndTime(date);
}

export function fullDateTime(date) {
  return format(date, { dateStyle: "full", timeStyle: "short" });
}

/** Nine in the morning of tomorrow, or of the next such weekday after today. */
export function nextNine(weekday = null) {
  const { year, month, day, weekday: today } = wallClock(store.now);
  const days = weekday === null ? 1 : (weekday - today + 7) % 7 || 7;
  const then = new Date(Date.UTC(year, month - 1, day + days));
  return instant(then.getUTCFullYear(), then.getUTCMonth() + 1, then.getUTCDate(), 9, 0);
}

const CITIES_ZH = {
  Shanghai: "上海", Hong_Kong: "香港", Taipei: "台北", Singapore: "新加坡", Tokyo: "东京", Seoul: "首尔", Kolkata: "加尔各答", Dubai: "迪拜",
  Berlin: "柏林", Paris: "巴黎", London: "伦敦", Madrid: "马德里", Rome: "罗马", Zurich: "苏黎世", Moscow: "莫斯科", Sydney: "悉尼",
  Los_Angeles: "洛杉矶", New_York: "纽约", Chicago: "芝加哥", Toronto: "多伦多", Sao_Paulo: "圣保罗", Auckland: "奥克兰",
};

/** The city a zone is named after. */
export function zoneLabel(zone) {
  const city = zone.split("/").at(-1);
  return (store.language === "zh" && CITIES_ZH[city]) || city.replaceAll("_", " ");
}

function ago(date) {
  const seconds = (date - store.now) / 1000;
  const relative = new Intl.RelativeTimeFormat(localeOf(), { numeric: "auto" });
  const [unit, size] = [["day", 86400], ["hour", 3600], ["minute", 60]].find(([, each]) => Math.abs(seconds) >= each) ?? ["second", 1];
  return relative.format(Math.round(seconds / size), unit);
}

const HALF_A_YEAR_MS = 183 * 86_400_000;

/** Slack leaves the year out of a date that is near. */
function dated(date, options) {
  const near = Math.abs(date - store.now) < HALF_A_YEAR_MS;
  return format(date, near ? options : { ...options, year: "numeric" });
}

const LONG = { month: "long", day: "numeric" };
const SHORT = { month: "short", day: "numeric" };
const FULL = { weekday: "long", month: "long", day: "numeric" };

const TOKENS = {
  date_num: (date) => dayKey(date),
  date_slash: (date) => format(date, { year: "numeric", month: "2-digit", day: "2-digit" }),
  date: (date) => dated(date, LONG),
  date_short: (date) => dated(date, SHORT),
  date_long: (date) => dated(date, FULL),
  date_long_full: (date) => format(date, { dateStyle: "full" }),
  date_pretty: (date) => nearDayInside(date) ?? dated(date, LONG),
  date_short_pretty: (date) => nearDayInside(date) ?? dated(date, SHORT),
  date_long_pretty: (date) => nearDayInside(date) ?? dated(date, FULL),
  day_divider_pretty: (date) => nearDayInside(date) ?? dayLabel(date),
  time: (date) => time(date),
  time_secs: (date) => format(date, { timeStyle: "medium" }),
  ago,
};

/** Slack's date tokens ("{date_short} at {time}"); null when the moment or a token is not known. */
export function fillDateTokens(seconds, pattern) {
  const date = new Date(Number(seconds) * 1000);
  if (!/^\d+$/.test(String(seconds)) || Number.isNaN(date.getTime())) return null;
  let known = true;
  const text = pattern.replace(/\{(\w+)\}/g, (whole, token) => {
    if (Object.hasOwn(TOKENS, token)) return TOKENS[token](date);
    known = false;
    return whole;
  });
  return known ? text : null;
}
