// What the page knows: the workspace, who is acting, and where that person is looking.

export const store = {
  state: null,
  me: null,
  place: null, // a channel id, "dm" or "home"
  thread: null,
  language: "en",
  languageChosen: null, // set by ?lang= or the switch; wins over the person's own locale
  now: new Date(),
  views: [],
  offline: false,
};

const SLACKBOT = "USLACKBOT";
const NEUTRAL = "#5f6670";
const PALETTE = ["#a0452e", "#3d6b35", "#2f5f98", "#7a4a8c", "#8a5a0b", "#0f6b6b", "#9b3d66", "#54606e", "#5b4fa3", "#6b5d1f"];

export function isPlace(id) {
  return id === "dm" || id === "home" || myChannels().some((channel) => channel.id === id);
}

export function person(id) {
  if (id === bot().id) return bot();
  return store.state.users.find((user) => user.id === id) ?? { id, name: id, real_name: id === SLACKBOT ? "Slackbot" : id };
}

export function bot() {
  return { id: store.state.bot.user_id, name: "muster", real_name: store.state.app?.name ?? "Muster", is_bot: true };
}

export function acting() {
  return person(store.me);
}

export function nameOf(user) {
  return user.real_name || user.name || user.id;
}

export function channel(id) {
  return store.state.channels.find((one) => one.id === id);
}

export function myChannels() {
  return store.state.channels.filter((one) => !one.archived && (!one.members || one.members.includes(store.me)));
}

/** Where the people's side looks for this place: the App Home belongs to the DM. */
export function conversationOf(place = store.place) {
  return place === "home" ? "dm" : place;
}

export function placeName(place) {
  return ["dm", "home"].includes(place) ? nameOf(bot()) : `#${channel(place)?.name ?? place}`;
}

export function canAct(user) {
  return !user.deleted && !user.is_bot && user.id !== bot().id && user.id !== SLACKBOT;
}

export function colourOf(user) {
  const index = store.state.users.findIndex((one) => one.id === user.id);
  return index < 0 ? NEUTRAL : PALETTE[index % PALETTE.length];
}

/** Two letters of a Western name, the end of a Chinese one; a tiny face has room for one character of those. */
export function initialsOf(user, tiny = false) {
  const name = nameOf(user).trim();
  if (/\p{Script=Han}/u.test(name)) return name.slice(tiny ? -1 : -2);
  const words = name.split(/\s+/).filter((word) => /^[\p{L}\p{N}]/u.test(word));
  return words.length > 1 ? words[0][0] + words.at(-1)[0] : name.slice(0, 2);
}

export function zoneOf(user) {
  return user.tz || "UTC";
}

/** The locale to write times and numbers in: the acting person's, unless another language was chosen. */
export function localeOf(user = acting()) {
  const own = user.locale || "en-US";
  const wanted = store.language;
  return own.startsWith(wanted) ? own : wanted === "zh" ? "zh-CN" : "en-US";
}
