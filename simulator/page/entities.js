// Text with Telegram's entities, as nodes. Offsets are UTF-16 units, which is what JavaScript strings count.

import { el } from "./dom.js";

const TAGS = {
  bold: "b", italic: "i", underline: "u", strikethrough: "s", code: "code", pre: "pre",
  blockquote: "blockquote", expandable_blockquote: "blockquote",
};
const SAFE = /^(https?|mailto|tel):/i;

export function formatted(text, entities, actions) {
  return slice(text, 0, text.length, [...(entities || [])].sort((a, b) => a.offset - b.offset || b.length - a.length), actions);
}

function slice(text, from, to, entities, actions) {
  const nodes = [];
  let position = from;
  let index = 0;
  while (index < entities.length) {
    const entity = entities[index];
    const end = Math.min(entity.offset + entity.length, to);
    if (entity.offset < position) { index += 1; continue; }
    const inner = [];
    let next = index + 1;
    while (next < entities.length && entities[next].offset < end) inner.push(entities[next++]);
    if (entity.offset > position) nodes.push(text.slice(position, entity.offset));
    nodes.push(wrap(entity, text.slice(entity.offset, end), slice(text, entity.offset, end, inner, actions), actions));
    position = end;
    index = next;
  }
  if (position < to) nodes.push(text.slice(position, to));
  return nodes;
}

function wrap(entity, words, children, actions) {
  if (TAGS[entity.type]) return el(TAGS[entity.type], {}, children);
  switch (entity.type) {
    case "text_link": return link(entity.url, children, actions);
    case "url": return link(SAFE.test(words) ? words : `https://${words}`, children, actions);
    case "email": return link(`mailto:${words}`, children, actions);
    case "bot_command": return el("button", { type: "button", className: "inline-command", onclick: () => actions.say(words) }, children);
    case "spoiler": return el("button", { type: "button", className: "spoiler", onclick: (event) => event.currentTarget.classList.add("shown") }, children);
    default: return el("span", { className: entity.type }, children);
  }
}

function link(url, children, actions) {
  if (!SAFE.test(url) && !url.startsWith("tg:")) return el("span", {}, children);
  return el("a", {
    href: SAFE.test(url) ? url : "#", target: "_blank", rel: "noopener noreferrer",
    onclick: (event) => { if (actions.opensLink(url)) event.preventDefault(); },
  }, children);
}
