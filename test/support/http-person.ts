import { send } from './route-server.js';
import type { Form, Sent } from './route-server.js';

/** A person with a browser that runs no script: keeps cookies, follows what she is told to. */
export interface HttpPerson {
  get(url: string): Promise<Sent>;
  post(url: string, form: Form): Promise<Sent>;
  /** Follows redirects within the hub; the answer, or where she is sent to beyond it. */
  follow(url: string): Promise<Landed>;
  readonly cookies: Map<string, string>;
}

export interface Landed {
  readonly url: string;
  /** Undefined where that is not the hub. */
  readonly page?: Sent;
}

const MOST_HOPS = 15;

/** `ask` where the hub is reached in another way than by its address. */
export function httpPerson(hub: string, ask: typeof send = send): HttpPerson {
  const cookies = new Map<string, string>();

  const keep = (answer: Sent): Sent => {
    for (const set of answer.headers['set-cookie'] ?? []) {
      const [pair = ''] = set.split(';');
      const at = pair.indexOf('=');
      const [name, value] = [pair.slice(0, at), pair.slice(at + 1)];
      if (value === '' || /max-age=0|expires=thu, 01 jan 1970/i.test(set)) cookies.delete(name);
      else cookies.set(name, value);
    }
    return answer;
  };
  const headers = () => ({
    'sec-fetch-site': 'same-origin',
    cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; '),
  });
  const on = (url: string, base = hub): string => new URL(url, base).href;

  const person: HttpPerson = {
    cookies,
    get: async (url) => keep(await ask(on(url), { headers: headers() })),
    post: async (url, form) => keep(await ask(on(url), { headers: headers(), form })),
    async follow(url) {
      let next = on(url);
      for (let hop = 0; hop < MOST_HOPS; hop += 1) {
        if (new URL(next).origin !== new URL(hub).origin) return { url: next };
        const page = await person.get(next);
        const { location } = page.headers;
        if (location === undefined) return { url: next, page };
        next = on(location, next);
      }
      throw new Error(`redirected too often, last to ${next}`);
    },
  };
  return person;
}
