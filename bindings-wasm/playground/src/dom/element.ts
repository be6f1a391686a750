// Elements, written as calls.

export type Child = Node | string | false | null | undefined;

type Listener = (event: never) => void;

export type Attributes = { [name: string]: string | number | boolean | Listener | undefined };

/**
 * An element with attributes, listeners (`onclick` and the like) and children. Text is always text:
 * nothing here reads HTML, so a policy cannot smuggle any in.
 */
export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...children: Child[]
): HTMLElementTagNameMap[Tag] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") made.addEventListener(name.slice(2), value as EventListener);
    else if (value !== undefined && value !== false) made.setAttribute(name, value === true ? "" : String(value));
  }
  made.append(...children.filter(isShown));
  return made;
}

/** Replaces what an element holds. */
export function fill(host: Element, ...children: Child[]): void {
  host.replaceChildren(...children.filter(isShown));
}

let lastId = 0;

/** An id that no other element of the page has. */
export function uniqueId(kind: string): string {
  lastId += 1;
  return `${kind}-${lastId}`;
}

function isShown(child: Child): child is Node | string {
  return child !== false && child !== null && child !== undefined;
}
