/** The ways out of the machine as they look from one process: slow, out of order, refusing, or taking a message without a word. */
import type { Channel } from '@noriai/core/contracts/accounts.ts';
import type { HandOver, Message, NoticeChannel } from '../../application/notices/notice-desk.ts';
import type { Life } from '../life.ts';
import type { Machine } from '../machine.ts';
import { unanswered } from '../unanswered.ts';

export class PostOffice implements NoticeChannel {
  readonly channel: Channel;
  private readonly machine: Machine;
  private readonly life: Life;

  constructor(channel: Channel, machine: Machine, life: Life) {
    this.channel = channel;
    this.machine = machine;
    this.life = life;
  }

  async send(message: Message): Promise<HandOver> {
    const { machine, life, channel } = this;
    const { notices } = machine.auditor.people;
    const atWallSec = machine.wallSec();
    const wasNoted = notices.isNoted(message.messageId);
    await machine.time.pause(machine.happens('slowShare') ? 10_000 * machine.chance() : 20 + 400 * machine.chance());
    if (machine.diesAt('hand_over', life)) await unanswered();
    if (machine.happens('postDownShare')) {
      notices.refused(message.messageId);
      return machine.chance() < 0.8 ? 'later' : 'never';
    }
    const { phone, email } = message.address;
    const address = channel === 'email' ? email : phone;
    machine.people.deliver(address ?? '', { messageId: message.messageId, text: `${message.title}\n${message.body}` });
    const isHeard = !machine.diesAt('hand_over', life) && !machine.happens('postUnknownShare');
    const person = machine.people.persons.find((one) => one.phone === phone);
    const { messageId, urgency } = message;
    const quietHours = person?.hasReturned ? null : (person?.quietHours ?? null); // who returned said nothing of them yet
    notices.delivered({ messageId, urgency, atWallSec, wasNoted, isHeard, by: life }, quietHours);
    if (!life.isAlive) await unanswered();
    if (isHeard) return 'sent';
    notices.refused(messageId); // as it looks from here
    return 'later';
  }
}
