const WITHIN_MS = 10_000;

/** @typedef {import('backpack-hub/openbadges').FetchAnswer} FetchAnswer */

/**
 * The port to the network, over the `fetch` of Node. It reaches whatever this machine reaches: a server
 * that verifies badges for strangers needs one that refuses private addresses.
 * @type {import('backpack-hub/openbadges').FetchDocument}
 */
export async function fetchDocument(url, { accept, maxBytes, headers = {} }) {
  try {
    const signal = AbortSignal.timeout(WITHIN_MS);
    const response = await fetch(url, { headers: { ...headers, accept }, signal });
    const body = await readUpTo(maxBytes, response.body);
    return body === undefined ? TOO_LARGE : answered(response, body);
  } catch {
    // Why somebody's server does not answer is no part of a report.
    return NOT_REACHED;
  }
}

/** @type {FetchAnswer} */
const NOT_REACHED = { kind: 'unreachable', because: 'not-reached' };
/** @type {FetchAnswer} */
const TOO_LARGE = { kind: 'unreachable', because: 'too-large' };

/**
 * @param {Response} response
 * @param {Uint8Array} body
 * @returns {FetchAnswer}
 */
function answered({ url, status, headers }, body) {
  const contentType = headers.get('content-type');
  return { kind: 'answered', url, status, body, ...(contentType !== null && { contentType }) };
}

/**
 * @param {number} maxBytes
 * @param {ReadableStream<Uint8Array> | null} stream
 */
async function readUpTo(maxBytes, stream) {
  /** @type {Uint8Array[]} */
  const chunks = [];
  let sizeBytes = 0;
  for await (const chunk of stream ?? []) {
    sizeBytes += chunk.byteLength;
    if (sizeBytes > maxBytes) return undefined;
    chunks.push(chunk);
  }
  return new Uint8Array(Buffer.concat(chunks));
}
