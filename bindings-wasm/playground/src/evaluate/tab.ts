// The tab that asks: is this request allowed, and why?

import type { Desk } from "../desk.ts";
import { element, fill } from "../dom/element.ts";
import { icon } from "../dom/icon.ts";
import { quoted } from "../dom/quoted.ts";
import type { Engine } from "../engine/engine.ts";
import type { Question } from "../question/question.ts";
import { tryWithLayers } from "../analyze/trying.ts";
import type { OpenTab, Shell, Tab } from "../shell/tab.ts";
import type { Shown, StatementPlace } from "./answer/state.ts";
import { AnswerView } from "./answer/view.ts";
import { copyMenu } from "./copying.ts";
import { type Example, EXAMPLES } from "./examples/index.ts";
import { examplesMenu, readExample } from "./examples/menu.ts";
import { EVALUATE } from "./id.ts";
import { Links } from "./links.ts";
import type { PoliciesPanel } from "../policies/panel.ts";
import { placeOf } from "../question/asked.ts";
import { RequestForm } from "./request/form.ts";
import { Run } from "./run.ts";

/** The tab, which asks the question that lies on the desk. */
export function evaluateTab(desk: Desk): Tab {
  return { id: EVALUATE, title: "Evaluate", open: (engine, shell) => open(engine, desk, shell) };
}

function open(engine: Engine, desk: Desk, shell: Shell): OpenTab {
  const { session, policies } = desk;
  const form = new RequestForm(session);
  desk.onKeys((keys) => form.suggestKeys(keys));
  desk.onTry(tryWithLayers(desk, shell, "A request that shows the finding, asked of the layers as they are."));
  const intro = element("p", { class: "intro" });
  let shown: Shown = { type: "waiting" };

  const answer = new AnswerView({
    onStatement: (place, asked) => {
      const policy = asked.policies.get(placeOf(place.layer, place.level, place.policy));
      if (policy) policies.editor(policy.document)?.point(place);
    },
    onProblem: (policy, offset, asked) => {
      const found = asked.policies.get(policy);
      if (found) policies.editor(found.document)?.goTo(offset);
    },
    onKey: (key) => form.addKey(key),
    onLayer: (kind) => policies.showLayer(kind),
    onAccount: () => form.focusAccount(),
    onPrincipal: () => form.focusPrincipal(),
  });

  const run = new Run(session, engine, {
    problem: () => form.problem(),
    onWait: () => answer.wait(),
    onShown: (now) => {
      shown = now;
      answer.show(now);
      form.complain(now.type === "refused" && now.error.policy === undefined ? now.error : undefined);
      light(policies, now);
    },
  });

  /** The answer in words; asked for anew, since what is shown may be about the question before the last edit. */
  async function words(): Promise<string | undefined> {
    await run.now();
    return shown.type === "answered" ? shown.explanation : undefined;
  }

  function introduce({ title, note }: Example): void {
    fill(intro, element("strong", {}, `${title}. `), ...quoted(note));
  }

  function load(example: Example): void {
    session.replace(readExample(example));
    introduce(example);
  }

  function restore(question: Question): void {
    desk.put(question, "A question from a link. It came with the address and was sent to nobody.");
  }

  desk.onPut((words) => fill(intro, ...quoted(words)));
  if (desk.isKept) fill(intro, "Your question from before the page was reloaded.");
  else introduce(EXAMPLES[0]);
  const links = new Links(session, restore);
  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      void run.now();
    }
  });
  void run.now();
  void links.read();

  const heading = element("div", { class: "heading" }, element("h1", {}, "Is this request allowed?"), intro);
  const columns = element(
    "div",
    { class: "columns" },
    element("div", { class: "asking" }, form.element, answer.element),
  );
  const share = element(
    "button",
    { type: "button", class: "button quiet", onclick: () => void links.share() },
    icon("link"),
    element("span", { class: "label" }, "Share"),
  );
  return {
    content: element("div", { class: "evaluate" }, heading, columns, answer.bar),
    actions: [examplesMenu(load), copyMenu(() => session.question, words), share],
    landing: { title: "To the answer", element: answer.element },
    onShow: () => columns.prepend(policies.element),
  };
}

/** Lights the statements that the answer rests on, each in its own editor. */
function light(policies: PoliciesPanel, shown: Shown): void {
  const places: StatementPlace[] = shown.type === "answered" ? shown.report.statements : [];
  const isUnsure = shown.type === "answered" && shown.report.answer === "depends";
  for (const [document, editor] of policies.editors()) {
    const here = places.filter(({ layer, level, policy }) => {
      const at = shown.type === "answered" && shown.asked.policies.get(placeOf(layer, level, policy));
      return at && at.document === document;
    });
    editor.light(here.map(({ effect, span }) => ({ effect, span, isUnsure })));
  }
}
