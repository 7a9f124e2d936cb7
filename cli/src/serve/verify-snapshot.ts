/** Is the snapshot that a start would trust the state that a replay comes to? */
import { dirname } from 'node:path';
import { stateFromText } from '@noriai/core/dispatch/state-text.ts';
import { FileSnapshots } from '@noriai/dispatcher/adapters/snapshot-stores.ts';
import { SqliteLedger } from '@noriai/dispatcher/adapters/sqlite-ledger.ts';
import { dispatchRules } from '@noriai/dispatcher/dispatcher.ts';
import { say } from '../say.ts';
import { snapshotFolder } from './data-folder.ts';
import { readyArea } from './ready-area.ts';
import { stateMaker } from './state-maker.ts';

/** Null when there is none that this version would use. */
export async function verifySnapshot(dataDir: string, areaId: string, ledgerPath: string) {
  const { world } = await readyArea(dataDir, areaId, say);
  const store = new FileSnapshots(snapshotFolder(dirname(ledgerPath), ledgerPath.endsWith('-demo.sqlite')));
  const snapshot = await store.newest(areaId);
  if (!snapshot || snapshot.madeBy !== stateMaker(world.area)) return null;
  const ledger = new SqliteLedger(ledgerPath, areaId);
  const state = dispatchRules.openState();
  for await (const entries of ledger.read(0)) {
    for (const entry of entries) {
      if (entry.sequence <= snapshot.sequence) dispatchRules.evolve(world, state, entry);
    }
  }
  await ledger.close();
  const kept = dispatchRules.canonicalState(stateFromText(snapshot.text));
  return { sequence: snapshot.sequence, isTrue: kept === dispatchRules.canonicalState(state) };
}
