/** Search as you type, for those who like to; kana, kanji and Latin letters all work. */
import { Icon } from '@noriai/ui/parts/icon.tsx';
import { searchStops } from '@noriai/ui/stops/find-stops.ts';
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { StopButtons } from '../parts/stop-buttons.tsx';
import { riderTexts } from '../texts/rider-texts.ts';
import type { PlacePickerProps } from './place-screen.tsx';

const SHOWN = 20;

export function SearchStops({ stops, onPick }: PlacePickerProps): JSX.Element {
  const t = riderTexts.value;
  const [query, setQuery] = useState('');
  const found = searchStops(stops, query);
  return (
    <>
      <label class="search">
        <span>{t.searchLabel}</span>
        <span class="search-box">
          <Icon name="search" />
          <input
            type="search"
            name="stop"
            autocomplete="off"
            enterkeyhint="search"
            value={query}
            onInput={(event) => setQuery(event.currentTarget.value)}
          />
        </span>
      </label>
      <p role="status" class="hint">
        {query.trim() === '' ? '' : found.length === 0 ? t.searchEmpty : t.found(found.length)}
      </p>
      <StopButtons stops={found.slice(0, SHOWN)} onPick={onPick} />
    </>
  );
}
