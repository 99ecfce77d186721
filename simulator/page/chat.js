// The chat in the middle: messages, what the person types, keyboards, commands.

import { act, read } from "./api.js";
import { $, alertBox, copy, el, hideToast, toast } from "./dom.js";
import { bubble, fullName, summary } from "./messages.js";
import { t } from "./texts.js";

const state = { seat: null, bot: null, chat: null, messages: new Map(), seq: 0, about: {}, context: null, commands: [] };
let hooks = {};
let quiet;
let doubting;

export const files = () => [...state.messages.values()].filter((each) => each.from.is_bot && (each.document || each.photo));
export const current = () => state;

export function prepare(bot, given) {
  state.bot = bot;
  hooks = given;
  $("composer-form").addEventListener("submit", (event) => { event.preventDefault(); submit(); });
  $("composer").addEventListener("keydown", onKey);
  $("composer").addEventListener("input", () => { grow(); offerCommands($("composer").value); });
  $("menu").addEventListener("click", () => ($("commands").hidden ? offerCommands("/", true) : hideCommands()));
  $("attach").addEventListener("change", attach);
  $("context").querySelector("button").addEventListener("click", () => setContext(null));
  $("block").addEventListener("click", toggleBot);
}

export async function open(seat) {
  state.seat = seat;
  setContext(null);
  hideCommands();
  hideToast();
  const [loaded, about] = await Promise.all([read("messages", { chat_id: seat.chat }), read("about", { user: seat.key })]);
  if (state.seat !== seat) return;
  Object.assign(state, { chat: loaded.chat, seq: loaded.seq, about });
  state.messages = new Map(loaded.messages.map((message) => [message.message_id, message]));
  showHead();
  showAll();
  showKeyboard(loaded.keyboard);
  hooks.changed();
}

export function happened(event) {
  if (event.chat_id !== state.seat?.chat || event.seq <= state.seq) return;
  state.seq = event.seq;
  const handle = { message: added, edit: changed, delete: removed, keyboard: (e) => showKeyboard(e.keyboard), action, toast: answered, reaction: reacted }[event.kind];
  handle?.(event);
}

export async function refreshHead() {
  const { chats } = await read("state");
  state.chat = chats.find((chat) => chat.id === state.seat.chat) || state.chat;
  showHead();
}

const who = () => ({ user: state.seat.key, chat_id: state.seat.chat });

async function tries(work) {
  try {
    const result = await work();
    clearTimeout(doubting);
    doubting = setTimeout(doubt, 5000);
    return result;
  } catch (error) {
    toast(`${t("failed")}: ${error.message}`);
    return null;
  }
}

async function doubt() {
  const { pending_updates: pending } = await read("state");
  if (pending) toast(t("botSilent"));
}

const actions = {
  say: (text) => tries(() => act("say", { ...who(), text })),
  reply: (message) => setContext({ kind: "reply", message }),
  edit: (message) => setContext({ kind: "edit", message }),
  opensLink,
  press,
};

function opensLink(url) {
  const found = parseUrl(url);
  if (!found) return false;
  const { host, pathname, searchParams, protocol } = found;
  const telegram = host === "t.me" || host === "telegram.me";
  if (telegram && pathname === "/share/url") {
    copy(searchParams.get("url") || "");
    toast(`${t("shareCopied")}: ${searchParams.get("url")}`);
    return true;
  }
  const name = protocol === "tg:" ? searchParams.get("domain") : telegram ? pathname.slice(1) : null;
  if (name?.toLowerCase() !== state.bot.username.toLowerCase()) return protocol === "tg:";
  const seat = state.chat.type === "private" ? who() : { user: state.seat.key };
  hooks.goPrivate();
  tries(() => act("start", { user: seat.user, payload: searchParams.get("start") || "" }));
  return true;
}

function parseUrl(url) {
  try {
    return new URL(url);
  } catch {
    return null;
  }
}

async function press(message, button, element) {
  if (button.url) {
    if (!opensLink(button.url)) window.open(button.url, "_blank", "noopener,noreferrer");
  } else if (button.copy_text) {
    await copy(button.copy_text.text);
    toast(`${t("copied")}: ${button.copy_text.text}`);
  } else if (button.callback_data) {
    element.classList.add("waiting");
    const answer = await tries(() => act("press", { ...who(), message_id: message.message_id, data: button.callback_data, wait: 15 }));
    element.classList.remove("waiting");
    if (answer && !answer.answered) toast(t("noAnswer"));
    if (answer?.url && !opensLink(answer.url)) window.open(answer.url, "_blank", "noopener,noreferrer");
  } else {
    hooks.lookUp(button.switch_inline_query ?? button.switch_inline_query_current_chat ?? "");
  }
}

async function submit() {
  const text = $("composer").value.trim();
  if (!text) return;
  const { context } = state;
  $("composer").value = "";
  grow();
  hideCommands();
  setContext(null);
  const mention = `@${state.bot.username} `;
  if (text.toLowerCase().startsWith(mention.toLowerCase()) && state.chat.type === "private") return hooks.lookUp(text.slice(mention.length));
  if (context?.kind === "edit") await tries(() => act("edit", { ...who(), text, message_id: context.message.message_id }));
  else await tries(() => act("say", { ...who(), text, reply_to: context?.message.message_id }));
}

function onKey(event) {
  const options = [...$("commands").querySelectorAll("[role=option]")];
  if (event.key === "Enter" && !event.shiftKey) {
    event.preventDefault();
    submit();
  } else if (event.key === "ArrowDown" && !$("commands").hidden && options.length) {
    event.preventDefault();
    options[0].focus();
  } else if (event.key === "Escape") {
    hideCommands();
    setContext(null);
  } else if (event.key === "ArrowUp" && !$("composer").value) {
    const own = [...state.messages.values()].filter((each) => each.from.id === state.seat.user.id && each.text);
    if (own.length) actions.edit(own.at(-1));
  }
}

async function offerCommands(typed, always = false) {
  if (!typed.startsWith("/") || typed.includes(" ")) return hideCommands();
  const found = await read("commands", who());
  if (!always && $("composer").value !== typed) return; // sent, or typed on, meanwhile
  const fitting = found.filter((each) => `/${each.command}`.startsWith(typed));
  if (!fitting.length && !always) return hideCommands();
  const box = $("commands");
  box.replaceChildren(...fitting.map((each) => el("button", { type: "button", role: "option", onclick: () => { hideCommands(); $("composer").value = ""; actions.say(`/${each.command}`); $("composer").focus(); }, onkeydown: onOptionKey },
    el("b", {}, `/${each.command}`), " ", el("span", {}, each.description))));
  if (!fitting.length) box.append(el("p", {}, t("noCommands")));
  box.hidden = false;
}

function onOptionKey(event) {
  const next = { ArrowDown: event.currentTarget.nextElementSibling, ArrowUp: event.currentTarget.previousElementSibling || $("composer"), Escape: $("composer") }[event.key];
  if (!next) return;
  event.preventDefault();
  next.focus();
  if (event.key === "Escape") hideCommands();
}

function hideCommands() {
  $("commands").hidden = true;
}

function setContext(context) {
  state.context = context;
  $("context").hidden = !context;
  if (!context) return;
  $("context").querySelector("p").textContent = `${t(context.kind === "edit" ? "editing" : "replyTo")}: ${summary(context.message).slice(0, 80)}`;
  if (context.kind === "edit") $("composer").value = context.message.text;
  $("composer").focus();
}

function grow() {
  const field = $("composer");
  field.style.height = "auto";
  field.style.height = `${Math.min(field.scrollHeight, 120)}px`;
}

async function attach() {
  const [given] = $("attach").files;
  if (!given) return;
  const content = await new Promise((done) => {
    const reader = new FileReader();
    reader.onload = () => done(reader.result.split(",")[1] || "");
    reader.readAsDataURL(given);
  });
  const kind = given.type.startsWith("image/") ? "photo" : "document";
  await tries(() => act("send", { ...who(), kind, name: given.name, content_base64: content }));
  $("attach").value = "";
}

async function toggleBot() {
  const gone = ["left", "kicked"].includes(state.chat.bot);
  if (state.chat.type === "private") await tries(() => act("block", { ...who(), blocked: !gone }));
  else await tries(() => act("membership", { ...who(), status: gone ? "member" : "left" }));
}

// The capital letters of the bot's name, for its picture.
function initials() {
  const name = state.about.name || state.bot.first_name;
  return (name.match(/\p{Lu}/gu) || [name.slice(0, 2)]).slice(0, 3).join("");
}

function showHead() {
  const { chat, seat, bot } = state;
  const isPrivate = chat.type === "private";
  const gone = ["left", "kicked"].includes(chat.bot);
  $("chat-title").textContent = isPrivate ? state.about.name || bot.first_name : chat.title;
  $("chat-avatar").className = `avatar ${isPrivate ? "bot" : "tone-3"}`;
  $("chat-avatar").textContent = isPrivate ? initials() : chat.title.slice(0, 2).toUpperCase();
  $("chat-status").classList.remove("busy");
  $("chat-status").textContent = gone ? t(isPrivate ? "blocked" : "absent") : isPrivate ? `${t("bot")} · @${bot.username}` : `${t("group")} · ${Object.keys(chat.members).length} ${t("members")} · ${t("as")} ${fullName(seat.user)}`;
  $("block").textContent = t(isPrivate ? (gone ? "unblock" : "block") : gone ? "addBot" : "removeBot");
}

function showAll() {
  const list = $("messages");
  list.replaceChildren();
  if (!state.messages.size && state.chat.type === "private") {
    list.append(el("div", { className: "welcome" },
      el("span", { className: "avatar bot large", "aria-hidden": "true" }, initials()),
      state.about.description && el("b", {}, t("whatCan")),
      state.about.description && el("p", {}, state.about.description),
      el("button", { type: "button", className: "primary", onclick: () => tries(() => act("start", who())) }, t("start"))));
  }
  for (const message of state.messages.values()) list.append(bubble(message, state.seat.user, actions));
  list.scrollTop = list.scrollHeight;
}

function added({ message }) {
  const list = $("messages");
  list.querySelector(".welcome")?.remove();
  idle();
  state.messages.set(message.message_id, message);
  const element = bubble(message, state.seat.user, actions);
  element.classList.add("new");
  list.append(element);
  list.scrollTop = list.scrollHeight;
  hooks.changed();
}

function changed({ message }) {
  idle();
  state.messages.set(message.message_id, message);
  const old = $("messages").querySelector(`[data-id="${message.message_id}"]`);
  const element = bubble(message, state.seat.user, actions);
  const focused = old?.contains(document.activeElement);
  element.classList.add("flash");
  if (old) old.replaceWith(element);
  if (focused) element.querySelector(".inline-keyboard button")?.focus();
  element.scrollIntoView({ block: "nearest" });
  hooks.changed();
}

function removed({ message_id: id }) {
  state.messages.delete(id);
  $("messages").querySelector(`[data-id="${id}"]`)?.remove();
}

function reacted({ message_id: id, reaction }) {
  const meta = $("messages").querySelector(`[data-id="${id}"] .meta`);
  meta?.prepend(el("span", { className: "reaction" }, reaction.map((each) => each.emoji || "").join(" ")));
}

function action({ action: kind }) {
  $("chat-status").textContent = `${t(kind === "typing" ? "typing" : "sending")}…`;
  $("chat-status").classList.add("busy");
  clearTimeout(quiet);
  quiet = setTimeout(idle, 5000);
}

function idle() {
  clearTimeout(quiet);
  if ($("chat-status").classList.contains("busy")) showHead();
}

function answered(event) {
  if (event.user_id !== state.seat.user.id || !event.text) return;
  (event.show_alert ? alertBox : toast)(event.text);
}

function showKeyboard(keyboard) {
  const rows = keyboard?.keyboard;
  $("keyboard").hidden = !rows;
  $("composer").placeholder = keyboard?.input_field_placeholder || t("message");
  if (!rows) return;
  $("keyboard").replaceChildren(...rows.map((row) => el("div", { className: "row" }, row.map((key) => {
    const label = key.text ?? key;
    const tap = () => (key.request_contact ? tries(() => act("contact", who())) : key.request_location ? tries(() => act("send", { ...who(), kind: "location" })) : actions.say(label));
    return el("button", { type: "button", onclick: tap }, label);
  }))));
  $("messages").scrollTop = $("messages").scrollHeight;
}
