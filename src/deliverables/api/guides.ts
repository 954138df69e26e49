import { code, codeCell, judgement, link, list, section, steps, table } from '../blocks.ts';
import type { Basis, Section } from '../deliverable.ts';
import { endpointGroups } from '../endpoint-groups.ts';
import { pagesGuide, repeatGuide, webhookGuide } from './how-to.ts';
import { referencePath } from './reference.ts';
import { curlSample } from '../../artifacts/sample-text.ts';
import { callOf } from '../../artifacts/samples.ts';
import { signInOf } from '../../artifacts/journeys/knowledge.ts';
import type { Endpoint } from '../../model/api.ts';
import type { Backend } from '../../model/backend.ts';

/** What a newcomer reads first: one call that works, how to be known, what to do when it fails. */
export function guides({ backend }: Basis): readonly (Section | undefined)[] {
  const groups = endpointGroups(backend);
  return [
    quickStart(backend),
    section(
      { id: 'authentication-guide', title: 'Being known' },
      authenticationSteps(backend),
      backend.trust.authentication.length === 0 ? undefined : list(tokenRules),
      backend.trust.authentication.length === 0
        ? undefined
        : judgement(
            'The flows are drawn in the security framework; the rules here follow OAuth 2.1 and RFC 6750.',
          ),
    ),
    section(
      { id: 'error-guide', title: 'When it fails' },
      backend.api.problems.length === 0 ? undefined : code('ts', errorHandling),
      backend.api.problems.length === 0 ? undefined : list(errorRules),
    ),
    pagesGuide(backend),
    repeatGuide(backend),
    webhookGuide(backend),
    section(
      { id: 'reference', title: 'Reference' },
      table(
        ['context', 'operations'],
        groups.map(({ anchor, title, endpoints }) => [
          link(title, referencePath(anchor)),
          String(endpoints.length),
        ]),
      ),
    ),
  ];
}

/** The first thing to call: an open read, else any read. */
function firstCall({ api }: Backend): Endpoint | undefined {
  const reads = api.endpoints.filter(({ method, protocol }) => method === 'GET' && protocol === 'http');
  const simple = reads.filter(({ path }) => !path.includes('{'));
  return simple.find(({ access }) => access === 'public') ?? simple[0] ?? reads[0];
}

function quickStart(backend: Backend): Section | undefined {
  const endpoint = firstCall(backend);
  const call = endpoint === undefined ? undefined : callOf(backend, endpoint);
  const write = backend.api.endpoints.find(
    ({ idempotencyKey, access }) => idempotencyKey && access === 'guarded',
  );
  const second = write === undefined ? undefined : callOf(backend, write);
  const entry = signInOf(backend);
  const signIn = entry === undefined ? undefined : callOf(backend, entry.endpoint);
  if (call === undefined) return undefined;
  return section(
    { id: 'quick-start', title: 'Quick start', items: backend.api.schemas.length > 0 ? ['4.11'] : [] },
    code(
      'sh',
      `export BASE=http://127.0.0.1:4010   # the mock of 4-api/openapi.json\nexport TOKEN=example\n${curlSample(call)}`,
    ),
    signIn === undefined || entry === undefined
      ? undefined
      : code('sh', `${curlSample(signIn)}   # ${entry.token.name} is the TOKEN of what follows`),
    second === undefined ? undefined : code('sh', curlSample(second)),
  );
}

function authenticationSteps({ trust }: Backend) {
  const methods = trust.authentication.map(({ method }) => method);
  if (methods.length === 0) return undefined;
  const browser = methods.some((method) => /oidc|oauth|openid/i.test(method));
  return steps([
    browser
      ? 'Send the person to the authorisation endpoint with a PKCE challenge; exchange the code for tokens.'
      : `Sign in (${methods.join(', ')}) and keep the tokens that come back.`,
    'Send `Authorization: Bearer <access token>` with each call.',
    'On 401 refresh once and repeat the call once; when that fails, sign in again.',
    'On 403 do not repeat: the role or scope is missing, a new token changes nothing.',
  ]);
}

const tokenRules: readonly string[] = [
  'Tokens never stand in a URL, a log line or local storage of a browser.',
  'Ask for the scopes the call needs, no more; they are listed with each operation.',
];

const errorRules: readonly string[] = [
  'Switch on `type`. Show `title` or your own words; `detail` is for developers.',
  'Repeat only what the catalogue says may be repeated, at most three times, with jitter, and with the same Idempotency-Key.',
  '422 lists the refused fields as JSON Pointers in `errors`.',
];

const errorHandling = `const problem = await answer.json(); // application/problem+json
switch (answer.status) {
  case 401: return refreshOnceAndRepeat();
  case 409:
  case 412: return readAgainAndDecide();
  case 422: return showFields(problem.errors);
  case 429:
  case 503: return repeatAfter(Number(answer.headers.get('Retry-After') ?? 1));
  default: return report(problem.type, problem.instance);
}`;

/** A client made from the contract and a server that pretends, with nothing of ours in between. */
export function tools({ backend }: Basis): Section | undefined {
  if (!backend.api.endpoints.some(({ protocol, pathResolved }) => protocol === 'http' && pathResolved))
    return undefined;
  return section(
    { id: 'tools', title: 'Client and mock', items: ['4.13'] },
    table(
      ['purpose', 'command'],
      [
        ['types', codeCell('npx openapi-typescript 4-api/openapi.json -o client/schema.d.ts')],
        ['typed client', codeCell('npm install openapi-fetch   # createClient<paths>({ baseUrl })')],
        [
          'client in another language',
          codeCell('openapi-generator-cli generate -i 4-api/openapi.json -g <language> -o client'),
        ],
        ['mock server', codeCell('npx @stoplight/prism-cli mock 4-api/openapi.json --port 4010')],
        [
          'checks a server against the contract',
          codeCell('npx @stoplight/prism-cli proxy 4-api/openapi.json "$BASE" --errors'),
        ],
      ],
    ),
    judgement(
      'The tools are suggestions, run by the reader and pinned in the project that uses them. A generated client is rebuilt from the released document, never edited.',
    ),
  );
}
