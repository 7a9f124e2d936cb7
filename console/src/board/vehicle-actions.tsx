/** Breakdown and back: taking a vehicle out sends its riders to others at once; the driver's last action can be taken back. */
import { outageReasons, type OutageReason } from '@noriai/core/contracts/fleet.ts';
import { newKey, type CallProblem } from '@noriai/ui/api/client.ts';
import { announce } from '@noriai/ui/parts/announcer.tsx';
import { AskDialog } from '@noriai/ui/parts/ask-dialog.tsx';
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { Pick } from '../parts/pick.tsx';
import { api, may, whyNot } from '../session/session.ts';
import { consoleTexts } from '../texts/console-texts.ts';
import { offerUndo } from '../undo/undo.ts';
import { loadBoard } from './board-data.ts';

export interface VehicleActionsProps {
  readonly vehicleId: string;
  readonly vehicleName: string;
  readonly isOut: boolean;
}

type VehicleCall = 'returnVehicle' | 'undoForDriver';

export function VehicleActions({ vehicleId, vehicleName, isOut }: VehicleActionsProps): JSX.Element | null {
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
    const result = await api.call('takeVehicleOut', { path, body: { reason }, key: newKey() });
    if (result.ok) offerUndo(t.vehicleOut(vehicleName), bringBack);
    await tell(result);
  };
  const bringBack = async (): Promise<CallProblem | null> => {
    const result = await api.call('returnVehicle', { path, body: {}, key: newKey() });
    await loadBoard();
    return result.ok ? null : result.problem;
  };
  const act = async (name: VehicleCall): Promise<void> => tell(await api.call(name, { path, body: {}, key: newKey() }));
  return (
    <details>
      <summary>{t.vehicleTrouble}</summary>
      {!isOut && <Pick label={t.reason} value={reason} all={outageReasons} names={t.outages} onChange={setReason} />}
      <p class="button-line">
        {isOut ? (
          <button type="button" class="small-button small-button-main" onClick={() => void act('returnVehicle')}>
            {t.bringBack}
          </button>
        ) : (
          <button type="button" class="small-button small-button-careful" onClick={() => setAsking(true)}>
            {t.takeOut}
          </button>
        )}
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
