/** A line to type into that offers what it may mean: arrow keys choose, Enter takes, Esc closes (ARIA combobox pattern). */
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';

export interface PickOption {
  readonly id: string;
  readonly text: string;
  /** Smaller, after the text. */
  readonly hint?: string;
}

export interface PickBoxProps {
  readonly id: string;
  readonly label: string;
  /** What is chosen, shown while nothing is typed. */
  readonly chosen: string;
  readonly optionsFor: (query: string) => readonly PickOption[];
  /** With what was typed, when there was no option to take. */
  readonly onPick: (id: string | null, typed: string) => void;
  /** Enter with nothing typed and something chosen. */
  readonly onKeep?: () => void;
  readonly inputMode?: 'text' | 'tel';
}

const MOST_SHOWN = 8;

export function PickBox(props: PickBoxProps): JSX.Element {
  const [typed, setTyped] = useState('');
  const [isOpen, setOpen] = useState(false);
  const [at, setAt] = useState(0);
  const options = isOpen ? props.optionsFor(typed).slice(0, MOST_SHOWN) : [];
  const active = options[Math.min(at, options.length - 1)];
  const close = (): void => {
    setOpen(false);
    setTyped('');
    setAt(0);
  };
  const take = (option: PickOption | undefined): void => {
    if (option === undefined && typed === '' && props.chosen !== '') return (close(), props.onKeep?.());
    props.onPick(option?.id ?? null, typed);
    close();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.isComposing) return;
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      setOpen(true);
      setAt((now) => Math.max(0, Math.min(options.length - 1, now + (event.key === 'ArrowDown' ? 1 : -1))));
    } else if (event.key === 'Enter') {
      event.preventDefault();
      take(typed === '' && props.chosen !== '' && at === 0 ? undefined : active);
    } else if (event.key === 'Escape') close();
  };
  const listId = `${props.id}-options`;
  return (
    <div class="pick-box">
      <label class="field" for={props.id}>
        {props.label}
      </label>
      <input
        id={props.id}
        type="text"
        role="combobox"
        autocomplete="off"
        inputMode={props.inputMode ?? 'text'}
        aria-expanded={options.length > 0}
        aria-controls={listId}
        aria-autocomplete="list"
        {...(active ? { 'aria-activedescendant': `${props.id}-${active.id}` } : {})}
        placeholder={props.chosen}
        value={typed}
        onFocus={() => setOpen(true)}
        onBlur={close}
        onInput={(event) => {
          setTyped(event.currentTarget.value);
          setOpen(true);
          setAt(0);
        }}
        onKeyDown={onKeyDown}
      />
      <ul id={listId} role="listbox" aria-label={props.label} class={options.length > 0 ? 'pick-list' : 'hidden'}>
        {options.map((option) => (
          <li
            key={option.id}
            id={`${props.id}-${option.id}`}
            role="option"
            aria-selected={option === active}
            onMouseDown={(event) => {
              event.preventDefault();
              take(option);
            }}
          >
            {option.text}
            {option.hint && <span class="pick-hint">{option.hint}</span>}
          </li>
        ))}
      </ul>
    </div>
  );
}
