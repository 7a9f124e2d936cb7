/** The model towns that are shipped, by the name `noriai area import --model NAME` takes. */
import type { TownPlan } from './town-plan.ts';
import { toyonoPlan } from './towns/toyono-plan.ts';

export const modelTowns: Readonly<Record<string, TownPlan>> = { toyono: toyonoPlan };
