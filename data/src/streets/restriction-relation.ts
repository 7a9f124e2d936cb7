/** From the tags and members of a restriction relation to what it means for vehicles that carry the public. */
import type { OsmRelation, OsmTags } from '../osm/osm-elements.ts';

/** What became of restrictions; the words stand in reports. */
export const restrictionOutcomes = {
  applied: 'applied',
  not_for_us: 'holds for other vehicles, or excepts those that carry the public',
  conditional: 'holds at certain hours only',
  not_understood: 'of an unknown kind',
  incomplete: 'from, via or to is missing, outside the region or not driven on',
  not_connected: 'from, via and to do not meet',
  ambiguous: 'a member passes through the via node and the turn does not tell which side is meant',
  moot: 'forbids what cannot be driven anyway',
} as const;
export type RestrictionOutcome = keyof typeof restrictionOutcomes;

export type Turn = 'left' | 'right' | 'straight' | 'u' | 'any';

/** A restriction that holds for us, as its relation states it. */
export interface Restriction {
  readonly isOnly: boolean;
  readonly turn: Turn;
  readonly fromWays: readonly number[];
  readonly toWays: readonly number[];
  readonly viaNode: number | null;
  readonly viaWays: readonly number[];
}

const ourModes = ['bus', 'taxi', 'psv', 'motorcar', 'motor_vehicle', 'vehicle'];

/** What a relation forbids or prescribes to us, or why it does not count. */
export function readRestriction(relation: OsmRelation): Restriction | RestrictionOutcome {
  const { tags, members } = relation;
  const value = ourValue(tags);
  if (value === null) return isConditional(tags) ? 'conditional' : 'not_for_us';
  const excepted = (tags.except ?? '').split(';').map((mode) => mode.trim());
  if (excepted.some((mode) => ourModes.includes(mode))) return 'not_for_us';
  if (tags.day_on !== undefined || tags.hour_on !== undefined) return 'conditional';
  const kind = /^(no|only)_(left_turn|right_turn|straight_on|u_turn|entry|exit)$/.exec(value);
  if (!kind) return 'not_understood';
  const waysOf = (role: string) => members.filter((m) => m.role === role && m.type === 'way').map((m) => m.id);
  const viaNode = members.find((member) => member.role === 'via' && member.type === 'node')?.id ?? null;
  const restriction = {
    isOnly: kind[1] === 'only',
    turn: turnOf(kind[2]!),
    fromWays: waysOf('from'),
    toWays: waysOf('to'),
    viaNode,
    viaWays: viaNode === null ? waysOf('via') : [],
  };
  const hasAll = restriction.fromWays.length > 0 && restriction.toWays.length > 0;
  return hasAll && (viaNode !== null || restriction.viaWays.length > 0) ? restriction : 'incomplete';
}

function ourValue(tags: OsmTags): string | null {
  if (tags.type !== 'restriction' && !ourModes.includes(tags.type?.split(':')[1] ?? '')) return null;
  for (const mode of ourModes) {
    const value = tags[`restriction:${mode}`];
    if (value !== undefined) return value;
  }
  return tags.restriction ?? null;
}

function isConditional(tags: OsmTags): boolean {
  return Object.keys(tags).some((key) => key.startsWith('restriction') && key.endsWith(':conditional'));
}

function turnOf(word: string): Turn {
  if (word === 'left_turn') return 'left';
  if (word === 'right_turn') return 'right';
  if (word === 'straight_on') return 'straight';
  return word === 'u_turn' ? 'u' : 'any';
}
