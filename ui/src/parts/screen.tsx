/** One screen: its title is the page's title, and moves the focus there, so that a screen reader begins at the top. */
import type { ComponentChildren, JSX } from 'preact';
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks';
import { area } from '../service/service-state.ts';
import { localName } from '../texts/language.ts';
import { sharedTexts } from '../texts/shared-texts.ts';
import { Button } from './button.tsx';

export interface ScreenProps {
  readonly title: string;
  /** Small line above the title: where in the sequence this is. */
  readonly step?: string | undefined;
  readonly onBack?: (() => void) | undefined;
  readonly children: ComponentChildren;
}

let isFirstScreen = true;

export function Screen(props: ScreenProps): JSX.Element {
  const heading = useRef<HTMLHeadingElement>(null);
  // Before the screen is painted: later, it would take the focus from somebody quick with the keyboard.
  useLayoutEffect(() => {
    if (!isFirstScreen) {
      scrollTo(0, 0);
      heading.current?.focus({ preventScroll: true });
    }
    isFirstScreen = false;
  }, []);
  const place = area.value === null ? '' : ` ${localName(area.value.name).text}`;
  useEffect(() => {
    document.title = `${props.title} | ${sharedTexts.value.brand}${place}`;
  });
  return (
    <div class="screen">
      {props.onBack && (
        <Button kind="quiet" icon="back" class="screen-back" onPress={props.onBack}>
          {sharedTexts.value.back}
        </Button>
      )}
      {props.step && <p class="screen-step">{props.step}</p>}
      <h1 ref={heading} tabIndex={-1}>
        {props.title}
      </h1>
      {props.children}
    </div>
  );
}
