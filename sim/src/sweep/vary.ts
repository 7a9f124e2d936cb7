/** Variants of a scenario: every combination of the values that are tried for each field. */
import type { ScenarioFile } from '../scenario/scenario-file.ts';

/** One field and its values, as `fleet.vehicles=2,3,4` says. */
export interface Axis {
  readonly path: string;
  readonly values: readonly unknown[];
}

export interface Variant {
  readonly file: ScenarioFile;
  /** Value of each axis, by its path. */
  readonly at: Readonly<Record<string, unknown>>;
}

/** @throws RangeError when the text is no axis */
export function axisOf(text: string): Axis {
  const match = /^([A-Za-z][A-Za-z0-9.]*)=(.+)$/.exec(text);
  if (!match) throw new RangeError(`${text}: give a field and values like fleet.vehicles=2,3,4`);
  return { path: match[1]!, values: match[2]!.split(',').map(valueOf) };
}

function valueOf(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

/** All combinations, the last axis changing fastest. The files are not checked here. */
export function variantsOf(file: ScenarioFile, axes: readonly Axis[]): readonly Variant[] {
  let variants: Variant[] = [{ file, at: {} }];
  for (const { path, values } of axes) {
    variants = variants.flatMap((variant) =>
      values.map((value) => ({
        file: withField(variant.file, path.split('.'), value) as ScenarioFile,
        at: { ...variant.at, [path]: value },
      })),
    );
  }
  return variants;
}

function withField(whole: unknown, path: readonly string[], value: unknown): unknown {
  const [name, ...rest] = path;
  if (name === undefined) return value;
  const object = (typeof whole === 'object' && whole !== null ? whole : {}) as Record<string, unknown>;
  return { ...object, [name]: withField(object[name], rest, value) };
}
