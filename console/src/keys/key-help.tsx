/** All keys at a glance, over whatever screen is open. */
import { Button } from '@noriai/ui/parts/button.tsx';
import type { JSX } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { isHelpOpen, opensByQuestionMark, setQuestionMark } from './keys.ts';
import { keyTexts, type KeyTexts } from './key-texts.ts';

type Line = readonly [string, keyof KeyTexts['keys']];

const groups: readonly [keyof Pick<KeyTexts, 'everywhere' | 'atDesk' | 'onBoard' | 'inLists'>, readonly Line[]][] = [
  [
    'everywhere',
    [
      ['F1', 'help'],
      ['F2', 'nextCall'],
      ['F8', 'alarm'],
      ['F9', 'board'],
      ['Ctrl+Z', 'undo'],
      ['Tab', 'tab'],
    ],
  ],
  [
    'atDesk',
    [
      ['F4', 'park'],
      ['1–9', 'digits'],
    ],
  ],
  [
    'inLists',
    [
      ['Enter', 'enter'],
      ['↑ ↓', 'arrows'],
      ['Esc', 'escape'],
    ],
  ],
  [
    'onBoard',
    [
      ['← → ↑ ↓', 'barArrows'],
      ['Enter', 'barEnter'],
    ],
  ],
];

export function KeyHelp(): JSX.Element | null {
  return isHelpOpen.value ? <Help /> : null;
}

function Help(): JSX.Element {
  const t = keyTexts.value;
  const dialog = useRef<HTMLDialogElement>(null);
  const close = (): void => {
    isHelpOpen.value = false;
  };
  useLayoutEffect(() => {
    const shown = dialog.current;
    shown?.showModal();
    // Closed before it is taken away: then the browser gives the focus back to where it was.
    return () => shown?.close();
  }, []);
  return (
    <dialog
      ref={dialog}
      class="dialog key-help"
      aria-labelledby="key-help-title"
      onCancel={(event) => {
        event.preventDefault();
        close();
      }}
    >
      <h2 id="key-help-title">{t.help}</h2>
      <div class="key-groups">
        {groups.map(([group, lines]) => (
          <section key={group}>
            <h3>{t[group]}</h3>
            <dl class="key-list">
              {lines.map(([key, what]) => (
                <div key={key}>
                  <dt>
                    <kbd>{key}</kbd>
                  </dt>
                  <dd>{t.keys[what]}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
      <label class="check-line">
        <input
          type="checkbox"
          checked={opensByQuestionMark.value}
          onChange={(event) => setQuestionMark(event.currentTarget.checked)}
        />{' '}
        {t.questionMark}
      </label>
      <Button kind="main" onPress={close}>
        {t.close}
      </Button>
    </dialog>
  );
}
