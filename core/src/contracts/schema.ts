/**
 * One description of a piece of data from which three things follow: its TypeScript type (`Infer`), a decoder that
 * reports all mistakes at once, and a JSON Schema (draft 2020-12, as OpenAPI 3.1 uses it).
 *
 *     const point = object({ lat: decimal({ min: -90, max: 90 }), lon: decimal({ min: -180, max: 180 }) });
 *     type Point = Infer<typeof point>;
 *     const result = decode(point, JSON.parse(text));
 *
 * It is ours because `core` has no dependencies and the pages must stay small: all of it is 2 kB (docs/decisions/0003).
 */

export type JsonSchema = { readonly [key: string]: unknown };

/** What is wrong at one place: what was got and what was expected. */
export interface Mistake {
  /** Where, as in `stops[3].position.lat`; empty for the whole. */
  readonly path: string;
  readonly got: string;
  readonly expected: string;
}

export interface Schema<T> {
  /** Returns the value as T; every mistake is pushed, and then the returned value must not be used. */
  readonly read: (value: unknown, path: string, mistakes: Mistake[]) => T;
  readonly json: JsonSchema;
  /** Whether an object may leave this field out. */
  readonly isOptional?: boolean;
}

export type Infer<S> = S extends Schema<infer T> ? T : never;

export type Decoded<T> =
  { readonly ok: true; readonly value: T } | { readonly ok: false; readonly mistakes: readonly Mistake[] };

/** Reads unknown data; all mistakes come back together. Objects are copied, fields that are not in the schema are mistakes. */
export function decode<T>(schema: Schema<T>, value: unknown): Decoded<T> {
  const mistakes: Mistake[] = [];
  const read = schema.read(value, '', mistakes);
  return mistakes.length === 0 ? { ok: true, value: read } : { ok: false, mistakes };
}

/** One line a mistake, for people: `stops[3].lat: got "north", expected a number from -90 to 90`. */
export function mistakeLine(mistake: Mistake): string {
  return `${mistake.path === '' ? 'the whole' : mistake.path}: got ${mistake.got}, expected ${mistake.expected}`;
}

interface Described {
  readonly description?: string;
}

export function text(
  options: Described & {
    minLength?: number;
    maxLength?: number;
    pattern?: RegExp;
    format?: string;
    expected?: string;
    /** What the pattern cannot see. */
    isRight?: (value: string) => boolean;
  } = {},
): Schema<string> {
  const { minLength = 0, maxLength = 2000, pattern, format, isRight, description } = options;
  const expected =
    options.expected ?? `text of ${minLength} to ${maxLength} characters${pattern ? ` like ${pattern.source}` : ''}`;
  return {
    read(value, path, mistakes) {
      const fits =
        typeof value === 'string' &&
        value.length >= minLength &&
        value.length <= maxLength &&
        (!pattern || pattern.test(value)) &&
        (!isRight || isRight(value));
      if (!fits) mistakes.push({ path, got: show(value), expected });
      return value as string;
    },
    json: clean({
      type: 'string',
      minLength: minLength || undefined,
      maxLength,
      pattern: pattern?.source,
      format,
      description,
    }),
  };
}

export function integer(options: Described & { min?: number; max?: number; unit?: string } = {}): Schema<number> {
  return numeric('integer', Number.isSafeInteger, options);
}

export function decimal(options: Described & { min?: number; max?: number; unit?: string } = {}): Schema<number> {
  return numeric('number', Number.isFinite, options);
}

function numeric(
  type: 'integer' | 'number',
  isRight: (value: number) => boolean,
  options: Described & { min?: number; max?: number; unit?: string },
): Schema<number> {
  const { min = -Number.MAX_SAFE_INTEGER, max = Number.MAX_SAFE_INTEGER, unit, description } = options;
  const noun = type === 'integer' ? 'a whole number' : 'a number';
  const range = options.min === undefined && options.max === undefined ? '' : ` from ${min} to ${max}`;
  return {
    read(value, path, mistakes) {
      const fits = typeof value === 'number' && isRight(value) && value >= min && value <= max;
      if (!fits) mistakes.push({ path, got: show(value), expected: `${noun}${range}${unit ? ` (${unit})` : ''}` });
      return value as number;
    },
    json: clean({ type, minimum: options.min, maximum: options.max, description: description ?? unit }),
  };
}

export function flag(options: Described = {}): Schema<boolean> {
  return {
    read(value, path, mistakes) {
      if (typeof value !== 'boolean') mistakes.push({ path, got: show(value), expected: 'true or false' });
      return value as boolean;
    },
    json: clean({ type: 'boolean', ...options }),
  };
}

/** One of a few fixed words. */
export function oneOf<const T extends readonly string[]>(words: T, options: Described = {}): Schema<T[number]> {
  return {
    read(value, path, mistakes) {
      if (!words.includes(value as string))
        mistakes.push({ path, got: show(value), expected: `one of ${words.join(', ')}` });
      return value as T[number];
    },
    json: clean({ type: 'string', enum: words, ...options }),
  };
}

export function list<T>(
  item: Schema<T>,
  options: Described & { min?: number; max?: number } = {},
): Schema<readonly T[]> {
  const { min = 0, max = 100_000, description } = options;
  return {
    read(value, path, mistakes) {
      if (!Array.isArray(value) || value.length < min || value.length > max) {
        mistakes.push({ path, got: show(value), expected: `a list of ${min} to ${max}` });
        return [];
      }
      return value.map((element, i) => item.read(element, `${path}[${i}]`, mistakes));
    },
    json: clean({ type: 'array', items: item.json, minItems: min || undefined, maxItems: options.max, description }),
  };
}

type Fields = { readonly [name: string]: Schema<unknown> };
type OptionalNames<F extends Fields> = { [K in keyof F]: F[K] extends { isOptional: true } ? K : never }[keyof F];
type Flat<T> = { readonly [K in keyof T]: T[K] };
export type ObjectOf<F extends Fields> = Flat<
  { [K in Exclude<keyof F, OptionalNames<F>>]: Infer<F[K]> } & { [K in OptionalNames<F>]?: Infer<F[K]> }
>;

/** An object with these fields and no others. */
export function object<F extends Fields>(fields: F, options: Described = {}): Schema<ObjectOf<F>> {
  const names = Object.keys(fields);
  const required = names.filter((name) => fields[name]!.isOptional !== true);
  return {
    read(value, path, mistakes) {
      if (!isRecord(value)) {
        mistakes.push({ path, got: show(value), expected: `an object with ${names.join(', ')}` });
        return {} as ObjectOf<F>;
      }
      for (const name of Object.keys(value)) {
        if (!Object.hasOwn(fields, name)) {
          mistakes.push({
            path: join(path, name),
            got: 'a field that is not known',
            expected: `only ${names.join(', ')}`,
          });
        }
      }
      return readFields(fields, names, value, path, mistakes) as ObjectOf<F>;
    },
    json: clean({
      type: 'object',
      properties: Object.fromEntries(names.map((name) => [name, fields[name]!.json])),
      required: required.length > 0 ? required : undefined,
      additionalProperties: false,
      ...options,
    }),
  };
}

function readFields(
  fields: Fields,
  names: readonly string[],
  value: Record<string, unknown>,
  path: string,
  mistakes: Mistake[],
) {
  const result: Record<string, unknown> = {};
  for (const name of names) {
    const given = Object.hasOwn(value, name) ? value[name] : undefined;
    if (given !== undefined) result[name] = fields[name]!.read(given, join(path, name), mistakes);
    else if (fields[name]!.isOptional !== true) {
      const mistake: Mistake[] = [];
      fields[name]!.read(undefined, join(path, name), mistake);
      mistakes.push({ path: join(path, name), got: 'nothing', expected: mistake[0]?.expected ?? 'a value' });
    }
  }
  return result;
}

/** A field that an object may leave out; absent means absent, never null. */
export function optional<T>(schema: Schema<T>): Schema<T> & { readonly isOptional: true } {
  return { ...schema, isOptional: true };
}

export function nullable<T>(schema: Schema<T>): Schema<T | null> {
  return {
    read: (value, path, mistakes) => (value === null ? null : schema.read(value, path, mistakes)),
    json: { anyOf: [schema.json, { type: 'null' }] },
  };
}

type Variants = { readonly [tag: string]: Fields };
type VariantOf<Tag extends string, V extends Variants> = {
  [K in keyof V & string]: Flat<{ [P in Tag]: K } & ObjectOf<V[K]>>;
}[keyof V & string];

/** One of several objects, told apart by the word in the field `tag`. */
export function variants<Tag extends string, const V extends Variants>(
  tag: Tag,
  cases: V,
  options: Described = {},
): Schema<VariantOf<Tag, V>> {
  const tags = Object.keys(cases);
  const schemas = Object.fromEntries(tags.map((word) => [word, object({ [tag]: oneOf([word]), ...cases[word]! })]));
  return {
    read(value, path, mistakes) {
      const word = isRecord(value) ? value[tag] : undefined;
      const schema = typeof word === 'string' && Object.hasOwn(schemas, word) ? schemas[word] : undefined;
      if (!schema) {
        mistakes.push({
          path: join(path, tag),
          got: show(isRecord(value) ? word : value),
          expected: `one of ${tags.join(', ')}`,
        });
        return {} as VariantOf<Tag, V>;
      }
      return schema.read(value, path, mistakes) as unknown as VariantOf<Tag, V>;
    },
    json: clean({ oneOf: tags.map((word) => schemas[word]!.json), ...options }),
  };
}

/** A schema with a further condition; `complain` returns what is expected instead, or null when all is well. */
export function where<T>(schema: Schema<T>, complain: (value: T) => readonly Mistake[]): Schema<T> {
  return {
    ...schema,
    read(value, path, mistakes) {
      const before = mistakes.length;
      const read = schema.read(value, path, mistakes);
      if (mistakes.length === before) {
        for (const mistake of complain(read)) mistakes.push({ ...mistake, path: join(path, mistake.path) });
      }
      return read;
    },
  };
}

/** The same schema under a name, so that OpenAPI shows it once and refers to it. */
export function named<T>(title: string, schema: Schema<T>): Schema<T> {
  return { ...schema, json: { title, ...schema.json } };
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function join(path: string, name: string): string {
  if (path === '') return name;
  return name === '' || name.startsWith('[') ? `${path}${name}` : `${path}.${name}`;
}

function show(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (Array.isArray(value)) return `a list of ${value.length}`;
  const json = JSON.stringify(value) ?? typeof value;
  return json.length > 60 ? `${json.slice(0, 57)}…` : json;
}

function clean(json: Record<string, unknown>): JsonSchema {
  return Object.fromEntries(Object.entries(json).filter(([, value]) => value !== undefined));
}
