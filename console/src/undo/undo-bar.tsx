/** What was just done, with the way back; stays until somebody uses it or puts it away. */
import { Icon } from '@noriai/ui/parts/icon.tsx';
import { sharedTexts } from '@noriai/ui/texts/shared-texts.ts';
import type { JSX } from 'preact';
import { keyTexts } from '../keys/key-texts.ts';
import { lastUndo, putUndoAway, undoLast } from './undo.ts';

export function UndoBar(): JSX.Element {
  const undo = lastUndo.value;
  return (
    <div role="status" class="undo-place">
      {undo && (
        <div class="undo-bar">
          <p>{undo.text}</p>
          <button type="button" class="small-button" onClick={() => void undoLast()}>
            {keyTexts.value.undo}
          </button>
          <button type="button" class="small-button" aria-label={sharedTexts.value.close} onClick={putUndoAway}>
            <Icon name="close" />
          </button>
        </div>
      )}
    </div>
  );
}
