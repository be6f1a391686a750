// Asking what is wrong with a policy.

import type { CheckOutput, ValidateInput } from "iam-eval-wasm/web";

import { Engine } from "../engine/engine.ts";
import type { Reply } from "../engine/protocol.ts";
import type { ValidatedAs } from "../question/layers.ts";
import type { PolicyDocument } from "../question/question.ts";
import { ValidationSettings } from "./settings.ts";

/** Validates, in a worker of its own, so that neither typing nor an answer waits for it. */
export class Validator {
  readonly settings = new ValidationSettings();
  readonly #checks = new Map<string, CheckOutput>();
  #engine: Engine | undefined;

  /** What is wrong with it? */
  validate(document: PolicyDocument, as: ValidatedAs): Promise<Reply<"validate">> {
    return this.#worker().ask(`validate ${document.id}`, "validate", this.#input(document, as));
  }

  /** What is it with every certain fix made? */
  fix(document: PolicyDocument, as: ValidatedAs): Promise<Reply<"fix">> {
    return this.#worker().ask(`fix ${document.id}`, "fix", this.#input(document, as));
  }

  /** What is a check about? Nothing where that cannot be had. */
  async check(code: string): Promise<CheckOutput | undefined> {
    const known = this.#checks.get(code);
    if (known) return known;
    const reply = await this.#worker().ask(`check ${code}`, "check", { code });
    // somebody else asked the same meanwhile
    if (reply.type === "superseded") return this.check(code);
    if (reply.type !== "answered" || !reply.value) return undefined;
    this.#checks.set(code, reply.value);
    return reply.value;
  }

  #input({ text }: PolicyDocument, { policyType, resourceType }: ValidatedAs): ValidateInput {
    const { own, resourceType: chosen } = this.settings.chosen;
    const type = resourceType === "chosen" ? chosen : resourceType;
    return {
      policyDocument: text,
      policyType,
      ownFindings: own,
      // as the editor counts
      positionEncoding: "utf16",
      ...(type && { validatePolicyResourceType: type }),
    };
  }

  /** Started by the first question: who only looks at the other tabs need not load it. */
  #worker(): Engine {
    this.#engine ??= new Engine(() => new Worker(new URL("./worker.ts", import.meta.url), { type: "module" }));
    return this.#engine;
  }
}
