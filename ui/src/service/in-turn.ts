/** Looks at the service that never overtake each other, so that an older answer is never shown after a newer one. */

/**
 * Asked for while a look is under way, one more follows it: the last look begins after the last asking, and every caller waits
 * for it. One look runs at a time, however often it is asked for.
 */
export function inTurn(look: () => Promise<void>): () => Promise<void> {
  let underWay: Promise<void> | null = null;
  let isAskedAgain = false;
  const run = async (): Promise<void> => {
    try {
      do {
        isAskedAgain = false;
        await look();
      } while (isAskedAgain);
    } finally {
      underWay = null;
    }
  };
  return () => {
    isAskedAgain = true;
    return (underWay ??= run());
  };
}
