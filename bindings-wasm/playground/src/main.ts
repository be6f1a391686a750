import "./styles/index.css";

import { analyzeTab } from "./analyze/tab.ts";
import { Desk } from "./desk.ts";
import { Engine } from "./engine/engine.ts";
import { evaluateTab } from "./evaluate/tab.ts";
import { openPage } from "./shell/page.ts";
import { serveOffline } from "./shell/offline.ts";
import { usageTab } from "./usage/tab.ts";

const engine = new Engine(() => new Worker(new URL("./engine/worker.ts", import.meta.url), { type: "module" }));
const desk = new Desk(engine);
openPage(engine, [evaluateTab(desk), analyzeTab(desk), usageTab]);
serveOffline();
