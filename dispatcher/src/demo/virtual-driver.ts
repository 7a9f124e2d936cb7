/**
 * Drives one vehicle of the demo through the public API, as a person with the driver page would: signs on, drives the
 * course of the manifest, reports arrivals, boarding and alighting. Yields when a person takes the vehicle and takes it
 * back when the person has signed off.
 */
import type { Call, DriverAction, Manifest, RiderAtCall } from '@noriai/core/contracts/driving.ts';
import type { ClientToServerEvents, ServerToClientEvents } from '@noriai/core/contracts/live.ts';
import { io, type Socket } from 'socket.io-client';
import { Refused, type ApiClient } from '../client/api-client.ts';
import { pointOnCourse } from './course-point.ts';

/** How long a vehicle that a person drives is left alone before the next look. */
const LOOK_AGAIN_SEC = 5;
/** Between two riders who board or leave at the same call. */
const BETWEEN_RIDERS_SEC = 6;
/** Riders stand at the stop this long before the promised time. */
const RIDERS_EARLY_SEC = 120;

export class VirtualDriver {
  private readonly client: ApiClient;
  private readonly vehicleId: string;
  private token: string | null = null;
  private socket: Socket<ServerToClientEvents, ClientToServerEvents> | null = null;
  private manifest: Manifest | null = null;
  private nextSignOnSec = 0;
  private nextActionSec = 0;

  constructor(client: ApiClient, vehicleId: string) {
    this.client = client;
    this.vehicleId = vehicleId;
  }

  /** Called about once a second. */
  async step(nowSec: number): Promise<void> {
    if (this.token === null) return this.signOn(nowSec);
    const call = this.manifest?.calls[0];
    if (call?.state === 'driving') await this.drive(call, nowSec);
    if (call?.state === 'arrived') await this.serve(call, nowSec);
  }

  close(): void {
    this.socket?.disconnect();
    this.socket = null;
    this.token = null;
    this.manifest = null;
  }

  private async signOn(nowSec: number): Promise<void> {
    if (nowSec < this.nextSignOnSec) return;
    this.nextSignOnSec = nowSec + LOOK_AGAIN_SEC;
    const params = { vehicleId: this.vehicleId };
    try {
      const body = { driverName: `模擬乗務員 ${this.vehicleId}` };
      this.token = (await this.client.call('signOn', { params, body })).token;
      this.connect(this.token);
    } catch (error) {
      if (!(error instanceof Refused)) throw error; // a person drives it: look again later
    }
  }

  private connect(token: string): void {
    const socket = io(this.client.url, { path: '/live', auth: { token }, transports: ['websocket'] });
    this.socket = socket;
    socket.on('manifest', (manifest) => (this.manifest = manifest));
    socket.on('disconnect', (reason) => {
      if (reason === 'io server disconnect') this.close(); // a person took the vehicle over
    });
    socket.on('connect_error', (error) => {
      if (error.message === 'not_signed_in') this.close();
    });
  }

  private async drive(call: Call, nowSec: number): Promise<void> {
    const { departSec, arriveSec, callId } = call;
    const share = arriveSec > departSec ? (nowSec - departSec) / (arriveSec - departSec) : 1;
    const position = pointOnCourse(this.manifest!.route, share);
    if (position) this.socket?.emit('position', { position, atSec: nowSec });
    if (nowSec >= arriveSec) await this.report({ kind: 'arrived', callId, atSec: nowSec }, nowSec);
  }

  private async serve(call: Call, nowSec: number): Promise<void> {
    if (nowSec < this.nextActionSec) return;
    const action = call.riders.map((rider) => actionFor(rider, nowSec)).find((found) => found !== null);
    if (action) await this.report(action, nowSec);
  }

  private async report(action: DriverAction, nowSec: number): Promise<void> {
    const { vehicleId, token } = this;
    if (token === null) return;
    this.nextActionSec = nowSec + BETWEEN_RIDERS_SEC;
    try {
      this.manifest = await this.client.call('reportAction', { params: { vehicleId }, token, body: action });
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      if (error.problem.code === 'not_signed_in') this.close();
      else this.manifest = await this.client.call('getManifest', { params: { vehicleId }, token });
    }
  }
}

/** Everybody comes: the virtual driver cannot tell a person's booking, and nobody who tries the demo is left behind. */
function actionFor({ action, bookingId, promisedFromSec }: RiderAtCall, nowSec: number): DriverAction | null {
  if (action === 'leave') return { kind: 'dropped_off', bookingId, atSec: nowSec };
  return nowSec >= promisedFromSec - RIDERS_EARLY_SEC ? { kind: 'boarded', bookingId, atSec: nowSec } : null;
}
