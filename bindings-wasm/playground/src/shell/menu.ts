// A button that opens a list of things to do.

import { element, fill, uniqueId } from "../dom/element.ts";
import { icon, type IconName } from "../dom/icon.ts";

export interface MenuItem {
  title: string;
  /** What it is good for, in a few words. */
  about?: string;
  run: () => void;
}

/**
 * A menu with its button. What it offers is asked for each time it opens. Arrows, Home, End and the
 * first letter of an item move; Escape and a click elsewhere close.
 */
export function menu(label: string, iconName: IconName, items: () => MenuItem[], look = "quiet"): HTMLElement {
  const id = uniqueId("menu");
  const list = element("div", {
    id,
    class: "menu",
    role: "menu",
    popover: "auto",
    "aria-label": label,
    onkeydown: move,
  });
  const button = element(
    "button",
    { type: "button", class: `button ${look}`, "aria-haspopup": "menu", "aria-expanded": "false", popovertarget: id },
    icon(iconName),
    element("span", { class: "label" }, label),
  );
  list.addEventListener("beforetoggle", (event) => {
    if (event.newState === "open") fill(list, ...items().map(item));
  });
  list.addEventListener("toggle", (event) => {
    const isOpen = event.newState === "open";
    button.setAttribute("aria-expanded", String(isOpen));
    if (!isOpen) return;
    place(list, button);
    (list.firstElementChild as HTMLElement | null)?.focus();
  });

  function item({ title, about, run }: MenuItem): HTMLElement {
    return element(
      "button",
      { type: "button", role: "menuitem", tabindex: -1, onclick: () => choose(run) },
      element("span", { class: "title" }, title),
      about !== undefined && element("span", { class: "about" }, about),
    );
  }

  function choose(run: () => void): void {
    list.hidePopover();
    run();
  }

  function move(event: KeyboardEvent): void {
    const all = [...list.children] as HTMLElement[];
    const next = target(all, all.indexOf(document.activeElement as HTMLElement), event.key);
    if (event.key === "Tab") list.hidePopover();
    if (!next) return;
    event.preventDefault();
    next.focus();
  }

  return element("div", { class: "menu-button" }, button, list);
}

function target(all: HTMLElement[], at: number, key: string): HTMLElement | undefined {
  const around = (step: number): HTMLElement | undefined => all[(at + step + all.length) % all.length];
  if (key === "ArrowDown") return around(1);
  if (key === "ArrowUp") return around(-1);
  if (key === "Home") return all[0];
  if (key === "End") return all.at(-1);
  if (key.length !== 1 || key === " ") return undefined;
  const later = [...all.slice(at + 1), ...all.slice(0, at + 1)];
  return later.find(({ textContent }) => textContent.toLowerCase().startsWith(key.toLowerCase()));
}

/** Below its button, as far as the window allows. */
function place(list: HTMLElement, button: HTMLElement): void {
  const { left, bottom } = button.getBoundingClientRect();
  const most = document.documentElement.clientWidth - list.offsetWidth - 8;
  list.style.left = `${Math.max(8, Math.min(left, most))}px`;
  list.style.top = `${bottom + 6}px`;
  list.style.maxHeight = `calc(100dvh - ${Math.round(bottom + 14)}px)`;
}
