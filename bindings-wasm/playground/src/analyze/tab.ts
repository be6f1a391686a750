// The tab that asks about all requests at once.

import type { Desk } from "../desk.ts";
import { element, fill } from "../dom/element.ts";
import { Engine } from "../engine/engine.ts";
import type { OpenTab, Shell, Tab } from "../shell/tab.ts";
import type { Analysis } from "./analysis.ts";
import { policyChange } from "./change.ts";
import { keepDrafts, readDrafts } from "./drafts.ts";
import { effectivePolicy, escalationPaths } from "./layered.ts";
import { outsideAccess } from "./outsiders.ts";
import { tryWithLayers } from "./trying.ts";

/** The tab, which shares the policies by layer with the one that asks about a request. */
export function analyzeTab(desk: Desk): Tab {
  return { id: "analyze", title: "Analyze", open: (reader, shell) => open(desk, shell, reader) };
}

function open(desk: Desk, shell: Shell, reader: Engine): OpenTab {
  // a worker of its own: an analysis may take a while, and the answer to a request does not wait for it
  const engine = new Engine(() => new Worker(new URL("./worker.ts", import.meta.url), { type: "module" }));
  const drafts = readDrafts();
  const tryIt = tryWithLayers(desk, shell);
  const effective = effectivePolicy(desk, engine, tryIt);
  const analyses: Analysis[] = [
    effective,
    policyChange(desk, shell, drafts, reader, engine),
    outsideAccess(desk, shell, drafts, reader, engine),
    escalationPaths(desk, engine, tryIt),
  ];
  let shown = analyses.find(({ id }) => id === drafts.analysis) ?? effective;

  const about = element("p", { class: "intro" });
  const columns = element("div", { class: "columns" });
  // the keyboard is led to whichever answer is shown
  const answer = element("div", { class: "analysis-place", tabindex: -1 });
  const buttons = analyses.map((analysis) =>
    element("button", { type: "button", class: "tab", onclick: () => choose(analysis) }, analysis.title),
  );

  function choose(analysis: Analysis): void {
    shown = analysis;
    drafts.analysis = analysis.id;
    keepDrafts(drafts);
    show();
  }

  function show(): void {
    const { given, inquiry } = shown;
    fill(about, shown.about);
    fill(answer, inquiry.element);
    fill(columns, given === "layers" ? desk.policies.element : given, answer);
    buttons.forEach((button, at) => {
      if (analyses[at] === shown) button.setAttribute("aria-current", "true");
      else button.removeAttribute("aria-current");
    });
    inquiry.refresh();
  }

  desk.session.onChange(() => {
    for (const { given, inquiry } of analyses) if (given === "layers") inquiry.soon();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && columns.isConnected) void shown.inquiry.now();
  });

  const heading = element(
    "div",
    { class: "heading" },
    element("h1", {}, "What do these policies let through?"),
    element("nav", { class: "tabs analyses", "aria-label": "Analyses" }, ...buttons),
    about,
  );
  return {
    content: element("div", { class: "evaluate analyze" }, heading, columns),
    actions: [],
    landing: { title: "To the answer", element: answer },
    onShow: show,
  };
}
