import { Ajv2020 } from 'ajv/dist/2020.js';
import type { ValidateFunction } from 'ajv/dist/2020.js';
import badgeOffered from '../../../schema/messages/badge-offered.schema.json' with { type: 'json' };
import badgeStatusHint from '../../../schema/messages/badge-status-hint.schema.json' with { type: 'json' };
import badgeWithdrawn from '../../../schema/messages/badge-withdrawn.schema.json' with { type: 'json' };
import collectionChanged from '../../../schema/messages/collection-changed.schema.json' with { type: 'json' };
import collectionClosed from '../../../schema/messages/collection-closed.schema.json' with { type: 'json' };
import collectionSnapshot from '../../../schema/messages/collection-snapshot.schema.json' with { type: 'json' };
import common from '../../../schema/messages/common.schema.json' with { type: 'json' };
import discovery from '../../../schema/messages/discovery.schema.json' with { type: 'json' };
import earnerMoved from '../../../schema/messages/earner-moved.schema.json' with { type: 'json' };
import hello from '../../../schema/messages/hello.schema.json' with { type: 'json' };
import helloAnswer from '../../../schema/messages/hello-answer.schema.json' with { type: 'json' };
import hubKeys from '../../../schema/messages/hub-keys.schema.json' with { type: 'json' };
import hubKeysChanged from '../../../schema/messages/hub-keys-changed.schema.json' with { type: 'json' };
import hubRetiring from '../../../schema/messages/hub-retiring.schema.json' with { type: 'json' };
import hubVerification from '../../../schema/messages/hub-verification.schema.json' with { type: 'json' };
import linkClosed from '../../../schema/messages/link-closed.schema.json' with { type: 'json' };
import offerAccepted from '../../../schema/messages/offer-accepted.schema.json' with { type: 'json' };
import offerDeclined from '../../../schema/messages/offer-declined.schema.json' with { type: 'json' };
import pollAnswer from '../../../schema/messages/poll-answer.schema.json' with { type: 'json' };
import pollRequest from '../../../schema/messages/poll-request.schema.json' with { type: 'json' };
import recoveryHeader from '../../../schema/messages/recovery-header.schema.json' with { type: 'json' };
import recovery from '../../../schema/messages/recovery.schema.json' with { type: 'json' };
import requestClaims from '../../../schema/messages/request-claims.schema.json' with { type: 'json' };
import resyncRequired from '../../../schema/messages/resync-required.schema.json' with { type: 'json' };
import setClaims from '../../../schema/messages/set-claims.schema.json' with { type: 'json' };
import snapshotAnswer from '../../../schema/messages/snapshot-answer.schema.json' with { type: 'json' };
import snapshotRequest from '../../../schema/messages/snapshot-request.schema.json' with { type: 'json' };
import streamNoop from '../../../schema/messages/stream-noop.schema.json' with { type: 'json' };
import streamReset from '../../../schema/messages/stream-reset.schema.json' with { type: 'json' };

/** Schemas of everything that hubs send each other. Members that no schema knows are allowed everywhere. */
const SCHEMAS = {
  'badge-offered': badgeOffered,
  'badge-status-hint': badgeStatusHint,
  'badge-withdrawn': badgeWithdrawn,
  'collection-changed': collectionChanged,
  'collection-closed': collectionClosed,
  'collection-snapshot': collectionSnapshot,
  discovery,
  'earner-moved': earnerMoved,
  hello,
  'hello-answer': helloAnswer,
  'hub-keys': hubKeys,
  'hub-keys-changed': hubKeysChanged,
  'hub-retiring': hubRetiring,
  'hub-verification': hubVerification,
  'link-closed': linkClosed,
  'offer-accepted': offerAccepted,
  'offer-declined': offerDeclined,
  'poll-answer': pollAnswer,
  'poll-request': pollRequest,
  recovery,
  'recovery-header': recoveryHeader,
  'request-claims': requestClaims,
  'resync-required': resyncRequired,
  'set-claims': setClaims,
  'snapshot-answer': snapshotAnswer,
  'snapshot-request': snapshotRequest,
  'stream-noop': streamNoop,
  'stream-reset': streamReset,
};

export type MessageShape = keyof typeof SCHEMAS | 'subject';

/** A branch of `oneOf` may require a member that is described beside it. */
const ajv = new Ajv2020({
  strict: true,
  strictRequired: false,
  schemas: [common, ...Object.values(SCHEMAS)],
});

/** Is this as the schema of that name asks? Compiled when it is first needed. */
export function hasShape(shape: MessageShape, value: unknown): boolean {
  const id = shape === 'subject' ? `${common.$id}#/$defs/subject` : SCHEMAS[shape].$id;
  const validate: ValidateFunction | undefined = ajv.getSchema(id);
  return validate?.(value) === true;
}
