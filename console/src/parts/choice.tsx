/** One of a few, all in sight: buttons of which one is pressed. */
import type { JSX } from 'preact';

export interface ChoiceProps<Value extends string> {
  readonly label: string;
  readonly value: Value;
  readonly all: readonly Value[];
  readonly names: Readonly<Record<Value, string>>;
  readonly onChange: (value: Value) => void;
}

export function Choice<const Value extends string>(props: ChoiceProps<Value>): JSX.Element {
  return (
    <fieldset class="choice-line">
      <legend>{props.label}</legend>
      <div class="button-line">
        {props.all.map((one) => (
          <button
            key={one}
            type="button"
            class="small-button"
            aria-pressed={props.value === one}
            onClick={() => props.onChange(one)}
          >
            {props.names[one]}
          </button>
        ))}
      </div>
    </fieldset>
  );
}
