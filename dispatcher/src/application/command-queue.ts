/** Commands that wait for the dispatch loop, first come first served, no more than a limit. */
import type { CommandEnvelope } from '@noriai/core/dispatch/commands.ts';
import type { CommandResult } from './dispatch-loop.ts';

export interface QueuedCommand {
  readonly envelope: CommandEnvelope;
  readonly resolve: (result: CommandResult) => void;
  readonly reject: (error: unknown) => void;
}

export class CommandQueue {
  private waiting: QueuedCommand[] = [];
  private readonly limit: number;

  constructor(limit: number) {
    this.limit = limit;
  }

  get length(): number {
    return this.waiting.length;
  }

  /** The answer to come, or null when the queue is full. */
  add(envelope: CommandEnvelope): Promise<CommandResult> | null {
    if (this.waiting.length >= this.limit) return null;
    const { promise, resolve, reject } = Promise.withResolvers<CommandResult>();
    this.waiting.push({ envelope, resolve, reject });
    return promise;
  }

  /** The next commands, at most `count`. */
  take(count: number): QueuedCommand[] {
    return this.waiting.splice(0, count);
  }
}
