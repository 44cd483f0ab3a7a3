import { createHash } from 'node:crypto';
import { COLOURED_LOGO } from './logo.js';

/** Where the parts of the playground are. */
export const PATHS = {
  style: '/playground/graphiql.css',
  script: '/playground/graphiql.js',
  start: '/playground/start.js',
  editorWorker: '/playground/editor.worker.js',
  jsonWorker: '/playground/json.worker.js',
  graphqlWorker: '/playground/graphql.worker.js',
} as const;

const FIRST_QUERY = `# Who am I? Null until you sign in on the start page,
# or put a token into the headers below:
#   {"authorization": "Bearer …"}
query {
  me {
    id
    displayName
  }
}
`;

/** Server-sent events and not a WebSocket: only there the editor's headers come with a subscription. */
const OPTIONS = {
  endpoint: '/graphql',
  method: 'POST',
  subscriptionsProtocol: 'SSE',
  shouldPersistHeaders: false,
  title: 'Backpack Hub',
  logo: COLOURED_LOGO,
  defaultQuery: FIRST_QUERY,
} as const;

const WORKER_URLS = {
  editorWorkerService: PATHS.editorWorker,
  json: PATHS.jsonWorker,
  graphql: PATHS.graphqlWorker,
};

const START_SCRIPT = `
const workerUrls = ${JSON.stringify(WORKER_URLS)};
self.MonacoEnvironment = { globalAPI: false, getWorkerUrl: (module, label) => workerUrls[label] };
YogaGraphiQL.renderYogaGraphiQL(document.querySelector('#root'), ${JSON.stringify(OPTIONS)});
`;

export interface Asset {
  readonly type: string;
  readonly content: Buffer;
  readonly etag: string;
}

/** Reads GraphiQL and its workers into memory; needed once. */
export async function loadAssets(): Promise<ReadonlyMap<string, Asset>> {
  const graphiql = await import('@graphql-yoga/render-graphiql/graphiql');
  const script = (text: string) => toAsset('text/javascript; charset=utf-8', text);
  return new Map([
    [PATHS.style, toAsset('text/css; charset=utf-8', graphiql.css)],
    [PATHS.script, script(graphiql.js)],
    [PATHS.start, script(START_SCRIPT)],
    [PATHS.editorWorker, script(graphiql.editorWorkerService)],
    [PATHS.jsonWorker, script(graphiql.jsonWorker)],
    [PATHS.graphqlWorker, script(graphiql.graphqlWorker)],
  ]);
}

function toAsset(type: string, text: string): Asset {
  const content = Buffer.from(text);
  const hash = createHash('sha256').update(content).digest('base64url');
  return { type, content, etag: `"${hash}"` };
}
