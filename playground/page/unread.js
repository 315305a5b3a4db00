// What each person has not seen yet, since this page was opened.

import { channel, store } from "./store.js";

const counts = new Map(); // "user place" -> number
let news = new Map(); // what came in while the clock moved: channel id, or "dm user" -> number

export function unreadFor(user, place) {
  return counts.get(`${user} ${place}`) ?? 0;
}

export function seen(user, place) {
  counts.delete(`${user} ${place === "home" ? "dm" : place}`);
}

export function isDm(channelId) {
  return channelId === "dm" || channelId.startsWith("D");
}

/** An event of a DM, and one that only one person sees, names that person as its user. */
function readersOf(event) {
  return event.user ? [event.user] : (channel(event.channel)?.members ?? []);
}

/** Counts a new message for everybody who can see it, except its author and whoever is looking. */
export function countMessage(event) {
  const place = isDm(event.channel) ? "dm" : event.channel;
  const where = isDm(event.channel) ? `dm ${event.user}` : event.channel;
  news.set(where, (news.get(where) ?? 0) + 1);
  for (const reader of readersOf(event)) {
    const looking = reader === store.me && store.place === place && !document.hidden;
    if (reader !== event.from && !looking) counts.set(`${reader} ${place}`, unreadFor(reader, place) + 1);
  }
}

/** Starts counting anew and gives what was counted: [[channel id or "dm user", n]]. */
export function takeNews() {
  const counted = [...news];
  news = new Map();
  return counted;
}
