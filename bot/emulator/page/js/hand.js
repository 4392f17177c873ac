/** What the holder of a phone can do with it: each deed goes to the emulator, and a refusal comes back as a toast. */

import { act } from "./api.js";
import { t } from "./words.js";

/** @param {import("./phone.js").PhoneView} view */
export function createHand(view) {
  const deed = async (fields) => {
    const answer = await act({ user_id: view.phone.user_id, chat_id: view.chatId, ...fields });
    if (!answer.ok) view.tell(answer.error ?? t("failed"));
    return answer.ok;
  };
  const inThread = (fields) => {
    const thread = view.topicId ? { thread_id: view.topicId } : {};
    const reply = view.replyTo ? { reply_to: view.replyTo.message_id } : {};
    view.settle({ replyTo: null, editing: null });
    view.thread.toBottom();
    return deed({ ...thread, ...reply, ...fields });
  };
  return {
    get zone() {
      return view.phone.time_zone;
    },
    say: (text) => inThread({ do: "text", text }),
    command: (text) => inThread({ do: "text", text }),
    attach: (fields) => inThread(fields),
    save: async (message, text) => {
      view.settle({ editing: null });
      if (text !== (message.text ?? message.caption)) await deed({ do: "edit", message_id: message.message_id, text });
    },
    press: (messageId, row, column) => press(view, deed, { message_id: messageId, row, column }),
    remove: (message) => deed({ do: "delete", message_id: message.message_id }),
    react: (message, emoji) => deed({ do: "react", message_id: message.message_id, emoji }),
    block: () => deed({ do: "block" }),
    unblock: () => deed({ do: "unblock" }),
    reply: (message) => view.settle({ replyTo: message, editing: null }, true),
    edit: (message) => view.settle({ editing: message, replyTo: null }, true),
    cancel: () => view.settle({ replyTo: null, editing: null }, true),
    goTo: (messageId) => view.thread.goTo(messageId),
    open: (url) => openLink(view, deed, url),
    copy: (text) => copy(view, text),
    tell: (text) => view.tell(text),
  };
}

/** Time enough for the state to tell that the press is pending, so that the button does not flicker. */
const NEWS_TRAVELS_MS = 150;

/** The button shows that it waits from the press on, not only once the emulator says so. */
async function press(view, deed, pressed) {
  view.settle({ waiting: { ...pressed, sending: true } });
  const ok = await deed({ do: "press", ...pressed });
  setTimeout(() => view.settle({ waiting: ok ? pressed : null }), NEWS_TRAVELS_MS);
}

async function copy(view, text) {
  try {
    await navigator.clipboard.writeText(text);
    view.tell(t("copied", { what: text }));
  } catch {
    view.tell(t("cannotCopy"));
  }
}

/** A link to this very bot starts it, as on a phone; any other link leads out of the harbour and stays shut. */
function openLink(view, deed, url) {
  const payload = deepLink(url, view.state.bot.username);
  if (payload === null) return view.tell(t("linkInert", { url }));
  return deed({ chat_id: view.phone.user_id, do: "text", text: `/start ${payload}`.trim() });
}

function deepLink(url, username) {
  const { hostname, pathname, searchParams } = URL.canParse(url) ? new URL(url) : { searchParams: new Map() };
  const here = hostname === "t.me" && pathname.slice(1).toLowerCase() === username?.toLowerCase();
  return here ? (searchParams.get("start") ?? "") : null;
}
