/** What nobody tells the page by itself is asked for as long as it is looked at. */
import { useEffect } from 'preact/hooks';

const EVERY_MS = 10_000;

/**
 * Looks now, when what the look depends on changes, and ten seconds after each answer: answers never overtake each other.
 *
 * @param look is told how to learn whether its answer is still wanted; false when it could not look
 * @param versionOf where given, what was looked at is not looked at again before this is another
 */
export function useEvery(
  look: (isWanted: () => boolean) => Promise<boolean | void>,
  dependsOn: readonly unknown[] = [],
  versionOf?: () => unknown,
): void {
  useEffect(() => {
    let isOver = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let seen: unknown = null;
    const again = async (): Promise<void> => {
      const version = versionOf?.();
      if (version === undefined || version !== seen) seen = (await look(() => !isOver)) === false ? null : version;
      if (!isOver) timer = setTimeout(() => void again(), EVERY_MS);
    };
    void again();
    return () => {
      isOver = true;
      clearTimeout(timer);
    };
  }, dependsOn);
}
