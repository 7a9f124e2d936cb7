import { ledgerContract } from './ledger-contract.ts';
import { MemoryLedger, type MemoryStore } from './memory-ledger.ts';

const stores = new Map<string, MemoryStore>();

ledgerContract('memory', (store, areaId, facts) => {
  if (!stores.has(store)) stores.set(store, new Map());
  return new MemoryLedger(areaId, stores.get(store), facts);
});
