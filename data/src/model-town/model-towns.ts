/** The model towns that are shipped, by the name that `noriai area import --model NAME` takes. */
import type { TownPlan } from './town-plan.ts';
import { senbokuPlan } from './towns/senboku-plan.ts';
import { toyonoPlan } from './towns/toyono-plan.ts';

export const modelTowns: Readonly<Record<string, TownPlan>> = { toyono: toyonoPlan, senboku: senbokuPlan };

/** @throws RangeError that names the towns there are */
export function getModelTown(name: string): TownPlan {
  const plan = Object.hasOwn(modelTowns, name) ? modelTowns[name] : undefined;
  if (plan === undefined) throw new RangeError(`model town ${name}: give one of ${Object.keys(modelTowns).join(', ')}`);
  return plan;
}
