/** What accounts are called, as far as the reader may know. */
import { useEffect, useState } from 'preact/hooks';
import { api, may, me } from '../session/session.ts';

/** By the account's id. */
export type Names = ReadonlyMap<string, string>;

export function useNames(): Names {
  const [names, setNames] = useState<Names>(new Map());
  useEffect(() => void loadNames().then(setNames), []);
  return names;
}

/** Of those whom the reader may list. */
async function loadNames(): Promise<Names> {
  const own: [string, string][] = me.value ? [[me.value.accountId ?? '', me.value.name ?? '']] : [];
  const operators = may('accounts') ? await api.call('listOperators') : null;
  const drivers = may('drivers') ? await api.call('listDrivers') : null;
  const ofOperators = operators?.ok === true ? operators.answer.operators : [];
  const ofDrivers = drivers?.ok === true ? drivers.answer.drivers : [];
  return new Map([
    ...own.filter(([id, name]) => id !== '' && name !== ''),
    ...ofOperators.map(({ accountId, name }): [string, string] => [accountId, name]),
    ...ofDrivers.map(({ driverId, driverNumber, name }): [string, string] => [driverId, `${driverNumber} ${name}`]),
  ]);
}
