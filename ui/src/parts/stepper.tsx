/** A number changed by two big buttons, without a keyboard. */
import type { JSX } from 'preact';
import { sharedTexts } from '../texts/shared-texts.ts';
import { Button } from './button.tsx';

export interface StepperProps {
  readonly label: string;
  readonly hint?: string;
  readonly value: number;
  readonly min: number;
  readonly max: number;
  /** The value with its unit, as in `2人`. */
  readonly shown: string;
  readonly onChange: (value: number) => void;
}

export function Stepper(props: StepperProps): JSX.Element {
  const t = sharedTexts.value;
  const { value, min, max, onChange } = props;
  return (
    <div class="stepper" role="group" aria-label={props.label}>
      <div class="stepper-label">
        <strong>{props.label}</strong>
        {props.hint && <span class="hint">{props.hint}</span>}
      </div>
      <Button
        icon="minus"
        class="button-square"
        label={t.remove(props.label)}
        isDisabled={value <= min}
        onPress={() => onChange(value - 1)}
      >
        <span class="hidden">{t.remove(props.label)}</span>
      </Button>
      <output class="stepper-value">{props.shown}</output>
      <Button
        icon="plus"
        class="button-square"
        label={t.add(props.label)}
        isDisabled={value >= max}
        onPress={() => onChange(value + 1)}
      >
        <span class="hidden">{t.add(props.label)}</span>
      </Button>
    </div>
  );
}
