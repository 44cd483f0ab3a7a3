import type { Evidence } from '../../../src/openbadges/index.js';
import { answersOf } from '../../support/badges.js';
import { badgeToSign, hostedBadge } from '../../support/issue-badge.js';
import type { IssuedVersion, Members } from '../../support/issue-badge.js';
import { signText } from '../../support/issue-jws.js';

export interface Kind {
  readonly version: IssuedVersion;
  readonly form: 'hosted' | 'signed';
}

/** A member of a document, or of an object in it. */
export interface Field {
  readonly of: 'assertion' | 'badgeClass' | 'issuer' | 'key' | 'revocations';
  readonly path: readonly [string] | readonly [string, string];
  /** Without it, or with something else in it, there is no VALID badge. */
  readonly decides: boolean;
}

/** Stands for a member that is not there. */
export const MISSING = Symbol('missing');

const HOSTED = ['V0_5', 'V1_0', 'V1_1', 'V2_0', 'V2_1'] as const;
const SIGNED = ['V1_0', 'V1_1', 'V2_0', 'V2_1'] as const;

export const KINDS: readonly Kind[] = [
  ...HOSTED.map((version) => ({ version, form: 'hosted' as const })),
  ...SIGNED.map((version) => ({ version, form: 'signed' as const })),
];

/** Every member that the specification of this version has. */
export function fieldsOf({ version, form }: Kind): readonly Field[] {
  if (version === 'V0_5') {
    return [
      ...fields('assertion', 'recipient! badge! salt evidence expires issued_on revoked'),
      ...fields('badgeClass', 'version name! description! image! criteria! issuer!'),
      ...fields('issuer', 'origin! name! org contact'),
    ];
  }
  const isTwo = version === 'V2_0' || version === 'V2_1';
  const named = version === 'V1_0' ? '@context id type' : '@context id! type!';
  const how = isTwo
    ? 'verification! verification.type! verification.url uid'
    : 'verify! verify.type! verify.url! uid!';
  const creator = isTwo && form === 'signed' ? 'verification.creator' : '';
  const shared = 'issuedOn! expires evidence narrative image revoked endorsement';
  const person = 'recipient! recipient.type! recipient.identity! recipient.hashed! recipient.salt';
  return [
    ...fields('assertion', `${named} ${how} ${creator} ${person} badge! ${shared}`),
    ...fields('badgeClass', `${named} name! description! image! criteria! issuer! tags alignment`),
    ...fields('badgeClass', 'endorsement'),
    ...fields('issuer', `${named} name! url! ${isTwo ? 'email!' : 'email'} description image`),
    ...fields('issuer', 'verification publicKey revocationList endorsement telephone'),
    ...(form === 'hosted' || !isTwo ? [] : fields('key', '@context type id! owner! publicKeyPem!')),
    ...(form === 'hosted'
      ? []
      : fields('revocations', '@context id type issuer revokedAssertions')),
  ];
}

/** `a.b` is a member of a member; an exclamation mark says that it decides. */
function fields(of: Field['of'], names: string): readonly Field[] {
  return names
    .split(' ')
    .filter((name) => name !== '')
    .map((name) => {
      const [outer = '', inner] = name.replace('!', '').split('.');
      const path = inner === undefined ? ([outer] as const) : ([outer, inner] as const);
      return { of, path, decides: name.endsWith('!') };
    });
}

/** Everything that gathering would find of a whole badge in which one member holds something else. */
export function evidenceWith(kind: Kind, field: Field, value: unknown): Evidence {
  const badge = kind.form === 'signed' ? badgeToSign(kind) : hostedBadge(kind);
  const document = documentOf(badge, field.of);
  const changed = withMember(document, field.path, value);
  const changes = field.of === 'key' || field.of === 'revocations' ? {} : { [field.of]: changed };
  const issued =
    kind.form === 'signed' ? badgeToSign({ ...kind, changes }) : hostedBadge({ ...kind, changes });
  const documents = new Map<string, Members | string>(issued.documents);
  if (field.of === 'key' || field.of === 'revocations')
    documents.set(issued.urls[field.of], changed);
  const answers = answersOf(documents);
  const text = signText(JSON.stringify(issued.assertion));
  return {
    source:
      kind.form === 'signed' ? { kind: 'json', text } : { kind: 'url', url: issued.urls.assertion },
    answers,
    pictures: [],
  };
}

type Issued = ReturnType<typeof badgeToSign> | ReturnType<typeof hostedBadge>;

function documentOf({ documents, urls, ...badge }: Issued, of: Field['of']): Members {
  if (of !== 'key' && of !== 'revocations') return badge[of];
  const document = documents.get(urls[of]);
  return typeof document === 'object' ? document : {};
}

function withMember(document: Members, [name, inner]: Field['path'], value: unknown): Members {
  if (inner === undefined) return { ...document, [name]: value === MISSING ? undefined : value };
  const outer = document[name] as Members | undefined;
  return { ...document, [name]: withMember(outer ?? {}, [inner], value) };
}
