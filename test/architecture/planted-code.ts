/** Code that a lint rule forbids in the file it is planted in, and the rule that says so. */
export interface PlantedCode {
  readonly code: string;
  readonly in: string;
  readonly rule: string;
}

const GLOBALS = 'no-restricted-globals';
const PROPERTIES = 'no-restricted-properties';
const SYNTAX = 'no-restricted-syntax';
const IMPORTS = '@typescript-eslint/no-restricted-imports';

const SUBGRAPH = 'subgraphs/badge/planted.ts';
const GATEWAY = 'gateway/planted.ts';
const CORE = 'src/openbadges/planted.ts';

export const PLANTED_CODE: readonly PlantedCode[] = [
  { code: 'Date.now();', in: SUBGRAPH, rule: PROPERTIES },
  { code: 'new Date();', in: CORE, rule: SYNTAX },
  { code: 'Date();', in: CORE, rule: SYNTAX },
  { code: `URL.canParse('');`, in: CORE, rule: PROPERTIES },
  { code: 'Math.random();', in: GATEWAY, rule: PROPERTIES },
  { code: 'Math.random();', in: 'test/planted.test.ts', rule: PROPERTIES },
  { code: 'process.env;', in: GATEWAY, rule: PROPERTIES },
  { code: 'process.env;', in: 'src/runtime/planted.ts', rule: PROPERTIES },
  { code: 'const { env } = process;', in: SUBGRAPH, rule: PROPERTIES },
  { code: `import { env } from 'node:process';`, in: SUBGRAPH, rule: IMPORTS },
  { code: `console.log('');`, in: SUBGRAPH, rule: GLOBALS },
  { code: `console.log('');`, in: 'src/app/planted.ts', rule: GLOBALS },
  { code: `globalThis.console.log('');`, in: SUBGRAPH, rule: PROPERTIES },
  { code: `import { log } from 'node:console';`, in: SUBGRAPH, rule: IMPORTS },
  { code: `fetch('');`, in: SUBGRAPH, rule: GLOBALS },
  { code: `fetch('');`, in: 'src/runtime/planted.ts', rule: GLOBALS },
  { code: `globalThis.fetch('');`, in: GATEWAY, rule: PROPERTIES },
  { code: `new WebSocket('');`, in: GATEWAY, rule: GLOBALS },
  { code: `import { fetch } from 'undici';`, in: 'src/runtime/planted.ts', rule: IMPORTS },
  { code: `import { request } from 'undici';`, in: GATEWAY, rule: IMPORTS },
  { code: `await import('undici');`, in: GATEWAY, rule: SYNTAX },
  { code: `import { request } from 'node:http';`, in: GATEWAY, rule: IMPORTS },
  { code: `import http from 'node:http';`, in: GATEWAY, rule: IMPORTS },
  { code: `import * as http from 'node:http';`, in: GATEWAY, rule: IMPORTS },
  { code: `import { get } from 'node:https';`, in: 'src/app/planted.ts', rule: IMPORTS },
  { code: `import { connect } from 'http2';`, in: GATEWAY, rule: IMPORTS },
  { code: `import { connect } from 'node:net';`, in: SUBGRAPH, rule: IMPORTS },
  { code: `import { connect } from 'node:tls';`, in: SUBGRAPH, rule: IMPORTS },
  { code: `import { createSocket } from 'node:dgram';`, in: SUBGRAPH, rule: IMPORTS },
  { code: `await import('node:http');`, in: SUBGRAPH, rule: SYNTAX },
  { code: `import { createRemoteJWKSet } from 'jose';`, in: CORE, rule: IMPORTS },
  { code: `import { WebSocket } from 'ws';`, in: GATEWAY, rule: IMPORTS },
  { code: `import { createClient } from 'graphql-ws';`, in: SUBGRAPH, rule: IMPORTS },
];

/** What the same rules let pass, where it belongs. */
export const SOUND_CODE: readonly Omit<PlantedCode, 'rule'>[] = [
  { code: 'new Date(0);', in: SUBGRAPH },
  { code: 'new Date();', in: 'src/runtime/clock.ts' },
  { code: 'process.env;', in: 'src/app/planted.ts' },
  { code: `import { fetch } from 'undici';`, in: 'src/runtime/guarded-fetch/planted.ts' },
  { code: `import { Agent } from 'undici';`, in: 'gateway/subgraphs/http-transport.ts' },
  {
    code: `import { createClient } from 'graphql-ws';`,
    in: 'gateway/subgraphs/subscribe-over-ws.ts',
  },
  { code: `import { createServer } from 'node:http';`, in: GATEWAY },
  { code: `import type { Agent } from 'node:http';`, in: GATEWAY },
  { code: `import { isIP } from 'node:net';`, in: GATEWAY },
  { code: `import { WebSocketServer } from 'ws';`, in: GATEWAY },
  { code: `fetch('http://127.0.0.1/');`, in: 'test/planted.test.ts' },
];
