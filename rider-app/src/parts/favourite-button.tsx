/** Marks a stop as one the rider often goes to, or takes the mark away. */
import type { StopOfTrip } from '@noriai/core/contracts/trips.ts';
import { announce } from '@noriai/ui/parts/announcer.tsx';
import { Button } from '@noriai/ui/parts/button.tsx';
import type { JSX } from 'preact';
import { riderTexts } from '../texts/rider-texts.ts';
import { favouriteStopIds, toggleFavourite } from '../trip/draft.ts';
import { stopName } from '../trip/plain-trip.ts';

export function FavouriteButton({ stop }: { stop: StopOfTrip }): JSX.Element {
  const t = riderTexts.value;
  const isOne = favouriteStopIds.value.includes(stop.stopId);
  const press = (): void => announce(toggleFavourite(stop.stopId) ? t.favouriteAdded : t.favouriteRemoved);
  return (
    <Button icon={isOne ? 'close' : 'plus'} onPress={press}>
      {isOne ? t.removeFavourite(stopName(stop)) : t.addFavourite(stopName(stop))}
    </Button>
  );
}
