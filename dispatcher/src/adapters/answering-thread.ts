/** A worker thread that answers one order at a time. */
import { Worker, type WorkerOptions } from 'node:worker_threads';

/** Starts with the first order. A thread that fails fails that order and is replaced at the next. */
export class AnsweringThread<Order, Answer> {
  private readonly name: string;
  private readonly file: URL;
  private readonly options: WorkerOptions;
  private worker: Worker | null = null;
  /** The end of the last order, while there is one. */
  private last: Promise<void> | null = null;

  /** @param name as errors call it */
  constructor(name: string, file: URL, options: WorkerOptions = {}) {
    this.name = name;
    this.file = file;
    this.options = options;
  }

  /** @throws what the thread threw, or that it ended; orders wait for each other */
  answerTo(order: Order): Promise<Answer> {
    const answer = this.last ? this.last.then(() => this.ask(order)) : this.ask(order);
    const settled = (): void => {
      if (this.last === end) this.last = null;
    };
    const end: Promise<void> = answer.then(settled, settled);
    this.last = end;
    return answer;
  }

  async close(): Promise<void> {
    const { worker } = this;
    this.worker = null;
    await worker?.terminate();
  }

  private async ask(order: Order): Promise<Answer> {
    this.worker ??= new Worker(this.file, this.options);
    const { worker } = this;
    const { promise, resolve, reject } = Promise.withResolvers<Answer>();
    const failed = (error: unknown): void => {
      if (this.worker === worker) this.worker = null;
      reject(error);
    };
    const ended = (code: number): void => failed(new Error(`the ${this.name} ended with code ${code}`));
    worker.on('message', resolve).on('error', failed).on('exit', ended);
    worker.ref();
    worker.postMessage(order, []);
    try {
      return await promise;
    } finally {
      worker.off('message', resolve).off('error', failed).off('exit', ended);
      worker.unref(); // an idle thread keeps no program running
    }
  }
}
