// The mail box: a list of mails, and one of them opened. Its HTML stays in a frame without any rights.

import { el } from "./dom.js";
import { size } from "./messages.js";
import { dateTime, t } from "./texts.js";

let opened = null;

export async function mailPanel(panel) {
  document.getElementById("tab-mail")?.classList.remove("news");
  const answer = await fetch(opened ? `/sim/mail/${encodeURIComponent(opened)}` : "/sim/mail");
  if (!answer.ok) opened = null;
  if (panel.getAttribute("aria-labelledby") !== "tab-mail") return;
  const content = answer.ok ? await answer.json() : [];
  if (Array.isArray(content)) showList(panel, content);
  else showMail(panel, content);
}

function showList(panel, mails) {
  panel.replaceChildren(el("p", { className: "intro" }, t(mails.length ? "mailIntro" : "noMail")),
    ...mails.map((mail) => el("button", { type: "button", className: "mail-row", onclick: () => openMail(panel, mail.name) },
      el("b", {}, mail.subject), el("span", {}, mail.from), el("time", {}, dateTime(mail.date)))));
}

function openMail(panel, name) {
  opened = name;
  mailPanel(panel);
}

function showMail(panel, mail) {
  const base = `/sim/mail/${encodeURIComponent(mail.name)}`;
  const body = el("div", { className: "mail-body" });
  const asText = () => body.replaceChildren(el("pre", {}, mail.text));
  const asHtml = () => body.replaceChildren(el("iframe", { title: t("mailBody"), sandbox: "", src: `${base}/html` }));
  const headers = [["from", mail.from], ["to", mail.to], ["replyToHeader", mail.reply_to], ["date", dateTime(mail.date)]];
  panel.replaceChildren(
    el("button", { type: "button", className: "quiet", onclick: () => openMail(panel, null) }, `← ${t("back")}`),
    el("h3", { className: "subject" }, mail.subject),
    el("dl", { className: "headers" }, headers.filter(([, value]) => value).map(([name, value]) => [el("dt", {}, t(name)), el("dd", {}, value)])),
    attachments(mail, base),
    mail.html && mail.text ? el("div", { className: "switch" },
      el("button", { type: "button", onclick: asHtml }, t("asHtml")), el("button", { type: "button", onclick: asText }, t("asText"))) : "",
    body);
  (mail.html ? asHtml : asText)();
}

function attachments(mail, base) {
  if (!mail.files.length) return "";
  return el("ul", { className: "attachments", "aria-label": t("attachments") }, mail.files.map((each, number) =>
    el("li", {}, el("a", { href: `${base}/files/${number}`, download: each.name }, each.name), ` ${size(each.size)}`)));
}
