/** What riders may need, as the desk and the caller call it. */
import type { AccessibilityType } from '@noriai/core/contracts/needs.ts';
import { catalogue } from '@noriai/ui/texts/language.ts';

type NeedTexts = Readonly<Record<AccessibilityType, string>>;

const ja: NeedTexts = {
  wheelchair: '車いす',
  folding_wheelchair: '折りたたみ車いす',
  powered_wheelchair: '電動車いす',
  oversized_wheelchair: '大型の車いす',
  scooter: 'シニアカー',
  oversized_scooter: '大型のシニアカー',
  walker: '歩行器',
  oversized_walker: '大型の歩行器',
  only_car_walker: '歩行器・高い段差は上れない',
  only_car_rider: '高い段差は上れない',
  extra_space_ambulant: '広い席が必要',
  actual_door_to_door: '玄関までの付き添い',
  lift: 'リフトで乗り降り',
  oversized_item: '大きな荷物',
  stroller: 'ベビーカー',
  child_seat_baby: 'ベビーシート',
  child_seat_young: 'チャイルドシート',
  bike: '自転車',
  white_cane: '白杖',
  service_animal: '補助犬',
  oxygen_tank: '酸素ボンベ',
  stretcher: 'ストレッチャー',
};

const easy: NeedTexts = {
  wheelchair: 'くるまいす',
  folding_wheelchair: 'たためる くるまいす',
  powered_wheelchair: 'でんどう くるまいす',
  oversized_wheelchair: 'おおきい くるまいす',
  scooter: 'シニアカー',
  oversized_scooter: 'おおきい シニアカー',
  walker: 'ほこうき',
  oversized_walker: 'おおきい ほこうき',
  only_car_walker: 'ほこうき・たかい だんは のれない',
  only_car_rider: 'たかい だんは のれない',
  extra_space_ambulant: 'ひろい せき',
  actual_door_to_door: 'げんかんまで いっしょに いく',
  lift: 'リフトで のる',
  oversized_item: 'おおきい にもつ',
  stroller: 'ベビーカー',
  child_seat_baby: 'あかちゃんの せき',
  child_seat_young: 'こどもの せき',
  bike: 'じてんしゃ',
  white_cane: 'しろい つえ',
  service_animal: 'ほじょけん',
  oxygen_tank: 'さんそ ボンベ',
  stretcher: 'ストレッチャー',
};

const en: NeedTexts = {
  wheelchair: 'Wheelchair',
  folding_wheelchair: 'Folding wheelchair',
  powered_wheelchair: 'Powered wheelchair',
  oversized_wheelchair: 'Oversized wheelchair',
  scooter: 'Mobility scooter',
  oversized_scooter: 'Oversized mobility scooter',
  walker: 'Walker',
  oversized_walker: 'Oversized walker',
  only_car_walker: 'Walker, cannot climb a high step',
  only_car_rider: 'Cannot climb a high step',
  extra_space_ambulant: 'Needs extra space',
  actual_door_to_door: 'Help from door to door',
  lift: 'Boards by lift',
  oversized_item: 'Oversized item',
  stroller: 'Stroller',
  child_seat_baby: 'Baby seat',
  child_seat_young: 'Child seat',
  bike: 'Bicycle',
  white_cane: 'White cane',
  service_animal: 'Service animal',
  oxygen_tank: 'Oxygen tank',
  stretcher: 'Stretcher',
};

export const needCatalogue = { ja, easy, en };
export const needTexts = catalogue<NeedTexts>(needCatalogue);
