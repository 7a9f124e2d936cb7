/** Breakdown and back: taking a vehicle out sends its riders to others at once; the driver's last action can be taken back. */
import { outageReasons, type OutageReason } from '@noriai/core/contracts/fleet.ts';
import { newKey } from '@noriai/ui/api/client.ts';
import { announce } from '@noriai/ui/parts/announcer.tsx';
import { AskDialog } from '@noriai/ui/parts/ask-dialog.tsx';
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { api, may, whyNot } from '../session/session.ts';
import { consoleTexts } from '../texts/console-texts.ts';
import { loadBoard } from './board-data.ts';

type VehicleCall = 'returnVehicle' | 'undoForDriver';

export function VehicleActions({ vehicleId }: { vehicleId: string }): JSX.Element | null {
  const t = consoleTexts.value;
  const [reason, setReason] = useState<OutageReason>('breakdown');
  const [isAsking, setAsking] = useState(false);
  if (!may('fleet')) return null;
  const path = { vehicleId };
  const tell = async (result: { ok: true } | { ok: false; problem: Parameters<typeof whyNot>[0] }): Promise<void> => {
    if (result.ok) announce(t.saved);
    else announce(whyNot(result.problem), true);
    await loadBoard();
  };
  const takeOut = async (): Promise<void> => {
    setAsking(false);
    await tell(await api.call('takeVehicleOut', { path, body: { reason }, key: newKey() }));
  };
  const act = async (name: VehicleCall): Promise<void> => tell(await api.call(name, { path, body: {}, key: newKey() }));
  return (
    <details>
      <summary>{t.vehicleTrouble}</summary>
      <label class="field">
        <span>{t.reason}</span>
        <select value={reason} onChange={(event) => setReason(event.currentTarget.value as OutageReason)}>
          {outageReasons.map((one) => (
            <option key={one} value={one}>
              {t.outages[one]}
            </option>
          ))}
        </select>
      </label>
      <p class="button-line">
        <button type="button" class="small-button small-button-careful" onClick={() => setAsking(true)}>
          {t.takeOut}
        </button>
        <button type="button" class="small-button" onClick={() => void act('returnVehicle')}>
          {t.bringBack}
        </button>
        <button type="button" class="small-button" onClick={() => void act('undoForDriver')}>
          {t.undoForDriver}
        </button>
      </p>
      {isAsking && (
        <AskDialog
          title={t.takeOutTitle}
          yes={t.takeOutYes}
          no={t.cancelNo}
          isDanger
          onYes={() => void takeOut()}
          onNo={() => setAsking(false)}
        >
          <p>{t.takeOutText}</p>
        </AskDialog>
      )}
    </details>
  );
}
