// One message as a bubble: words, pictures, files, buttons.

import { el } from "./dom.js";
import { formatted } from "./entities.js";
import { t, time } from "./texts.js";

export function bubble(message, me, actions) {
  if (message.new_chat_members) return service(t("botAdded"));
  if (message.migrate_to_chat_id || message.migrate_from_chat_id) return service(t("migrated"));
  const own = message.from.id === me.id;
  const box = el("div", { className: "bubble" },
    sender(message, own),
    quote(message),
    content(message),
    words(message, actions),
    el("p", { className: "meta" },
      message.edit_date && el("span", {}, t("edited")),
      el("time", { dateTime: new Date(message.date * 1000).toISOString() }, time(message.date))));
  return el("article", { className: `message ${own ? "own" : "theirs"}`, "data-id": message.message_id },
    box,
    buttons(message, actions),
    el("div", { className: "tools" },
      el("button", { type: "button", onclick: () => actions.reply(message) }, t("reply")),
      own && message.text !== undefined && el("button", { type: "button", onclick: () => actions.edit(message) }, t("edit"))));
}

export function fullName(user) {
  return [user.first_name, user.last_name].filter(Boolean).join(" ");
}

export function summary(message) {
  if (message.text || message.caption) return message.text || message.caption;
  if (message.document) return message.document.file_name;
  return t(["photo", "contact", "location", "sticker", "voice", "poll"].find((kind) => message[kind]) || "other");
}

function service(text) {
  return el("p", { className: "service" }, text);
}

function sender(message, own) {
  const name = message.via_bot ? `${fullName(message.from)} · ${t("via")} @${message.via_bot.username}` : fullName(message.from);
  return (!own && message.chat.type !== "private") || message.via_bot ? el("p", { className: "sender" }, name) : null;
}

function quote(message) {
  const original = message.reply_to_message;
  return original ? el("p", { className: "quote" }, el("b", {}, fullName(original.from)), " ", summary(original).slice(0, 90)) : null;
}

function content(message) {
  if (message.photo) {
    const photo = message.photo.at(-1);
    return el("a", { href: fileUrl(photo), target: "_blank", rel: "noopener" },
      el("img", { src: fileUrl(photo), alt: message.caption || t("photo"), width: photo.width, height: photo.height }));
  }
  if (message.document) return file(message.document);
  if (message.contact) {
    const { contact } = message;
    return el("p", { className: "card" }, el("b", {}, fullName(contact)), el("br"), contact.phone_number);
  }
  if (message.location) return el("p", { className: "card" }, `${t("location")}: ${message.location.latitude}, ${message.location.longitude}`);
  for (const kind of ["sticker", "voice", "poll", "audio", "video", "dice"]) {
    if (message[kind]) return el("p", { className: "card" }, `${message[kind].emoji || ""} ${t(kind)} ${message[kind].question || ""}`);
  }
  return null;
}

export function file(document) {
  const kind = document.file_name.split(".").at(-1).slice(0, 4).toUpperCase();
  return el("a", { className: "file", href: fileUrl(document), download: document.file_name },
    el("span", { className: "kind", "aria-hidden": "true" }, kind),
    el("span", { className: "file-words" }, el("b", {}, document.file_name), el("small", {}, `${size(document.file_size)} · ${t("download")}`)));
}

export function fileUrl(found) {
  return `/sim/file/${encodeURIComponent(found.file_id)}`;
}

export function size(bytes) {
  return bytes < 1024 ? `${bytes} B` : bytes < 1048576 ? `${(bytes / 1024).toFixed(1)} kB` : `${(bytes / 1048576).toFixed(1)} MB`;
}

function words(message, actions) {
  const text = message.text ?? message.caption;
  const entities = message.text === undefined ? message.caption_entities : message.entities;
  return text ? el("div", { className: "words" }, formatted(text, entities, actions)) : null;
}

function buttons(message, actions) {
  const rows = message.reply_markup?.inline_keyboard;
  if (!rows) return null;
  return el("div", { className: "inline-keyboard" }, rows.map((row) =>
    el("div", { className: "row" }, row.map((button) =>
      el("button", { type: "button", onclick: (event) => actions.press(message, button, event.currentTarget) },
        button.text, mark(button))))));
}

function mark(button) {
  const sign = button.url ? "↗" : "switch_inline_query" in button ? "»" : "";
  if (button.copy_text) return el("span", { className: "mark copy", "aria-hidden": "true" });
  return sign && el("span", { className: "mark", "aria-hidden": "true" }, sign);
}
