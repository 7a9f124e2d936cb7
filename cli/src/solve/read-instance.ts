import { problemMistakes } from '@noriai/core/optimizer/problem-mistakes.ts';
import { readCordeau } from './cordeau.ts';
import { InstanceError, type Instance, type InstanceFormat } from './instance.ts';
import { readLiLim } from './lilim.ts';

/**
 * Reads and checks an instance.
 *
 * @throws InstanceError with every mistake that makes it unsolvable
 */
export function readInstance(name: string, format: InstanceFormat, text: string): Instance {
  const instance = format === 'cordeau' ? readCordeau(name, text) : readLiLim(name, text);
  const mistakes = problemMistakes(instance.problem, true); // Euclidean distances are a metric
  if (mistakes.length > 0)
    throw new InstanceError([`${name} can't be solved:`, ...mistakes.map(({ text }) => `  ${text}`)].join('\n'));
  return instance;
}
