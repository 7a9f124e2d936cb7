/**
 * The OpenAPI 3.1 description of the HTTP operations, generated from the table of routes, so that it cannot drift.
 * Schemas with a name (`named`) become components and are referred to; everything else stands where it is used.
 */
import { refusals, type CommandRefusal, type Refusal } from './refusals.ts';
import { needsKey, routes, type Route, type RouteName } from './routes.ts';
import type { JsonSchema } from './schema.ts';
import { health, problem } from './service.ts';

/** Keys of commands: enough of them that nobody gives the same by chance. */
export const keyPattern = /^[A-Za-z0-9_-]{16,100}$/;
export const keyExpected = '16 to 100 letters, digits, - and _, new for every command (a UUID)';

type AnyRoute = Route<unknown, unknown>;

/** @param version of the service, as in its package */
export function openApiDocument(version: string): JsonSchema {
  const components = new Map<string, JsonSchema>();
  const paths: Record<string, Record<string, JsonSchema>> = {};
  for (const [name, route] of Object.entries(routes) as [RouteName, AnyRoute][]) {
    (paths[route.path] ??= {})[route.method.toLowerCase()] = operation(name, route, components);
  }
  paths['/healthz'] = { ...healthPath(components) };
  return {
    openapi: '3.1.1',
    info: {
      title: 'Noriai',
      version,
      summary: 'Trips, bookings and manifests of an on-demand transit service',
      description:
        'Points in time are whole seconds since 1970-01-01 UTC. Every command carries an Idempotency-Key and may be ' +
        'sent again safely: the same key with the same content has its effect once. Refusals are problem details (RFC 9457).',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/api/v1' }],
    paths,
    components: {
      schemas: Object.fromEntries([...components].sort(([a], [b]) => (a < b ? -1 : 1))),
      securitySchemes: {
        token: { type: 'http', scheme: 'bearer', description: 'from registerRider, signOn or a sign-in' },
      },
    },
  };
}

/** What every caller of a route may meet, beside the refusals of the route itself. */
export function refusalsOf(name: RouteName): readonly CommandRefusal[] {
  const route: AnyRoute = routes[name];
  const access: CommandRefusal[] = route.access === 'anybody' ? [] : ['not_signed_in', 'not_yours'];
  return [...new Set([...route.refusals, ...access, 'too_many_requests' as const, 'internal_error' as const])];
}

function operation(name: RouteName, route: AnyRoute, components: Map<string, JsonSchema>): JsonSchema {
  const pathNames = [...route.path.matchAll(/\{(\w+)\}/g)].map((match) => match[1]!);
  const parameters = [
    ...pathNames.map((parameter) => ({ name: parameter, in: 'path', required: true, schema: { type: 'string' } })),
    ...(needsKey(name) ? [keyParameter] : []),
  ];
  return {
    operationId: name,
    summary: route.summary,
    tags: [route.access === 'anybody' ? 'open' : route.access],
    ...(route.right && { 'x-right': route.right }),
    security: route.access === 'anybody' ? [] : [{ token: [] }],
    ...(parameters.length > 0 && { parameters }),
    ...(route.body && { requestBody: { required: true, content: json(route.body.json, components) } }),
    responses: {
      200: { description: 'Done', content: json(route.answer.json, components) },
      ...refusalResponses(refusalsOf(name), components),
    },
  };
}

const keyParameter = {
  name: 'Idempotency-Key',
  in: 'header',
  required: true,
  description: keyExpected,
  schema: { type: 'string', pattern: keyPattern.source },
};

function refusalResponses(codes: readonly CommandRefusal[], components: Map<string, JsonSchema>): JsonSchema {
  const byStatus = new Map<number, CommandRefusal[]>();
  for (const code of codes) {
    const { status } = refusals[code];
    byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
  }
  const responses = [...byStatus].map(([status, list]) => {
    const lines = list.map((code) => `- \`${code}\`: ${(refusals[code] as Refusal).en}`);
    const content = { 'application/problem+json': { schema: referTo(problem.json, components) } };
    return [status, { description: lines.join('\n'), content }] as const;
  });
  return Object.fromEntries(responses);
}

function healthPath(components: Map<string, JsonSchema>): Record<string, JsonSchema> {
  const answer = (description: string) => ({ description, content: json(health.json, components) });
  return {
    servers: [{ url: '/' }] as unknown as JsonSchema,
    get: {
      operationId: 'getHealth',
      summary: 'Whether the service can take commands',
      tags: ['open'],
      security: [],
      responses: { 200: answer('It can'), 503: answer('It is starting, or cannot write its ledger') },
    },
  };
}

function json(schema: JsonSchema, components: Map<string, JsonSchema>): JsonSchema {
  return { 'application/json': { schema: referTo(schema, components) } };
}

/** The schema with every named part moved to the components and referred to. */
function referTo(schema: JsonSchema, components: Map<string, JsonSchema>): JsonSchema {
  const title = schema['title'];
  const moved = Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, moveNamed(value, components)]));
  if (typeof title !== 'string') return moved;
  components.set(title, moved);
  return { $ref: `#/components/schemas/${title}` };
}

function moveNamed(value: unknown, components: Map<string, JsonSchema>): unknown {
  if (Array.isArray(value)) return value.map((item) => moveNamed(item, components));
  return typeof value === 'object' && value !== null ? referTo(value as JsonSchema, components) : value;
}
