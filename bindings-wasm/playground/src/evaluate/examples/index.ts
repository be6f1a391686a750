// The examples, in the order of the menu; the first is what a new visitor sees.

import { boundary } from "./boundary.ts";
import { crossAccount } from "./cross-account.ts";
import { endpoint } from "./endpoint.ts";
import type { Example } from "./example.ts";
import { external } from "./external.ts";
import { mfa } from "./mfa.ts";
import { perimeter } from "./perimeter.ts";
import { pipeline } from "./pipeline.ts";
import { regions } from "./regions.ts";
import { service } from "./service.ts";
import { tags } from "./tags.ts";
import { unknownLayer } from "./unknown-layer.ts";
import { variables } from "./variables.ts";

export type { Example };

export const EXAMPLES: [Example, ...Example[]] = [
  boundary,
  mfa,
  regions,
  crossAccount,
  service,
  external,
  pipeline,
  variables,
  tags,
  unknownLayer,
  perimeter,
  endpoint,
];
