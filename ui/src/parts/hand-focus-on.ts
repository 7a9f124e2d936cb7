/**
 * Hands the focus on when what had it vanishes or is disabled: a button that was pressed and is done with. Without this the
 * focus falls back to the begin of the page, where nobody with keys or a screen reader knows what has become of the press.
 * It goes to the heading nearest to where it was, never to another button: a second press of the same key must do nothing.
 */

const HEADINGS = 'h1, h2, h3';
const GROUPS = 'form, fieldset, [role=group]';
const NEIGHBOURS = 'output, input:enabled, select:enabled, textarea:enabled';

/** Watches the whole page; returns how to stop. */
export function handFocusOn(): () => void {
  /** What had the focus last, then all it lies in, from the inside out. */
  let path: readonly Element[] = [];
  let isByKeys = false;
  const noteKeys = ({ type }: Event): void => void (isByKeys = type === 'keydown');
  const remember = ({ target }: FocusEvent): void => {
    if (target instanceof Element) path = withAncestors(target);
  };
  const handOn = (): void => {
    const [last, ...around] = path;
    const isLost = last !== undefined && (!last.isConnected || last.matches(':disabled'));
    if (!isLost || (document.activeElement !== document.body && document.activeElement !== last)) return;
    const heir = (last.isConnected ? findNeighbour(last) : null) ?? findTitle(around);
    if (heir) giveFocus(heir, isByKeys);
  };
  // Answers to what happened are rendered as a whole before this is called: who takes the focus on purpose already has it.
  const changes = new MutationObserver(handOn);
  document.addEventListener('focusin', remember);
  for (const type of ['keydown', 'pointerdown']) document.addEventListener(type, noteKeys, true);
  changes.observe(document.body, { subtree: true, childList: true, attributeFilter: ['disabled'] });
  return () => {
    document.removeEventListener('focusin', remember);
    for (const type of ['keydown', 'pointerdown']) document.removeEventListener(type, noteKeys, true);
    changes.disconnect();
  };
}

function withAncestors(part: Element): readonly Element[] {
  const path: Element[] = [];
  for (let at: Element | null = part; at; at = at.parentElement) path.push(at);
  return path;
}

/** The title of what surrounds the place where the focus was; the line that folds it up and down is one as well. */
function findTitle(around: readonly Element[]): HTMLElement | null {
  for (const part of around) {
    if (!part.isConnected) continue;
    const title = part.matches('details')
      ? part.querySelector<HTMLElement>('summary')
      : firstVisible(part.querySelectorAll<HTMLElement>(HEADINGS));
    if (title) return title;
    if (part instanceof HTMLElement && part.matches('main')) return part;
  }
  return null;
}

/** Beside a button that was disabled: the number that a stepper stands at, the first field of a form that was sent. */
function findNeighbour(last: Element): HTMLElement | null {
  return firstVisible(last.closest(GROUPS)?.querySelectorAll<HTMLElement>(NEIGHBOURS) ?? []);
}

const firstVisible = (parts: Iterable<HTMLElement>): HTMLElement | null =>
  [...parts].find((part) => part.checkVisibility()) ?? null;

/** Who uses keys sees it, also on a title, which usually has no ring; under a finger nothing moves. */
function giveFocus(heir: HTMLElement, isByKeys: boolean): void {
  if (heir.tabIndex < 0) heir.tabIndex = -1;
  if (isByKeys) {
    heir.dataset['heir'] = '';
    heir.addEventListener('blur', () => delete heir.dataset['heir'], { once: true });
  }
  heir.focus({ preventScroll: !isByKeys });
}
