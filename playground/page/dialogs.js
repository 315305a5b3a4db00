// Small dialogs that ask one thing.

import { el, iconButton } from "./dom.js";
import { t } from "./i18n.js";

const FOCUSABLE = "button:not([disabled]), a[href], input:not([disabled]), textarea:not([disabled]), select:not([disabled]), [tabindex='0']";

/** Tab stays among the controls of a dialog. */
export function trapFocus(dialog) {
  dialog.addEventListener("keydown", (event) => {
    if (event.key !== "Tab") return;
    const controls = [...dialog.querySelectorAll(FOCUSABLE)].filter((one) => one.offsetParent !== null && !one.closest("[popover]"));
    const first = controls[0];
    const last = controls.at(-1);
    if (event.shiftKey ? document.activeElement === first || document.activeElement === dialog : document.activeElement === last) {
      event.preventDefault();
      (event.shiftKey ? last : first)?.focus();
    }
  });
}

/** Asks for a yes; resolves to true or false. Texts may be strings or nodes. */
export function ask({ title, text, confirm, deny, danger = false }) {
  return new Promise((resolve) => {
    const finish = (answer) => {
      dialog.close();
      dialog.remove();
      resolve(answer);
    };
    const dialog = el("dialog", { class: "dialog dialog-small", "aria-labelledby": "ask-title" },
      el("header", { class: "dialog-head" },
        el("h2", { id: "ask-title" }, title || t("dialog.sure")),
        iconButton("close", t("dialog.close"), { onclick: () => finish(false) })),
      el("div", { class: "dialog-body" }, text),
      el("footer", { class: "dialog-foot" },
        el("button", { type: "button", class: "button", onclick: () => finish(false) }, deny || t("dialog.cancel")),
        el("button", { type: "button", class: `button ${danger ? "button-danger-solid" : "button-solid"}`, onclick: () => finish(true) }, confirm || t("dialog.yes"))));
    dialog.addEventListener("cancel", (event) => {
      event.preventDefault();
      finish(false);
    });
    trapFocus(dialog);
    document.body.append(dialog);
    dialog.showModal();
    dialog.querySelector(".button:last-child").focus();
  });
}
