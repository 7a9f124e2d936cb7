/** `noriai why`: why a trip goes with its vehicle, asked of a running service as an operator. */
import type { Command } from 'commander';
import type { ClassObstacle } from '@noriai/core/contracts/obstacles.ts';
import type { PlanDifference, RivalVehicle, TripReasons } from '@noriai/core/contracts/reasons.ts';
import type { ApiClient } from '@noriai/dispatcher/client/api-client.ts';
import { printJson, say } from '../say.ts';
import { serviceVerb, withSession, type ServiceFlags } from '../service-session.ts';

interface WhyFlags extends ServiceFlags {
  readonly decided: boolean;
}

export function whyVerb(): Command {
  return serviceVerb('why', 'why a trip goes with its vehicle: the runner-up and the difference')
    .argument('<booking>', "booking id, or the booking number of today's trip")
    .option(
      '--decided',
      'each decision in the state in which it was made, from the ledger, instead of as things are now',
    )
    .action((booking: string, flags: WhyFlags) =>
      withSession(flags, async (client, token) => {
        const params = { bookingId: await bookingIdOf(client, token, booking) };
        const reasons = flags.decided
          ? (await client.call('explainDecisions', { token, params })).decisions
          : [await client.call('explainTrip', { token, params })];
        if (flags.json) return printJson(flags.decided ? { decisions: reasons } : reasons[0]);
        for (const one of reasons) for (const line of linesOf(one)) say(line);
      }),
    );
}

async function bookingIdOf(client: ApiClient, token: string, booking: string): Promise<string> {
  if (!/^\d{1,5}$/.test(booking)) return booking;
  const { vehicles, date } = await client.call('getBoard', { token, params: { date: 'today' } });
  const trips = vehicles.flatMap(({ shifts }) => shifts.flatMap((shift) => shift.trips));
  const found = trips.find((trip) => trip.number === Number(booking));
  if (!found) throw new Error(`number ${booking}: there is no such trip on ${date}; give a number of today or an id`);
  return found.bookingId;
}

function linesOf(reasons: TripReasons): string[] {
  const { bookingId, vehicleId, about, atSec, movedFor, fixed, rivals, obstacles } = reasons;
  const what = about === 'move' ? `moved to ${vehicleId} (${movedFor})` : `${vehicleId}, ${aboutWords[about]}`;
  const head = `${bookingId}: ${what}, compared at ${new Date(atSec * 1000).toISOString()}`;
  if (fixed !== null) return [head, `  ${fixedWords[fixed]}`];
  const ranked = rivals.map((rival, i) => `  ${i === 0 ? 'runner-up' : 'then'} ${rivalWords(rival)}`);
  const none = rivals.length === 0 ? ['  no other vehicle could'] : [];
  return [head, ...ranked, ...none, ...obstacles.map((obstacle) => `  ${obstacleWords(obstacle)}`)];
}

const aboutWords = { offer: 'as it was offered', now: 'as things are now' };
const fixedWords = {
  on_board: 'the riders are on board',
  on_the_way: 'the vehicle is on its way',
  over: 'the trip is over',
};

function rivalWords({ vehicleId, difference, price, pickupSec }: RivalVehicle): string {
  const parts = Object.entries(partWords)
    .map(([name, words]) => [words, difference[name as keyof PlanDifference]] as const)
    .filter(([, sec]) => sec !== 0)
    .map(([words, sec]) => `${sec > 0 ? '+' : '−'}${Math.abs(sec)} s ${words}`);
  const pickup = new Date(pickupSec * 1000).toISOString().slice(11, 16);
  return `${vehicleId}: ${parts.join(', ') || 'no difference'} (price ${price.total}), pickup ${pickup} UTC`;
}

const partWords: Record<keyof PlanDifference, string> = {
  driveSec: 'driving',
  ownWaitSec: 'waiting',
  ownRideSec: 'riding',
  ownWalkSec: 'walking',
  othersWaitSec: 'waiting of others',
  othersRideSec: 'riding of others',
};

function obstacleWords({ vehicleClass, vehicles, binding, alone }: ClassObstacle): string {
  const others = alone.filter((limit) => limit !== binding);
  return `${vehicleClass} (${vehicles}): ${binding}${others.length > 0 ? `; also ${others.join(', ')}` : ''}`;
}
