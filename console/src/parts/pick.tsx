/** One of a few, by the browser's own list. */
import type { JSX } from 'preact';

export interface PickProps<Value extends string> {
  readonly label: string;
  readonly value: Value;
  readonly all: readonly Value[];
  /** What each is called; its own word where there is none. */
  readonly names: Readonly<Partial<Record<string, string>>>;
  readonly onChange: (value: Value) => void;
}

export function Pick<Value extends string>({ label, value, all, names, onChange }: PickProps<Value>): JSX.Element {
  return (
    <label class="field">
      <span>{label}</span>
      <select value={value} onChange={(event) => onChange(event.currentTarget.value as Value)}>
        {all.map((one) => (
          <option key={one} value={one}>
            {names[one] ?? one}
          </option>
        ))}
      </select>
    </label>
  );
}
