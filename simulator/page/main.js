// Starts the page: who there is, who one is, and what happens meanwhile.

import { follow, read } from "./api.js";
import * as chat from "./chat.js";
import { $, el, toast } from "./dom.js";
import { fullName } from "./messages.js";
import * as panels from "./panels.js";
import { speak, t } from "./texts.js";

const COORDINATORS = -1001000000001;
const page = { seats: [], seat: null, unread: new Map() };

async function start() {
  const [state, calls] = await Promise.all([read("state"), read("calls")]);
  page.seats = seats(state);
  chat.prepare(state.bot, { changed: panels.refreshFiles, lookUp: (query) => { view("panels"); panels.lookUp(query); }, goPrivate });
  panels.prepare(state, calls);
  for (const button of $("views").querySelectorAll("button")) button.addEventListener("click", () => view(button.dataset.view));
  window.addEventListener("hashchange", fromAddress);
  await fromAddress();
  let silent = false;
  follow(state.seq, happened, (trouble) => {
    if (trouble && !silent) toast(t("offline"));
    if (!trouble && silent) location.reload(); // a new simulator, with a new world
    silent = trouble;
  });
}

// A seat is a person in a chat; its id is what stands behind # in the address.
function seats({ people, chats }) {
  const found = [];
  for (const [key, user] of Object.entries(people)) {
    for (const each of chats) {
      const here = each.type === "private" ? each.id === user.id : user.id in each.members;
      if (here && !each.migrated_to) found.push({ id: each.type === "private" ? key : `${key}@${each.id}`, key, user, chat: each.id, title: each.title, section: section(key, each) });
    }
  }
  return found;
}

function section(key, each) {
  if (each.id === COORDINATORS) return "coordinators";
  return each.type === "private" && !key.startsWith("coordinator") ? "officers" : "others";
}

function fromAddress() {
  const wanted = decodeURIComponent(location.hash.slice(1));
  return choose(page.seats.find((seat) => seat.id === wanted) || page.seats[0]);
}

async function choose(seat) {
  page.seat = seat;
  page.unread.delete(seat.chat);
  speak(seat.user.language_code);
  showSeats();
  panels.show();
  await chat.open(seat);
  view("chat");
}

function goPrivate() {
  const own = page.seats.find((seat) => seat.id === page.seat.key);
  if (own && own !== page.seat) location.hash = own.id;
}

function showSeats() {
  const open = $("seats").querySelector("details")?.open;
  const parts = ["officers", "coordinators", "others"].map((name) => {
    const list = el("ul", {}, page.seats.filter((seat) => seat.section === name).map((seat) => el("li", {}, seatLink(seat))));
    return name === "others"
      ? el("details", { open: open || page.seat.section === name }, el("summary", {}, t(name)), list)
      : el("section", {}, el("h3", {}, t(name)), list);
  });
  $("seats").replaceChildren(...parts);
}

function seatLink(seat) {
  const unread = page.unread.get(seat.chat);
  const where = seat.title || t("privateChat");
  return el("a", { href: `#${seat.id}`, className: "seat", "aria-current": seat === page.seat ? "page" : null },
    el("span", { className: `avatar tone-${seat.user.id % 4}`, "aria-hidden": "true" }, (seat.user.language_code || "?").toUpperCase()),
    el("span", { className: "seat-words" }, el("b", {}, fullName(seat.user)), el("small", {}, `${where} · ${seat.user.language_code || t("noLanguage")}`)),
    unread ? el("span", { className: "unread" }, String(unread)) : "");
}

function view(name) {
  document.body.dataset.view = name;
  for (const button of $("views").querySelectorAll("button")) button.setAttribute("aria-pressed", String(button.dataset.view === name));
}

function happened(event) {
  chat.happened(event);
  panels.happened(event);
  if (event.kind === "people") peopleChanged();
  if (event.kind === "message" && event.message.from.is_bot && event.chat_id !== page.seat.chat) {
    page.unread.set(event.chat_id, (page.unread.get(event.chat_id) || 0) + 1);
    showSeats();
  }
}

async function peopleChanged() {
  page.seats = seats(await read("state"));
  page.seat = page.seats.find((seat) => seat.id === page.seat.id) || page.seat;
  chat.current().seat = page.seat;
  showSeats();
  await chat.refreshHead();
}

start();
