/**
 * A town that moves: virtual riders and drivers who use nothing but the public API, seeded. Outside service hours the
 * clock is moved to a service day to come, and at the end of a played day to the next.
 */
import { seededRandom } from '@noriai/core/containers/random.ts';
import type { Logger } from 'pino';
import { ApiClient } from '../client/api-client.ts';
import { VIRTUAL_HEADER } from '../transport/http-app.ts';
import { TripWishes } from './trip-wishes.ts';
import { VirtualDriver } from './virtual-driver.ts';
import { VirtualRiders } from './virtual-riders.ts';

export interface DemoParts {
  readonly url: string;
  readonly virtualSecret: string;
  readonly seed: number;
  /** The service's clock. */
  readonly nowSec: () => number;
  /** Called every few seconds, to go on to the next service day when one is over. */
  readonly keepInService: () => void;
  readonly logger: Logger;
}

export interface Demo {
  /** Everybody leaves; the vehicles keep their virtual drivers' names until the next start. */
  close(): void;
}

const STEP_MS = 1000;
const KEEP_IN_SERVICE_MS = 15_000;

export async function startDemo(parts: DemoParts): Promise<Demo> {
  const client = new ApiClient(parts.url, { [VIRTUAL_HEADER]: parts.virtualSecret });
  const area = await client.call('getArea');
  const drivers = area.vehicles.map((vehicle) => new VirtualDriver(client, vehicle.id));
  const random = seededRandom(parts.seed);
  const riders = new VirtualRiders(client, new TripWishes(area, random), random, area.vehicles.length);
  const timers = [...drivers, riders].map((one) => everySecond(() => one.step(parts.nowSec()), parts.logger));
  timers.push(setInterval(parts.keepInService, KEEP_IN_SERVICE_MS));
  return {
    close() {
      timers.forEach((timer) => clearInterval(timer));
      for (const driver of drivers) driver.close();
    },
  };
}

/** One step at a time: while one is slow the next ones are left out. Trouble is logged and tried again. */
function everySecond(step: () => Promise<void>, logger: Logger): NodeJS.Timeout {
  let isBusy = false;
  return setInterval(() => {
    if (isBusy) return;
    isBusy = true;
    step()
      .catch((error: unknown) => logger.debug({ err: error }, 'a step of the demo failed'))
      .finally(() => (isBusy = false));
  }, STEP_MS);
}
