/** Stops in groups that fit on a screen: by kana row, kind or district. */
import type { Stop } from '@noriai/core/contracts/area.ts';
import { byReading, stopsByKanaRow } from '@noriai/ui/stops/find-stops.ts';
import { kanaRows } from '@noriai/ui/stops/kana.ts';
import { localName } from '@noriai/ui/texts/language.ts';
import { sharedTexts } from '@noriai/ui/texts/shared-texts.ts';
import { riderTexts } from '../texts/rider-texts.ts';

export interface StopGroup {
  readonly id: string;
  readonly name: string;
  readonly stops: readonly Stop[];
}

/** Groups without stops are left out; stops in kana order within each. */
export function stopGroups(by: 'kana' | 'kind' | 'district', stops: readonly Stop[]): readonly StopGroup[] {
  return { kana: kanaGroups, kind: kindGroups, district: districtGroups }[by](stops);
}

function kanaGroups(stops: readonly Stop[]): StopGroup[] {
  const rows = stopsByKanaRow(stops);
  const t = riderTexts.value;
  return [...kanaRows, null].flatMap((row) => {
    const inRow = rows.get(row);
    return inRow ? [{ id: row ?? '-', name: row === null ? t.otherRow : t.rowName(row), stops: inRow }] : [];
  });
}

/** Clinics and shops first: that is where most trips go. */
const kindOrder = ['clinic', 'shop', 'station', 'town_hall', 'bank', 'community', 'school', 'park', 'stop'] as const;

function kindGroups(stops: readonly Stop[]): StopGroup[] {
  return kindOrder.flatMap((kind) => {
    const ofKind = stops.filter((stop) => (stop.kind ?? 'stop') === kind).sort(byReading);
    return ofKind.length === 0 ? [] : [{ id: kind, name: sharedTexts.value.kinds[kind], stops: ofKind }];
  });
}

function districtGroups(stops: readonly Stop[]): StopGroup[] {
  const byName = new Map<string, Stop[]>();
  for (const stop of [...stops].sort(byReading)) {
    const name = stop.district?.ja ?? '';
    byName.set(name, [...(byName.get(name) ?? []), stop]);
  }
  return [...byName].map(([id, inside]) => {
    const district = inside[0]!.district;
    return {
      id: id === '' ? '-' : id,
      name: district ? localName(district).text : riderTexts.value.otherRow,
      stops: inside,
    };
  });
}
