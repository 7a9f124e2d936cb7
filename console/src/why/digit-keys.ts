/**
 * `1` … `9` press the first, second … choice while the focus is among the choices, and nowhere else: single keys are never
 * caught while somebody types (WCAG 2.1.4).
 */
export function digitKeys(choices: readonly (() => void)[]): (event: KeyboardEvent) => void {
  return (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || event.repeat) return;
    if (event.target instanceof Element && event.target.matches('input, textarea, select')) return;
    const choice = /^[1-9]$/.test(event.key) ? choices[Number(event.key) - 1] : undefined;
    if (!choice) return;
    event.preventDefault();
    choice();
  };
}
