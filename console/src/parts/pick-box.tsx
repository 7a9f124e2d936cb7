/**
 * A line to type into that offers what it may mean: arrow keys choose, Enter takes, Esc closes (ARIA combobox pattern).
 * Options may come from the service: then Enter waits for those of what was typed, so that no key of a quick hand is lost.
 */
import type { JSX } from 'preact';
import { useRef, useState } from 'preact/hooks';

export interface PickOption {
  readonly id: string;
  readonly text: string;
  /** Smaller, after the text. */
  readonly hint?: string;
}

type Options = readonly PickOption[];

export interface PickBoxProps {
  readonly id: string;
  readonly label: string;
  /** What is chosen, shown while nothing is typed. */
  readonly chosen: string;
  /** Options at hand: worked out anew with every paint. */
  readonly optionsFor?: (query: string) => Options;
  /** Options of the service: asked for once with every change of what is typed. */
  readonly search?: (query: string) => Promise<Options>;
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
  const { found, pending, ask, forget } = useSearch(props.search);
  const options = isOpen ? (props.optionsFor?.(typed) ?? found).slice(0, MOST_SHOWN) : [];
  const active = options[Math.min(at, options.length - 1)];
  const close = (): void => {
    setOpen(false);
    setTyped('');
    setAt(0);
    forget();
  };
  const take = (option: PickOption | undefined, text: string): void => {
    props.onPick(option?.id ?? null, text);
    close();
  };
  const onEnter = (text: string): void => {
    if (text === '' && props.chosen !== '' && at === 0) return (close(), props.onKeep?.());
    const onItsWay = pending.current;
    if (onItsWay === null) return take(active, text);
    void onItsWay.then((options) => take(options[0], text));
  };
  const onKeyDown = (event: KeyboardEvent, text: string): void => {
    if (event.isComposing) return;
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      setOpen(true);
      setAt((now) => Math.max(0, Math.min(options.length - 1, now + (event.key === 'ArrowDown' ? 1 : -1))));
    } else if (event.key === 'Enter') {
      event.preventDefault();
      onEnter(text);
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
          ask(event.currentTarget.value);
        }}
        onKeyDown={(event) => onKeyDown(event, event.currentTarget.value)}
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
              take(option, typed);
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

/** What the service found for what was typed last; `pending` while that is still on its way. */
function useSearch(search: PickBoxProps['search']) {
  const [found, setFound] = useState<Options>([]);
  const pending = useRef<Promise<Options> | null>(null);
  const forget = (): void => {
    pending.current = null;
    setFound([]);
  };
  const ask = (query: string): void => {
    if (!search) return;
    const answer = search(query).then((options) => {
      if (pending.current !== answer) return options;
      pending.current = null;
      setFound(options);
      return options;
    });
    pending.current = answer;
  };
  return { found, pending, ask, forget };
}
