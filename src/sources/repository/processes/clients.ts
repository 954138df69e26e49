import type { Trace } from '../code/tracing.ts';

/** A library whose calls leave the process. */
export interface Client {
  readonly kind: 'http' | 'sdk';
  /** The library stops waiting by itself when nothing is said, or it cannot be told from here whether it does. */
  readonly bounded: boolean;
  /** Attempts the library makes when nothing is said. */
  readonly attempts?: number;
}

const verbs = /(^|[.)])(get|post|put|patch|delete|head|options|request|stream|json)$/;

const http: Readonly<Record<string, Client>> = {
  axios: { kind: 'http', bounded: false },
  '@nestjs/axios': { kind: 'http', bounded: false },
  got: { kind: 'http', bounded: false, attempts: 3 },
  ky: { kind: 'http', bounded: true, attempts: 3 },
  undici: { kind: 'http', bounded: true },
  'node-fetch': { kind: 'http', bounded: false },
  'cross-fetch': { kind: 'http', bounded: false },
  'isomorphic-fetch': { kind: 'http', bounded: false },
  superagent: { kind: 'http', bounded: false },
  needle: { kind: 'http', bounded: false },
  request: { kind: 'http', bounded: false },
  'request-promise': { kind: 'http', bounded: false },
  http: { kind: 'http', bounded: false },
  https: { kind: 'http', bounded: false },
};

/** SDKs, the calls that go out, and whether they give up by themselves. */
const sdks: readonly (readonly [RegExp, RegExp])[] = [
  [/^stripe$/, /\)\.\w+(\.\w+)*\.(create|retrieve|update|del|list|cancel|confirm|capture)$/],
  [/^twilio$/, /\)\.\w+\.create$/],
  [/^openai$/, /\)\.\w+(\.\w+)*\.(create|generate|retrieve)$/],
  [/^@anthropic-ai\/sdk$/, /\)\.messages\.(create|stream)$/],
  [/^nodemailer$/, /\.sendMail$/],
  [/^@sendgrid\/mail$/, /(^|\.)send(Multiple)?$/],
  [/^@aws-sdk\/client-/, /\)\.send$|^\w+Client\.send$/],
  [/^@slack\/web-api$/, /\)\.\w+\.\w+$/],
];

/** The client a callee belongs to; nothing when the call stays inside (`axios.create`, `http.createServer`). */
export function clientOf({ package: name, path }: Trace): Client | undefined {
  const known = http[name];
  if (known !== undefined) {
    // What a call answers belongs to no client any more: `(await fetch(url)).headers.get(…)`.
    if (path.replace(/(^|\.)(create|extend|instance)?\(\)/, '').includes('()')) return undefined;
    if (/create\(\)$|extend\(\)$|^$/.test(path)) return known;
    if (/^(fetch|request|stream|default)$/.test(path)) return known;
    return verbs.test(path) && !/interceptors|defaults/.test(path) ? known : undefined;
  }
  const sdk = sdks.find(([packages, calls]) => packages.test(name) && calls.test(path));
  return sdk === undefined ? undefined : { kind: 'sdk', bounded: true };
}
