// Who used how much: a table, with a bar a row.

import { element, fill } from "../dom/element.ts";
import type { PrincipalSummary, Summary } from "./protocol.ts";

/** As many rows are shown at first. */
const MOST_SHOWN = 12;

/** As many services have a part of a bar of their own. */
const MOST_PARTS = 5;

/** The table of principals; `onChoose` is told whose policy is wanted. */
export class PrincipalTable {
  readonly element = element("div", { class: "principals" });
  readonly #onChoose: (arn: string) => void;
  #chosen: string | undefined;
  #showsAll = false;
  #rows = new Map<string, HTMLElement>();

  constructor(onChoose: (arn: string) => void) {
    this.#onChoose = onChoose;
  }

  show(summary: Summary): void {
    const { principals } = summary;
    const shown = this.#showsAll ? principals : principals.slice(0, MOST_SHOWN);
    const most = Math.max(1, ...principals.map(({ events }) => events));
    this.#rows.clear();
    const head = ["Principal", "Events", "Actions", "Denied"].map((title) => element("th", { scope: "col" }, title));
    const more =
      shown.length < principals.length &&
      element(
        "button",
        {
          type: "button",
          class: "button quiet small",
          onclick: () => {
            this.#showsAll = true;
            this.show(summary);
          },
        },
        `Show all ${principals.length}`,
      );
    fill(
      this.element,
      element(
        "table",
        {},
        element("caption", { class: "off-screen" }, "Usage by principal"),
        element("thead", {}, element("tr", {}, ...head)),
        element("tbody", {}, ...shown.map((principal) => this.#row(principal, most))),
      ),
      more,
    );
    this.mark(this.#chosen);
  }

  /** Says whose policy is shown. */
  mark(arn: string | undefined): void {
    this.#chosen = arn;
    for (const [name, row] of this.#rows) {
      if (name === arn) row.setAttribute("aria-current", "true");
      else row.removeAttribute("aria-current");
    }
  }

  #row({ arn, events, actions, denied, services }: PrincipalSummary, most: number): HTMLElement {
    const name = arn.split(":").slice(5).join(":") || arn;
    const choose = element(
      "button",
      { type: "button", class: "principal-name", title: arn, onclick: () => this.#onChoose(arn) },
      name,
    );
    const row = element(
      "tr",
      {},
      element("th", { scope: "row" }, choose, bar(services, events, most)),
      element("td", {}, String(events)),
      element("td", {}, String(actions)),
      element("td", { "data-some": denied > 0 }, String(denied)),
    );
    this.#rows.set(arn, row);
    return row;
  }
}

const SVG = "http://www.w3.org/2000/svg";

/** How much a principal did beside who did most, by service. */
function bar(services: PrincipalSummary["services"], events: number, most: number): SVGSVGElement {
  const parts = services.slice(0, MOST_PARTS);
  const drawing = document.createElementNS(SVG, "svg");
  drawing.setAttribute("class", "usage-bar");
  drawing.setAttribute("viewBox", "0 0 100 4");
  drawing.setAttribute("preserveAspectRatio", "none");
  drawing.setAttribute("role", "img");
  drawing.setAttribute("aria-label", parts.map(([service, count]) => `${service} ${count}`).join(", "));
  let at = 0;
  const counted = services.reduce((sum, [, count]) => sum + count, 0) || 1;
  const whole = (100 * events) / most;
  const shares = parts.map(([service, count]): [string, number] => [service, count / counted]);
  const rest = 1 - shares.reduce((sum, [, share]) => sum + share, 0);
  if (rest > 0.001 && services.length > 0) shares.push(["other services", rest]);
  shares.forEach(([service, share], index) => {
    const part = document.createElementNS(SVG, "rect");
    part.setAttribute("x", String(at));
    part.setAttribute("width", String(share * whole));
    part.setAttribute("height", "4");
    part.setAttribute("class", `part-${index}`);
    const title = document.createElementNS(SVG, "title");
    title.textContent = service;
    part.append(title);
    drawing.append(part);
    at += share * whole;
  });
  return drawing;
}
