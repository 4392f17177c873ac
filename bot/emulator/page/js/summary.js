/** A message in a line of words: for replies, topic lists, names and lock screens. */

import { masked } from "./entities.js";
import { t } from "./words.js";

export const senderName = (message) =>
  [message.from?.first_name, message.from?.last_name].filter(Boolean).join(" ") || message.chat?.title || "";

/** Who wrote first what is forwarded, or null. */
export function originName({ forward_origin: origin }) {
  if (!origin) return null;
  return origin.sender_user?.first_name ?? origin.sender_user_name ?? origin.chat?.title ?? "";
}

/** What it says or, without words, what it is. Spoilers stay masked. */
export function summary(message) {
  const service = serviceLine(message);
  if (service) return service;
  const words = masked(message.text ?? message.caption ?? "", message.entities ?? message.caption_entities);
  return [attachmentName(message), words].filter(Boolean).join(" · ");
}

function attachmentName(message) {
  if (message.photo) return t("photo");
  if (message.voice) return t("voice");
  if (message.video_note) return t("videoNote");
  if (message.video ?? message.animation) return t("video");
  if (message.audio) return message.audio.title ?? t("audio");
  if (message.contact) return `${t("contact")} ${message.contact.first_name}`;
  if (message.document) return message.document.file_name ?? t("document");
  if (message.venue) return message.venue.title;
  if (message.location) return t("location");
  if (message.sticker) return `${t("sticker")} ${message.sticker.emoji ?? ""}`;
  return "";
}

/** The sentence of a service message, or null for a message somebody wrote. */
export function serviceLine(message) {
  const names = (message.new_chat_members ?? []).map((member) => member.first_name).join(", ");
  if (message.supergroup_chat_created || message.group_chat_created) return t("groupCreated");
  if (message.forum_topic_created) return t("topicCreated", { name: message.forum_topic_created.name });
  if (message.forum_topic_edited) return t("topicRenamed", { name: message.forum_topic_edited.name ?? "" });
  if (message.forum_topic_closed) return t("topicClosed");
  if (message.forum_topic_reopened) return t("topicReopened");
  if (names) return t("joined", { name: names });
  if (message.left_chat_member) return t("left", { name: message.left_chat_member.first_name });
  if (message.migrate_to_chat_id) return t("upgraded");
  if (message.migrate_from_chat_id) return t("upgradedFrom");
  if (message.pinned_message) return t("pinned");
  return null;
}
