/** Riders who book over HTTP for as long as they are wanted, and who send again whatever got no answer. */
import type { AreaFile } from '@noriai/core/contracts/area.ts';
import { randomIndex, type Random } from '@noriai/core/containers/random.ts';
import type { AnswerOf, RouteName } from '@noriai/core/contracts/routes.ts';
import type { TripRequest } from '@noriai/core/contracts/trips.ts';
import { areaCalendar } from '@noriai/core/rules/calendar.ts';
import { ApiClient, Refused, type CallOptions } from '@noriai/dispatcher/client/api-client.ts';
import { callUntilAnswered } from './persistent-call.ts';

/** A booking that the server said is done, and the command that made it. */
export interface Acknowledged {
  readonly bookingId: string;
  readonly offerId: string;
  readonly key: string;
  readonly token: string;
}

export class BookingLoad {
  readonly acknowledged: Acknowledged[] = [];
  /** Commands that got no answer and were sent again. */
  sentAgain = 0;
  /** Bookings refused because the offer was gone by then. */
  offersGone = 0;
  private readonly area: AreaFile;
  private readonly url: () => Promise<string>;
  private readonly random: Random;
  private readonly daysSec: readonly number[];
  private readonly wanted: number;

  /** @param url address of the server now; may wait while it is down */
  constructor(area: AreaFile, url: () => Promise<string>, random: Random, wanted: number) {
    this.area = area;
    this.url = url;
    this.random = random;
    this.wanted = wanted;
    const nowSec = Math.floor(Date.now() / 1000);
    const windows = areaCalendar(area).windowsBetween(nowSec, nowSec + (area.promises.advanceDays - 1) * 86_400);
    this.daysSec = windows.map((window) => window.startSec).filter((startSec) => startSec > nowSec);
  }

  /** Resolves when the wanted number is acknowledged and what they go on beside is over. */
  async run(riders: number, beside: Promise<void>): Promise<void> {
    let isOver = false;
    const over = beside.finally(() => {
      isOver = true;
    });
    const isEnough = (): boolean => isOver && this.acknowledged.length >= this.wanted;
    await Promise.all([over, ...Array.from({ length: riders }, () => this.rider(isEnough))]);
  }

  /** One call, sent again with the same key until there is an answer. */
  persist<N extends RouteName>(name: N, options: CallOptions<N>): Promise<AnswerOf<N>> {
    const client = async (): Promise<ApiClient> => new ApiClient(await this.url());
    return callUntilAnswered(client, name, options, { onAgain: () => void this.sentAgain++ });
  }

  private async rider(isEnough: () => boolean): Promise<void> {
    const { token } = await this.persist('registerRider', {});
    while (!isEnough()) await this.bookOnce(token);
  }

  private async bookOnce(token: string): Promise<void> {
    const answer = await this.persist('requestTrip', { token, body: this.randomTrip() });
    if (answer.kind === 'refused') return;
    const { offerId } = answer.offers[0]!;
    const key = crypto.randomUUID();
    try {
      const { bookingId } = await this.persist('bookOffer', { token, key, body: { offerId } });
      this.acknowledged.push({ bookingId, offerId, key, token });
    } catch (error) {
      if (!(error instanceof Refused) || error.problem.code !== 'offer_gone') throw error;
      this.offersGone++;
    }
  }

  private randomTrip(): TripRequest {
    const { stops } = this.area;
    const from = randomIndex(this.random, stops.length);
    const to = (from + 1 + randomIndex(this.random, stops.length - 1)) % stops.length;
    const atSec = this.daysSec[randomIndex(this.random, this.daysSec.length)]! + randomIndex(this.random, 7 * 3600);
    return {
      from: { kind: 'stop', stopId: stops[from]!.id },
      to: { kind: 'stop', stopId: stops[to]!.id },
      when: { kind: 'depart_after', atSec },
      party: { adults: 1 + randomIndex(this.random, 2), children: 0, reduced: 0, wheelchairs: 0 },
    };
  }
}
