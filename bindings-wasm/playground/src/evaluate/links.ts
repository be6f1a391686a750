// Sharing a question, and opening what was shared.

import type { Question } from "../question/question.ts";
import { NoQuestion } from "../question/read.ts";
import type { Session } from "../question/session.ts";
import { isLink, linkTo, questionOf } from "../question/share.ts";
import { copy } from "../shell/clipboard.ts";
import { notify } from "../shell/notice.ts";

/** Longer addresses are cut by some programs that pass them on. */
const LONG = 8000;

/** The question in the address of the page. */
export class Links {
  readonly #session: Session;
  readonly #restore: (question: Question) => void;

  constructor(session: Session, restore: (question: Question) => void) {
    this.#session = session;
    this.#restore = restore;
    addEventListener("hashchange", () => void this.read());
    // an address that says something else than the page would mislead
    session.onChange(() => {
      if (isLink(location.hash)) history.replaceState(null, "", location.pathname + location.search);
    });
  }

  /** Opens the question of the address, if there is one; a broken one says so. */
  async read(): Promise<void> {
    const { hash } = location;
    if (!isLink(hash)) return;
    try {
      const question = await questionOf(hash);
      this.#restore(question);
      history.replaceState(null, "", hash);
    } catch (error) {
      if (!(error instanceof NoQuestion)) throw error;
      notify(`The link holds no question that can be read: ${error.message}.`, "warning");
    }
  }

  /** Puts the question into the address and copies it. */
  async share(): Promise<void> {
    const hash = await linkTo(this.#session.question);
    history.replaceState(null, "", hash);
    const isCopied = await copy(location.href);
    const where = isCopied ? "The link is copied." : "The link is in the address bar.";
    const long = hash.length > LONG ? " It is long, and some programs cut long links." : "";
    notify(`${where} It holds the policies themselves, behind the #, so whoever has it can read them.${long}`);
  }
}
