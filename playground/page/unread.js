// What each person has not seen yet, since this page was opened.

import { api } from "./api.js";
import { canAct, channel, store } from "./store.js";

const counts = new Map(); // "user place" -> number
const owners = new Map(); // DM channel id -> the person it belongs to
let total = new Map(); // what came in while the clock moved: place or "dm user" -> number

export function unreadFor(user, place) {
  return counts.get(`${user} ${place}`) ?? 0;
}

export function seen(user, place) {
  counts.delete(`${user} ${place === "home" ? "dm" : place}`);
}

/** Learns whose DM is whose, so that news for others can be marked at their names. */
export async function learnDms() {
  const people = store.state.users.filter((user) => canAct(user));
  await Promise.all(people.map(async (user) => {
    const answer = await api.messages({ channel: "dm", as: user.id, limit: 1 }).catch(() => null);
    const id = answer?.channel?.id ?? answer?.channel;
    if (id) owners.set(id, user.id);
  }));
}

export function dmOwner(channelId) {
  return owners.get(channelId) ?? null;
}

export function isDm(channelId) {
  return owners.has(channelId) || String(channelId).startsWith("D");
}

/** Counts a new message for everybody who can see it, except its author and whoever is looking. */
export function countMessage(event) {
  const owner = isDm(event.channel) ? (dmOwner(event.channel) ?? event.user) : null;
  const place = owner ? "dm" : event.channel;
  const news = owner ? `dm ${owner}` : event.channel;
  const readers = event.type === "ephemeral" ? [event.user] : owner ? [owner] : (channel(event.channel)?.members ?? []);
  total.set(news, (total.get(news) ?? 0) + 1);
  for (const reader of readers) {
    const looking = reader === store.me && store.place === place && !document.hidden;
    if (reader !== (event.from ?? null) && !looking) counts.set(`${reader} ${place}`, unreadFor(reader, place) + 1);
  }
}

/** Starts counting anew and gives what was counted: [[place or "dm user", n]]. */
export function takeNews() {
  const news = [...total];
  total = new Map();
  return news;
}
