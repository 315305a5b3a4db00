// The people's side of the playground over HTTP, and its stream of events.

export class ApiError extends Error {
  constructor(status, body) {
    super(body.detail || body.error || `HTTP ${status}`);
    this.status = status;
    this.code = body.error ?? "http_error";
  }
}

async function call(method, path, { query, body } = {}) {
  const given = Object.entries(query ?? {}).filter(([, value]) => value !== undefined && value !== null);
  const search = given.length ? `?${new URLSearchParams(given)}` : "";
  const options = { method, headers: { Accept: "application/json" } };
  if (body) {
    options.headers["Content-Type"] = "application/json";
    options.body = JSON.stringify(body);
  }
  let response;
  try {
    response = await fetch(`/people/${path}${search}`, options);
  } catch (cause) {
    throw new ApiError(0, { error: "offline", detail: String(cause.message) });
  }
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) throw new ApiError(response.status, answer);
  return answer;
}

export const api = {
  state: () => call("GET", "state"),
  messages: (query) => call("GET", "messages", { query }),
  post: (body) => call("POST", "messages", { body }),
  edit: (body) => call("PATCH", "messages", { body }),
  remove: (body) => call("DELETE", "messages", { body }),
  command: (body) => call("POST", "commands", { body }),
  action: (body) => call("POST", "actions", { body }),
  options: (body) => call("POST", "options", { body }),
  submit: (body) => call("POST", "views/submit", { body }),
  close: (body) => call("POST", "views/close", { body }),
  views: (user) => call("GET", "views", { query: { user } }),
  openHome: (user) => call("POST", "home", { body: { user } }),
  home: (user) => call("GET", "home", { query: { user } }),
  shortcut: (body) => call("POST", "shortcuts", { body }),
  react: (body) => call("POST", "reactions", { body }),
  unreact: (body) => call("DELETE", "reactions", { body }),
  clock: () => call("GET", "clock"),
  moveClock: (body) => call("POST", "clock", { body }),
};

/** The browser reconnects by itself; `lost` and `found` say when. */
export function listen(onEvent, { lost, found }) {
  const source = new EventSource("/people/stream");
  let wasLost = false;
  source.addEventListener("message", (event) => onEvent(JSON.parse(event.data)));
  source.addEventListener("error", () => {
    if (!wasLost) lost();
    wasLost = true;
  });
  source.addEventListener("open", () => {
    if (wasLost) found();
    wasLost = false;
  });
  window.addEventListener("pagehide", () => source.close());
}
