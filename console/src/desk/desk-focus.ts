/** Where the next key goes. */

/** At once, so that no key of a quick hand is lost; what is not there yet gets the focus when it is painted. */
export function focusOn(id: string): void {
  const there = document.getElementById(id);
  if (there) there.focus();
  else requestAnimationFrame(() => document.getElementById(id)?.focus());
}
