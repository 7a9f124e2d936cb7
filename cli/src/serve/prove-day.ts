/** The daily proof: the ledger of an area read once more by the independent checker. */
import { isCalendarDate } from '@noriai/core/contracts/area.ts';
import { provePromises, type ProofFact, type PromiseProof } from '@noriai/core/kpi/promise-proof.ts';
import { hoursRuleOf } from '@noriai/core/dispatch/duties.ts';
import { areaFiles, areaFolder, readAreaFile } from '@noriai/data/area/area-folder.ts';
import { entriesOf, withLedger } from '@noriai/dispatcher/adapters/ledger-verify.ts';
import { sha256Hasher } from '@noriai/dispatcher/adapters/secrets.ts';
import { ChainReader, type Damage } from '@noriai/dispatcher/application/ledger-chain.ts';

const DAY_MS = 86_400_000;

export interface DayProof extends PromiseProof {
  readonly areaId: string;
  readonly date: string;
  /** Hash of the chain up to where it was read: says which ledger was proved. */
  readonly chainHash: string;
  readonly damage: Damage | null;
}

export interface DayWish {
  readonly dataDir: string;
  readonly ledgerPath: string;
  readonly area: string;
  readonly date: string;
}

/** @throws an error of one line when the date or the area will not do */
export async function proveDay({ dataDir, ledgerPath, area: areaId, date }: DayWish): Promise<DayProof> {
  if (!isCalendarDate(date)) throw new Error(`--date ${date}: give a day that there is, like 2026-04-01`);
  const area = await readAreaFile(`${areaFolder(dataDir, areaId)}/${areaFiles.area}`);
  const reader = new ChainReader(sha256Hasher, areaId);
  let damage: Damage | null = null;
  function* facts(database: Parameters<typeof entriesOf>[0]): Generator<ProofFact> {
    for (const stored of entriesOf(database, areaId)) {
      damage = reader.findDamage(stored);
      if (damage) return;
      yield { sequence: stored.sequence, atSec: stored.atSec, event: JSON.parse(stored.event) as ProofFact['event'] };
    }
  }
  const rule = hoursRuleOf({ area });
  const dayOf = dayIn(area.timeZone);
  const rules = {
    ...(rule && { driving: { ...rule, dayOf, day: Date.parse(date) / DAY_MS } }),
    fromSec: midnightSec(date, area.timeZone),
    untilSec: midnightSec(dayAfter(date), area.timeZone),
    nowSec: Math.min(Math.floor(Date.now() / 1000), midnightSec(dayAfter(date), area.timeZone)),
    noShowWaitSec: area.promises.noShowWaitSec,
    places: new Map(area.vehicles.map(({ id, seats, wheelchairPlaces }) => [id, { seats, wheelchairPlaces }])),
  };
  const proof = withLedger(ledgerPath, (database) => provePromises(facts(database), rules));
  return { areaId, date, chainHash: reader.hash, damage, ...proof };
}

function dayAfter(date: string): string {
  return new Date(Date.parse(date) + DAY_MS).toISOString().slice(0, 10);
}

/** Number of the calendar day of a time there. */
function dayIn(timeZone: string): (atSec: number) => number {
  const there = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' });
  return (atSec) => Date.parse(there.format(atSec * 1000)) / DAY_MS;
}

/** First second of a day in a time zone. */
function midnightSec(date: string, timeZone: string): number {
  const guessSec = Date.parse(`${date}T00:00:00Z`) / 1000;
  const there = new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' });
  const offsetSec = Date.parse(`${there.format(guessSec * 1000).replace(' ', 'T')}Z`) / 1000 - guessSec;
  return guessSec - offsetSec;
}
