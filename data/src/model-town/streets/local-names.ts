import type { LocalText } from '@noriai/core/contracts/area.ts';

/** OSM name tags of a text: `name`, the reading in hiragana as `name:ja-Hira`, `name:en`. */
export function localNames(name: LocalText): Record<string, string> {
  return {
    name: name.ja,
    ...(name.kana === undefined ? {} : { 'name:ja-Hira': name.kana }),
    ...(name.en === undefined ? {} : { 'name:en': name.en }),
  };
}
