/** A labelled line to type into. */
import type { JSX } from 'preact';

export interface FieldProps {
  readonly label: string;
  /** Also what password managers go by. */
  readonly name: string;
  readonly type?: 'text' | 'password';
  readonly value: string;
  readonly onChange: (value: string) => void;
}

/** Words that browsers know; other lines are never filled in. */
const known = new Set(['username', 'current-password', 'one-time-code']);

export function Field({ label, name, type = 'text', value, onChange }: FieldProps): JSX.Element {
  const shared = {
    name,
    autocomplete: known.has(name) ? name : 'off',
    autocapitalize: 'none' as const,
    value,
    onInput: (event: { currentTarget: HTMLInputElement }) => onChange(event.currentTarget.value),
  };
  return (
    <label class="field">
      <span>{label}</span>
      {type === 'password' ? <input type="password" {...shared} /> : <input type="text" {...shared} />}
    </label>
  );
}
