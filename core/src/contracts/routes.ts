/**
 * Every HTTP operation of the service, once: the server mounts them, the pages call them, OpenAPI and the access test
 * are generated from them. Commands carry an `Idempotency-Key` header and may be sent again safely.
 */
import { accountRoutes } from './account-routes.ts';
import { board } from './board.ts';
import { broadcastRoutes } from './broadcast-routes.ts';
import { directions, driverAction, fleetView, manifest, signOff, signOn, vehiclePosition } from './driving.ts';
import { proofRoutes } from './proofs.ts';
import { route, type Route } from './route.ts';
import { object } from './schema.ts';
import { areaView, serviceView, session } from './service.ts';
import { fleetRoutes } from './fleet-routes.ts';
import { streetRoutes } from './street-routes.ts';
import { tripRoutes } from './trip-routes.ts';
import { walkGuide, walkQuestion } from './trips.ts';

export type { Access, Route } from './route.ts';

const nothing = object({});

export const routes = {
  getService: route({
    method: 'GET',
    path: '/service',
    summary: 'The clock of the service and whether it runs now',
    access: 'anybody',
    body: null,
    answer: serviceView,
    refusals: [],
  }),
  getArea: route({
    method: 'GET',
    path: '/area',
    summary: 'The service area: stops, hours, vehicles, promise rules, fares',
    access: 'anybody',
    body: null,
    answer: areaView,
    refusals: [],
  }),
  getFleet: route({
    method: 'GET',
    path: '/fleet',
    summary: 'Where the vehicles are and the figures of the day, nothing about riders',
    access: 'anybody',
    body: null,
    answer: fleetView,
    refusals: [],
  }),
  findWalk: route({
    method: 'POST',
    path: '/walks',
    summary: 'The least tiring way on foot between two points, told turn by turn with climb and stairs',
    access: 'anybody',
    body: walkQuestion,
    answer: walkGuide,
    refusals: ['bad_request', 'not_found'],
  }),
  registerRider: route({
    method: 'POST',
    path: '/riders',
    summary: 'A new rider without any personal data; the token is shown once',
    access: 'anybody',
    body: nothing,
    answer: session,
    refusals: ['bad_request', 'key_reused', 'busy'],
  }),
  ...tripRoutes,
  signOn: route({
    method: 'POST',
    path: '/vehicles/{vehicleId}/sign-on',
    summary: 'A driver takes a vehicle into service; the token is shown once',
    access: 'anybody',
    isSignIn: true,
    body: signOn,
    answer: session,
    refusals: [
      'bad_request',
      'not_found',
      'wrong_code',
      'locked_out',
      'vehicle_taken',
      'no_roll_call',
      'hours_exceeded',
      'key_reused',
      'busy',
    ],
  }),
  getManifest: route({
    method: 'GET',
    path: '/vehicles/{vehicleId}/manifest',
    summary: 'The next calls of the vehicle',
    access: 'driver',
    body: null,
    answer: manifest,
    refusals: ['not_found'],
  }),
  getDirections: route({
    method: 'GET',
    path: '/vehicles/{vehicleId}/directions',
    summary: 'The drives to all calls of the vehicle, turn by turn, to be kept for where there is no signal',
    access: 'driver',
    body: null,
    answer: directions,
    refusals: ['not_found'],
  }),
  reportAction: route({
    method: 'POST',
    path: '/vehicles/{vehicleId}/actions',
    summary: 'Arrived, boarded, no-show or dropped off; may be reported late, after a time without signal',
    access: 'driver',
    body: driverAction,
    answer: manifest,
    refusals: [
      'bad_request',
      'not_found',
      'not_signed_on',
      'wrong_order',
      'too_early_for_no_show',
      'key_reused',
      'busy',
    ],
  }),
  reportPosition: route({
    method: 'POST',
    path: '/vehicles/{vehicleId}/position',
    summary: 'Where the vehicle is now; kept for live display only, never in the ledger',
    access: 'driver',
    needsNoKey: true,
    body: vehiclePosition,
    answer: nothing,
    refusals: ['bad_request'],
  }),
  signOff: route({
    method: 'POST',
    path: '/vehicles/{vehicleId}/sign-off',
    summary: 'The driver ends the duty; refused while riders are on board or booked',
    access: 'driver',
    body: signOff,
    answer: manifest,
    refusals: ['bad_request', 'not_signed_on', 'riders_on_board', 'key_reused', 'busy'],
  }),
  getBoard: route({
    method: 'GET',
    path: '/board/{date}',
    summary: 'The day as the desk sees it: vehicles, calls, trips, promises and slack; `today` or a date',
    access: 'operator',
    right: 'watch',
    body: null,
    answer: board,
    refusals: ['not_found'],
  }),
  ...accountRoutes,
  ...streetRoutes,
  ...fleetRoutes,
  ...broadcastRoutes,
  ...proofRoutes,
} as const;

export type RouteName = keyof typeof routes;

/** Whether the operation is a command, which carries an idempotency key. */
export function needsKey(name: RouteName): boolean {
  const { method, needsNoKey }: Route<unknown, unknown> = routes[name];
  return method === 'POST' && needsNoKey !== true;
}

export type BodyOf<N extends RouteName> = (typeof routes)[N] extends Route<infer Body, unknown> ? Body : never;
export type AnswerOf<N extends RouteName> = (typeof routes)[N] extends Route<unknown, infer Answer> ? Answer : never;
