import "./styles/index.css";

import { Engine } from "./engine/engine.ts";
import { evaluateTab } from "./evaluate/tab.ts";
import { openPage } from "./shell/page.ts";
import { serveOffline } from "./shell/offline.ts";
import { usageTab } from "./usage/tab.ts";

openPage(new Engine(), [evaluateTab, usageTab]);
serveOffline();
