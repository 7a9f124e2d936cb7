/** A labelled line to type in. */
import type { JSX } from 'preact';

export interface TextFieldProps {
  readonly label: string;
  readonly name: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  /** `digits` brings the number keys; `secret` hides what is typed, `pin` does both. */
  readonly kind?: 'text' | 'digits' | 'secret' | 'pin';
  readonly autocomplete?: 'name' | 'current-password' | 'one-time-code' | 'off';
  readonly maxLength?: number;
}

export function TextField(props: TextFieldProps): JSX.Element {
  const { label, name, value, onChange, kind = 'text', autocomplete = 'off', maxLength = 60 } = props;
  const rest = {
    name,
    autocomplete,
    maxLength,
    value,
    onInput: (event: { currentTarget: HTMLInputElement }) => onChange(event.currentTarget.value),
  };
  return (
    <label class="field">
      <span>{label}</span>
      {kind === 'secret' || kind === 'pin' ? (
        <input {...rest} type="password" inputMode={kind === 'pin' ? 'numeric' : 'text'} />
      ) : (
        <input {...rest} type="text" inputMode={kind === 'digits' ? 'numeric' : 'text'} />
      )}
    </label>
  );
}
