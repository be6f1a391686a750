// Where logs come in.

import { element } from "../dom/element.ts";
import { icon } from "../dom/icon.ts";

export interface DropEvents {
  onFiles: (files: File[]) => void;
  onSample: () => void;
}

/** A place to drop files on, with a button that asks for them. */
export function dropZone({ onFiles, onSample }: DropEvents): HTMLElement {
  const input = element("input", {
    type: "file",
    multiple: true,
    class: "off-screen",
    tabindex: -1,
    "aria-hidden": "true",
  });
  input.addEventListener("change", () => {
    const files = [...(input.files ?? [])];
    // the same file may be chosen again
    input.value = "";
    if (files.length > 0) onFiles(files);
  });
  const choose = element(
    "button",
    { type: "button", class: "button plain", onclick: () => input.click() },
    icon("add"),
    "Choose log files",
  );
  const sample = element("button", { type: "button", class: "button quiet", onclick: onSample }, "Try sample logs");
  const zone = element(
    "div",
    { class: "drop" },
    element("p", {}, "Drop CloudTrail logs here: files of a trail, exports of the event history, gzipped or not."),
    element("div", { class: "drop-actions" }, choose, sample),
    input,
  );
  // a file that misses the place would replace the page
  for (const kind of ["dragover", "drop"] as const) {
    addEventListener(kind, (event) => {
      if (event.dataTransfer?.types.includes("Files")) event.preventDefault();
    });
  }
  zone.addEventListener("dragover", (event) => {
    event.preventDefault();
    zone.dataset.over = "";
  });
  zone.addEventListener("dragleave", () => delete zone.dataset.over);
  zone.addEventListener("drop", (event) => {
    event.preventDefault();
    delete zone.dataset.over;
    void filesOf(event.dataTransfer?.items).then((files) => files.length > 0 && onFiles(files));
  });
  return zone;
}

/** The files that were dropped, also those of folders. */
async function filesOf(items: DataTransferItemList | undefined): Promise<File[]> {
  // all at once: the list is empty after the first wait
  const entries = [...(items ?? [])].map((item) => item.webkitGetAsEntry() ?? item.getAsFile());
  const files: File[] = [];
  for (const entry of entries) {
    if (entry instanceof File) files.push(entry);
    else if (entry) await collect(entry, files);
  }
  return files;
}

async function collect(entry: FileSystemEntry, files: File[]): Promise<void> {
  if (entry.isFile) {
    files.push(await new Promise<File>((resolve, reject) => (entry as FileSystemFileEntry).file(resolve, reject)));
    return;
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  for (;;) {
    // a folder is handed out in pieces
    const piece = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (piece.length === 0) return;
    for (const inner of piece) await collect(inner, files);
  }
}
