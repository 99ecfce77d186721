// The right column: mail box, calls, failures, look-up, files.

import { act, read } from "./api.js";
import { current, files } from "./chat.js";
import { $, el, toast } from "./dom.js";
import { file, fileUrl, summary } from "./messages.js";
import { mailPanel } from "./mail.js";
import { dateTime, t } from "./texts.js";

const PANELS = { mail: mailPanel, calls: callsPanel, faults: faultsPanel, inline: inlinePanel, files: filesPanel };
const state = { tab: "mail", calls: [], faults: [], settings: {}, query: "" };

export function prepare(loaded, calls) {
  Object.assign(state, { faults: loaded.faults, settings: loaded.settings, calls });
  $("tabs").addEventListener("keydown", onTabKey);
}

export function show(tab = state.tab) {
  state.tab = tab;
  $("tabs").replaceChildren(...Object.keys(PANELS).map((name) => el("button", {
    type: "button", role: "tab", id: `tab-${name}`, "aria-controls": "panel",
    "aria-selected": String(name === tab), tabIndex: name === tab ? 0 : -1, onclick: () => show(name),
  }, t(name))));
  $("panel").setAttribute("aria-labelledby", `tab-${tab}`);
  PANELS[tab]($("panel"));
}

export function happened(event) {
  if (event.kind === "call") {
    state.calls.push(event.call);
    if (state.calls.length > 200) state.calls.shift();
    if (state.tab === "calls") callsPanel($("panel"));
  } else if (event.kind === "faults") {
    state.faults = event.faults;
    if (state.tab === "faults") showFaults();
  } else if (event.kind === "mail") {
    if (state.tab === "mail") mailPanel($("panel"));
    else $("tab-mail")?.classList.add("news");
  }
}

export function refreshFiles() {
  if (state.tab === "files") filesPanel($("panel"));
}

export function lookUp(query) {
  state.query = query;
  show("inline");
  $("panel").querySelector("form").requestSubmit();
}

function onTabKey(event) {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!step) return;
  const names = Object.keys(PANELS);
  show(names[(names.indexOf(state.tab) + step + names.length) % names.length]);
  $(`tab-${state.tab}`).focus();
}

function callsPanel(panel) {
  const open = new Set([...panel.querySelectorAll("details[open]")].map((each) => each.dataset.key));
  panel.replaceChildren(el("p", { className: "intro" }, t(state.calls.length ? "callsIntro" : "noCalls")),
    ...state.calls.toReversed().map((call) => {
      const key = `${call.time}`;
      return el("details", { className: `call ${call.ok ? "good" : "bad"}`, "data-key": key, open: open.has(key) },
        el("summary", {}, el("b", {}, call.method), el("span", { className: "code" }, `${call.status || "—"}`), el("time", {}, dateTime(call.time * 1000).split(", ").at(-1)), el("small", {}, `${call.ms} ms`)),
        call.description && el("p", { className: "why" }, call.description),
        el("pre", {}, JSON.stringify(unpacked(call.parameters), null, 1)));
    }));
}

function unpacked(parameters) {
  return Object.fromEntries(Object.entries(parameters).map(([name, value]) => {
    try {
      return [name, typeof value === "string" && /^[[{]/.test(value) ? JSON.parse(value) : value];
    } catch {
      return [name, value];
    }
  }));
}

const METHODS = ["*", "sendMessage", "editMessageText", "answerCallbackQuery", "sendDocument", "sendPhoto", "getUpdates"];
const WAYS = {
  serverError: { mode: "error", status: 500 },
  tooMany: { mode: "error", status: 429, retry_after: 3 },
  forbidden: { mode: "error", status: 403 },
  timeout: { mode: "timeout", seconds: 20 },
  lost: { mode: "lost" },
};

function field(label, control) {
  return el("label", { className: "field" }, el("span", {}, label), control);
}

function faultsPanel(panel) {
  const method = el("select", {}, METHODS.map((name) => el("option", { value: name }, name === "*" ? t("anyMethod") : name)));
  const way = el("select", {}, Object.keys(WAYS).map((name) => el("option", { value: name }, t(name))));
  const count = el("input", { type: "number", min: 1, max: 99, value: 1 });
  const latency = el("input", { type: "number", min: 0, max: 10000, step: 50, value: state.settings.latency_ms });
  panel.replaceChildren(
    el("p", { className: "intro" }, t("faultsIntro")),
    el("form", { onsubmit: (event) => { event.preventDefault(); act("fail", { method: method.value, count: Number(count.value), ...WAYS[way.value] }); } },
      field(t("method"), method), field(t("how"), way), field(t("count"), count),
      el("button", { className: "primary" }, t("plan"))),
    el("div", { id: "fault-list", "aria-live": "polite" }),
    el("form", { onsubmit: async (event) => { event.preventDefault(); state.settings = await act("settings", { latency_ms: Number(latency.value) }); toast(t("ok")); } },
      field(t("latency"), latency), el("button", {}, t("apply"))),
    el("button", { type: "button", className: "wide", onclick: async () => { await act("repeat", {}); toast(t("repeated")); } }, t("repeat")));
  showFaults();
}

function showFaults() {
  const list = state.faults.map((fault) => el("li", {}, `${fault.method === "*" ? t("anyMethod") : fault.method}: ${fault.remaining} × ${fault.mode === "error" ? fault.status : t(fault.mode)}`));
  $("fault-list").replaceChildren(el("h3", {}, t("waiting")),
    list.length ? el("ul", {}, list) : el("p", { className: "intro" }, t("noFaults")),
    ...(list.length ? [el("button", { type: "button", onclick: () => act("heal", {}) }, t("heal"))] : []));
}

function inlinePanel(panel) {
  const input = el("input", { type: "search", value: state.query });
  const results = el("div", { className: "results", "aria-live": "polite" });
  panel.replaceChildren(el("p", { className: "intro" }, t("inlineIntro")),
    el("form", { className: "search", onsubmit: (event) => { event.preventDefault(); state.query = input.value; search(input.value, results); } },
      field(`@${current().bot.username}`, input), el("button", { className: "primary" }, t("search"))),
    results);
}

async function search(query, box) {
  const { seat } = current();
  const answer = await act("inline", { user: seat.key, query, wait: 10 });
  if (!answer.answered) return box.replaceChildren(el("p", {}, t("inlineSilent")));
  const { button } = answer;
  box.replaceChildren(el("h3", {}, t("results")),
    ...(button ? [el("button", { type: "button", className: "wide", onclick: () => act("start", { user: seat.key, payload: button.start_parameter || "" }) }, button.text)] : []),
    ...(answer.results.length || button ? [] : [el("p", {}, t("noResults"))]),
    ...answer.results.map((result) => el("article", { className: "result" },
      el("b", {}, result.title || result.id), el("p", {}, result.description || ""),
      el("button", { type: "button", onclick: () => act("choose", { user: seat.key, chat_id: seat.chat, query_id: answer.query_id, result_id: result.id }) }, t("post")))));
}

function filesPanel(panel) {
  const found = files().toReversed();
  panel.replaceChildren(el("p", { className: "intro" }, t(found.length ? "filesIntro" : "noFiles")),
    ...found.map((message) => (message.document ? file(message.document)
      : el("a", { className: "thumb", href: fileUrl(message.photo.at(-1)), target: "_blank", rel: "noopener" },
        el("img", { src: fileUrl(message.photo.at(-1)), alt: summary(message) })))));
}
