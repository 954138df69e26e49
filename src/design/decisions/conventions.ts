import type { Decision } from '../../model/decision.ts';
import { quantityText } from '../../model/quantity.ts';
import { figure } from '../capacity/figures.ts';
import type { Comparison } from '../options/result.ts';
import { recoveryPoint, recoveryTime } from '../sizing/zones.ts';
import type { Standby } from '../sizing/sized.ts';
import { considered, decision, driversOf } from './draft.ts';

/** What a design settles once for all its parts: recovery, deployment, keys, API style, authentication. */
export const conventionDecisions = (comparison: Comparison): readonly Decision[] => [
  recoveryDecision(comparison),
  deploymentDecision(comparison),
  keyDecision(comparison),
  apiDecision(comparison),
  ...authenticationDecision(comparison),
];

const pinOf = ({ problem }: Comparison, topics: RegExp) =>
  problem.brief.pins.find(({ topic }) => topics.test(topic));

const seconds = (value: number): string => quantityText({ value, unit: 's' });

const standbys: readonly Standby[] = ['none', 'asynchronous', 'synchronous'];
const standbyTitles: Readonly<Record<Standby, string>> = {
  none: 'One database node with an archived log',
  asynchronous: 'An asynchronous standby in a second zone',
  synchronous: 'A synchronous standby in a second zone',
};

function recoveryDecision(comparison: Comparison): Decision {
  const { standby } = comparison.chosen.sized;
  const delay = quantityText(figure('synchronousCommit'));
  return decision({
    id: 'recovery',
    title: standbyTitles[standby],
    context:
      'The primary database will be lost one day: the objectives say how much may go with it and how long it may take.',
    drivers: driversOf(comparison, /^(recovery|availability)/),
    considered: standbys.map((option) =>
      considered(
        standbyTitles[option],
        [`loses at most ${seconds(recoveryPoint(option))}`, `is back in ${seconds(recoveryTime(option))}`],
        option === 'none'
          ? []
          : [
              'a second database machine',
              ...(option === 'synchronous'
                ? [
                    `each commit waits ${delay} longer`,
                    'writes stand still when the standby is lost, until it is taken out',
                  ]
                : []),
            ],
      ),
    ),
    outcome: `${standbyTitles[standby]}: the least that meets the objectives${standby === 'synchronous' ? `. Its price: each commit waits ${delay} longer` : ''}.`,
    consequences: [
      'fail-over and restore are drilled; the drill replaces the figures',
      ...(standby === 'synchronous' ? [`writing operations carry ${delay} in their latency budget`] : []),
    ],
    confirmation: ['objective-missed'],
    revisit: 'when an RPO, RTO or availability objective changes',
    pin: pinOf(comparison, /^(recovery|standby|high-availability)$/),
    from: ['RPO, RTO and availability objectives'],
  });
}

function deploymentDecision(comparison: Comparison): Decision {
  const { brief } = comparison.problem;
  const hosting = brief.constraints.must['hosting'];
  const region = brief.policies.residency?.value;
  const several = comparison.chosen.sized.units.some(({ instances }) => instances > 1);
  return decision({
    id: 'deployment',
    title: `Deploy to ${hosting?.value ?? 'containers'} in ${region === undefined ? 'one region' : `a region of ${region}`}`,
    context:
      'Processes are images without state; where they run must keep data where the law and the brief want it.',
    drivers: [
      ...(region === undefined ? [] : [`data stays in ${region}`]),
      ...(hosting === undefined ? [] : [`the brief demands ${hosting.value}`]),
      ...driversOf(comparison, /^availability/),
    ],
    considered: [
      considered(
        'One region, several zones',
        ['survives the loss of a zone', 'latency between parts below a millisecond'],
        ['a lost region means restore from backup'],
      ),
      considered(
        'Two regions',
        ['survives the loss of a region'],
        ['twice the machines', 'commits across regions, or lost data'],
      ),
      considered('One machine', ['cheapest'], ['every release and every fault is downtime']),
    ],
    outcome: several
      ? 'One region; instances are spread over zones.'
      : 'One region; one instance that is restarted when it fails, because the objectives allow it.',
    consequences: [
      'releases replace one instance at a time',
      'backups lie in the same legal area as the data',
    ],
    confirmation: ['missing-healthcheck', 'container-runs-as-root', 'plaintext-connection'],
    revisit: 'when an availability objective exceeds what one region gives, about 99.9 %',
    pin: pinOf(comparison, /^(deployment|hosting|region)$/),
    from: ['must.hosting, residency, availability objectives'],
  });
}

const keyDecision = (comparison: Comparison): Decision =>
  decision({
    id: 'keys',
    title: 'Use UUID version 7 as primary keys',
    context: 'Keys are made by the server, shown in URLs and carried in events.',
    drivers: [
      'keys must not be guessable counters',
      'indexes should grow at their end',
      'contexts make keys without asking each other',
    ],
    considered: [
      considered(
        'UUID version 7',
        ['ordered by time: inserts touch the end of the index', 'made anywhere'],
        ['16 bytes', 'tells when a row was made'],
      ),
      considered(
        'bigint identity',
        ['8 bytes', 'fastest joins'],
        ['can be counted and guessed', 'needs the database to make one'],
      ),
      considered('UUID version 4', ['tells nothing'], ['random inserts touch the whole index']),
    ],
    outcome: 'UUID version 7 (RFC 9562), natural keys as unique constraints.',
    consequences: ['authorisation never rests on a key being unknown'],
    confirmation: ['ddl/schema-executes'],
    pin: pinOf(comparison, /^(keys|primary-keys|ids)$/),
    from: ['entities of the domain'],
  });

const apiDecision = (comparison: Comparison): Decision =>
  decision({
    id: 'api-style',
    title: 'Offer a REST API by OpenAPI, with GraphQL for composed reads',
    context: `${comparison.problem.domain.operations.length} operations on ${comparison.problem.domain.entities.length} entities are offered to people and systems.`,
    drivers: [
      'answers that may be old are cached by address',
      'every operation has limits, permissions and objectives of its own',
      'pages compose several entities',
    ],
    considered: [
      considered(
        'REST described by OpenAPI',
        ['caches, limits and gateways understand it', 'tools for every language'],
        ['composed pages need several requests'],
      ),
      considered(
        'GraphQL',
        ['one request for a page'],
        ['cost of a query must be bounded', 'no caching by address'],
      ),
      considered('gRPC', ['small and fast between services'], ['browsers need a proxy']),
    ],
    outcome:
      'REST is the contract; the GraphQL schema is made from the same model and bounded in depth and cost.',
    consequences: ['both documents are generated from one model, so they cannot drift'],
    confirmation: ['openapi/lint-clean', 'graphql/schema-valid', 'graphql/lists-bounded'],
    pin: pinOf(comparison, /^(api|api-style)$/),
    from: ['operations of the domain'],
  });

function authenticationDecision(comparison: Comparison): readonly Decision[] {
  const { packs } = comparison.problem.brief;
  const auth = packs.find(({ id }) => id === 'auth');
  if (auth === undefined) return [];
  const methods = auth.options['methods']?.value;
  return [
    decision({
      id: 'authentication',
      title: 'Short-lived access tokens with rotating refresh tokens',
      context: `People sign in by ${Array.isArray(methods) ? methods.join(', ') : 'password'}; every process must know who asks without asking another one.`,
      drivers: [
        'a stolen token must lose its worth soon',
        'a session can be ended at once',
        'no shared session store on the path of a request',
      ],
      considered: [
        considered(
          'Short access token (JWT), rotating refresh token',
          ['checked without a lookup', 'reuse of a refresh token ends the family'],
          ['an access token lives until it expires'],
        ),
        considered('Server-side session', ['ended at once'], ['a lookup for every request']),
        considered('Long-lived token', ['least code'], ['theft stays unnoticed']),
      ],
      outcome: 'Access tokens of minutes, refresh tokens that are used once and stored as hashes.',
      consequences: ['keys rotate by key id', 'sensitive operations ask for a fresh sign-in'],
      confirmation: ['policy/complete', 'policy/default-deny', 'policy/own-objects-only'],
      pin: pinOf(comparison, /^(auth|authentication)$/),
      from: ['options of the pack auth'],
    }),
  ];
}
