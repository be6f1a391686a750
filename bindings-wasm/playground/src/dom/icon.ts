// The icons: strokes on a grid of 16.

const PATHS = {
  arrow: "M3 8h9.5M8.75 4.25L12.5 8l-3.75 3.75",
  add: "M8 3.25v9.5M3.25 8h9.5",
  check: "M3 8.5l3.2 3.2L13 4.9",
  chevron: "M4.5 6.25L8 9.75l3.5-3.5",
  code: "M5.75 4L2 8l3.75 4M10.25 4L14 8l-3.75 4",
  cross: "M4 4l8 8M12 4l-8 8",
  dash: "M3.5 8h9",
  error: "M8 2.2a5.8 5.8 0 1 1 0 11.6A5.8 5.8 0 0 1 8 2.2zM8 5v3.4M8 10.9h.01",
  examples:
    "M8 4.2C6.6 3.2 4.6 2.9 2.5 3v9c2.1-.1 4.1.2 5.5 1.2 1.4-1 3.4-1.3 5.5-1.2V3c-2.1-.1-4.1.2-5.5 1.2zM8 4.2v9",
  keyboard: "M2 4.5h12v7.5H2zM4.5 7h.01M7 7h.01M9.3 7h.01M11.6 7h.01M5 9.6h6",
  lines: "M2.5 4h11M2.5 8h7M2.5 12h9",
  link: "M6.7 9.3a2.6 2.6 0 0 0 3.7 0l2.2-2.2a2.6 2.6 0 0 0-3.7-3.7l-.9.9M9.3 6.7a2.6 2.6 0 0 0-3.7 0L3.4 8.9a2.6 2.6 0 0 0 3.7 3.7l.9-.9",
  moon: "M13.2 9.6A5.6 5.6 0 0 1 6.4 2.8a5.6 5.6 0 1 0 6.8 6.8z",
  question: "M5.6 5.9a2.4 2.4 0 1 1 3.6 2.1c-.8.5-1.2.9-1.2 1.8M8 12.4h.01",
  remove: "M4.5 4.5l7 7M11.5 4.5l-7 7",
  shield: "M8 1.8l5 1.9v3.8c0 3-2 5.3-5 6.6-3-1.3-5-3.6-5-6.6V3.7zM8 5v3.1M8 10.6h.01",
  suggestion: "M6 10.4a4 4 0 1 1 4 0v1.3H6zM6.6 13.9h2.8",
  sun: "M8 5.2a2.8 2.8 0 1 1 0 5.6 2.8 2.8 0 0 1 0-5.6zM8 1.5v1.2M8 13.3v1.2M1.5 8h1.2M13.3 8h1.2M3.4 3.4l.9.9M11.7 11.7l.9.9M12.6 3.4l-.9.9M4.3 11.7l-.9.9",
  warning: "M8 2.4L14.2 13H1.8zM8 6.4v3.1M8 11.3h.01",
  wrench:
    "M10.3 2.7a3.4 3.4 0 0 0-4 4.5L2.6 10.9a1.5 1.5 0 0 0 2.1 2.1l3.7-3.7a3.4 3.4 0 0 0 4.6-3.9L11 7.3 8.8 6.9 8.5 4.7z",
} as const;

export type IconName = keyof typeof PATHS;

const SVG = "http://www.w3.org/2000/svg";

/** An icon; it says nothing by itself, so screen readers skip it. */
export function icon(name: IconName): SVGSVGElement {
  const drawing = document.createElementNS(SVG, "svg");
  drawing.setAttribute("viewBox", "0 0 16 16");
  drawing.setAttribute("aria-hidden", "true");
  drawing.classList.add("icon");
  const path = document.createElementNS(SVG, "path");
  path.setAttribute("d", PATHS[name]);
  drawing.append(path);
  return drawing;
}
