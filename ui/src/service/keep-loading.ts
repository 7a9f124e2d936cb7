/** Loads the service when a page opens, however long that takes, and again after the connection was lost. */
import type { Api } from '../api/client.ts';
import { loadService } from './service-state.ts';

const PAUSE_MS = 3_000;

/** Resolves once the service answered. */
export async function keepLoading(api: Api): Promise<void> {
  while (!(await loadService(api))) await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
}
