// The page around the tabs: the top bar, the foot, and which tab is shown.

import { element, fill } from "../dom/element.ts";
import type { Engine } from "../engine/engine.ts";
import { noticeArea, notify } from "./notice.ts";
import { shortcutsButton } from "./shortcuts.ts";
import type { OpenTab, Shell, Tab } from "./tab.ts";
import { themeButton } from "./theme.ts";

/** Builds the page and shows the first tab. */
export function openPage(engine: Engine, tabs: [Tab, ...Tab[]]): void {
  const main = element("main", { id: "main", tabindex: -1 });
  const actions = element("div", { class: "actions" });
  const skip = element("button", { type: "button", class: "button skip" });
  const opened = new Map<Tab, OpenTab>();
  const buttons = tabs.map((tab) =>
    element("button", { type: "button", class: "tab", onclick: () => show(tab) }, tab.title),
  );

  const shell: Shell = {
    show(id) {
      const tab = tabs.find((tab) => tab.id === id);
      if (tab) show(tab).landing.element.focus();
    },
  };

  function show(tab: Tab): OpenTab {
    const open = opened.get(tab) ?? tab.open(engine, shell);
    opened.set(tab, open);
    fill(main, open.content);
    open.onShow?.();
    skip.textContent = open.landing.title;
    skip.onclick = () => open.landing.element.focus();
    fill(actions, ...open.actions, themeButton(), shortcutsButton());
    buttons.forEach((button, at) => {
      if (tabs[at] === tab) button.setAttribute("aria-current", "page");
      else button.removeAttribute("aria-current");
    });
    return open;
  }

  const name = element(
    "p",
    { class: "name" },
    element("span", {}, "iam-eval"),
    element("span", { class: "sort" }, "playground"),
  );
  // one tab needs no choice
  const choice = tabs.length > 1 && element("nav", { class: "tabs", "aria-label": "Questions" }, ...buttons);
  document.body.append(
    skip,
    element("header", { class: "top" }, name, choice, actions),
    main,
    foot(engine),
    noticeArea(),
  );
  show(tabs[0]);
}

function foot(engine: Engine): HTMLElement {
  const version = element("span", { class: "version" });
  void engine.ask("version", "version", {}).then((reply) => {
    if (reply.type === "answered") version.textContent = `iam-eval ${reply.value}`;
    if (reply.type === "lost") notify(`The module could not be loaded: ${reply.message}`, "warning");
  });
  return element("footer", { class: "foot" }, element("span", {}, "Your policies never leave this page."), version);
}
