/** What nobody tells the page by itself is asked for as long as it is looked at. */
import { useEffect } from 'preact/hooks';

const EVERY_MS = 10_000;

/**
 * Looks now, when what the look depends on changes, and ten seconds after each answer: answers never overtake each other.
 *
 * @param look is told how to learn whether its answer is still wanted
 */
export function useEvery(look: (isWanted: () => boolean) => Promise<void>, dependsOn: readonly unknown[] = []): void {
  useEffect(() => {
    let isOver = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const again = async (): Promise<void> => {
      await look(() => !isOver);
      if (!isOver) timer = setTimeout(() => void again(), EVERY_MS);
    };
    void again();
    return () => {
      isOver = true;
      clearTimeout(timer);
    };
  }, dependsOn);
}
