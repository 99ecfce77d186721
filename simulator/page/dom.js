// Elements are built here and text is always set as text: nothing on this page is parsed as HTML.

export const $ = (id) => document.getElementById(id);

export function el(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name in element && !name.includes("-") && name !== "list") element[name] = value;
    else element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children.flat(Infinity).filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

let hiding;

export const hideToast = () => { $("toast").hidden = true; };

export function toast(words) {
  const box = $("toast");
  box.textContent = words;
  box.hidden = false;
  clearTimeout(hiding);
  hiding = setTimeout(() => { box.hidden = true; }, 3500);
}

export function alertBox(words) {
  $("alert-text").textContent = words;
  $("alert").showModal();
}

export async function copy(words) {
  try {
    await navigator.clipboard.writeText(words);
  } catch {
    // Without the permission there is still the toast that shows what it was.
  }
}
