/** What the desk says to all riders at once: weather, closed roads, delays; kept for when there is no connection. */
import type { Announcements } from '@noriai/core/contracts/broadcasts.ts';
import { nowSec } from '@noriai/ui/service/clock.ts';
import { readStored, writeStored } from '@noriai/ui/storage/stored.ts';
import { computed, signal } from '@preact/signals';
import { api } from './rider-session.ts';

const STORED_AS = 'noriai.announcements';
const heard = signal<Announcements['announcements']>(readStored<Announcements['announcements']>(STORED_AS, []));

/** Those that are not over. */
export const announcements = computed(() => heard.value.filter(({ untilSec }) => untilSec > nowSec.value));

export async function loadAnnouncements(): Promise<void> {
  const result = await api.call('listAnnouncements', { patienceMs: 0 });
  if (!result.ok) return;
  heard.value = result.answer.announcements;
  writeStored(STORED_AS, heard.value.length === 0 ? null : heard.value);
}
