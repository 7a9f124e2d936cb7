/** Keys that work on every screen. Function keys, because people type words all day; `?` can be switched off (WCAG 2.1.4). */
import { announce } from '@noriai/ui/parts/announcer.tsx';
import { readStored, writeStored } from '@noriai/ui/storage/stored.ts';
import { signal } from '@preact/signals';
import { newAlarms, takeOn } from '../alarms/alarms.ts';
import { beginCall, caller } from '../desk/call.ts';
import { focusOn } from '../desk/desk-focus.ts';
import { deskTexts } from '../desk/desk-texts.ts';
import { parkCall } from '../desk/parked-calls.ts';
import { screens } from '../navigation.ts';
import { isSignedIn, may } from '../session/session.ts';
import { lastUndo, undoLast } from '../undo/undo.ts';

const STORED_AS = 'noriai.questionMark';

export const isHelpOpen = signal(false);
export const opensByQuestionMark = signal(readStored(STORED_AS, true));

export function setQuestionMark(isOn: boolean): void {
  opensByQuestionMark.value = isOn;
  writeStored(STORED_AS, isOn);
}

/** The next call, from any screen. */
export function nextCall(): void {
  if (!may('riders')) return;
  if (screens.current.value.name !== 'desk') screens.go('desk');
  beginCall();
  focusOn('desk-caller');
}

/** Sets the call at hand aside and begins the next. */
export function parkPresentCall(): void {
  const name = caller.value?.name ?? '';
  if (!parkCall()) return;
  announce(deskTexts.value.parkedNow(name));
  nextCall();
}

const actions: Readonly<Record<string, () => void>> = {
  F1: () => {
    isHelpOpen.value = !isHelpOpen.value;
  },
  F2: nextCall,
  F4: parkPresentCall,
  F8: () => {
    const [first] = newAlarms.value;
    if (first) takeOn(first.id);
  },
  F9: () => screens.go('board'),
};

/** Listens for as long as the page is open. */
export function listenToKeys(): void {
  addEventListener('keydown', (event) => {
    const action = actionOf(event);
    if (!action || !isSignedIn.value || event.repeat) return;
    event.preventDefault();
    action();
  });
}

function actionOf(event: KeyboardEvent): (() => void) | undefined {
  const isModal = document.querySelector('dialog[open]') !== null;
  if (isModal && event.key !== 'F1') return undefined;
  if (isTyping(event.target)) return event.ctrlKey || event.altKey || event.metaKey ? undefined : actions[event.key];
  if (event.key === '?' && opensByQuestionMark.value) return actions['F1'];
  if (event.key === 'z' && (event.ctrlKey || event.metaKey) && lastUndo.value) return () => void undoLast();
  return event.ctrlKey || event.altKey || event.metaKey ? undefined : actions[event.key];
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof Element && target.matches('input, textarea, select');
}
