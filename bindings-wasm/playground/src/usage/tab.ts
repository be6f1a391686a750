// The tab that turns logs into policies.

import type { ActionLevel, PolicySetInput, ResourceLevel } from "iam-eval-wasm/logs/web";
import sampleFile from "../../../../core/examples/data/cloudtrail.json?url";

import { element, fill, uniqueId } from "../dom/element.ts";
import { notify } from "../shell/notice.ts";
import type { OpenTab, Tab } from "../shell/tab.ts";
import { dropZone } from "./drop.ts";
import { UsageEngine } from "./engine.ts";
import { attemptsList, madePolicy } from "./policy.ts";
import { PrincipalTable } from "./principals.ts";
import type { Summary } from "./protocol.ts";

export const usageTab: Tab = { id: "logs", title: "From logs", open };

function open(): OpenTab {
  const engine = new UsageEngine();
  const status = element("p", { class: "usage-status", role: "status" });
  const faults = element("ul", { class: "usage-faults" });
  const answer = element("section", { class: "usage-answer", tabindex: -1, "aria-label": "The policy" });
  const table = new PrincipalTable((arn) => choose(arn));
  const forget = element(
    "button",
    { type: "button", class: "button quiet small", onclick: () => void clear() },
    "Forget them",
  );
  forget.hidden = true;
  let chosen: string | undefined;
  let asked = 0;

  const actions = choice<ActionLevel>("Actions", [
    ["exact", "as used"],
    ["accessLevel", "whole access levels"],
    ["service", "whole services"],
  ]);
  const resources = choice<ResourceLevel>("Resources", [
    ["exact", "as used"],
    ["suffix", "fold similar names"],
    ["type", "whole types"],
    ["any", "all"],
  ]);
  const current = policyField("Identity policy of today", "To prove that nothing new is granted");
  const boundary = policyField("Permissions boundary", "The most that may be granted");
  const options = element(
    "details",
    { class: "usage-options" },
    element("summary", {}, "How close, and within what"),
    element("div", { class: "usage-choices" }, actions.element, resources.element),
    current.element,
    boundary.element,
  );
  options.hidden = true;
  options.addEventListener("change", () => void make());

  async function read(files: File[]): Promise<void> {
    status.textContent = "Loading what is known of AWS’s services …";
    forget.hidden = true;
    try {
      const summary = await engine.ask("read", { files }, (bytes, records) => {
        status.textContent = `${records.toLocaleString("en")} events in ${(bytes / 1e6).toFixed(1)} MB …`;
      });
      show(summary);
    } catch (error) {
      status.textContent = "";
      notify(`The logs could not be read: ${error instanceof Error ? error.message : String(error)}.`, "warning");
    }
  }

  async function sample(): Promise<void> {
    try {
      const response = await fetch(sampleFile);
      await read([new File([await response.blob()], "sample.json")]);
    } catch (error) {
      notify(`The sample could not be loaded: ${String(error)}`, "warning");
    }
  }

  async function clear(): Promise<void> {
    await engine.ask("forget", {});
    chosen = undefined;
    table.mark(undefined);
    fill(table.element);
    fill(answer);
    fill(faults);
    status.textContent = "";
    forget.hidden = true;
    options.hidden = true;
  }

  function show(summary: Summary): void {
    const { records, bad, unmapped, first, last, principals } = summary;
    const days = first && last ? ` from ${first.slice(0, 10)} to ${last.slice(0, 10)}` : "";
    const left = [bad > 0 && `${bad} that were none`, unmapped > 0 && `${unmapped} of unknown actions`].filter(Boolean);
    status.textContent = `${records.toLocaleString("en")} events${days}${left.length > 0 ? `, with ${left.join(" and ")}` : ""}.`;
    fill(faults, ...summary.faults.map((fault) => element("li", {}, fault)));
    forget.hidden = false;
    options.hidden = principals.length === 0;
    table.show(summary);
    const next =
      principals.find(({ arn }) => arn === chosen) ?? principals.find((each) => each.actions > 0) ?? principals[0];
    if (next) choose(next.arn);
    else fill(answer, element("p", { class: "place" }, "No user or role did anything in these logs."));
  }

  function choose(arn: string): void {
    chosen = arn;
    table.mark(arn);
    void make();
  }

  async function make(): Promise<void> {
    if (chosen === undefined) return;
    asked += 1;
    const number = asked;
    const principal = chosen;
    answer.setAttribute("aria-busy", "true");
    const question = { principal, actions: actions.value(), resources: resources.value() };
    const given = today();
    try {
      const { made, nothingUsed, attempts } = await engine.ask("synthesize", {
        ...question,
        ...(given && { current: given }),
      });
      if (number !== asked) return;
      fill(
        answer,
        element("h2", { class: "mono usage-who" }, principal),
        made ? madePolicy(made) : element("p", {}, `No policy: ${nothingUsed ?? "nothing was used"}.`),
        attemptsList(attempts),
      );
    } catch (error) {
      if (number !== asked) return;
      const message = error instanceof Error ? error.message : String(error);
      fill(answer, element("p", { class: "usage-refusal" }, `No policy: ${message}.`));
    } finally {
      if (number === asked) answer.removeAttribute("aria-busy");
    }
  }

  /** The policies of today, where any are given. */
  function today(): PolicySetInput | undefined {
    const given: PolicySetInput = {};
    if (current.value() !== "") given.identity = [current.value()];
    if (boundary.value() !== "") given.permissionsBoundary = boundary.value();
    return Object.keys(given).length > 0 ? given : undefined;
  }

  const intro = element(
    "p",
    { class: "intro" },
    "The policy that grants what was used and nothing more, with the events each statement rests on. Read in this page; nothing is sent anywhere.",
  );
  const heading = element("div", { class: "heading" }, element("h1", {}, "What did they use?"), intro);
  const zone = dropZone({ onFiles: (files) => void read(files), onSample: () => void sample() });
  const left = element(
    "div",
    { class: "usage-left" },
    zone,
    element("div", { class: "usage-line" }, status, forget),
    faults,
    table.element,
    options,
  );
  return {
    content: element("div", { class: "evaluate usage" }, heading, element("div", { class: "columns" }, left, answer)),
    actions: [],
    landing: { title: "To the policy", element: answer },
  };
}

function choice<Value extends string>(
  label: string,
  values: [Value, string][],
): { element: HTMLElement; value: () => Value } {
  const id = uniqueId("choice");
  const select = element("select", { id }, ...values.map(([value, title]) => element("option", { value }, title)));
  return {
    element: element("div", { class: "usage-choice" }, element("label", { for: id }, label), select),
    value: () => select.value as Value,
  };
}

function policyField(label: string, about: string): { element: HTMLElement; value: () => string } {
  const id = uniqueId("policy");
  const area = element("textarea", { id, class: "mono", rows: 4, spellcheck: "false", placeholder: "{ … }" });
  const words = [element("label", { for: id }, label), " ", element("span", { class: "place" }, about)];
  return { element: element("div", { class: "usage-choice" }, ...words, area), value: () => area.value.trim() };
}
