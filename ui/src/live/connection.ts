/**
 * The live connection over Socket.IO. Each message is a whole view, and on every (re)connection the service sends the
 * present views again, so nothing has to be resumed by hand: the page shows the last view and says that it is old.
 */
import { fleetView, manifest } from '@noriai/core/contracts/driving.ts';
import type { ClientToServerEvents, LiveHandshake, ServerToClientEvents } from '@noriai/core/contracts/live.ts';
import type { Schema } from '@noriai/core/contracts/schema.ts';
import { serviceView } from '@noriai/core/contracts/service.ts';
import { booking } from '@noriai/core/contracts/trips.ts';
import { signal, type ReadonlySignal } from '@preact/signals';
import { io, type Socket } from 'socket.io-client';
import { readMessage } from '../api/read-answer.ts';

/** `lost` only after a connection was there or could not be made for a while: a page that just opened is `connecting`. */
export type LiveState = 'connecting' | 'connected' | 'lost';

export interface LiveConnection {
  readonly state: ReadonlySignal<LiveState>;
  /** The socket, for the one message that clients send. */
  readonly socket: Socket<ServerToClientEvents, ClientToServerEvents>;
  /** Ends the connection for good. */
  readonly close: () => void;
}

type Handlers = Partial<{ [E in keyof ServerToClientEvents]: ServerToClientEvents[E] }> & {
  /** The service does not know the token (any more): make the connection anew with another or none. */
  readonly onUnknownToken?: () => void;
};

type Schemas = { readonly [E in keyof ServerToClientEvents]: Schema<Parameters<ServerToClientEvents[E]>[0]> };

/** What most pages listen to; who listens to more brings the schema, so that the others need not load it. */
const usual: Pick<Schemas, 'booking' | 'manifest' | 'fleet' | 'service'> = {
  booking,
  manifest,
  fleet: fleetView,
  service: serviceView,
};

/**
 * Connects and keeps trying for ever, first after 0.5 s, at most every 5 s, at once when the device comes back online.
 *
 * @param further schemas of the messages that only some pages listen to: `{ messages: driverMessages }`
 */
export function connectLive(
  handshake: LiveHandshake,
  handlers: Handlers,
  further: Partial<Schemas> = {},
): LiveConnection {
  const socket: Socket<ServerToClientEvents, ClientToServerEvents> = io({
    path: '/live',
    auth: { ...handshake },
    reconnectionDelay: 500,
    reconnectionDelayMax: 5_000,
    timeout: 8_000,
  });
  const state = signal<LiveState>('connecting');
  socket.on('connect', () => (state.value = 'connected'));
  socket.on('disconnect', (reason) => {
    state.value = 'lost';
    // The service hung up on purpose: only a new attempt tells whether the token still holds.
    if (reason === 'io server disconnect') socket.connect();
  });
  socket.on('connect_error', (error) => {
    if (error.message === 'not_signed_in') handlers.onUnknownToken?.();
    else state.value = 'lost';
  });
  listen(socket, handlers, { ...usual, ...further });
  const wake = (): void => {
    if (!socket.connected && document.visibilityState === 'visible') socket.connect();
  };
  const sleep = (): void => {
    state.value = 'lost';
  };
  addEventListener('online', wake);
  addEventListener('offline', sleep);
  document.addEventListener('visibilitychange', wake);
  const close = (): void => {
    removeEventListener('online', wake);
    removeEventListener('offline', sleep);
    document.removeEventListener('visibilitychange', wake);
    socket.close();
  };
  return { state, socket, close };
}

function listen(
  socket: Socket<ServerToClientEvents, ClientToServerEvents>,
  handlers: Handlers,
  schemas: Partial<Schemas>,
): void {
  for (const event of Object.keys(handlers) as (keyof ServerToClientEvents)[]) {
    const handler = handlers[event] as ((view: unknown) => void) | undefined;
    const schema = schemas[event] as Schema<unknown> | undefined;
    if (!handler || !schema) continue;
    socket.on(event, (message: unknown) => {
      const view = readMessage(event, schema, message);
      if (view !== null) handler(view);
    });
  }
}
