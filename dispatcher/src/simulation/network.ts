/** The network between riders' and drivers' devices and the service: loses, doubles, delays and reorders messages both ways. */
import type { RouteName } from '@noriai/core/contracts/routes.ts';
import { accountRoutes } from '@noriai/core/contracts/account-routes.ts';
import { needsKey, routes } from '@noriai/core/contracts/routes.ts';
import type { SimulatedAnswer, SimulatedRequest } from './life.ts';
import type { Machine } from './machine.ts';

/** What changes something; of accounts that is everything but looking. */
function isCommand(name: RouteName): boolean {
  return (
    needsKey(name) || (Object.hasOwn(accountRoutes, name) && routes[name].method === 'POST' && name !== 'searchRiders')
  );
}

const TIMEOUT_MS = 8_000;
/** How often a device sends a command before it gives up and shows that the network is away. */
const TRIES = 12;

export class Network {
  /** Commands that devices meant to send, each counted once however often it was sent. */
  actions = 0;
  messages = 0;
  unanswered = 0;
  private readonly machine: Machine;
  private keys = 0;

  constructor(machine: Machine) {
    this.machine = machine;
  }

  /** Sends with one key until an answer comes; null when none came in a dozen tries. */
  async call<N extends RouteName>(name: N, request: SimulatedRequest<N>): Promise<SimulatedAnswer<N> | null> {
    const { machine } = this;
    const key = `key-${++this.keys}`;
    if (isCommand(name)) this.actions++;
    const { promise, resolve } = Promise.withResolvers<SimulatedAnswer<N>>();
    for (let sent = 0; sent < TRIES; sent++) {
      this.send(name, request, key, resolve);
      if (machine.happens('doubledShare')) this.send(name, request, key, resolve);
      const answer = await Promise.race([promise, machine.time.pause(TIMEOUT_MS)]);
      if (answer) return answer;
    }
    this.unanswered++;
    return null;
  }

  private send<N extends RouteName>(
    name: N,
    request: SimulatedRequest<N>,
    key: string,
    answered: (answer: SimulatedAnswer<N>) => void,
  ): void {
    const { machine } = this;
    this.messages++;
    if (machine.happens('lostShare')) return;
    machine.time.after(machine.messageMs(), () => {
      void this.arrive(name, request, key, answered);
    });
  }

  private async arrive<N extends RouteName>(
    name: N,
    request: SimulatedRequest<N>,
    key: string,
    answered: (answer: SimulatedAnswer<N>) => void,
  ): Promise<void> {
    const { machine } = this;
    const { life } = machine;
    if (!life?.isOpen || machine.diesAt('before_command', life)) return;
    machine.auditor.arrived(name, key, request);
    const ticket = machine.auditor.people.arrived(name, request, machine.time.ms, machine.wallSec());
    const answer = await life.handle(name, request, key).catch((error: unknown) => {
      machine.auditor.trouble(`${name} failed`, error);
      return null;
    });
    if (answer) machine.auditor.handled(ticket, life, answer as SimulatedAnswer<'getService'>);
    else machine.auditor.people.accounts.brokenOff(ticket);
    if (!answer || machine.diesAt('before_reply', life) || machine.happens('lostShare')) return;
    if (!answer.ok && answer.refusal === 'busy') return; // the device waits and sends again
    machine.auditor.answered(name, key, request, answer);
    machine.time.after(machine.messageMs(), () => answered(answer));
  }
}
