/** What the HTTP operations on messages to many at once do (`core/contracts/broadcast-routes.ts`). */
import type { broadcastRoutes } from '@noriai/core/contracts/broadcast-routes.ts';
import type { Broadcast } from '@noriai/core/contracts/broadcasts.ts';
import type { RouteName } from '@noriai/core/contracts/routes.ts';
import { announcements, broadcastViews, isForDriver, ridersOf } from '@noriai/core/dispatch/broadcasts.ts';
import type { Command } from '@noriai/core/dispatch/commands.ts';
import { bookingsToTell, mistakeIn, textOf } from '@noriai/core/dispatch/decide-broadcasts.ts';
import type { CommandResult } from './dispatch-loop.ts';
import {
  done,
  orNotFound,
  type OperationOutcome,
  type OperationParts,
  type OperationRequest,
  type Operations,
} from './operations.ts';

export type BroadcastOperations = Pick<Operations, keyof typeof broadcastRoutes>;
type BroadcastParts = Pick<OperationParts, 'world' | 'loop' | 'clock' | 'canReach'>;
type Submit = (name: RouteName, request: OperationRequest<RouteName>, command: Command) => Promise<CommandResult>;

export function broadcastOperations(
  parts: BroadcastParts & Pick<OperationParts, 'ids' | 'messagesFor'> & { readonly submit: Submit },
): BroadcastOperations {
  const { world, loop, clock, ids, submit } = parts;
  const view = (broadcastId: string): OperationOutcome<Broadcast> =>
    orNotFound(broadcastsOf(parts).find((one) => one.broadcastId === broadcastId) ?? null, `message ${broadcastId}`);
  const messages = (vehicleId: string) => done(parts.messagesFor(vehicleId));
  return {
    listBroadcasts: async () => done({ broadcasts: broadcastsOf(parts) }),

    previewBroadcast: async ({ body }) => {
      const moment = { world, state: loop.state, nowSec: clock.nowSec() };
      const mistake = mistakeIn(moment, body);
      if (mistake && !mistake.ok) return mistake;
      const { audience } = body;
      const riders = ridersOf(loop.state, bookingsToTell(moment, audience));
      return done({
        text: textOf(body),
        vehicles: [...loop.state.drivers.keys()].filter((vehicleId) => isForDriver(audience, vehicleId)).sort(),
        riders: audience.kind === 'all_riders' ? null : riders.length,
        toCall: riders.filter(({ riderId }) => !parts.canReach(riderId)),
      });
    },

    sendBroadcast: async (request) => {
      const command = { kind: 'send_broadcast', broadcastId: ids.newId(), order: request.body } as const;
      const result = await submit('sendBroadcast', request, command);
      return result.ok ? view(result.subjectId) : result;
    },

    endBroadcast: async (request) => {
      const broadcastId = request.params['broadcastId']!;
      const result = await submit('endBroadcast', request, { kind: 'end_broadcast', broadcastId });
      return result.ok ? view(broadcastId) : result;
    },

    getMessages: async ({ params }) => messages(params['vehicleId']!),

    acknowledgeMessage: async (request) => {
      const { vehicleId, broadcastId } = request.params as { vehicleId: string; broadcastId: string };
      const command = { kind: 'acknowledge_broadcast', vehicleId, broadcastId } as const;
      const result = await submit('acknowledgeMessage', request, command);
      return result.ok ? messages(vehicleId) : result;
    },

    listAnnouncements: async ({ holder }) => {
      const riderId = holder?.actor.kind === 'rider' ? holder.actor.riderId : null;
      return done(announcements(loop.state, riderId, clock.nowSec()));
    },
  };
}

/** All messages of the last weeks, newest first, with the riders whom nothing reaches. */
export function broadcastsOf({ loop, clock, canReach }: Omit<BroadcastParts, 'world'>): Broadcast[] {
  const { state } = loop;
  return broadcastViews(state, clock.nowSec()).map((broadcast) => {
    const riders = ridersOf(state, state.broadcasts.get(broadcast.broadcastId)!.bookingIds);
    return { ...broadcast, toCall: riders.filter(({ riderId }) => !canReach(riderId)) };
  });
}
