// Puts into the package what the repository has elsewhere: the types, which core writes, and the licences.

import { copyFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const from = (path) => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const to = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));

copyFileSync(from("core/wire/types.d.ts"), to("lib/types.d.ts"));
for (const licence of ["LICENSE-APACHE", "LICENSE-MIT"]) {
    copyFileSync(from(licence), to(licence));
}
