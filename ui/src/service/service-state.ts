/** The service area and the state of the service, as every page needs them; remembered for when the connection is lost. */
import type { AreaView, ServiceView } from '@noriai/core/contracts/service.ts';
import { signal } from '@preact/signals';
import type { Api } from '../api/client.ts';
import { readStored, writeStored } from '../storage/stored.ts';
import { setClock } from './clock.ts';

export const area = signal<AreaView | null>(readStored<AreaView | null>('noriai.area', null));
export const service = signal<ServiceView | null>(null);

/** Whether the last attempt to load the service failed; the page then says so and tries again. */
export const isUnreachable = signal(false);

/** Takes over the state of the service, from an answer or a live message. */
export function setService(view: ServiceView): void {
  service.value = view;
  setClock(view.nowSec);
}

/** Loads both; true when the page can be used, be it with a remembered area. */
export async function loadService(api: Api): Promise<boolean> {
  const [serviceResult, areaResult] = await Promise.all([api.call('getService'), api.call('getArea')]);
  if (serviceResult.ok) setService(serviceResult.answer);
  if (areaResult.ok) {
    area.value = areaResult.answer;
    writeStored('noriai.area', areaResult.answer);
  }
  isUnreachable.value = !serviceResult.ok;
  return area.value !== null && service.value !== null;
}
