import { defineModel } from '../../../src/store/index.js';
import type { NewNotice } from '../../ports.js';

/** Something an earner should know and did not do herself. Owner: earner. Lives 180 days. */
export interface NoticeDoc {
  readonly _id: string;
  readonly earner: string;
  readonly at: Date;
  readonly kind: NewNotice['kind'];
  readonly says: string;
  /** The badge it is about; she may have removed it since. */
  readonly badge?: string;
  readonly readAt?: Date;
  readonly expiresAt: Date;
}

export const noticeModel = defineModel<NoticeDoc>(
  'notices',
  {
    _id: String,
    earner: { type: String, required: true },
    at: { type: Date, required: true },
    kind: { type: String, required: true },
    says: { type: String, required: true },
    badge: String,
    readAt: Date,
    expiresAt: { type: Date, required: true },
  },
  [
    { name: 'notices_of_earner', on: { earner: 1, at: -1, _id: -1 } },
    { name: 'notices_expire', on: { expiresAt: 1 }, options: { expireAfterSeconds: 0 } },
  ],
);
