/** Figures for Prometheus at `/metrics`. Labels are kinds and outcomes only: no ids, no personal data (rule AU10). */
import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';
import type { NoticeObserver } from '../application/notices/way-watch.ts';
import type { BatchFigures, LoopObserver } from '../application/ports.ts';

export interface GaugeSources {
  readonly sequence: () => number;
  readonly queued: () => number;
  readonly clients: () => number;
  readonly isHealthy: () => boolean;
  /** Left out where there is no way out of the machine. */
  readonly noticesWaiting?: () => number;
}

export class ServiceMetrics {
  readonly registry = new Registry();
  private readonly commands: Counter;
  private readonly decideSeconds: Histogram;
  private readonly appendSeconds: Histogram;
  private readonly batchCommands: Histogram;
  private readonly troubles: Counter;
  private readonly noticeTries: Counter;

  constructor() {
    const registers = [this.registry];
    collectDefaultMetrics({ register: this.registry });
    this.commands = new Counter({
      name: 'noriai_commands_total',
      help: 'Commands by kind and outcome (ok, a refusal, or error)',
      labelNames: ['kind', 'outcome'],
      registers,
    });
    const buckets = [0.0005, 0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2];
    this.decideSeconds = new Histogram({
      name: 'noriai_decide_seconds',
      help: 'Time to decide one batch',
      buckets,
      registers,
    });
    this.appendSeconds = new Histogram({
      name: 'noriai_append_seconds',
      help: 'Time to write one batch to the ledger, evolve and publish it',
      buckets,
      registers,
    });
    this.batchCommands = new Histogram({
      name: 'noriai_batch_commands',
      help: 'Commands in one batch',
      buckets: [1, 2, 5, 10, 20, 50, 100, 200],
      registers,
    });
    this.troubles = new Counter({ name: 'noriai_troubles_total', help: 'Troubles of the dispatch loop', registers });
    this.noticeTries = new Counter({
      name: 'noriai_notice_tries_total',
      help: 'Tries to hand a notice or code over, by way and outcome (delivered; failed: out of order; refused: never there)',
      labelNames: ['way', 'outcome'],
      registers,
    });
  }

  /** Values that are looked up when somebody asks. */
  watch(sources: GaugeSources): void {
    const gauge = (name: string, help: string, read: () => number): Gauge =>
      new Gauge({
        name,
        help,
        registers: [this.registry],
        collect() {
          this.set(read());
        },
      });
    gauge('noriai_ledger_sequence', 'Sequence of the newest fact', sources.sequence);
    gauge('noriai_queued_commands', 'Commands that wait for the dispatch loop', sources.queued);
    gauge('noriai_live_clients', 'Connected live clients', sources.clients);
    gauge('noriai_ledger_up', '1 while the ledger can be written', () => (sources.isHealthy() ? 1 : 0));
    const { noticesWaiting } = sources;
    if (noticesWaiting)
      gauge('noriai_notices_waiting', 'Notices that wait for their time or for a way', noticesWaiting);
  }

  /** @param onTrouble told in words, for the log */
  observer(onTrouble: LoopObserver['trouble']): LoopObserver {
    return {
      commandDone: (kind, outcome) => this.commands.inc({ kind, outcome }),
      batchDone: (figures) => this.observeBatch(figures),
      trouble: (message, error) => {
        this.troubles.inc();
        onTrouble(message, error);
      },
    };
  }

  /** @param warn told in words of ways that are out of order, for the log */
  noticeObserver(warn: (message: string) => void): NoticeObserver {
    return {
      tried: (way, outcome) => this.noticeTries.inc({ way, outcome }),
      outOfOrder: (way, failures) =>
        warn(`notices by ${way} are out of order: ${failures} failed since this was last said`),
    };
  }

  private observeBatch({ commands, decideMs, appendMs }: BatchFigures): void {
    this.decideSeconds.observe(decideMs / 1000);
    this.appendSeconds.observe(appendMs / 1000);
    this.batchCommands.observe(commands);
  }
}
