/** What riders may need, as riders, callers and the desk call it. */
import type { AccessibilityType } from '@noriai/core/contracts/needs.ts';
import { catalogue } from './language.ts';

type NeedTexts = Readonly<Record<AccessibilityType, string>>;

const ja: NeedTexts = {
  wheelchair: '車いす',
  folding_wheelchair: 'たためる車いす（座席に移る）',
  powered_wheelchair: '電動車いす（乗ったまま）',
  oversized_wheelchair: '大きな車いす（乗ったまま）',
  scooter: 'シニアカー（乗ったまま）',
  oversized_scooter: '大きなシニアカー（乗ったまま）',
  walker: '歩行器・シルバーカー',
  oversized_walker: '大きな歩行器',
  only_car_walker: '歩行器があり、高い段差は上れない',
  only_car_rider: '高い段差は上れない',
  extra_space_ambulant: '広い席がいる',
  actual_door_to_door: '玄関までの手伝い',
  lift: 'リフトで乗り降り',
  oversized_item: '大きな荷物',
  stroller: 'ベビーカー',
  child_seat_baby: 'ベビーシート',
  child_seat_young: 'チャイルドシート',
  bike: '自転車',
  white_cane: '白杖（目が不自由）',
  service_animal: '盲導犬などの補助犬',
  oxygen_tank: '酸素ボンベ',
  stretcher: 'ストレッチャー（寝たまま）',
};

const easy: NeedTexts = {
  wheelchair: 'くるまいす',
  folding_wheelchair: 'たためる くるまいす',
  powered_wheelchair: 'でんどう くるまいす',
  oversized_wheelchair: 'おおきな くるまいす',
  scooter: 'シニアカー',
  oversized_scooter: 'おおきな シニアカー',
  walker: 'ほこうき・シルバーカー',
  oversized_walker: 'おおきな ほこうき',
  only_car_walker: 'ほこうきを つかい、だんさを のぼれない',
  only_car_rider: 'たかい だんさを のぼれない',
  extra_space_ambulant: 'ひろい せきが いる',
  actual_door_to_door: 'げんかんまで てつだい',
  lift: 'リフトで のる',
  oversized_item: 'おおきな にもつ',
  stroller: 'ベビーカー',
  child_seat_baby: 'あかちゃんの せき',
  child_seat_young: 'こどもの せき',
  bike: 'じてんしゃ',
  white_cane: 'しろい つえ（めが わるい）',
  service_animal: 'もうどうけん など',
  oxygen_tank: 'さんそボンベ',
  stretcher: 'ねたまま のる',
};

const en: NeedTexts = {
  wheelchair: 'Wheelchair',
  folding_wheelchair: 'Folding wheelchair (takes a seat)',
  powered_wheelchair: 'Powered wheelchair',
  oversized_wheelchair: 'Large wheelchair',
  scooter: 'Mobility scooter',
  oversized_scooter: 'Large mobility scooter',
  walker: 'Walker',
  oversized_walker: 'Large walker',
  only_car_walker: 'Walker, cannot climb a high step',
  only_car_rider: 'Cannot climb a high step',
  extra_space_ambulant: 'Needs a wider seat',
  actual_door_to_door: 'Help to the door',
  lift: 'Boards by lift',
  oversized_item: 'Large luggage',
  stroller: 'Stroller',
  child_seat_baby: 'Baby seat',
  child_seat_young: 'Child seat',
  bike: 'Bicycle',
  white_cane: 'White cane',
  service_animal: 'Guide or assistance dog',
  oxygen_tank: 'Oxygen tank',
  stretcher: 'Stretcher',
};

export const needCatalogue = { ja, easy, en };
export const needTexts = catalogue<NeedTexts>(needCatalogue);
