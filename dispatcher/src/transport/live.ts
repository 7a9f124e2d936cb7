/**
 * The live connection (rules LV1 to LV9): present views on each connection, then again whenever they change. Messages
 * are whole views, so several changes in a short time become one message and a lost one does no harm.
 */
import type { Server as HttpServer } from 'node:http';
import type { WaitlistNews } from '@noriai/core/contracts/arrangements.ts';
import type { Broadcast, DriverMessages } from '@noriai/core/contracts/broadcasts.ts';
import { vehiclePosition } from '@noriai/core/contracts/driving.ts';
import {
  liveRights,
  type ClientToServerEvents,
  type LiveHandshake,
  type ServerToClientEvents,
} from '@noriai/core/contracts/live.ts';
import { decode } from '@noriai/core/contracts/schema.ts';
import type { Right } from '@noriai/core/contracts/rights.ts';
import type { ServiceView } from '@noriai/core/contracts/service.ts';
import { openAlarms } from '@noriai/core/dispatch/alarms.ts';
import type { LedgerEntry } from '@noriai/core/dispatch/events.ts';
import { waitlistOf } from '@noriai/core/dispatch/arrangement-views.ts';
import { bookingsOfRider, findManifest, fleetView } from '@noriai/core/dispatch/views.ts';
import type { ServiceWorld } from '@noriai/core/fleet/world.ts';
import { Server, type Socket } from 'socket.io';
import type { Holder } from '../application/accounts/holder.ts';
import type { DispatchLoop } from '../application/dispatch-loop.ts';
import type { Clock } from '../application/ports.ts';
import { withPeople, type PersonOf } from '../application/people-on-board.ts';
import { touchRidersOf, touchedBy } from '../application/touched.ts';
import type { VehiclePositions } from '../application/vehicle-positions.ts';
import { SentViews } from './sent-views.ts';

export interface LiveParts {
  readonly world: ServiceWorld;
  readonly loop: () => DispatchLoop;
  readonly clock: Clock;
  readonly positions: VehiclePositions;
  readonly serviceView: () => ServiceView;
  readonly personOf: PersonOf;
  /** Messages of the desk that are not over. */
  readonly broadcasts: () => readonly Broadcast[];
  readonly messagesFor: (vehicleId: string) => DriverMessages;
  readonly findHolder: (token: string) => Holder | null;
}

type LiveSocket = Socket<ClientToServerEvents, ServerToClientEvents, Record<string, never>, { token: string | null }>;

/** Changes within this time become one message to riders and drivers. */
const SUBJECT_INTERVAL_MS = 100;
const FLEET_INTERVAL_MS = 1000;
/** Expected times drift without any fact: views are looked at again this often. */
const REFRESH_INTERVAL_MS = 5000;
const BOOKINGS_ON_CONNECT = 20;

type DeskMessage = keyof typeof liveRights;
const deskMessages = Object.keys(liveRights) as DeskMessage[];

export class LiveHub {
  private readonly parts: LiveParts;
  private readonly sent = new SentViews();
  private readonly dirtyRiders = new Set<string>();
  private readonly dirtyVehicles = new Set<string>();
  private isFleetDirty = false;
  private subjectTimer: NodeJS.Timeout | null = null;
  private fleetTimer: NodeJS.Timeout | null = null;
  private refreshTimer: NodeJS.Timeout | null = null;
  private server: Server<
    ClientToServerEvents,
    ServerToClientEvents,
    Record<string, never>,
    { token: string | null }
  > | null = null;

  constructor(parts: LiveParts) {
    this.parts = parts;
  }

  attach(http: HttpServer): void {
    this.server = new Server(http, { path: '/live', serveClient: false, maxHttpBufferSize: 65_536 });
    this.server.use((socket, next) => this.welcome(socket, next));
    this.server.on('connection', (socket) => this.connected(socket));
    this.refreshTimer = setInterval(() => this.refresh(), REFRESH_INTERVAL_MS);
  }

  get clientCount(): number {
    return this.server?.engine.clientsCount ?? 0;
  }

  /** Facts are in the ledger: whose views changed is sent soon. */
  published(entries: readonly LedgerEntry[]): void {
    const touched = touchedBy(entries, this.parts.loop().state);
    for (const riderId of touched.riderIds) this.dirtyRiders.add(riderId);
    for (const vehicleId of touched.vehicleIds) this.dirtyVehicles.add(vehicleId);
    const handedOver = entries.filter(
      ({ event }) => event.kind === 'driver_signed_on' || event.kind === 'driver_signed_off',
    );
    if (handedOver.length > 0) this.dropWhoSignedOff();
    if (entries.some(({ event }) => event.kind.startsWith('broadcast_'))) this.markVehicles();
    this.markFleet();
    this.scheduleSubjects();
  }

  /** A vehicle said where it is. */
  vehicleMoved(vehicleId: string): void {
    const touched = { riderIds: this.dirtyRiders, vehicleIds: new Set<string>() };
    touchRidersOf(new Set([vehicleId]), touched, this.parts.loop().state);
    this.markFleet();
    this.scheduleSubjects();
  }

  async close(): Promise<void> {
    for (const timer of [this.subjectTimer, this.fleetTimer, this.refreshTimer]) if (timer) clearTimeout(timer);
    await this.server?.close();
  }

  private welcome(socket: LiveSocket, next: (error?: Error) => void): void {
    const { token } = socket.handshake.auth as LiveHandshake;
    socket.data.token = typeof token === 'string' ? token : null;
    const isKnown = token === undefined || (typeof token === 'string' && this.parts.findHolder(token) !== null);
    next(isKnown ? undefined : new Error('not_signed_in'));
  }

  private connected(socket: LiveSocket): void {
    const holder = socket.data.token === null ? null : this.parts.findHolder(socket.data.token);
    const actor = holder?.actor;
    socket.emit('service', this.parts.serviceView());
    if ((socket.handshake.auth as LiveHandshake).watch === 'fleet') {
      void socket.join('fleet');
      socket.emit('fleet', this.fleet());
    }
    if (actor?.kind === 'rider') this.welcomeRider(socket, actor.riderId);
    if (actor?.kind === 'driver') this.welcomeDriver(socket, actor.vehicleId);
    if (actor?.kind === 'operator') this.welcomeDesk(socket, holder!.rights);
  }

  private welcomeDesk(socket: LiveSocket, rights: readonly Right[]): void {
    for (const name of deskMessages) {
      if (!rights.includes(liveRights[name])) continue;
      void socket.join(deskRoom(name));
      this.sendToDesk(name, socket);
    }
  }

  private welcomeRider(socket: LiveSocket, riderId: string): void {
    void socket.join(riderRoom(riderId));
    for (const booking of this.bookings(riderId).slice(0, BOOKINGS_ON_CONNECT)) socket.emit('booking', booking);
    socket.emit('waitlist', this.waitlist(riderId));
  }

  private welcomeDriver(socket: LiveSocket, vehicleId: string): void {
    void socket.join(vehicleRoom(vehicleId));
    const manifest = this.manifest(vehicleId);
    if (manifest) socket.emit('manifest', manifest);
    socket.emit('messages', this.parts.messagesFor(vehicleId));
    socket.on('position', (report) => {
      const actor = this.parts.findHolder(socket.data.token ?? '')?.actor;
      const decoded = decode(vehiclePosition, report);
      if (actor?.kind === 'driver' && actor.vehicleId === vehicleId && decoded.ok) {
        this.parts.positions.report(vehicleId, decoded.value);
      }
    });
  }

  /** Whose token was ended, by a hand-over or otherwise, hears nothing more; the next connection tells them why. */
  private dropWhoSignedOff(room: string | null = null): void {
    for (const socket of this.server?.sockets.sockets.values() ?? []) {
      if (room !== null && !socket.rooms.has(room)) continue;
      const { token } = socket.data;
      if (token !== null && this.parts.findHolder(token) === null) socket.disconnect(true);
    }
  }

  private markVehicles(): void {
    for (const room of this.server?.sockets.adapter.rooms.keys() ?? []) {
      if (room.startsWith('vehicle:')) this.dirtyVehicles.add(room.slice('vehicle:'.length));
    }
  }

  private refresh(): void {
    this.dropWhoSignedOff();
    this.markVehicles();
    for (const room of this.server?.sockets.adapter.rooms.keys() ?? []) {
      if (room.startsWith('rider:')) this.dirtyRiders.add(room.slice('rider:'.length));
    }
    this.sent.forgetAllBut((room) => this.isWatched(room));
    const service = this.parts.serviceView();
    if (this.sent.isNew('service', { ...service, nowSec: 0 })) this.server?.emit('service', service);
    this.markFleet();
    this.flushSubjects();
  }

  private scheduleSubjects(): void {
    this.subjectTimer ??= setTimeout(() => this.flushSubjects(), SUBJECT_INTERVAL_MS);
  }

  private flushSubjects(): void {
    if (this.subjectTimer) clearTimeout(this.subjectTimer);
    this.subjectTimer = null;
    for (const riderId of this.dirtyRiders) if (this.isWatched(riderRoom(riderId))) this.pushRider(riderId);
    for (const vehicleId of this.dirtyVehicles) {
      if (this.isWatched(vehicleRoom(vehicleId))) this.pushVehicle(vehicleId);
    }
    this.pushDesk();
    this.dirtyRiders.clear();
    this.dirtyVehicles.clear();
  }

  private pushRider(riderId: string): void {
    const room = riderRoom(riderId);
    for (const booking of this.bookings(riderId)) {
      if (this.sent.isNew(`${room}/${booking.bookingId}`, booking)) this.server?.to(room).emit('booking', booking);
    }
    const waitlist = this.waitlist(riderId);
    if (this.sent.isNew(`${room}/waitlist`, waitlist.entries)) this.server?.to(room).emit('waitlist', waitlist);
  }

  private pushVehicle(vehicleId: string): void {
    const room = vehicleRoom(vehicleId);
    const manifest = this.manifest(vehicleId);
    const isNew = manifest !== null && this.sent.isNew(room, { ...manifest, sequence: 0 });
    if (isNew) this.server?.to(room).emit('manifest', manifest);
    const messages = this.parts.messagesFor(vehicleId);
    if (this.sent.isNew(`${room}/messages`, messages)) this.server?.to(room).emit('messages', messages);
  }

  private pushDesk(): void {
    for (const name of deskMessages) {
      if (!this.isWatched(deskRoom(name))) continue;
      this.dropWhoSignedOff(deskRoom(name));
      this.sendToDesk(name, null);
    }
  }

  /** To one who has just come, or to all when it is new. */
  private sendToDesk(name: DeskMessage, socket: LiveSocket | null): void {
    const room = deskRoom(name);
    const view = this.deskView(name);
    if (socket) (socket as Socket).emit(name, view);
    else if (this.sent.isNew(room, view)) (this.server as Server | null)?.to(room).emit(name, view);
  }

  private deskView(name: DeskMessage): Parameters<ServerToClientEvents[DeskMessage]>[0] {
    const { loop, broadcasts } = this.parts;
    switch (name) {
      case 'alarms':
        return { alarms: openAlarms(loop().state) };
      case 'broadcasts':
        return { broadcasts: broadcasts() };
      case 'ledger':
        return { sequence: loop().state.sequence };
    }
  }

  /** At once after a quiet second, else when the second is over. */
  private markFleet(): void {
    this.isFleetDirty = true;
    if (this.fleetTimer) return;
    this.flushFleet();
    this.fleetTimer = setTimeout(() => {
      this.fleetTimer = null;
      if (this.isFleetDirty) this.markFleet();
    }, FLEET_INTERVAL_MS);
  }

  private flushFleet(): void {
    this.isFleetDirty = false;
    if (!this.isWatched('fleet')) return;
    const fleet = this.fleet();
    if (this.sent.isNew('fleet', { ...fleet, nowSec: 0 })) this.server?.to('fleet').emit('fleet', fleet);
  }

  private isWatched(room: string): boolean {
    return this.server?.sockets.adapter.rooms.has(room.split('/')[0]!) ?? false;
  }

  private bookings(riderId: string) {
    const { world, loop, clock, positions } = this.parts;
    return bookingsOfRider(world, loop().state, riderId, clock.nowSec(), positions.all);
  }

  private waitlist(riderId: string): WaitlistNews {
    const { state } = this.parts.loop();
    const riderIds = [riderId, ...(state.riders.get(riderId)?.actsForIds ?? [])];
    return { nowSec: this.parts.clock.nowSec(), entries: riderIds.flatMap((id) => [...waitlistOf(state, id)]) };
  }

  private manifest(vehicleId: string) {
    const { world, loop, clock } = this.parts;
    const manifest = findManifest(world, loop().state, vehicleId, clock.nowSec());
    return manifest && withPeople(manifest, loop().state, this.parts.personOf);
  }

  private fleet() {
    const { world, loop, clock, positions } = this.parts;
    return fleetView(world, loop().state, clock.nowSec(), positions.all);
  }
}

const deskRoom = (name: DeskMessage): string => `desk:${name}`;
const riderRoom = (riderId: string): string => `rider:${riderId}`;
const vehicleRoom = (vehicleId: string): string => `vehicle:${vehicleId}`;
