// Short notices at the edge of the page.

import { byId, el, iconButton } from "./dom.js";
import { t } from "./i18n.js";

const ADVICE = { offline: "offline", operation_timeout: "timeout", timeout: "timeout", dispatch_failed: "dispatch", bot_not_connected: "dispatch" };
const GONE = ["message_not_found", "view_not_found", "action_not_found", "not_found", "expired_trigger_id", "hash_conflict"];

export function toast(content, { kind = "info", stay = 7000 } = {}) {
  const box = el("div", { class: `toast toast-${kind}`, role: kind === "error" ? "alert" : "status" },
    el("div", { class: "toast-text" }, content),
    iconButton("close", t("toast.close"), { onclick: () => box.remove() }));
  const tray = byId("toasts");
  tray.append(box);
  while (tray.children.length > 3) tray.firstElementChild.remove();
  tray.hidePopover();
  tray.showPopover(); // shown again so that it lies above a dialog opened since
  setTimeout(() => box.remove(), stay);
}

export function failed(error) {
  const code = error.code ?? "error";
  const advice = ADVICE[code] ?? (GONE.includes(code) ? "gone" : "other");
  const reason = error.message && error.message !== code ? `${code}: ${error.message}` : code;
  toast(t("toast.failed", { error: reason, advice: t(`advice.${advice}`) }), { kind: "error", stay: 12000 });
}
