/** Buttons big enough for every hand: 24 px bold, at least 64 px high. */
import type { ComponentChildren, JSX } from 'preact';
import { Icon, type IconName } from './icon.tsx';

export interface ButtonProps {
  /** `main` once a screen at most; `danger` for what takes something away. */
  readonly kind?: 'main' | 'second' | 'quiet' | 'danger';
  readonly icon?: IconName | undefined;
  /** Icon after the words. */
  readonly iconAfter?: IconName | undefined;
  /** Left out where the button sends its form, which Enter in a field does, too. */
  readonly onPress?: () => void;
  readonly isDisabled?: boolean;
  /** While true the button says so and does nothing: a second press must not be a second command. */
  readonly isBusy?: boolean;
  /** For switches: whether it is on. */
  readonly isPressed?: boolean | undefined;
  /** More than the visible words, for screen readers, beginning with the visible words. */
  readonly label?: string | undefined;
  readonly class?: string;
  readonly children: ComponentChildren;
}

export function Button(props: ButtonProps): JSX.Element {
  const press = (): void => {
    if (props.isBusy !== true && props.isDisabled !== true) props.onPress?.();
  };
  return (
    <button
      type={props.onPress ? 'button' : 'submit'}
      class={`button button-${props.kind ?? 'second'} ${props.class ?? ''}`}
      onClick={press}
      disabled={props.isDisabled === true}
      aria-busy={props.isBusy === true}
      aria-pressed={props.isPressed}
      aria-label={props.label}
    >
      {props.icon && <Icon name={props.icon} />}
      <span class="button-words">{props.children}</span>
      {props.iconAfter && <Icon name={props.iconAfter} />}
    </button>
  );
}
