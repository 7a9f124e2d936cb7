/** Who did something, in words: facts name actors as `operator:…`, `driver:v1`, `rider:…`, `service`. */
import type { AuditLine } from '@noriai/core/contracts/fleet.ts';
import { auditTexts } from './audit-texts.ts';

/** So much of an id's end tells it from others; ids begin with the time at which they were made. */
const ID_SHOWN = 8;

/** What the page knows by name. */
export interface Known {
  /** Of accounts, as far as the reader may know them. */
  readonly names: ReadonlyMap<string, string>;
  readonly vehicleName: (vehicleId: string) => string;
}

/**
 * Empty where a fact names nobody: it followed from another of the same moment. An actor that the page does not know stays as
 * it is.
 */
export function actorWords(
  line: Pick<AuditLine, 'kind' | 'by' | 'fact' | 'vehicleIds'>,
  { names, vehicleName }: Known,
): string {
  const t = auditTexts.value;
  const actor = actorOf(line);
  if (actor === null) return '';
  const [kind = '', id = ''] = actor.split(':');
  const [onlyVehicle, second] = line.vehicleIds;
  const driven = id !== '' ? id : second === undefined ? onlyVehicle : undefined;
  const driver = t.actors.driver(driven === undefined ? '' : vehicleName(driven));
  const words: Readonly<Record<string, string>> = {
    operator: t.actors.operator(names.get(id) ?? shortId(id)),
    driver,
    rider: t.actors.rider(shortId(id)),
    proxy: t.actors.proxy(shortId(id)),
    standing_order: t.actors.standingOrder,
    waitlist: t.actors.waitlist,
    plan: t.actors.plan,
    service: t.byService,
    // Nobody has signed in yet who signs on to a vehicle, or registers.
    anybody: driven === undefined ? t.actors.anybody : driver,
  };
  return words[kind] ?? actor;
}

/** A long id by its end. */
export const shortId = (id: string): string => (id.length > ID_SHOWN + 4 ? `…${id.slice(-ID_SHOWN)}` : id);

/**
 * Who acted for the rider is said by the fact itself, also where no command names anybody; a booking that says nobody is the
 * rider's own.
 */
function actorOf({ kind, by, fact }: Pick<AuditLine, 'kind' | 'by' | 'fact'>): string | null {
  const doneBy = doneByOf(fact);
  switch (doneBy?.kind) {
    case 'desk':
      return `operator:${doneBy.operatorId}`;
    case 'proxy':
      return `proxy:${doneBy.riderId}`;
    case 'standing_order':
    case 'waitlist':
      return doneBy.kind;
    default:
      return by || (kind === 'ride_booked' ? 'rider' : null);
  }
}

interface DoneBy {
  readonly kind?: string;
  readonly operatorId?: string;
  readonly riderId?: string;
}

function doneByOf(fact: string): DoneBy | null {
  if (!fact.includes('"doneBy"')) return null; // most facts: spares reading the whole
  const { doneBy } = JSON.parse(fact) as { doneBy?: DoneBy };
  return doneBy ?? null;
}
