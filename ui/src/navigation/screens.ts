/**
 * Screens of a page, kept in the address after `#`, so that the device's own back button goes back one screen and a
 * reload stays where it was: `#from`, `#booking/b7`.
 */
import { signal, type ReadonlySignal } from '@preact/signals';

export interface ScreenPlace<Name extends string> {
  readonly name: Name;
  /** What follows the name, as the booking's id; empty when nothing does. */
  readonly detail: string;
}

export interface Screens<Name extends string> {
  readonly current: ReadonlySignal<ScreenPlace<Name>>;
  go(name: Name, detail?: string): void;
  /** Goes on without leaving the present screen behind in the history. */
  replace(name: Name, detail?: string): void;
  /** One screen back; to `first` when there is none. */
  back(): void;
}

/** @param names all screens; an address that names none of them shows the first */
export function createScreens<const Name extends string>(names: readonly [Name, ...Name[]]): Screens<Name> {
  const read = (): ScreenPlace<Name> => {
    const [word = '', detail = ''] = decodeURIComponent(location.hash.slice(1)).split('/', 2);
    return { name: names.find((name) => name === word) ?? names[0], detail };
  };
  const current = signal(read());
  let depth = 0;
  const update = (): void => {
    current.value = read();
  };
  addEventListener('popstate', update);
  const address = (name: Name, detail: string): string => `#${name}${detail === '' ? '' : `/${detail}`}`;
  return {
    current,
    go(name, detail = '') {
      depth++;
      history.pushState(null, '', address(name, detail));
      update();
    },
    replace(name, detail = '') {
      history.replaceState(null, '', address(name, detail));
      update();
    },
    back() {
      if (depth > 0) {
        depth--;
        history.back();
      } else this.replace(names[0]);
    },
  };
}
