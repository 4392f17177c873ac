/** The newest state of the emulator, asked for again whenever it says that something changed. */

import { fetchState, listen } from "./api.js";

/** The virtual clock may run with the machine's, so the shown minutes are looked up now and then. */
const LOOK_AGAIN_MS = 20_000;

/**
 * @typedef {{id: string, role: "client"|"staff"|"officer", label: string, user_id: number, chat_id: number,
 *   time_zone: string, language_code: string, removable: boolean}} Phone
 * @typedef {{id: number, name: string, closed: boolean}} Topic
 * @typedef {{id: number, type: string, title: string, is_forum: boolean, blocked: boolean,
 *   reply_keyboard: {text: string}[][]|null, topics: Topic[], messages: object[]}} Chat
 * @typedef {{version: number, now: string, bot: object, phones: Phone[], chats: Object<string, Chat>,
 *   toasts: Object<string, object|null>, pending: Object<string, number[]>, journal: object[],
 *   faults: Object<string, boolean>, samples: object}} State
 */

export class Store {
  /** @param {(state: State|null, online: boolean) => void} onState */
  constructor(onState) {
    this.onState = onState;
    this.state = null;
    this.asking = false;
    this.askAgain = false;
  }

  start() {
    listen({ changed: () => this.refresh(), lost: () => this.onState(this.state, false) });
    setInterval(() => this.refresh(), LOOK_AGAIN_MS);
    return this.refresh();
  }

  /** One question at a time: changes that come while one is under way share the next. */
  async refresh() {
    if (this.asking) {
      this.askAgain = true;
      return;
    }
    this.asking = true;
    const state = await fetchState();
    this.asking = false;
    if (state) this.state = state;
    this.onState(this.state, state !== null);
    if (!this.askAgain) return;
    this.askAgain = false;
    await this.refresh();
  }
}
