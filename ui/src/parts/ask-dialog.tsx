/** A question that must be answered first: the browser's own modal dialog, which keeps focus inside and closes on Esc. */
import type { ComponentChildren, JSX } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { Button } from './button.tsx';

export interface AskDialogProps {
  readonly title: string;
  readonly yes: string;
  readonly no: string;
  /** True when "yes" takes something away: then "no" is the prominent answer. */
  readonly isDanger?: boolean;
  readonly onYes: () => void;
  readonly onNo: () => void;
  readonly children?: ComponentChildren;
}

/** Shown as long as it is rendered; focus goes back to where it was when it is gone. */
export function AskDialog(props: AskDialogProps): JSX.Element {
  const dialog = useRef<HTMLDialogElement>(null);
  const title = useRef<HTMLHeadingElement>(null);
  useLayoutEffect(() => {
    const shown = dialog.current;
    shown?.showModal();
    // Not on an answer: a second press of the same key must not answer.
    title.current?.focus();
    // Closed before it is taken away: then the browser gives the focus back to where it was.
    return () => shown?.close();
  }, []);
  return (
    <dialog
      ref={dialog}
      class="dialog"
      aria-labelledby="dialog-title"
      onCancel={(event) => {
        event.preventDefault();
        props.onNo();
      }}
    >
      <h2 id="dialog-title" ref={title} tabIndex={-1}>
        {props.title}
      </h2>
      {props.children}
      <div class="stack">
        <Button kind={props.isDanger === true ? 'danger' : 'main'} onPress={props.onYes}>
          {props.yes}
        </Button>
        <Button kind="second" onPress={props.onNo}>
          {props.no}
        </Button>
      </div>
    </dialog>
  );
}
