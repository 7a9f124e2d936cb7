import type { AreaFile } from '../contracts/area.ts';
import { defaultPolicy, type PlanningPolicy } from '../contracts/policy.ts';

const known = new WeakMap<AreaFile, PlanningPolicy>();

/** How the area plans: its own policy, and the default where it says nothing. Worked out once an area. */
export function policyOf(area: AreaFile): PlanningPolicy {
  let policy = known.get(area);
  if (!policy) known.set(area, (policy = { ...defaultPolicy, ...area.policy }));
  return policy;
}
