/** Names of stops: the district (a public fact) and what one finds there, as Japanese stops are called. Nobody's name. */
import type { LocalText } from '@noriai/core/contracts/area.ts';
import type { Plane, Point } from '../land/plane.ts';
import type { District } from '../town-plan.ts';

interface Suffix {
  readonly ja: string;
  readonly kana: string;
  readonly en: string;
  readonly kind?: 'park' | 'community';
}

const middle: Suffix = { ja: '中央', kana: 'ちゅうおう', en: 'Centre' };
/** By quarter of the compass, from the district's middle: east, north, west, south. */
const quarters: readonly Suffix[] = [
  { ja: '東', kana: 'ひがし', en: 'East' },
  { ja: '北', kana: 'きた', en: 'North' },
  { ja: '西', kana: 'にし', en: 'West' },
  { ja: '南', kana: 'みなみ', en: 'South' },
];
const more: readonly Suffix[] = [
  { ja: '集会所前', kana: 'しゅうかいじょまえ', en: 'Meeting House', kind: 'community' },
  { ja: '公園前', kana: 'こうえんまえ', en: 'Park', kind: 'park' },
  { ja: '坂上', kana: 'さかうえ', en: 'Slope Top' },
  { ja: '坂下', kana: 'さかした', en: 'Slope Foot' },
  { ja: '辻', kana: 'つじ', en: 'Crossroads' },
  { ja: '口', kana: 'ぐち', en: 'Gate' },
  { ja: '神社前', kana: 'じんじゃまえ', en: 'Shrine' },
  { ja: '橋', kana: 'ばし', en: 'Bridge' },
  { ja: '展望所前', kana: 'てんぼうしょまえ', en: 'Viewpoint' },
  { ja: '消防分団前', kana: 'しょうぼうぶんだんまえ', en: 'Fire Brigade' },
];
const MIDDLE_M = 70;

export interface StopName {
  readonly name: LocalText;
  readonly kind: 'stop' | 'park' | 'community';
}

/** Hands out names, each once. */
export function makeStopNamer(plane: Plane): (district: District, at: Point) => StopName {
  const used = new Set<string>();
  return (district, at) => {
    const centre = plane.point(district.lat, district.lon);
    const suffix = suffixes(at.x - centre.x, at.y - centre.y).find((s) => !used.has(district.id + s.ja));
    if (suffix === undefined)
      throw new Error(`district ${district.id}: more stops than names, add some to stop-names.ts`);
    used.add(district.id + suffix.ja);
    const { name } = district;
    return {
      name: {
        ja: name.ja + suffix.ja,
        kana: `${name.kana ?? ''} ${suffix.kana}`,
        en: `${name.en ?? district.id} ${suffix.en}`,
      },
      kind: suffix.kind ?? 'stop',
    };
  };
}

/** All suffixes, the most fitting first. */
function suffixes(east: number, north: number): readonly Suffix[] {
  const isEastWest = Math.abs(east) > Math.abs(north);
  const quarter = quarters[isEastWest ? (east > 0 ? 0 : 2) : north > 0 ? 1 : 3]!;
  const isMiddle = east * east + north * north < MIDDLE_M * MIDDLE_M;
  return isMiddle ? [middle, ...more, quarter] : [quarter, ...more, middle];
}
