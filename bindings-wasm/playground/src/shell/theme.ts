// Light or dark: as the system says, until somebody says otherwise.

import { element, fill } from "../dom/element.ts";
import { icon } from "../dom/icon.ts";

type Theme = "light" | "dark";

// also read by public/theme.js, before anything is drawn
const KEY = "iam-eval-theme";

const system = matchMedia("(prefers-color-scheme: dark)");

function systemTheme(): Theme {
  return system.matches ? "dark" : "light";
}

function shownTheme(): Theme {
  const chosen = document.documentElement.dataset.theme;
  return chosen === "light" || chosen === "dark" ? chosen : systemTheme();
}

/** Chooses a theme; to choose the system's means to follow it again. */
function choose(theme: Theme): void {
  const follows = theme === systemTheme();
  if (follows) delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
  try {
    if (follows) localStorage.removeItem(KEY);
    else localStorage.setItem(KEY, theme);
  } catch {
    // no storage allowed: the choice holds for this visit
  }
}

/** The button that turns light into dark and back. */
export function themeButton(): HTMLButtonElement {
  const button = element("button", { type: "button", class: "button quiet icon-only", onclick: toggle });
  function toggle(): void {
    choose(shownTheme() === "dark" ? "light" : "dark");
    show();
  }
  function show(): void {
    const other = shownTheme() === "dark" ? "light" : "dark";
    button.setAttribute("aria-label", `Switch to ${other} colours`);
    button.title = `Switch to ${other} colours`;
    fill(button, icon(other === "dark" ? "moon" : "sun"));
  }
  system.addEventListener("change", show);
  show();
  return button;
}
