// Modal views: the top one of the acting person's stack, with its checks and answers.

import { api } from "./api.js";
import { drawBlocks } from "./blocks.js";
import { trapFocus } from "./dialogs.js";
import { el, fill, iconButton, spinner } from "./dom.js";
import { t } from "./i18n.js";
import { plainText } from "./mrkdwn.js";
import { store } from "./store.js";
import { forget, surfaceOf } from "./surface.js";
import { failed } from "./toast.js";
import { faults } from "./validate.js";

const FIRST_CONTROLS = ["[data-focus]", ".dialog-body :is(input, textarea, button)", ".dialog-foot .button-solid", ".dialog-foot .button"];
let dialog = null;
let shown = null; // {view, surface}
let opener = null;

/** Shows the top view of the stack (bottom first), or closes the modal when there is none. */
export function showViews(views) {
  const before = store.views;
  store.views = views ?? [];
  for (const view of before) if (!store.views.some((one) => one.id === view.id)) forget(view.id);
  const top = store.views.at(-1);
  if (!top) {
    closeDialog();
    return;
  }
  if (shown?.view.id === top.id && shown.view.hash === top.hash && shown.language === store.language) return;
  openDialog();
  draw(top);
}

export async function refreshViews() {
  try {
    showViews((await api.views(store.me)).views);
  } catch (error) {
    failed(error);
  }
}

function openDialog() {
  if (dialog) return;
  opener = document.activeElement;
  dialog = el("dialog", { class: "dialog modal", "aria-labelledby": "modal-title" });
  dialog.addEventListener("cancel", (event) => {
    event.preventDefault();
    dismiss();
  });
  trapFocus(dialog);
  document.body.append(dialog);
  dialog.showModal();
}

function closeDialog() {
  dialog?.close();
  dialog?.remove();
  dialog = null;
  shown = null;
  if (opener?.isConnected) opener.focus();
  opener = null;
}

function draw(view) {
  const sameView = shown?.view.id === view.id;
  const focused = sameView ? focusPath() : null;
  const scroll = sameView ? dialog.querySelector(".dialog-body")?.scrollTop : 0;
  const surface = surfaceOf(view.id, { view_id: view.id });
  shown = { view, surface, language: store.language };
  const deeper = store.views.length > 1;
  const form = el("form", { novalidate: true, class: "dialog-form" },
    el("header", { class: "dialog-head" },
      deeper ? iconButton("back", t("dialog.back"), { onclick: dismiss }) : null,
      el("h2", { id: "modal-title" }, plainText(view.title?.text ?? "")),
      iconButton("close", t("dialog.close"), { onclick: dismiss })),
    el("div", { class: "dialog-body" }, drawBlocks(view.blocks ?? [], surface)),
    el("footer", { class: "dialog-foot" },
      el("div", { class: "dialog-error", role: "alert" }),
      el("button", { type: "button", class: "button", onclick: dismiss }, plainText(view.close?.text ?? t("dialog.cancel"))),
      view.submit ? el("button", { type: "submit", class: "button button-solid" }, el("span", { class: "button-text" }, plainText(view.submit.text)), spinner()) : null));
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    submit(form);
  });
  fill(dialog, form);
  form.querySelector(".dialog-body").scrollTop = scroll ?? 0;
  (focused?.() ?? firstControl(form)).focus();
}

function firstControl(form) {
  return FIRST_CONTROLS.map((selector) => form.querySelector(selector)).find(Boolean);
}

/** How to find the focused control again after a redraw: by its place among the controls. */
function focusPath() {
  const controls = [...dialog.querySelectorAll("input, textarea, button, a")];
  const at = controls.indexOf(document.activeElement);
  return at < 0 ? null : () => dialog.querySelectorAll("input, textarea, button, a")[at];
}

function showFaults(form, errors) {
  for (const block of form.querySelectorAll(".block-input")) {
    const text = errors[block.dataset.block] ?? "";
    block.classList.toggle("has-error", Boolean(text));
    block.querySelector(".input-error").textContent = text;
    for (const control of block.querySelectorAll("input, textarea, button.select")) control.setAttribute("aria-invalid", String(Boolean(text)));
  }
  const first = form.querySelector(".has-error");
  first?.scrollIntoView({ block: "center" });
  first?.querySelector("input, textarea, button")?.focus();
}

async function submit(form) {
  const { view, surface } = shown;
  const local = faults(view.blocks ?? [], surface.read());
  showFaults(form, local);
  if (Object.keys(local).length || form.getAttribute("aria-busy") === "true") return;
  const button = form.querySelector("[type=submit]");
  form.setAttribute("aria-busy", "true");
  button.classList.add("is-busy");
  form.querySelector(".dialog-error").textContent = "";
  try {
    const answer = await api.submit({ user: store.me, view_id: view.id, values: surface.read() });
    if (answer.errors) showFaults(form, answer.errors);
    else if (answer.ok === false) form.querySelector(".dialog-error").textContent = t("modal.failed");
    if (answer.views) showViews(answer.views);
    else await refreshViews();
  } catch (error) {
    form.querySelector(".dialog-error").textContent = t("modal.failed");
    failed(error);
  } finally {
    form.removeAttribute("aria-busy");
    button.classList.remove("is-busy");
  }
}

async function dismiss() {
  try {
    const answer = await api.close({ user: store.me, view_id: shown.view.id });
    if (answer.views) showViews(answer.views);
    else await refreshViews();
  } catch (error) {
    failed(error);
    await refreshViews();
  }
}
