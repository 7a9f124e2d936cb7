/**
 * Published figures about Senboku new town (泉北ニュータウン, Sakai, Osaka), each with its source. Figures only: no file of
 * anybody is copied. Everything else about the model town is made up by the generator and says so.
 */
import type { District, Fact } from '../town-plan.ts';

const CENSUS =
  '令和2年国勢調査 小地域集計(政府統計の総合窓口 e-Stat); centre points after Geolonia 住所データ, CC BY 4.0, rounded to 4 decimals';

/** id, Japanese, reading, English, latitude, longitude, population, [0-14, 15-64, 65-74, 75 and over]. */
type Row = readonly [string, string, string, string, number, number, number, readonly [number, number, number, number]];

/** Census of 2020. In most districts the age groups add up to less than the population: age unknown. */
// prettier-ignore
const census: readonly Row[] = [
  ['akasakadai-1', '赤坂台一丁', 'あかさかだい いっちょう', 'Akasakadai 1-cho', 34.4870, 135.4793, 1310, [128, 592, 263, 319]],
  ['akasakadai-2', '赤坂台二丁', 'あかさかだい にちょう', 'Akasakadai 2-cho', 34.4865, 135.4764, 467, [43, 324, 57, 38]],
  ['akasakadai-3', '赤坂台三丁', 'あかさかだい さんちょう', 'Akasakadai 3-cho', 34.4855, 135.4739, 1515, [137, 665, 371, 334]],
  ['akasakadai-4', '赤坂台四丁', 'あかさかだい よんちょう', 'Akasakadai 4-cho', 34.4854, 135.4706, 858, [148, 491, 87, 128]],
  ['akasakadai-5', '赤坂台五丁', 'あかさかだい ごちょう', 'Akasakadai 5-cho', 34.4913, 135.4709, 1197, [137, 559, 192, 300]],
  ['akasakadai-6', '赤坂台六丁', 'あかさかだい ろくちょう', 'Akasakadai 6-cho', 34.4909, 135.4754, 1543, [145, 736, 325, 327]],
  ['kamotanidai-1', '鴨谷台一丁', 'かもたにだい いっちょう', 'Kamotanidai 1-cho', 34.4756, 135.4831, 1825, [228, 965, 323, 299]],
  ['kamotanidai-2', '鴨谷台二丁', 'かもたにだい にちょう', 'Kamotanidai 2-cho', 34.4746, 135.4778, 2274, [323, 1534, 232, 163]],
  ['kamotanidai-3', '鴨谷台三丁', 'かもたにだい さんちょう', 'Kamotanidai 3-cho', 34.4713, 135.4807, 3052, [342, 1559, 623, 486]],
  ['shiroyamadai-1', '城山台一丁', 'しろやまだい いっちょう', 'Shiroyamadai 1-cho', 34.4710, 135.4864, 1526, [154, 785, 330, 250]],
  ['shiroyamadai-2', '城山台二丁', 'しろやまだい にちょう', 'Shiroyamadai 2-cho', 34.4689, 135.4841, 2584, [427, 1488, 405, 242]],
  ['shiroyamadai-3', '城山台三丁', 'しろやまだい さんちょう', 'Shiroyamadai 3-cho', 34.4669, 135.4885, 1981, [195, 973, 432, 334]],
  ['shiroyamadai-4', '城山台四丁', 'しろやまだい よんちょう', 'Shiroyamadai 4-cho', 34.4630, 135.4890, 210, [10, 122, 52, 23]],
  ['shiroyamadai-5', '城山台五丁', 'しろやまだい ごちょう', 'Shiroyamadai 5-cho', 34.4655, 135.4817, 349, [46, 241, 35, 26]],
  ['shin-hinoodai-1', '新檜尾台一丁', 'しんひのおだい いっちょう', 'Shin-Hinoodai 1-cho', 34.4807, 135.4808, 860, [87, 353, 206, 200]],
  ['shin-hinoodai-2', '新檜尾台二丁', 'しんひのおだい にちょう', 'Shin-Hinoodai 2-cho', 34.4769, 135.4767, 2451, [267, 1552, 365, 231]],
  ['shin-hinoodai-3', '新檜尾台三丁', 'しんひのおだい さんちょう', 'Shin-Hinoodai 3-cho', 34.4785, 135.4740, 2328, [166, 1185, 592, 354]],
  ['shin-hinoodai-4', '新檜尾台四丁', 'しんひのおだい よんちょう', 'Shin-Hinoodai 4-cho', 34.4809, 135.4740, 2725, [268, 1303, 629, 493]],
  ['takakuradai-1', '高倉台一丁', 'たかくらだい いっちょう', 'Takakuradai 1-cho', 34.4925, 135.5200, 1442, [89, 676, 336, 318]],
  ['takakuradai-2', '高倉台二丁', 'たかくらだい にちょう', 'Takakuradai 2-cho', 34.4934, 135.5227, 3326, [363, 1844, 529, 505]],
  ['takakuradai-3', '高倉台三丁', 'たかくらだい さんちょう', 'Takakuradai 3-cho', 34.4939, 135.5260, 1188, [99, 470, 188, 423]],
  ['takakuradai-4', '高倉台四丁', 'たかくらだい よんちょう', 'Takakuradai 4-cho', 34.4955, 135.5285, 1633, [169, 772, 313, 359]],
  ['takeshirodai-1', '竹城台一丁', 'たけしろだい いっちょう', 'Takeshirodai 1-cho', 34.5010, 135.5105, 2284, [129, 1138, 492, 468]],
  ['takeshirodai-2', '竹城台二丁', 'たけしろだい にちょう', 'Takeshirodai 2-cho', 34.4982, 135.5055, 1950, [150, 1035, 354, 372]],
  ['takeshirodai-3', '竹城台三丁', 'たけしろだい さんちょう', 'Takeshirodai 3-cho', 34.4938, 135.5032, 1286, [85, 663, 175, 343]],
  ['takeshirodai-4', '竹城台四丁', 'たけしろだい よんちょう', 'Takeshirodai 4-cho', 34.4981, 135.5002, 1496, [154, 756, 214, 366]],
  ['chayamadai-1', '茶山台一丁', 'ちゃやまだい いっちょう', 'Chayamadai 1-cho', 34.4953, 135.5138, 279, [31, 144, 57, 36]],
  ['chayamadai-2', '茶山台二丁', 'ちゃやまだい にちょう', 'Chayamadai 2-cho', 34.4918, 135.5159, 4438, [380, 2407, 760, 798]],
  ['chayamadai-3', '茶山台三丁', 'ちゃやまだい さんちょう', 'Chayamadai 3-cho', 34.4884, 135.5187, 1371, [117, 623, 197, 412]],
  ['niwashirodai-1', '庭代台一丁', 'にわしろだい いっちょう', 'Niwashirodai 1-cho', 34.4710, 135.4954, 2219, [221, 1036, 421, 518]],
  ['niwashirodai-2', '庭代台二丁', 'にわしろだい にちょう', 'Niwashirodai 2-cho', 34.4721, 135.4981, 1911, [216, 871, 404, 376]],
  ['niwashirodai-3', '庭代台三丁', 'にわしろだい さんちょう', 'Niwashirodai 3-cho', 34.4746, 135.4999, 1360, [131, 762, 257, 194]],
  ['niwashirodai-4', '庭代台四丁', 'にわしろだい よんちょう', 'Niwashirodai 4-cho', 34.4739, 135.5027, 1502, [142, 674, 250, 416]],
  ['harayamadai-1', '原山台一丁', 'はらやまだい いっちょう', 'Harayamadai 1-cho', 34.4861, 135.4945, 3464, [301, 1875, 659, 559]],
  ['harayamadai-2', '原山台二丁', 'はらやまだい にちょう', 'Harayamadai 2-cho', 34.4821, 135.4912, 1075, [172, 694, 100, 93]],
  ['harayamadai-3', '原山台三丁', 'はらやまだい さんちょう', 'Harayamadai 3-cho', 34.4782, 135.4921, 840, [33, 325, 211, 252]],
  ['harayamadai-4', '原山台四丁', 'はらやまだい よんちょう', 'Harayamadai 4-cho', 34.4801, 135.4948, 828, [116, 482, 123, 103]],
  ['harayamadai-5', '原山台五丁', 'はらやまだい ごちょう', 'Harayamadai 5-cho', 34.4817, 135.4994, 3683, [311, 2004, 785, 536]],
  ['harumidai-1', '晴美台一丁', 'はるみだい いっちょう', 'Harumidai 1-cho', 34.4970, 135.5341, 2054, [317, 1013, 321, 377]],
  ['harumidai-2', '晴美台二丁', 'はるみだい にちょう', 'Harumidai 2-cho', 34.4900, 135.5283, 1569, [185, 817, 182, 379]],
  ['harumidai-3', '晴美台三丁', 'はるみだい さんちょう', 'Harumidai 3-cho', 34.4892, 135.5303, 1875, [176, 917, 380, 377]],
  ['harumidai-4', '晴美台四丁', 'はるみだい よんちょう', 'Harumidai 4-cho', 34.4900, 135.5330, 817, [50, 387, 187, 191]],
  ['makizukadai-1', '槇塚台一丁', 'まきづかだい いっちょう', 'Makizukadai 1-cho', 34.4851, 135.5229, 1215, [65, 532, 227, 377]],
  ['makizukadai-2', '槇塚台二丁', 'まきづかだい にちょう', 'Makizukadai 2-cho', 34.4825, 135.5222, 2413, [234, 1149, 457, 542]],
  ['makizukadai-3', '槇塚台三丁', 'まきづかだい さんちょう', 'Makizukadai 3-cho', 34.4826, 135.5293, 1497, [156, 690, 241, 394]],
  ['makizukadai-4', '槇塚台四丁', 'まきづかだい よんちょう', 'Makizukadai 4-cho', 34.4821, 135.5339, 325, [18, 159, 105, 43]],
  ['miikedai-1', '御池台一丁', 'みいけだい いっちょう', 'Miikedai 1-cho', 34.4641, 135.4995, 2131, [168, 843, 625, 486]],
  ['miikedai-2', '御池台二丁', 'みいけだい にちょう', 'Miikedai 2-cho', 34.4697, 135.5053, 3698, [508, 2337, 594, 249]],
  ['miikedai-3', '御池台三丁', 'みいけだい さんちょう', 'Miikedai 3-cho', 34.4616, 135.5037, 1572, [113, 657, 455, 341]],
  ['miikedai-4', '御池台四丁', 'みいけだい よんちょう', 'Miikedai 4-cho', 34.4615, 135.5069, 1059, [157, 455, 138, 308]],
  ['miharadai-1', '三原台一丁', 'みはらだい いっちょう', 'Miharadai 1-cho', 34.4988, 135.5209, 2782, [214, 1354, 442, 755]],
  ['miharadai-2', '三原台二丁', 'みはらだい にちょう', 'Miharadai 2-cho', 34.5024, 135.5148, 5522, [942, 3638, 591, 310]],
  ['miharadai-3', '三原台三丁', 'みはらだい さんちょう', 'Miharadai 3-cho', 34.5031, 135.5206, 2319, [318, 1183, 333, 466]],
  ['miharadai-4', '三原台四丁', 'みはらだい よんちょう', 'Miharadai 4-cho', 34.5011, 135.5284, 1102, [136, 558, 164, 234]],
  ['miyayamadai-1', '宮山台一丁', 'みややまだい いっちょう', 'Miyayamadai 1-cho', 34.5026, 135.5018, 1384, [254, 725, 162, 233]],
  ['miyayamadai-2', '宮山台二丁', 'みややまだい にちょう', 'Miyayamadai 2-cho', 34.5017, 135.4981, 187, [2, 69, 38, 78]],
  ['miyayamadai-3', '宮山台三丁', 'みややまだい さんちょう', 'Miyayamadai 3-cho', 34.5068, 135.4963, 936, [89, 510, 161, 162]],
  ['miyayamadai-4', '宮山台四丁', 'みややまだい よんちょう', 'Miyayamadai 4-cho', 34.5086, 135.4975, 1652, [158, 857, 264, 350]],
  ['momoyamadai-1', '桃山台一丁', 'ももやまだい いっちょう', 'Momoyamadai 1-cho', 34.4898, 135.4913, 3189, [293, 1683, 564, 586]],
  ['momoyamadai-2', '桃山台二丁', 'ももやまだい にちょう', 'Momoyamadai 2-cho', 34.4875, 135.4877, 1295, [131, 765, 196, 171]],
  ['momoyamadai-3', '桃山台三丁', 'ももやまだい さんちょう', 'Momoyamadai 3-cho', 34.4936, 135.4820, 1702, [170, 721, 371, 426]],
  ['momoyamadai-4', '桃山台四丁', 'ももやまだい よんちょう', 'Momoyamadai 4-cho', 34.4954, 135.4849, 1339, [152, 736, 211, 228]],
  ['wakamatsudai-1', '若松台一丁', 'わかまつだい いっちょう', 'Wakamatsudai 1-cho', 34.4931, 135.5067, 2589, [179, 1371, 454, 560]],
  ['wakamatsudai-2', '若松台二丁', 'わかまつだい にちょう', 'Wakamatsudai 2-cho', 34.4909, 135.5095, 1290, [108, 689, 218, 268]],
  ['wakamatsudai-3', '若松台三丁', 'わかまつだい さんちょう', 'Wakamatsudai 3-cho', 34.4882, 135.5063, 984, [116, 518, 128, 213]],
];

export const senbokuDistricts: readonly District[] = census.map(([id, ja, kana, en, lat, lon, people, ages]) => ({
  id,
  name: { ja, kana, en },
  lat,
  lon,
  people,
  ages,
  pattern: 'terraces',
}));

/**
 * The real trials the area is modelled on: two vehicles served 29, then 50, then 81 stops. The hours are those of the
 * first trial; the third began an hour earlier.
 */
export const senbokuService = {
  vehicles: 2,
  seats: 8,
  stops: 81,
  stopsBefore: 50,
  from: '09:00',
  until: '18:00',
} as const;

export const senbokuFacts: readonly Fact[] = [
  {
    text: {
      ja: '人口 115,127 人(2020年)、65 地区の年齢別人口',
      en: 'Population 115,127 (2020), by age in 65 districts',
    },
    source: CENSUS,
  },
  {
    text: {
      ja: '車両 2 台(8 人乗り)、停留所 29 → 50 → 81 か所、9:00〜18:00(3 回目は 8:00 から)、運賃 300 円',
      en: '2 vehicles with 8 seats, 29 → 50 → 81 stops, 9:00 to 18:00 (third trial from 8:00), fare ¥300',
    },
    source:
      'https://news.yahoo.co.jp/articles/3a1056669bce6e795593fd0208d1951e10ce1d8c?page=2 ; https://waryaji.com/?p=23888',
  },
  {
    text: {
      ja: '2 回目の試行:1日 28 人(1 回目の 2 倍)。2023年10月1日〜2024年1月14日に 2,479 人、1日あたり 23.4 人',
      en: 'Second trial: 28 riders a day, double the first; 2,479 from 1 October 2023 to 14 January 2024, 23.4 a day',
    },
    source: 'https://sencomi.com/localnews/news/senboku0111-ondemandbus/ ; https://www.nankai.co.jp/news/240228.html',
  },
  {
    text: {
      ja: '鉄道駅の位置(泉ヶ丘、栂・美木多、光明池)',
      en: 'Places of the railway stations Izumigaoka, Toga-Mikita, Komyoike',
    },
    source: 'public station lists, rounded to 3 decimals',
  },
  {
    text: {
      ja: '道路の統計(延長、次数、行き止まり、迂回率)',
      en: 'Street statistics (lengths, degrees, dead ends, detour)',
    },
    source: 'computed from © OpenStreetMap contributors, ODbL 1.0: Tachikawa (suburb)',
  },
];
