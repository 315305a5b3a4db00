// A surface is a message or view with controls: it keeps what was entered and sends what was pressed.

import { api } from "./api.js";
import { ask } from "./dialogs.js";
import { t } from "./i18n.js";
import { textObject } from "./mrkdwn.js";
import { store } from "./store.js";
import { failed } from "./toast.js";

const entered = new Map(); // surface key -> Map of "block\naction" -> state; survives a redraw
let showViews = () => {};

export function whenViewsCome(listener) {
  showViews = listener;
}

export function forget(key) {
  entered.delete(key);
}

/** container is {channel, ts} or {view_id}: where the bot will be told the press came from. */
export function surfaceOf(key, container) {
  const before = entered.get(key) ?? new Map();
  const values = new Map();
  entered.set(key, values);
  const surface = {
    /** Called while drawing: what stands in this element now. */
    enter(blockId, element, initial) {
      const name = `${blockId}\n${element.action_id}`;
      const old = before.get(name);
      values.set(name, old?.type === element.type ? old : { type: element.type, ...initial });
      return values.get(name);
    },
    change(blockId, element, state) {
      values.set(`${blockId}\n${element.action_id}`, { type: element.type, ...state });
    },
    read: () => nested(values),
    send: (blockId, element, payload, node) => send(surface, container, blockId, element, payload, node),
    suggest: (blockId, element, value) => api.options({ user: store.me, action_id: element.action_id, block_id: blockId, value, ...container }),
  };
  return surface;
}

function nested(values) {
  const all = {};
  for (const [name, state] of values) {
    const [blockId, actionId] = name.split("\n");
    all[blockId] = { ...all[blockId], [actionId]: state };
  }
  return all;
}

function confirmed({ title, text, confirm, deny, style }) {
  return ask({ title: title && textObject(title), text: textObject(text), confirm: confirm && textObject(confirm), deny: deny && textObject(deny), danger: style === "danger" });
}

async function send(surface, container, blockId, element, payload, node) {
  if (element.confirm && !(await confirmed(element.confirm))) return;
  node.classList.add("is-busy");
  node.setAttribute("aria-busy", "true");
  try {
    const answer = await api.action({ user: store.me, action_id: element.action_id, block_id: blockId, ...payload, values: surface.read(), ...container });
    if (answer.ok === false) failed({ code: answer.error ?? "dispatch_failed" });
    if (answer.views) showViews(answer.views);
  } catch (error) {
    failed(error);
  } finally {
    node.classList.remove("is-busy");
    node.removeAttribute("aria-busy");
  }
}


export function describe(element) {
  return element.placeholder?.text ?? t("select.choose");
}
