/**
 * What each need means for the plan: room in each dimension of a vehicle, standing time, equipment, and what the driver is
 * told. Seconds and places are our own assumptions (no source gives them); a town scales the seconds by
 * `promises.dwellNeedsPercent` and leaves out what it cannot serve by `supportedNeeds`.
 */
import type { PromiseRules, Vehicle } from '../contracts/area.ts';
import type { LocalText } from '../contracts/area.ts';
import { vehicleEquipment, type AccessibilityType, type Need, type VehicleEquipment } from '../contracts/needs.ts';
import { partySize, type Party } from '../contracts/trips.ts';

/** Dimensions of room, in this order: ordinary seats, wheelchair places, seats for babies, for young children, luggage. */
export const ROOM_DIMENSIONS = 5;
/** Where the area file says nothing: pieces that go into any of our vehicles. */
const USUAL_LUGGAGE_PLACES = 4;

export interface NeedMeaning {
  /** Ordinary seats more (or less) than the person takes otherwise. */
  readonly seats: -1 | 0 | 1;
  readonly wheelchairPlaces: number;
  readonly babySeats: number;
  readonly youngSeats: number;
  readonly luggage: number;
  /** Standing time more, at the pickup and at the drop-off; `wheelchair`: the area's own time for a wheelchair, and this. */
  readonly dwellSec: number;
  readonly takesWheelchairTime?: true;
  readonly equipment?: VehicleEquipment;
  /** The person must be met at the door. */
  readonly atDoor?: true;
  readonly name: LocalText;
  /** What the driver does about it. */
  readonly note: LocalText;
}

const nothing = { seats: 0, wheelchairPlaces: 0, babySeats: 0, youngSeats: 0, luggage: 0, dwellSec: 0 } as const;
const stays = { ...nothing, seats: -1, wheelchairPlaces: 1, takesWheelchairTime: true } as const;

export const needTable: Readonly<Record<AccessibilityType, NeedMeaning>> = {
  wheelchair: {
    ...stays,
    name: { ja: '車いす', en: 'Wheelchair' },
    note: { ja: 'スロープを出し、車いすを固定する', en: 'Put out the ramp and fasten the wheelchair' },
  },
  folding_wheelchair: {
    ...nothing,
    luggage: 1,
    dwellSec: 60,
    name: { ja: '折りたたみ車いす', en: 'Folding wheelchair' },
    note: { ja: '座席へ移ってから車いすをたたんで積む', en: 'Help to a seat, then fold and stow the wheelchair' },
  },
  powered_wheelchair: {
    ...stays,
    dwellSec: 30,
    name: { ja: '電動車いす', en: 'Powered wheelchair' },
    note: { ja: '重いので押さない。電源を切って固定する', en: 'Heavy: do not push. Switch off and fasten' },
  },
  oversized_wheelchair: {
    ...stays,
    wheelchairPlaces: 2,
    dwellSec: 60,
    equipment: 'oversized_place',
    name: { ja: '大型の車いす', en: 'Oversized wheelchair' },
    note: { ja: '車いす2台分の場所を空ける', en: 'Clear two wheelchair places' },
  },
  scooter: {
    ...stays,
    dwellSec: 30,
    name: { ja: 'シニアカー', en: 'Mobility scooter' },
    note: { ja: 'スロープで乗せて固定する', en: 'Take in by the ramp and fasten' },
  },
  oversized_scooter: {
    ...stays,
    wheelchairPlaces: 2,
    dwellSec: 60,
    equipment: 'oversized_place',
    name: { ja: '大型のシニアカー', en: 'Oversized mobility scooter' },
    note: { ja: '車いす2台分の場所を空ける', en: 'Clear two wheelchair places' },
  },
  walker: {
    ...nothing,
    luggage: 1,
    dwellSec: 30,
    name: { ja: '歩行器', en: 'Walker' },
    note: { ja: '座ってから歩行器を積む', en: 'Stow the walker once the rider sits' },
  },
  oversized_walker: {
    ...nothing,
    luggage: 2,
    dwellSec: 45,
    name: { ja: '大型の歩行器', en: 'Oversized walker' },
    note: { ja: '座ってから歩行器を積む（2つ分の場所）', en: 'Stow the walker once the rider sits (two places)' },
  },
  only_car_walker: {
    ...nothing,
    luggage: 1,
    dwellSec: 45,
    equipment: 'low_entry',
    name: { ja: '歩行器・高い段差は上れない', en: 'Walker, cannot climb a high step' },
    note: { ja: '低い乗り口から案内し、歩行器を積む', en: 'Use the low entry and stow the walker' },
  },
  only_car_rider: {
    ...nothing,
    dwellSec: 30,
    equipment: 'low_entry',
    name: { ja: '高い段差は上れない', en: 'Cannot climb a high step' },
    note: { ja: '低い乗り口から案内する', en: 'Use the low entry' },
  },
  extra_space_ambulant: {
    ...nothing,
    seats: 1,
    dwellSec: 20,
    name: { ja: '広い席が必要', en: 'Needs extra space' },
    note: { ja: '隣の席を空ける', en: 'Keep the next seat free' },
  },
  actual_door_to_door: {
    ...nothing,
    dwellSec: 120,
    atDoor: true,
    name: { ja: '玄関までの付き添い', en: 'Help from door to door' },
    note: { ja: '玄関まで迎えに行き、玄関まで送る', en: 'Meet at the door and see to the door' },
  },
  lift: {
    ...nothing,
    dwellSec: 90,
    equipment: 'lift',
    name: { ja: 'リフトで乗り降り', en: 'Boards by lift' },
    note: { ja: 'リフトで乗り降りする', en: 'Board and leave by the lift' },
  },
  oversized_item: {
    ...nothing,
    luggage: 2,
    dwellSec: 30,
    name: { ja: '大きな荷物', en: 'Oversized item' },
    note: { ja: '大きな荷物を積む', en: 'Stow a large item' },
  },
  stroller: {
    ...nothing,
    luggage: 1,
    dwellSec: 30,
    name: { ja: 'ベビーカー', en: 'Stroller' },
    note: { ja: 'ベビーカーをたたんで積む', en: 'Fold and stow the stroller' },
  },
  child_seat_baby: {
    ...nothing,
    babySeats: 1,
    dwellSec: 60,
    name: { ja: 'ベビーシート', en: 'Baby seat' },
    note: { ja: 'ベビーシートを用意し、固定を確かめる', en: 'Set up the baby seat and check that it holds' },
  },
  child_seat_young: {
    ...nothing,
    youngSeats: 1,
    dwellSec: 45,
    name: { ja: 'チャイルドシート', en: 'Child seat' },
    note: { ja: 'チャイルドシートを用意し、固定を確かめる', en: 'Set up the child seat and check that it holds' },
  },
  bike: {
    ...nothing,
    luggage: 2,
    dwellSec: 45,
    equipment: 'bike_rack',
    name: { ja: '自転車', en: 'Bicycle' },
    note: { ja: '自転車をラックに固定する', en: 'Fasten the bicycle to the rack' },
  },
  white_cane: {
    ...nothing,
    dwellSec: 30,
    name: { ja: '白杖', en: 'White cane' },
    note: { ja: '名のって声をかけ、乗り口まで案内する', en: 'Say who you are and guide to the entry' },
  },
  service_animal: {
    ...nothing,
    dwellSec: 15,
    name: { ja: '補助犬', en: 'Service animal' },
    note: { ja: '足もとを広く空ける。補助犬にさわらない', en: 'Leave room at the feet; do not touch the animal' },
  },
  oxygen_tank: {
    ...nothing,
    luggage: 1,
    dwellSec: 45,
    name: { ja: '酸素ボンベ', en: 'Oxygen tank' },
    note: { ja: 'ボンベを固定する。火気厳禁', en: 'Fasten the tank; no flame near it' },
  },
  stretcher: {
    ...stays,
    wheelchairPlaces: 2,
    dwellSec: 180,
    equipment: 'stretcher',
    name: { ja: 'ストレッチャー', en: 'Stretcher' },
    note: { ja: 'ストレッチャーを固定する', en: 'Fasten the stretcher' },
  },
};

/** Room that a party takes, by dimension. */
export function roomTaken(party: Party): number[] {
  const room = [partySize(party) - party.wheelchairs, party.wheelchairs, 0, 0, 0];
  for (const { type, count } of party.needs ?? []) {
    const { seats, wheelchairPlaces, babySeats, youngSeats, luggage } = needTable[type];
    [seats, wheelchairPlaces, babySeats, youngSeats, luggage].forEach((places, d) => {
      room[d] = room[d]! + places * count;
    });
  }
  return room;
}

type VehicleRoom = Pick<Vehicle, 'seats' | 'wheelchairPlaces' | 'childSeats' | 'luggagePlaces'>;

/** Room that a vehicle has, by dimension. */
export function roomOf({ seats, wheelchairPlaces, childSeats, luggagePlaces }: VehicleRoom): number[] {
  return [
    seats,
    wheelchairPlaces,
    childSeats?.baby ?? 0,
    childSeats?.young ?? 0,
    luggagePlaces ?? USUAL_LUGGAGE_PLACES,
  ];
}

/** Standing time that a party's needs add to a stop. */
export function needsDwellSec(rules: PromiseRules, needs: readonly Need[]): number {
  let sec = 0;
  for (const { type, count } of needs) {
    const { dwellSec, takesWheelchairTime } = needTable[type];
    const own = Math.ceil((dwellSec * (rules.dwellNeedsPercent ?? 100)) / 100);
    sec += count * (own + (takesWheelchairTime ? rules.dwellWheelchairSec : 0));
  }
  return sec;
}

const bitOf = (equipment: VehicleEquipment): number => 1 << vehicleEquipment.indexOf(equipment);

/** Equipment that a party needs, as bits for the optimizer. */
export function equipmentNeeded(party: Party): number {
  let bits = 0;
  for (const { type } of party.needs ?? []) {
    const { equipment } = needTable[type];
    if (equipment) bits |= bitOf(equipment);
  }
  return bits;
}

/** Equipment that a vehicle has, as bits for the optimizer; a sedan is entered without a high step. */
export function equipmentOf({ class: name, equipment }: Pick<Vehicle, 'class' | 'equipment'>): number {
  let bits = name === 'sedan' ? bitOf('low_entry') : 0;
  for (const part of equipment ?? []) bits |= bitOf(part);
  return bits;
}

/** Riders who may bring a care-giver: with a certificate, in a wheelchair, or with any need but those of luggage and children. */
export function ridersInNeed(party: Party): number {
  const carried: readonly AccessibilityType[] = [
    'stroller',
    'bike',
    'oversized_item',
    'child_seat_baby',
    'child_seat_young',
  ];
  const needing = (party.needs ?? []).filter(({ type }) => !carried.includes(type));
  const most = needing.reduce((sum, { count }) => sum + count, 0);
  return Math.min(partySize(party), Math.max(party.reduced, party.wheelchairs, most));
}
