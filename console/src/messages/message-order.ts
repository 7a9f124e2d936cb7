/** What is chosen for a message to many, and the order made of it. */
import {
  broadcastTemplates,
  type BroadcastAudience,
  type BroadcastOrder,
  type BroadcastReason,
  type BroadcastTemplateId,
} from '@noriai/core/contracts/broadcasts.ts';

export interface MessageFields {
  readonly kind: BroadcastAudience['kind'];
  /** Empty: any. */
  readonly vehicleId: string;
  readonly zoneId: string;
  /** Empty: own words. */
  readonly templateId: BroadcastTemplateId | '';
  readonly ja: string;
  readonly easy: string;
  readonly en: string;
  readonly reason: BroadcastReason;
  readonly urgency: BroadcastOrder['urgency'];
}

export const blankMessage: MessageFields = {
  kind: 'drivers',
  vehicleId: '',
  zoneId: '',
  templateId: '',
  ja: '',
  easy: '',
  en: '',
  reason: 'weather',
  urgency: 'soon',
};

/** Ready texts for this audience. */
export function readyTexts(kind: BroadcastAudience['kind']): readonly BroadcastTemplateId[] {
  const to = kind === 'drivers' || kind === 'vehicle' ? 'drivers' : 'riders';
  return (Object.keys(broadcastTemplates) as BroadcastTemplateId[]).filter((id) => broadcastTemplates[id].to === to);
}

/** The order, or null while words or the vehicle are missing. */
export function messageOrder(form: MessageFields, today: string): BroadcastOrder | null {
  const audience = audienceOf(form, today);
  if (audience === null) return null;
  const { templateId, urgency } = form;
  if (templateId !== '') return { audience, reason: broadcastTemplates[templateId].reason, urgency, templateId };
  const [ja, easy, en] = [form.ja.trim(), form.easy.trim(), form.en.trim()];
  if (ja === '') return null;
  const text = { ja, ...(easy !== '' && { easy }), ...(en !== '' && { en }) };
  return { audience, reason: form.reason, urgency, text };
}

function audienceOf({ kind, vehicleId, zoneId }: MessageFields, today: string): BroadcastAudience | null {
  if (kind === 'vehicle') return vehicleId === '' ? null : { kind, vehicleId };
  if (kind !== 'riders_of_day') return { kind };
  return { kind, date: today, ...(vehicleId !== '' && { vehicleId }), ...(zoneId !== '' && { zoneId }) };
}
