/**
 * Published figures about Toyono (豊能町, Osaka), each with its source. Figures only: no file of anybody is copied.
 * Everything else about the model town is made up by the generator and says so.
 */
import type { District, Fact } from '../town-plan.ts';

const CENSUS =
  '令和2年国勢調査 小地域集計(政府統計の総合窓口 e-Stat); centre points after Geolonia 住所データ, CC BY 4.0, rounded to 4 decimals';
const SERVICE = 'https://atpress.ne.jp/news/324003 (HANI+, February 2023)';

/** id, Japanese, reading, English, latitude, longitude, population, [0-14, 15-64, 65-74, 75 and over]. */
type Row = readonly [string, string, string, string, number, number, number, readonly [number, number, number, number]];

/** Census of 2020. In a few districts the age groups add up to less than the population: age unknown. */
// prettier-ignore
const census: readonly Row[] = [
  ['yono', '余野', 'よの', 'Yono', 34.9248, 135.4908, 313, [14, 132, 85, 82]],
  ['kawashiri', '川尻', 'かわしり', 'Kawashiri', 34.9137, 135.4768, 196, [7, 106, 43, 40]],
  ['kishiro', '木代', 'きしろ', 'Kishiro', 34.9093, 135.5021, 402, [25, 158, 86, 129]],
  ['kirihata', '切畑', 'きりはた', 'Kirihata', 34.9226, 135.5139, 245, [23, 113, 61, 48]],
  ['nomaguchi', '野間口', 'のまぐち', 'Nomaguchi', 34.9307, 135.4829, 135, [7, 62, 28, 38]],
  ['takayama', '高山', 'たかやま', 'Takayama', 34.8860, 135.4892, 128, [3, 56, 35, 33]],
  ['maki', '牧', 'まき', 'Maki', 34.9372, 135.4914, 101, [10, 38, 23, 30]],
  ['terada', '寺田', 'てらだ', 'Terada', 34.9374, 135.5090, 36, [0, 10, 14, 12]],
  ['yoshikawa', '吉川', 'よしかわ', 'Yoshikawa', 34.9104, 135.4498, 352, [10, 121, 52, 169]],
  ['tokiwadai-1', 'ときわ台一丁目', 'ときわだい いっちょうめ', 'Tokiwadai 1-chome', 34.9051, 135.4378, 468, [50, 243, 81, 92]],
  ['tokiwadai-2', 'ときわ台二丁目', 'ときわだい にちょうめ', 'Tokiwadai 2-chome', 34.9062, 135.4426, 304, [18, 129, 66, 91]],
  ['tokiwadai-3', 'ときわ台三丁目', 'ときわだい さんちょうめ', 'Tokiwadai 3-chome', 34.9051, 135.4424, 430, [31, 177, 90, 132]],
  ['tokiwadai-4', 'ときわ台四丁目', 'ときわだい よんちょうめ', 'Tokiwadai 4-chome', 34.9040, 135.4409, 432, [37, 161, 88, 144]],
  ['tokiwadai-5', 'ときわ台五丁目', 'ときわだい ごちょうめ', 'Tokiwadai 5-chome', 34.9026, 135.4412, 302, [17, 126, 60, 99]],
  ['tokiwadai-6', 'ときわ台六丁目', 'ときわだい ろくちょうめ', 'Tokiwadai 6-chome', 34.9019, 135.4395, 480, [26, 171, 84, 199]],
  ['higashi-tokiwadai-2', '東ときわ台二丁目', 'ひがしときわだい にちょうめ', 'Higashi-Tokiwadai 2-chome', 34.9043, 135.4470, 596, [45, 270, 151, 130]],
  ['higashi-tokiwadai-3', '東ときわ台三丁目', 'ひがしときわだい さんちょうめ', 'Higashi-Tokiwadai 3-chome', 34.9024, 135.4459, 480, [30, 202, 98, 150]],
  ['higashi-tokiwadai-4', '東ときわ台四丁目', 'ひがしときわだい よんちょうめ', 'Higashi-Tokiwadai 4-chome', 34.9030, 135.4489, 376, [26, 136, 90, 124]],
  ['higashi-tokiwadai-5', '東ときわ台五丁目', 'ひがしときわだい ごちょうめ', 'Higashi-Tokiwadai 5-chome', 34.9016, 135.4515, 603, [42, 247, 170, 144]],
  ['higashi-tokiwadai-6', '東ときわ台六丁目', 'ひがしときわだい ろくちょうめ', 'Higashi-Tokiwadai 6-chome', 34.9003, 135.4496, 448, [18, 205, 129, 96]],
  ['higashi-tokiwadai-7', '東ときわ台七丁目', 'ひがしときわだい ななちょうめ', 'Higashi-Tokiwadai 7-chome', 34.9000, 135.4474, 395, [24, 166, 108, 97]],
  ['higashi-tokiwadai-8', '東ときわ台八丁目', 'ひがしときわだい はっちょうめ', 'Higashi-Tokiwadai 8-chome', 34.8973, 135.4469, 421, [31, 225, 105, 60]],
  ['higashi-tokiwadai-9', '東ときわ台九丁目', 'ひがしときわだい きゅうちょうめ', 'Higashi-Tokiwadai 9-chome', 34.8972, 135.4497, 576, [29, 266, 194, 87]],
  ['kofudai-1', '光風台一丁目', 'こうふうだい いっちょうめ', 'Kofudai 1-chome', 34.9011, 135.4371, 353, [15, 150, 80, 108]],
  ['kofudai-2', '光風台二丁目', 'こうふうだい にちょうめ', 'Kofudai 2-chome', 34.9001, 135.4358, 644, [52, 245, 138, 208]],
  ['kofudai-3', '光風台三丁目', 'こうふうだい さんちょうめ', 'Kofudai 3-chome', 34.8990, 135.4333, 1064, [66, 494, 241, 263]],
  ['kofudai-4', '光風台四丁目', 'こうふうだい よんちょうめ', 'Kofudai 4-chome', 34.8953, 135.4332, 543, [41, 224, 112, 166]],
  ['kofudai-5', '光風台五丁目', 'こうふうだい ごちょうめ', 'Kofudai 5-chome', 34.8998, 135.4432, 816, [43, 306, 236, 231]],
  ['kofudai-6', '光風台六丁目', 'こうふうだい ろくちょうめ', 'Kofudai 6-chome', 34.8958, 135.4361, 719, [32, 275, 196, 215]],
  ['kibogaoka-1', '希望ケ丘一丁目', 'きぼうがおか いっちょうめ', 'Kibogaoka 1-chome', 34.9195, 135.5048, 258, [17, 164, 49, 28]],
  ['kibogaoka-2', '希望ケ丘二丁目', 'きぼうがおか にちょうめ', 'Kibogaoka 2-chome', 34.9178, 135.5094, 455, [22, 256, 108, 62]],
  ['kibogaoka-3', '希望ケ丘三丁目', 'きぼうがおか さんちょうめ', 'Kibogaoka 3-chome', 34.9148, 135.5132, 649, [47, 353, 149, 94]],
  ['kibogaoka-4', '希望ケ丘四丁目', 'きぼうがおか よんちょうめ', 'Kibogaoka 4-chome', 34.9120, 135.5125, 232, [16, 132, 54, 30]],
  ['kibogaoka-5', '希望ケ丘五丁目', 'きぼうがおか ごちょうめ', 'Kibogaoka 5-chome', 34.9128, 135.5102, 469, [44, 265, 96, 63]],
  ['kibogaoka-6', '希望ケ丘六丁目', 'きぼうがおか ろくちょうめ', 'Kibogaoka 6-chome', 34.9159, 135.5081, 523, [45, 250, 164, 64]],
  ['shin-kofudai-1', '新光風台一丁目', 'しんこうふうだい いっちょうめ', 'Shin-Kofudai 1-chome', 34.9021, 135.4311, 369, [30, 244, 67, 28]],
  ['shin-kofudai-2', '新光風台二丁目', 'しんこうふうだい にちょうめ', 'Shin-Kofudai 2-chome', 34.9056, 135.4292, 723, [61, 362, 189, 111]],
  ['shin-kofudai-3', '新光風台三丁目', 'しんこうふうだい さんちょうめ', 'Shin-Kofudai 3-chome', 34.9099, 135.4283, 801, [68, 413, 202, 118]],
  ['shin-kofudai-4', '新光風台四丁目', 'しんこうふうだい よんちょうめ', 'Shin-Kofudai 4-chome', 34.9091, 135.4325, 733, [43, 374, 226, 90]],
  ['shin-kofudai-5', '新光風台五丁目', 'しんこうふうだい ごちょうめ', 'Shin-Kofudai 5-chome', 34.9063, 135.4323, 709, [36, 360, 228, 85]],
];

const terraceTowns = /^(tokiwadai|higashi-tokiwadai|kofudai|shin-kofudai|kibogaoka)-/;

export const toyonoDistricts: readonly District[] = census.map(([id, ja, kana, en, lat, lon, people, ages]) => ({
  id,
  name: { ja, kana, en },
  lat,
  lon,
  people,
  ages,
  pattern: terraceTowns.test(id) ? 'terraces' : 'village',
}));

/** The real service the area is modelled on; `stops`, `vehicles` and `seats` are checked by a test. */
export const toyonoService = { vehicles: 3, seats: 8, stops: 115, from: '09:00', until: '17:00' } as const;

/** Statistics of real streets that the generated ones are measured against. */
export const streetTargets = {
  /** Tachikawa, a Japanese suburb: drive network of 4,106 junctions, OSMnx, December 2021. */
  suburb: {
    edgeMedianM: 53.1,
    edgeP90M: 136.6,
    /** Per mille of junctions with 1 … 5 streets. */
    degreePermille: [185, 54, 627, 131, 3],
    onewayPermille: 67,
    detourMedianPercent: 126,
    detourP90Percent: 154,
  },
  /** Main roads in Osaka's northern hills: way length / beeline in windows of 1 km and 3 km. */
  hills: {
    window1000: { medianPercent: 114, p75Percent: 133, p90Percent: 171 },
    window3000: { medianPercent: 122, p75Percent: 144, p90Percent: 171 },
  },
} as const;

export const toyonoFacts: readonly Fact[] = [
  {
    text: {
      ja: '人口 18,279 人(2020年)、40 地区の年齢別人口',
      en: 'Population 18,279 (2020), by age in 40 districts',
    },
    source: CENSUS,
  },
  {
    text: {
      ja: '車両 3 台(8 人乗り)、停留所 115 か所、9:00〜17:00',
      en: '3 vehicles with 8 seats, 115 stops, 9:00 to 17:00',
    },
    source: SERVICE,
  },
  {
    text: {
      ja: '主要道路のおおまかな経路(約 500 m ごとの通過点)',
      en: 'Rough course of the main roads (points about 500 m apart)',
    },
    source: '© OpenStreetMap contributors, ODbL 1.0',
  },
  {
    text: {
      ja: '道路の統計(延長、次数、行き止まり、迂回率)',
      en: 'Street statistics (lengths, degrees, dead ends, detour)',
    },
    source:
      'computed from © OpenStreetMap contributors, ODbL 1.0: Tachikawa (suburb), main roads of northern Osaka (hills)',
  },
  {
    text: {
      ja: '鉄道駅の位置(光風台、ときわ台、妙見口)',
      en: 'Places of the railway stations Kofudai, Tokiwadai, Myokenguchi',
    },
    source: 'public station lists, rounded to 3 decimals',
  },
];
