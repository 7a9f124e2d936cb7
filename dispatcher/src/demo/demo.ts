/**
 * A town that moves: virtual riders and drivers who use nothing but the public API, seeded. Outside service hours the
 * clock is moved to a service day to come, and at the end of a played day to the next.
 */
import { seededRandom } from '@noriai/core/containers/random.ts';
import type { Logger } from 'pino';
import type { Cancel, Clock } from '../application/ports.ts';
import { ApiClient } from '../client/api-client.ts';
import { VIRTUAL_HEADER } from '../transport/http-app.ts';
import { TripWishes } from './trip-wishes.ts';
import { VirtualDriver } from './virtual-driver.ts';
import { VirtualRiders } from './virtual-riders.ts';

export interface DemoParts {
  readonly url: string;
  readonly virtualSecret: string;
  readonly seed: number;
  /** The service's clock; its seconds may be shorter while it plays the minutes before. */
  readonly clock: Clock;
  /** Called every few seconds, to go on to the next service day when one is over. */
  readonly keepInService: () => void;
  readonly logger: Logger;
}

export interface Demo {
  /** Everybody leaves; the vehicles keep their virtual drivers' names until the next start. */
  close(): void;
}

const STEP_SEC = 1;
const KEEP_IN_SERVICE_SEC = 15;

export async function startDemo(parts: DemoParts): Promise<Demo> {
  const client = new ApiClient(parts.url, { [VIRTUAL_HEADER]: parts.virtualSecret });
  const area = await client.call('getArea');
  const drivers = area.vehicles.map((vehicle) => new VirtualDriver(client, vehicle.id));
  const random = seededRandom(parts.seed);
  const riders = new VirtualRiders(client, new TripWishes(area, random), random, area.vehicles.length);
  const { clock, logger } = parts;
  const stops = [...drivers, riders].map((one) => every(clock, STEP_SEC, () => one.step(clock.nowSec()), logger));
  stops.push(every(clock, KEEP_IN_SERVICE_SEC, async () => parts.keepInService(), logger));
  return {
    close() {
      for (const stop of stops) stop();
      for (const driver of drivers) driver.close();
    },
  };
}

/** Again and again, so many seconds after the last time was done. Trouble is logged and tried again. */
function every(clock: Clock, intervalSec: number, step: () => Promise<void>, logger: Logger): Cancel {
  let isOver = false;
  let cancel: Cancel = () => {};
  const run = async (): Promise<void> => {
    await step().catch((error: unknown) => logger.debug({ err: error }, 'a step of the demo failed'));
    if (!isOver) cancel = clock.after(intervalSec, () => void run());
  };
  cancel = clock.after(intervalSec, () => void run());
  return () => {
    isOver = true;
    cancel();
  };
}
