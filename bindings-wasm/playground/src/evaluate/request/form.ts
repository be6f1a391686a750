// The request.

import type { ErrorReport } from "iam-eval-wasm/web";

import { element, fill } from "../../dom/element.ts";
import { rowsStatedTwice } from "../../question/asked.ts";
import type { Session } from "../../question/session.ts";
import { ContextFields } from "./context.ts";
import { type Field, textField, tick } from "../../dom/field.ts";
import { grantFields } from "./grants.ts";
import { type PrincipalFields, principalFields } from "./principal.ts";

/** The upper right of the page. */
export class RequestForm {
  readonly element: HTMLElement;
  readonly #session: Session;
  readonly #fields = element("div", { class: "fields" });
  #suggested: string[] = [];
  #action!: Field;
  #account!: Field;
  #principal!: PrincipalFields;
  #context!: ContextFields;

  constructor(session: Session) {
    this.#session = session;
    this.element = element(
      "section",
      { class: "request", "aria-labelledby": "request-title" },
      element("header", { class: "panel-head" }, element("h2", { id: "request-title" }, "Request")),
      this.#fields,
    );
    session.onReplace(() => this.#draw());
    this.#draw();
  }

  /** Adds a context key and puts the cursor where its value belongs. */
  addKey(key: string): void {
    this.#context.add(key);
  }

  suggestKeys(keys: string[]): void {
    this.#suggested = keys;
    this.#context.suggest(keys);
  }

  focusAccount(): void {
    this.#account.input.focus();
  }

  focusPrincipal(): void {
    this.#principal.focus();
  }

  /** What keeps the request from being asked, before the module has seen it. */
  problem(): string | undefined {
    const [twice] = rowsStatedTwice(this.#session.question.request);
    return twice && `expected one row for the context key \`${twice.key.trim()}\`, found two`;
  }

  /** Shows at its field why the request was refused; nothing where it was not. */
  complain(error?: Pick<ErrorReport, "code" | "message">): void {
    const of = (...codes: string[]): string | undefined =>
      error && codes.includes(error.code) ? error.message.replace(/^request: /, "") : undefined;
    const context = of("derived-key-contradicted", "context-key-twice", "bad-context-value");
    this.#action.complain(of("action-not-concrete"));
    this.#principal.complain(of("bad-principal"));
    this.#context.complain(context === undefined ? undefined : { message: context, keys: quoted(context) });
  }

  #draw(): void {
    const { request } = this.#session.question;
    const edit = (change: () => void): void => this.#session.edit(change);
    this.#action = textField({
      label: "Action",
      value: request.action,
      example: "s3:GetObject",
      onInput: (value) => edit(() => (request.action = value)),
    });
    const resource = textField({
      label: "Resource",
      value: request.resource,
      example: "*",
      onInput: (value) => edit(() => (request.resource = value)),
    });
    this.#account = textField({
      label: "Resource account",
      value: request.resourceAccount,
      example: "as in its ARN",
      onInput: (value) => edit(() => (request.resourceAccount = value)),
    });
    this.#principal = principalFields(request.principal, edit);
    this.#context = new ContextFields(request, this.#suggested, edit);
    fill(
      this.#fields,
      this.#action.element,
      resource.element,
      this.#account.element,
      this.#principal.element,
      this.#context.element,
      this.#more(edit),
    );
  }

  #more(edit: (change: () => void) => void): HTMLElement {
    const { request } = this.#session.question;
    const calledVia = textField({
      label: "Called via",
      note: "services that forwarded the call, first to last",
      value: request.calledVia,
      example: "athena.amazonaws.com",
      onInput: (value) => edit(() => (request.calledVia = value)),
    });
    const isManaged = tick(
      "The resource is in the organization’s management account",
      request.isInManagementAccount,
      (isTicked) => edit(() => (request.isInManagementAccount = isTicked)),
    );
    const isOverriding = tick(
      "Context keys may differ from what the principal implies",
      request.isOverriding,
      (isTicked) => edit(() => (request.isOverriding = isTicked)),
    );
    const { calledVia: services, isInManagementAccount, isOverriding: isOverridden, grants } = request;
    const isSaid =
      services !== "" || isInManagementAccount || isOverridden || grants.length > 0 || this.#principal.isMoreSaid();
    return element(
      "details",
      { class: "more", open: isSaid },
      element("summary", {}, "More about the request"),
      element(
        "div",
        { class: "more-fields" },
        this.#principal.more,
        calledVia.element,
        isManaged,
        isOverriding,
        grantFields(request.grants, edit),
      ),
    );
  }
}

/** The names that a message quotes. */
function quoted(message: string): string[] {
  return [...message.matchAll(/`([^`]+)`/g)].map(([, name]) => name ?? "");
}
