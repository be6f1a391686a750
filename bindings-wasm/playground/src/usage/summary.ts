// A usage in short.

import type { PrincipalSummary, Summary } from "./protocol.ts";

/** As much of a usage as is shown, of the shape that the module gives it. */
interface UsageValue {
  stats: { records: number; bad: number; unmapped: { names: Record<string, number> } };
  window: { first?: string; last?: string };
  principals: Record<string, PrincipalValue>;
}

interface PrincipalValue {
  events: number;
  window: { last?: string };
  uses: [action: string, resource: string, outcome: string, cell: { count: number }][];
}

/** What a usage shows, those who did most first. */
export function summaryOf(value: Record<string, unknown>, faults: string[]): Summary {
  const { stats, window, principals } = value as unknown as UsageValue;
  const all = Object.entries(principals).map(([arn, principal]) => principalOf(arn, principal));
  return {
    records: stats.records,
    bad: stats.bad,
    faults,
    unmapped: Object.values(stats.unmapped.names).reduce((sum, count) => sum + count, 0),
    ...window,
    principals: all.sort((one, other) => other.events - one.events || (one.arn < other.arn ? -1 : 1)),
  };
}

function principalOf(arn: string, { events, window, uses }: PrincipalValue): PrincipalSummary {
  const actions = new Set<string>();
  const services = new Map<string, number>();
  let denied = 0;
  for (const [action, , outcome, { count }] of uses) {
    if (outcome === "denied") {
      denied += count;
      continue;
    }
    actions.add(action);
    const service = action.split(":")[0] ?? action;
    services.set(service, (services.get(service) ?? 0) + count);
  }
  const most = [...services].sort(([, one], [, other]) => other - one);
  return { arn, events, actions: actions.size, denied, services: most, ...(window.last && { last: window.last }) };
}
