// Faces and names.

import { el } from "./dom.js";
import { bot, colourOf, initialsOf } from "./store.js";

export function avatar(user, size = "") {
  const isBot = user.id === bot().id;
  const face = el("span", { class: `avatar ${size && `avatar-${size}`} ${isBot ? "avatar-bot" : ""}`, "aria-hidden": "true" }, isBot ? mark() : initialsOf(user, size === "tiny"));
  if (!isBot) face.style.backgroundColor = colourOf(user);
  return face;
}

/** The app's own sign: three strokes, the last one ticked. */
function mark() {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", "0 0 24 24");
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  path.setAttribute("d", "M5 17V8.5l4.5 5 4.5-5V14l2 2.5 4-6.5");
  svg.append(path);
  return svg;
}
