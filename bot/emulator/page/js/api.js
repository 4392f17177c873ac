/** The control API: what the page asks of the emulator. Every answer is `{ok, error?}`; nothing here throws. */

async function ask(method, path, body) {
  try {
    const response = await fetch(path, {
      method,
      headers: body === undefined ? {} : { "Content-Type": "application/json" },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    return await answerOf(response);
  } catch {
    return { ok: false, error: null };
  }
}

async function answerOf(response) {
  const text = await response.text();
  try {
    return { ok: response.ok, ...JSON.parse(text) };
  } catch {
    return { ok: response.ok, error: response.ok ? undefined : text };
  }
}

/** What a person does on a phone: `{user_id, chat_id, do, ...}`. */
export const act = (deed) => ask("POST", "/control/act", deed);
export const moveClock = (move) => ask("POST", "/control/clock", move);
export const setFault = (name, on) => ask("POST", "/control/fault", { name, on });
export const restartBot = () => ask("POST", "/control/restart", {});
export const startOver = () => ask("POST", "/control/reset", {});
export const addPhone = (phone) => ask("POST", "/control/phones", phone);
export const removePhone = (id) => ask("DELETE", `/control/phones/${encodeURIComponent(id)}`, {});
export const fileAddress = (fileId) => `/control/file/${encodeURIComponent(fileId)}`;

/** The whole state, or null when the emulator does not answer. */
export async function fetchState() {
  try {
    const response = await fetch("/control/state", { cache: "no-store" });
    return response.ok ? await response.json() : null;
  } catch {
    return null;
  }
}

/** Calls back at each change and whenever the line is lost or found again. */
export function listen({ changed, lost }) {
  const source = new EventSource("/control/events");
  source.addEventListener("message", changed);
  source.addEventListener("open", changed);
  source.addEventListener("error", lost);
}
