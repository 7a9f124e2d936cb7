/** Finds what a translation lacks beyond what its type can tell; every page's catalogue is tested with it. */

/**
 * Lines about texts that are empty, missing, of another kind, or still Japanese in English. Functions are called with
 * sample values. Names of languages are the same everywhere and allowed to be Japanese.
 */
export function missingTexts(byLanguage: {
  readonly ja: object;
  readonly easy: object;
  readonly en: object;
}): string[] {
  const wanted = flatten(byLanguage.ja);
  return Object.entries(byLanguage).flatMap(([language, texts]) => {
    const got = flatten(texts);
    const lines = [...wanted.keys()].filter((path) => !got.has(path)).map((path) => `${language}: ${path} is missing`);
    for (const [path, text] of got) {
      if (!wanted.has(path)) lines.push(`${language}: ${path} is not in ja`);
      else if (text.trim() === '') lines.push(`${language}: ${path} is empty`);
      else if (/undefined|\[object|NaN/.test(text)) lines.push(`${language}: ${path} says ${text}`);
      else if (language === 'en' && !path.startsWith('languageNames') && /[\u3040-\u30ff\u4e00-\u9fff]/.test(text))
        lines.push(`en: ${path} is still Japanese: ${text}`);
    }
    return lines;
  });
}

function flatten(value: unknown, path = ''): Map<string, string> {
  if (typeof value === 'string') return new Map([[path, value]]);
  if (typeof value === 'function') return new Map([[path, String(callWithSamples(value))]]);
  const entries = Object.entries(value as object).flatMap(([key, inner]) => [
    ...flatten(inner, path === '' ? key : `${path}.${key}`),
  ]);
  return new Map(entries);
}

function callWithSamples(text: unknown): unknown {
  return (text as (...samples: number[]) => unknown)(2, 3, 4, 5, 6);
}
