/**
 * What an app or another server may ask for, in the field's words. The sentence is what the consent page
 * says; it completes "This app wants to …".
 */
export const SCOPES = {
  'profile:read': {
    says: 'see your display name, your language and your verified e-mail addresses',
  },
  'badges:read': {
    says: 'see every badge in your backpack, private ones included, and what waits in your inbox',
  },
  'badges:write': {
    says: 'accept, decline and import badges for you, and change who may see them; never remove one',
  },
  'badges:push': { says: 'offer badges to you and to others' },
  'collections:read': {
    says: 'see the collections you pick, and hear when they change',
  },
  'collections:write': {
    says: 'see, create and edit all your collections; never delete one',
  },
  /** Of another hub, and of nobody else (federation.md 2.8). */
  'bf:deliver': {
    says: 'deliver badges to this backpack as offers, each of which waits for your answer',
  },
} as const satisfies Record<string, { says: string }>;

export type Scope = keyof typeof SCOPES;

export const isScope = (word: string): word is Scope => Object.hasOwn(SCOPES, word);
