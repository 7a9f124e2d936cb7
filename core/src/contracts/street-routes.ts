/** Operations on closed and slowed streets. */
import { route } from './route.ts';
import { object } from './schema.ts';
import { streetNotice, streetNoticeOrder, streetNotices } from './streets.ts';

export const streetRoutes = {
  listStreetNotices: route({
    method: 'GET',
    path: '/street-notices',
    summary: 'Closed and slowed streets: planned, holding, and whether drive times count with them already',
    access: 'operator',
    right: 'watch',
    body: null,
    answer: streetNotices,
    refusals: [],
  }),
  postStreetNotice: route({
    method: 'POST',
    path: '/street-notices',
    summary: 'Close or slow streets, now or for a time; drive times follow in the background within seconds',
    access: 'operator',
    right: 'fleet',
    body: streetNoticeOrder,
    answer: streetNotice,
    refusals: ['bad_request', 'not_found', 'key_reused', 'busy'],
  }),
  endStreetNotice: route({
    method: 'POST',
    path: '/street-notices/{noticeId}/end',
    summary: 'Reopen the streets of a notice',
    access: 'operator',
    right: 'fleet',
    body: object({}),
    answer: streetNotices,
    refusals: ['bad_request', 'not_found', 'key_reused', 'busy'],
  }),
} as const;
