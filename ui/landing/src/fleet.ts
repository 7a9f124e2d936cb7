/** The fleet as it is now, kept fresh by the live connection. */
import type { FleetView } from '@noriai/core/contracts/driving.ts';
import { createApi } from '@noriai/ui/api/client.ts';
import { connectLive, type LiveConnection, type LiveState } from '@noriai/ui/live/connection.ts';
import { setService } from '@noriai/ui/service/service-state.ts';
import { computed, signal } from '@preact/signals';

export const api = createApi(() => null);
export const fleet = signal<FleetView | null>(null);

const connection = signal<LiveConnection | null>(null);
export const liveState = computed<LiveState>(() => connection.value?.state.value ?? 'connecting');

/** Watches the fleet for as long as the page is open. */
export function watchFleet(): void {
  connection.value = connectLive(
    { watch: 'fleet' },
    {
      service: setService,
      fleet: (view) => {
        fleet.value = view;
      },
    },
  );
}
