import { codeCell, count, names, paragraph, section, table, unknown } from '../blocks.ts';
import { cappedTable, csvText } from '../capped.ts';
import type { Artifact, Basis, Cell, Section } from '../deliverable.ts';
import { identitiesOf } from './identities.ts';
import { rulesOf } from './object-rules.ts';
import { endpointGroups } from '../endpoint-groups.ts';
import { writes } from '../../artifacts/http.ts';
import type { Endpoint, Guard } from '../../model/api.ts';
import type { Backend } from '../../model/backend.ts';
import { originWords } from '../../model/quantity.ts';
import { compareText } from '../../model/text.ts';

const csvPath = '3-security/access.csv';

const guardWords = ({ name, kind, requires }: Guard): string =>
  `${name}${requires.length === 0 ? '' : `(${requires.join(', ')})`} [${kind}]`;
const fullChain = ({ guards }: Endpoint): string =>
  guards.length === 0 ? 'none seen' : guards.map(guardWords).join(' → ');

/** Checks whose kind is known in full; of the others only how many stand among them. */
function chain({ guards }: Endpoint): string {
  const others = guards.filter(({ kind }) => kind === 'other');
  const known = guards.filter(({ kind }) => kind !== 'other').map(guardWords);
  if (others.length <= 2) return guards.length === 0 ? 'none seen' : guards.map(guardWords).join(' → ');
  return [...known, `${others.length} others`].join(' → ');
}

/** The checks that could not be told to be one, the last first: it stands closest to the handler. */
function unclear({ guards }: Endpoint): string {
  const open = guards.filter(({ kind }) => kind === 'other').map(({ name }) => name);
  const shown = open.slice(-4).toReversed();
  const rest = open.length - shown.length;
  return `${names(shown)}${rest > 0 ? ` or one of ${rest} more` : ''}`;
}

const place = ({ handler }: Endpoint): string =>
  handler === undefined ? '–' : `${handler.file}:${handler.line}`;

/** Every endpoint as it was read: the checks before its handler, in order, and what follows from them. */
export function accessMatrix({ backend }: Basis): readonly (Section | undefined)[] {
  if (backend.source !== 'recovered') return [];
  const { endpoints } = backend.api;
  const of = (access: Endpoint['access']): number =>
    endpoints.filter((each) => each.access === access).length;
  return [
    section(
      { id: 'access-summary', title: 'Access as found' },
      table(
        ['access', 'endpoints', 'meaning'],
        endpoints.length === 0
          ? []
          : [
              [
                'guarded',
                count(of('guarded'), 'guarded endpoints'),
                'a check of the caller runs before the handler',
              ],
              [
                'public',
                count(of('public'), 'public endpoints'),
                'every check on the way is known, and none asks who calls',
              ],
              [
                'unknown',
                count(of('unknown'), 'endpoints of unknown access'),
                'something on the way could not be resolved: a question, not an answer',
              ],
            ],
      ),
    ),
    identityTable(backend),
    ...endpointGroups(backend).map(({ anchor, title, endpoints: own }) =>
      section(
        { id: `access-${anchor}`, title: `Access: ${title}` },
        ...cappedTable(
          ['endpoint', 'access', 'checks in order', 'handler'],
          own.map((endpoint): readonly Cell[] => [
            codeCell(endpoint.id),
            endpoint.access,
            chain(endpoint),
            place(endpoint),
          ]),
          csvPath,
        ),
      ),
    ),
    questions(endpoints),
    openWrites(endpoints),
  ];
}

/** How much each identity may call; which of it, in the file. */
function identityTable(backend: Backend): Section | undefined {
  const { endpoints } = backend.api;
  const identities = endpoints.length === 0 ? [] : identitiesOf(backend);
  const of = (may: (endpoint: Endpoint) => string, answer: string): number =>
    endpoints.filter((endpoint) => may(endpoint) === answer).length;
  return section(
    { id: 'access-identities', title: 'Access by identity' },
    table(
      ['identity', 'may call', 'may not', 'not known'],
      identities.map(({ name, may }): readonly Cell[] => [
        name,
        count(of(may, 'yes'), `endpoints ${name} may call`),
        count(of(may, 'no'), `endpoints ${name} may not call`),
        count(of(may, '?'), `endpoints of which it is not known for ${name}`),
      ]),
    ),
    paragraph(`\`${csvPath}\` holds each identity against each endpoint, and the objects it may pick there.`),
  );
}

/** One question for each unresolved chain, not one for each endpoint behind it. */
function questions(endpoints: readonly Endpoint[]): Section | undefined {
  const open = endpoints.filter(({ access }) => access === 'unknown');
  const byChain = new Map<string, Endpoint[]>();
  for (const endpoint of open)
    byChain.set(fullChain(endpoint), [...(byChain.get(fullChain(endpoint)) ?? []), endpoint]);
  return section(
    { id: 'access-questions', title: 'Questions about access' },
    ...cappedTable(
      ['question', 'concerns', 'for example', 'seen'],
      [...byChain.entries()]
        .toSorted(([a], [b]) => compareText(a, b))
        .flatMap(([, behind]): readonly (readonly Cell[])[] => {
          const [first] = behind;
          if (first === undefined) return [];
          const guard = first.guards.findLast(({ kind }) => kind === 'other');
          const ask =
            guard === undefined
              ? 'Who may call these? No check was seen, and not every way to them is known.'
              : `Does ${unclear(first)} refuse a caller who is not known?`;
          const seen = guard === undefined ? place(first) : originWords(guard.origin);
          return [[ask, count(behind.length, 'endpoints behind it'), codeCell(first.id), seen]];
        }),
      csvPath,
    ),
    open.length === 0
      ? undefined
      : unknown('Until answered these endpoints count neither as guarded nor as open.'),
  );
}

/** Open endpoints that change something: sign-up and webhooks are meant to be, the rest has to be confirmed. */
function openWrites(endpoints: readonly Endpoint[]): Section | undefined {
  return section(
    { id: 'open-writes', title: 'Open endpoints that write' },
    ...cappedTable(
      ['endpoint', 'checks in order', 'handler'],
      endpoints
        .filter(({ access, method }) => access === 'public' && writes(method))
        .map((endpoint): readonly Cell[] => [codeCell(endpoint.id), chain(endpoint), place(endpoint)]),
      csvPath,
    ),
  );
}

/** The whole matrix for a spreadsheet: who may call what, and on which objects. */
export function accessArtifacts({ backend, findings }: Basis): readonly Artifact[] {
  if (backend.source !== 'recovered' || backend.api.endpoints.length === 0) return [];
  const identities = identitiesOf(backend);
  const objects = new Map<string, string[]>();
  for (const { endpoint, parameter, rule, enforced } of rulesOf(backend, findings))
    objects.set(endpoint.id, [...(objects.get(endpoint.id) ?? []), `${parameter}: ${rule} (${enforced})`]);
  const rows = endpointGroups(backend).flatMap(({ name, endpoints }) =>
    endpoints.map((endpoint) => [
      name,
      endpoint.id,
      endpoint.access,
      fullChain(endpoint),
      place(endpoint),
      ...identities.map(({ may }) => may(endpoint)),
      (objects.get(endpoint.id) ?? []).join('; '),
    ]),
  );
  const head = [
    'group',
    'endpoint',
    'access',
    'checks',
    'handler',
    ...identities.map(({ name }) => name),
    'objects',
  ];
  return [{ path: csvPath, text: csvText([head, ...rows]), lost: [], items: [] }];
}
