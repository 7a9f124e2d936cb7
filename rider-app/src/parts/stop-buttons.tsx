/** A list of stops, each a big button that says all that the map says: name, reading, kind, district, distance. */
import type { Stop } from '@noriai/core/contracts/area.ts';
import type { Place } from '@noriai/core/contracts/trips.ts';
import { zoneTime } from '@noriai/ui/format/zone-time.ts';
import { Button } from '@noriai/ui/parts/button.tsx';
import { Name } from '@noriai/ui/parts/name.tsx';
import { nowSec } from '@noriai/ui/service/clock.ts';
import { area } from '@noriai/ui/service/service-state.ts';
import { isClosedOn } from '@noriai/ui/stops/find-stops.ts';
import { localName } from '@noriai/ui/texts/language.ts';
import { sharedTexts } from '@noriai/ui/texts/shared-texts.ts';
import type { JSX } from 'preact';
import { riderTexts } from '../texts/rider-texts.ts';

export interface StopButtonsProps {
  readonly stops: readonly Stop[];
  /** Distance to say with each stop, metres, by stop id. */
  readonly farM?: ReadonlyMap<string, number>;
  readonly onPick: (place: Place) => void;
}

export function StopButtons({ stops, farM, onPick }: StopButtonsProps): JSX.Element {
  return (
    <ul class="stack">
      {stops.map((stop) => (
        <li key={stop.id}>
          <Button class="button-pick" iconAfter="next" onPress={() => onPick({ kind: 'stop', stopId: stop.id })}>
            <Name of={stop.name} withKana />
            <span class="hint">{aboutStop(stop, farM?.get(stop.id))}</span>
          </Button>
        </li>
      ))}
    </ul>
  );
}

function aboutStop(stop: Stop, farM: number | undefined): string {
  const t = riderTexts.value;
  const today = area.value ? zoneTime(nowSec.value, area.value.timeZone).day : '';
  const parts = [
    stop.kind && stop.kind !== 'stop' ? sharedTexts.value.kinds[stop.kind] : '',
    stop.district ? localName(stop.district).text : '',
    farM === undefined ? '' : t.metresAway(farM < 100 ? farM : Math.round(farM / 10) * 10),
    isClosedOn(stop, today) ? t.closedToday : '',
  ];
  return parts.filter((part) => part !== '').join('・');
}
