/** The HTTP operations on messages to many at once: a part of the one table of routes. Every one that says something is a fact. */
import {
  announcements,
  broadcast,
  broadcastOrder,
  broadcastPreview,
  broadcasts,
  driverMessages,
} from './broadcasts.ts';
import type { CommandRefusal } from './refusals.ts';
import { route } from './route.ts';
import { object } from './schema.ts';

const command = ['bad_request', 'not_found', 'key_reused', 'busy'] as const satisfies readonly CommandRefusal[];
const nothing = object({});
const toTell = { access: 'operator', right: 'messages' } as const;

export const broadcastRoutes = {
  listBroadcasts: route({
    method: 'GET',
    path: '/broadcasts',
    summary:
      'What the desk said to many at once in the last weeks, newest first, and which drivers have acknowledged it',
    ...toTell,
    body: null,
    answer: broadcasts,
    refusals: [],
  }),
  previewBroadcast: route({
    method: 'POST',
    path: '/broadcasts/preview',
    summary: 'Whom a message would go to, and who would have to be called; says nothing to anybody',
    ...toTell,
    needsNoKey: true,
    body: broadcastOrder,
    answer: broadcastPreview,
    refusals: ['bad_request', 'not_found'],
  }),
  sendBroadcast: route({
    method: 'POST',
    path: '/broadcasts',
    summary: 'Say something to all drivers, one vehicle, riders of a day or all riders; a ready text or own words',
    ...toTell,
    body: broadcastOrder,
    answer: broadcast,
    refusals: command,
  }),
  endBroadcast: route({
    method: 'POST',
    path: '/broadcasts/{broadcastId}/end',
    summary: 'A message is shown no more; what was sent is sent',
    ...toTell,
    body: nothing,
    answer: broadcast,
    refusals: command,
  }),
  getMessages: route({
    method: 'GET',
    path: '/vehicles/{vehicleId}/messages',
    summary: 'What the desk says to the driver of this vehicle, and what became of its riders',
    access: 'driver',
    body: null,
    answer: driverMessages,
    refusals: ['not_found'],
  }),
  acknowledgeMessage: route({
    method: 'POST',
    path: '/vehicles/{vehicleId}/messages/{broadcastId}/acknowledge',
    summary: 'The driver has seen what the desk said',
    access: 'driver',
    body: nothing,
    answer: driverMessages,
    refusals: [...command, 'not_signed_on'],
  }),
  listAnnouncements: route({
    method: 'GET',
    path: '/announcements',
    summary: 'What the desk says to all riders; a rider who is signed in also gets what is about their trips',
    access: 'anybody',
    body: null,
    answer: announcements,
    refusals: [],
  }),
} as const;
