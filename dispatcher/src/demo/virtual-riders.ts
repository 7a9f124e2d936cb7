/** The demo's riders, through the public API: they ask, look at the offers for a moment, book, and a few cancel. */
import type { TripAnswer } from '@noriai/core/contracts/trips.ts';
import { randomIndex, type Random } from '@noriai/core/containers/random.ts';
import { Refused, type ApiClient } from '../client/api-client.ts';
import type { TripWishes } from './trip-wishes.ts';

/** Bookings at a time for each vehicle: enough to share rides, few enough to leave room for a person's own trip. */
const BOOKINGS_PER_VEHICLE = 2;
/** Riders of the first minute come one right after the other, so that rides are seen to be shared. */
const EARLY_RIDERS = 4;
/** Share of looks at a waiting booking in which its rider cancels. */
const CANCEL_SHARE = 0.01;
const LOOK_SEC = 20;

type Offers = Extract<TripAnswer, { kind: 'offers' }>;

interface OpenBooking {
  readonly bookingId: string;
  readonly token: string;
}

export class VirtualRiders {
  private readonly client: ApiClient;
  private readonly wishes: TripWishes;
  private readonly random: Random;
  private readonly most: number;
  private open: OpenBooking[] = [];
  private asked = 0;
  private nextAskSec = 0;
  private nextLookSec = 0;
  private choosing: { readonly offers: Offers; readonly token: string; readonly untilSec: number } | null = null;

  constructor(client: ApiClient, wishes: TripWishes, random: Random, vehicles: number) {
    this.client = client;
    this.wishes = wishes;
    this.random = random;
    this.most = BOOKINGS_PER_VEHICLE * vehicles;
  }

  /** Called about once a second. */
  async step(nowSec: number): Promise<void> {
    if (this.choosing) return this.choose(nowSec);
    if (nowSec >= this.nextLookSec) await this.look(nowSec);
    if (nowSec >= this.nextAskSec && this.open.length < this.most) await this.ask(nowSec);
  }

  private async ask(nowSec: number): Promise<void> {
    this.asked++;
    this.nextAskSec = nowSec + (this.asked < EARLY_RIDERS ? 2 : 15 + randomIndex(this.random, 40));
    const { token } = await this.client.call('registerRider');
    const answer = await this.client.call('requestTrip', { token, body: this.wishes.next() });
    if (answer.kind === 'refused') return;
    this.choosing = { offers: answer, token, untilSec: nowSec + 2 + randomIndex(this.random, 4) };
  }

  private async choose(nowSec: number): Promise<void> {
    const { offers, token, untilSec } = this.choosing!;
    if (nowSec < untilSec) return;
    this.choosing = null;
    const { offerId } = offers.offers[0]!;
    try {
      const { bookingId } = await this.client.call('bookOffer', { token, body: { offerId } });
      this.open.push({ bookingId, token });
    } catch (error) {
      if (!(error instanceof Refused)) throw error; // the offer is gone: the rider gives up
    }
  }

  /** Whose trip is over is forgotten; now and then somebody changes their mind. */
  private async look(nowSec: number): Promise<void> {
    this.nextLookSec = nowSec + LOOK_SEC;
    const still: OpenBooking[] = [];
    for (const booking of this.open) if (!(await this.isOver(booking))) still.push(booking);
    this.open = still;
  }

  private async isOver({ bookingId, token }: OpenBooking): Promise<boolean> {
    const params = { bookingId };
    try {
      const { status, canCancel } = await this.client.call('getBooking', { params, token });
      if (canCancel && status === 'booked' && this.random() < CANCEL_SHARE) {
        await this.client.call('cancelBooking', { params, token, body: { reason: 'changed_my_mind' } });
        return true;
      }
      return ['completed', 'cancelled', 'no_show'].includes(status);
    } catch (error) {
      if (error instanceof Refused) return error.problem.code === 'not_found';
      throw error;
    }
  }
}
