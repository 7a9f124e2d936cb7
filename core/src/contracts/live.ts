/**
 * The live protocol over Socket.IO. Every message is the whole present view of its subject, so a client that missed
 * some loses nothing: on each (re)connection it gets the present views again. Commands never go this way but over
 * HTTP with an idempotency key; the one message from a client is a driver's position, which may be lost.
 */
import type { Access } from './route.ts';
import type { WaitlistNews } from './arrangements.ts';
import type { Broadcast, DriverMessages } from './broadcasts.ts';
import type { FleetView, Manifest, VehiclePosition } from './driving.ts';
import type { Alarm, LedgerPlace } from './fleet.ts';
import type { Right } from './rights.ts';
import type { ServiceView } from './service.ts';
import type { Booking } from './trips.ts';

export interface ServerToClientEvents {
  /** To the rider of the booking: whenever its status, times or vehicle position change. */
  booking: (booking: Booking) => void;
  /** To a rider: what they and their family wait for, whenever that changes. */
  waitlist: (news: WaitlistNews) => void;
  /** To the driver of the vehicle: whenever the calls change. */
  manifest: (manifest: Manifest) => void;
  /** To the driver of the vehicle: what the desk says, whenever that changes. */
  messages: (messages: DriverMessages) => void;
  /** To everybody who watches the fleet: at most once a second. */
  fleet: (fleet: FleetView) => void;
  /** To everybody: service opened or closed, demo clock changed. */
  service: (service: ServiceView) => void;
  /** To the desk: what needs a person at once, whenever that changes. */
  alarms: (alarms: { readonly alarms: readonly Alarm[] }) => void;
  /** To the desk: messages that are not over, with who has acknowledged them. */
  broadcasts: (broadcasts: { readonly broadcasts: readonly Broadcast[] }) => void;
  /** To the desk: how far the ledger has come. Whoever shows the day, its roll calls or its audit looks again. */
  ledger: (place: LedgerPlace) => void;
}

export interface ClientToServerEvents {
  /** From a signed-on driver. */
  position: (position: VehiclePosition) => void;
}

/** What a client says when it connects: its token (rider, driver or operator), or nothing and `watch: 'fleet'`. */
export interface LiveHandshake {
  readonly token?: string;
  readonly watch?: 'fleet';
}

/** Who is sent which message, with the words of the routes; a rider and a driver only what is theirs. */
export const liveAccess = {
  service: 'anybody',
  fleet: 'anybody',
  booking: 'rider',
  waitlist: 'rider',
  manifest: 'driver',
  messages: 'driver',
  alarms: 'operator',
  broadcasts: 'operator',
  ledger: 'operator',
} as const satisfies Record<keyof ServerToClientEvents, Access>;

/** What an operator needs to be sent a message of the desk. */
export const liveRights = { alarms: 'watch', broadcasts: 'messages', ledger: 'watch' } as const satisfies {
  readonly [K in keyof typeof liveAccess as (typeof liveAccess)[K] extends 'operator' ? K : never]: Right;
};
