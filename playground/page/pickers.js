// Date, time and date-time pickers.

import { format, fullDateTime, instant, wallClock } from "./dates.js";
import { el, icon, iconButton } from "./dom.js";
import { t } from "./i18n.js";
import { listbox } from "./listbox.js";
import { togglePanel } from "./popover.js";
import { localeOf, store } from "./store.js";

const UTC = { zone: "UTC" };
const keyOf = (date) => date.toISOString().slice(0, 10);
const fromKey = (key) => new Date(`${key}T00:00:00Z`);

function todayKey() {
  const { year, month, day } = wallClock(store.now);
  return keyOf(new Date(Date.UTC(year, month - 1, day)));
}

function addDays(key, days) {
  const date = fromKey(key);
  date.setUTCDate(date.getUTCDate() + days);
  return keyOf(date);
}

function addMonths(key, months) {
  const date = fromKey(key);
  return keyOf(new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + months, 1)));
}

function weekStart() {
  const locale = new Intl.Locale(localeOf());
  return ((locale.getWeekInfo?.() ?? locale.weekInfo)?.firstDay ?? 1) % 7;
}

function writtenDate(key) {
  return format(fromKey(key), { dateStyle: "medium" }, UTC);
}

function monthGrid(shown, chosen, pick) {
  const first = fromKey(shown);
  const lead = (first.getUTCDay() - weekStart() + 7) % 7;
  const start = addDays(shown, -lead);
  const names = Array.from({ length: 7 }, (_, day) => el("span", { class: "calendar-name" }, format(fromKey(addDays(start, day)), { weekday: "narrow" }, UTC)));
  const today = todayKey();
  const days = Array.from({ length: 42 }, (_, index) => {
    const key = addDays(start, index);
    const outside = key.slice(0, 7) !== shown.slice(0, 7);
    const classes = ["calendar-day", outside && "calendar-outside", key === today && "calendar-today", key === chosen && "calendar-chosen"];
    return el("button", { type: "button", class: classes.filter(Boolean).join(" "), dataset: { day: key }, "aria-label": format(fromKey(key), { dateStyle: "full" }, UTC), "aria-pressed": String(key === chosen), onclick: () => pick(key) }, String(Number(key.slice(8))));
  });
  return el("div", { class: "calendar-grid" }, names, days);
}

const STEPS = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -7, ArrowDown: 7 };

/** A calendar; pick gets "YYYY-MM-DD". */
function calendar(chosen, pick) {
  const root = el("div", { class: "calendar" });
  const draw = (month, focus) => {
    const shown = `${month.slice(0, 7)}-01`;
    root.replaceChildren(
      el("div", { class: "calendar-head" },
        iconButton("back", t("date.before"), { onclick: () => draw(addMonths(shown, -1)) }),
        el("strong", { "aria-live": "polite" }, format(fromKey(shown), { year: "numeric", month: "long" }, UTC)),
        iconButton("back", t("date.after"), { class: "flip", onclick: () => draw(addMonths(shown, 1)) })),
      monthGrid(shown, chosen, pick));
    if (focus) root.querySelector(`[data-day="${focus}"]`).focus();
  };
  root.addEventListener("keydown", (event) => {
    const from = document.activeElement.dataset?.day;
    if (!from || !(event.key in STEPS)) return;
    event.preventDefault();
    const to = addDays(from, STEPS[event.key]);
    draw(to, to);
  });
  const begin = chosen ?? todayKey();
  return { root, open: () => draw(begin, begin) };
}

/** A button that shows a day and opens a calendar. */
function dateButton({ chosen, hint, labelledBy, clearable, onpick }) {
  const face = el("button", { type: "button", class: "select select-date", "aria-haspopup": "dialog", "aria-expanded": "false", "aria-label": labelledBy ? null : hint, "aria-labelledby": labelledBy });
  const show = () => face.replaceChildren(icon("calendar"), el("span", { class: chosen ? "select-value" : "select-hint" }, chosen ? writtenDate(chosen) : hint));
  const take = (key) => {
    chosen = key;
    show();
    close();
    onpick(key);
  };
  let close = null;
  face.addEventListener("click", () => {
    const { root, open } = calendar(chosen, take);
    const foot = clearable && chosen ? el("div", { class: "panel-foot" }, el("button", { type: "button", class: "button button-quiet", onclick: () => take(null) }, t("select.clear"))) : null;
    close = togglePanel(face, [root, foot].filter(Boolean), { label: hint, className: "panel-calendar" });
    if (close) open();
  });
  show();
  return face;
}

export function datePicker(element, { surface, blockId, live, optional, labelledBy }) {
  const state = surface.enter(blockId, element, { selected_date: element.initial_date ?? null });
  const face = dateButton({
    chosen: state.selected_date,
    hint: element.placeholder?.text ?? t("date.choose"),
    labelledBy,
    clearable: optional,
    onpick(key) {
      surface.change(blockId, element, { selected_date: key });
      if (live) surface.send(blockId, element, { selected_date: key }, face);
    },
  });
  return face;
}

const TIME = /^(\d{1,2})(?:[:.：]?([0-5]\d))?\s*([ap])?m?$/i;

/** "9", "9:15", "915", "5 pm" as "HH:MM"; null when it is no time. */
function readTime(typed) {
  const [, hours, minutes = "00", half] = TIME.exec(typed.replace(/[:.：]\d?$/, "")) ?? [];
  if (hours === undefined) return null;
  const hour = half ? (Number(hours) % 12) + (half.toLowerCase() === "p" ? 12 : 0) : Number(hours);
  return hour < 24 ? `${two(hour)}:${minutes}` : null;
}

function writtenTime(value) {
  return format(new Date(`2000-01-01T${value}:00Z`), { timeStyle: "short" }, UTC);
}

const HALF_HOURS = Array.from({ length: 48 }, (_, index) => `${two(Math.floor(index / 2))}:${index % 2 ? "30" : "00"}`);

function timesFor(typed) {
  const exact = readTime(typed);
  const near = HALF_HOURS.filter((value) => !typed || (exact && value.slice(0, 2) === exact.slice(0, 2) && value !== exact));
  return [{ options: [...(exact ? [exact] : []), ...near].map((value) => ({ value, label: writtenTime(value) })) }];
}

/** A button that shows a time and opens a list one can also type into. */
function timeButton({ chosen, hint, labelledBy, onpick }) {
  const face = el("button", { type: "button", class: "select select-date select-time", "aria-haspopup": "listbox", "aria-expanded": "false", "aria-label": labelledBy ? null : hint, "aria-labelledby": labelledBy });
  const show = () => face.replaceChildren(icon("clock"), el("span", { class: chosen ? "select-value" : "select-hint" }, chosen ? writtenTime(chosen) : hint));
  face.addEventListener("click", () => {
    const list = listbox({
      groups: timesFor,
      isChosen: (option) => option.value === (chosen ?? "09:00"),
      placeholder: t("time.type"),
      pick(option) {
        chosen = option.value;
        show();
        close();
        onpick(chosen);
      },
    });
    const close = togglePanel(face, list.node, { label: hint, className: "panel-list" });
    if (close && !matchMedia("(pointer: coarse)").matches) list.search.focus();
    list.refresh();
  });
  show();
  return face;
}

export function timePicker(element, { surface, blockId, live, labelledBy }) {
  const state = surface.enter(blockId, element, { selected_time: element.initial_time ?? null });
  const face = timeButton({
    chosen: state.selected_time,
    hint: element.placeholder?.text ?? t("time.choose"),
    labelledBy,
    onpick(value) {
      surface.change(blockId, element, { selected_time: value });
      if (live) surface.send(blockId, element, { selected_time: value }, face);
    },
  });
  return face;
}

function two(number) {
  return String(number).padStart(2, "0");
}

function splitMoment(seconds) {
  if (!seconds) return { day: null, time: null };
  const wall = wallClock(new Date(seconds * 1000));
  return { day: `${wall.year}-${two(wall.month)}-${two(wall.day)}`, time: `${two(wall.hour)}:${two(wall.minute)}` };
}

function joinMoment({ day, time }) {
  if (!day || !time) return null;
  const [year, month, date] = day.split("-").map(Number);
  const [hour, minute] = time.split(":").map(Number);
  return Math.floor(instant(year, month, date, hour, minute).getTime() / 1000);
}

export function dateTimePicker(element, { surface, blockId, live, labelledBy }) {
  const state = surface.enter(blockId, element, { selected_date_time: element.initial_date_time ?? null });
  const now = splitMoment(state.selected_date_time);
  const changed = () => {
    const moment = joinMoment(now);
    surface.change(blockId, element, { selected_date_time: moment });
    root.title = moment ? fullDateTime(new Date(moment * 1000)) : "";
    if (live && moment) surface.send(blockId, element, { selected_date_time: moment }, root);
  };
  const face = dateButton({
    chosen: now.day,
    hint: t("date.choose"),
    labelledBy,
    onpick(key) {
      now.day = key;
      changed();
    },
  });
  const clock = timeButton({
    chosen: now.time,
    hint: t("time.choose"),
    onpick(value) {
      now.time = value;
      changed();
    },
  });
  const root = el("span", { class: "date-time" }, face, clock);
  return root;
}
