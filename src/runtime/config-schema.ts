import { z } from 'zod';
import { openIdProviders } from './openid-providers.js';
import {
  addresses,
  flag,
  httpOrigin,
  httpUrl,
  limit,
  mongoUrl,
  networks,
  privateOrigins,
  sender,
  smtpUrl,
  text,
  wholeNumber,
} from './config-values.js';

/** What people read about a setting. */
export interface Setting {
  /** The environment variable. */
  readonly name: string;
  /** The text that is read when the variable is not set; absent when there is none. */
  readonly default: string | undefined;
  readonly meaning: string;
  /** A secret is never printed, logged or shown in an error. */
  readonly secret: boolean;
}

/** Finds the description of each field of the schema. */
export const settings = z.registry<Setting>();

const described = <S extends z.ZodType>(schema: S, setting: Setting): S => {
  settings.add(schema, setting);
  return schema;
};

const withDefault = <S extends z.ZodType>(
  name: string,
  value: string,
  schema: S,
  meaning: string,
) =>
  // The default goes through the same checks as a value that was given.
  described(
    z.preprocess((given) => given ?? value, schema),
    { name, default: value, meaning, secret: false },
  );

const optional = <S extends z.ZodType>(name: string, schema: S, meaning: string, secret = false) =>
  described(schema.optional(), { name, default: undefined, meaning, secret });

const secret = <S extends z.ZodType>(name: string, schema: S, meaning: string) =>
  optional(name, schema, meaning, true);

const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
const logLevel = z.enum(logLevels, `one of ${logLevels.join(', ')}`);

const limits = z.object({
  bodyBytes: withDefault('HUB_LIMIT_BODY_BYTES', '4194304', limit(), 'Size of a request.'),
  depth: withDefault('HUB_LIMIT_DEPTH', '12', limit(), 'Levels of fields in an operation.'),
  aliases: withDefault('HUB_LIMIT_ALIASES', '30', limit(), 'Aliases in an operation.'),
  directives: withDefault('HUB_LIMIT_DIRECTIVES', '30', limit(), 'Directives in an operation.'),
  tokens: withDefault('HUB_LIMIT_TOKENS', '4000', limit(), 'Words and signs in an operation.'),
  cost: withDefault('HUB_LIMIT_COST', '25000', limit(), 'Computed cost of an operation.'),
  page: withDefault('HUB_LIMIT_PAGE', '100', limit(), 'Entries on one page of a list.'),
  requestsPerMinute: withDefault(
    'HUB_LIMIT_REQUESTS_PER_MINUTE',
    '600',
    limit(),
    'Requests without a token, per network address and minute.',
  ),
  requestsPerMinuteToken: withDefault(
    'HUB_LIMIT_REQUESTS_PER_MINUTE_TOKEN',
    '1200',
    limit(),
    'Requests with a token, per token and minute.',
  ),
  pushesPerMinute: withDefault(
    'HUB_LIMIT_PUSHES_PER_MINUTE',
    '60',
    limit(),
    'Badges pushed, per network address and minute.',
  ),
  signInsPerHourAddress: withDefault(
    'HUB_LIMIT_SIGN_INS_PER_HOUR_ADDRESS',
    '5',
    limit(),
    'Sign-in mails, per e-mail address and hour.',
  ),
  signInsPerHourClient: withDefault(
    'HUB_LIMIT_SIGN_INS_PER_HOUR_CLIENT',
    '20',
    limit(),
    'Sign-in mails, per network address and hour.',
  ),
  verificationsPerMinute: withDefault(
    'HUB_LIMIT_VERIFICATIONS_PER_MINUTE',
    '30',
    limit(),
    'Verifications somebody asks for, per network address and minute.',
  ),
  oauthPerMinute: withDefault(
    'HUB_LIMIT_OAUTH_PER_MINUTE',
    '300',
    limit(),
    'Requests to the token, revocation and introspection endpoints, per network address and minute.',
  ),
  registrationsPerHour: withDefault(
    'HUB_LIMIT_REGISTRATIONS_PER_HOUR',
    '20',
    limit(),
    'Clients that register themselves, per network address and hour.',
  ),
  lookupsPerMinute: withDefault(
    'HUB_LIMIT_LOOKUPS_PER_MINUTE',
    '30',
    limit(),
    'Earners looked for by their address, per network address and minute.',
  ),
  fetchesPerMinuteHost: withDefault(
    'HUB_LIMIT_FETCHES_PER_MINUTE_HOST',
    '120',
    limit(),
    'Requests to one server that strangers make the hub send (verify, baker), per minute.',
  ),
  socketsPerClient: withDefault(
    'HUB_LIMIT_SOCKETS_PER_CLIENT',
    '20',
    limit(),
    'Open WebSockets, and as many event streams, per network address.',
  ),
  operationsPerSocket: withDefault(
    'HUB_LIMIT_OPERATIONS_PER_SOCKET',
    '50',
    limit(),
    'Operations running on one WebSocket.',
  ),
  socketMessageBytes: withDefault(
    'HUB_LIMIT_SOCKET_MESSAGE_BYTES',
    '65536',
    limit(),
    'Size of a message on a WebSocket.',
  ),
  fetchesInFlight: withDefault(
    'HUB_LIMIT_FETCHES_IN_FLIGHT',
    '64',
    limit(),
    'Requests to issuers and other hubs that run at the same time.',
  ),
});

const secrets = z.object({
  secret: secret(
    'HUB_SECRET',
    z.string().min(32, 'at least 32 characters'),
    'Every key of the hub is derived from it; the same for all its processes.',
  ),
  mongodbUri: secret('HUB_MONGODB_URI', mongoUrl, 'The MongoDB replica set.'),
  oidcProviders: secret(
    'HUB_OIDC_PROVIDERS',
    openIdProviders,
    'OpenID providers people may sign in with: a JSON array, or the path of a file with one; see docs/operations.md.',
  ),
  smtpUrl: secret('HUB_SMTP_URL', smtpUrl, 'The server that sends mail.'),
});

/** Every setting of the hub, described. Secrets stand apart, so the rest can be printed. */
export const configSchema = z.object({
  production: described(
    z.preprocess((environment) => environment === 'production', z.boolean()),
    {
      name: 'NODE_ENV',
      default: undefined,
      meaning: '`production`, or anything else for development.',
      secret: false,
    },
  ),
  host: withDefault('HUB_HOST', '127.0.0.1', text, 'The address to listen on.'),
  port: withDefault(
    'HUB_PORT',
    '4000',
    wholeNumber(0, 65_535),
    'The port to listen on; 0 takes a free one.',
  ),
  publicUrl: optional(
    'HUB_PUBLIC_URL',
    httpOrigin,
    'The origin people see, where a TLS proxy stands before the hub.',
  ),
  dataDir: withDefault('HUB_DATA_DIR', './data', text, 'The folder for files of the hub.'),
  mailFrom: withDefault(
    'HUB_MAIL_FROM',
    'Backpack Hub <hub@localhost>',
    sender,
    'The sender of mails.',
  ),
  operators: withDefault(
    'HUB_OPERATORS',
    '',
    addresses,
    'Addresses of the first operators, separated by commas; whoever proved one may run the hub.',
  ),
  trustedProxies: withDefault(
    'HUB_TRUSTED_PROXIES',
    '',
    networks,
    'Addresses and ranges whose X-Forwarded-For is believed, separated by commas.',
  ),
  privateOrigins: withDefault(
    'HUB_PRIVATE_ORIGINS',
    '',
    privateOrigins,
    'Origins on private networks the hub may call, each `origin` or `origin=address`.',
  ),
  caFile: optional(
    'HUB_CA_FILE',
    text,
    'A PEM file with certificate authorities to trust besides the public ones.',
  ),
  logLevel: withDefault('HUB_LOG_LEVEL', 'info', logLevel, `One of ${logLevels.join(', ')}.`),
  metricsPublic: withDefault(
    'HUB_METRICS_PUBLIC',
    'false',
    flag,
    'Whether /metrics answers everybody; otherwise loopback only.',
  ),
  earnerUrl: optional('HUB_EARNER_URL', httpUrl, 'The earner subgraph, in a process of its own.'),
  badgeUrl: optional('HUB_BADGE_URL', httpUrl, 'The badge subgraph, in a process of its own.'),
  collectionUrl: optional(
    'HUB_COLLECTION_URL',
    httpUrl,
    'The collection subgraph, in a process of its own.',
  ),
  verificationUrl: optional(
    'HUB_VERIFICATION_URL',
    httpUrl,
    'The verification subgraph, in a process of its own.',
  ),
  fetchDeadlineMs: withDefault(
    'HUB_FETCH_DEADLINE_MS',
    '10000',
    limit(600_000),
    'Longest time of one request to an issuer or another hub, in milliseconds.',
  ),
  sessionDays: withDefault('HUB_SESSION_DAYS', '30', limit(3650), 'Days a sign-in lasts at most.'),
  sessionIdleDays: withDefault(
    'HUB_SESSION_IDLE_DAYS',
    '14',
    limit(3650),
    'Days after which a sign-in that nobody uses ends.',
  ),
  keyDays: withDefault(
    'HUB_KEY_DAYS',
    '90',
    limit(3650),
    'Days after which a signing key is replaced.',
  ),
  recheckHours: withDefault(
    'HUB_RECHECK_HOURS',
    '24',
    limit(8760),
    'Hours after which an accepted badge is verified again.',
  ),
  drainSeconds: withDefault(
    'HUB_DRAIN_SECONDS',
    '10',
    limit(3600),
    'Seconds that running requests get when the hub stops.',
  ),
  streamPollMs: withDefault(
    'HUB_STREAM_POLL_MS',
    '10000',
    limit(600_000),
    'Longest time a stream waits before it looks for changes itself, in milliseconds.',
  ),
  limits,
  secrets,
});
