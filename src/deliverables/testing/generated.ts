import {
  authorisationData,
  authorisationMatrix,
  authorisationRunner,
} from '../../artifacts/tests/authorisation-tests.ts';
import { consumerTests } from '../../artifacts/tests/consumer-tests.ts';
import { contractTests } from '../../artifacts/tests/contract-tests.ts';
import { openIdeas, propertyTests, stateRules } from '../../artifacts/tests/property-tests.ts';
import {
  claimsOf,
  codeCell,
  count,
  judgement,
  link,
  list,
  names,
  paragraph,
  section,
  table,
  unknown,
} from '../blocks.ts';
import type { Artifact, Basis, Cell, Section } from '../deliverable.ts';
import type { Emitted } from '../../artifacts/emitted.ts';
import type { Backend } from '../../model/backend.ts';
import { requirementsAbout } from '../requirements.ts';

const path = (name: string): string => `7-testing/${name}`;

/** The generated test files; a file without content is left out. */
export function generatedTests({ backend }: Basis): readonly Artifact[] {
  const data = authorisationData(backend);
  const file = (name: string, { text, lost }: Emitted, items: readonly string[]): readonly Artifact[] =>
    text.trim() === '' ? [] : [{ path: path(name), text, lost, items }];
  return [
    ...file('properties.test.ts', propertyTests(backend), ['7.3']),
    ...file('contract.test.ts', contractTests(backend), ['7.4']),
    ...file('authorisation.json', data, ['7.5']),
    ...(data.text === ''
      ? []
      : file('authorisation.test.ts', { text: authorisationRunner, lost: [] }, ['7.5'])),
    ...file('consumers.test.ts', consumerTests(backend), ['6.7']),
  ];
}

const notRun = judgement(
  'The tests parse and type-check; they were not run, because the system they test is not executed here. They run once a harness is connected (`harness.ts`).',
);

/** What the property tests hold the system to. */
export function properties({ backend }: Basis): Section | undefined {
  const { text, lost } = propertyTests(backend);
  if (text === '') return undefined;
  const checked = backend.data.tables.filter(({ checks }) => checks.length > 0);
  const ideas = openIdeas(backend);
  return section(
    { id: 'properties', title: 'Invariants as property tests', items: ['7.3'] },
    paragraph(
      'Sequences of requests are drawn from the request schemas, limits included. After each sequence the database is asked whether a rule is broken, so the constraint itself is tested and not the code that should make it needless.',
    ),
    table(
      ['subject', 'holds', 'file'],
      [
        ...checked.map(({ name, checks }): readonly Cell[] => [
          name,
          names(checks.map(({ name: rule, sql }) => rule ?? sql)),
          link('properties.test.ts', path('properties.test.ts')),
        ]),
        ...stateRules(backend).map(({ entity, field, transitions }): readonly Cell[] => [
          entity.name,
          `${field}: ${names(transitions.map(([from, to]) => `${from} → ${to}`))}`,
          link('properties.test.ts', path('properties.test.ts')),
        ]),
      ],
    ),
    ideas.length === 0
      ? undefined
      : list(ideas.map(({ id, kind, statement }) => `To be written by hand (${kind}, ${id}): ${statement}`)),
    lost.length === 0 ? undefined : unknown(lost.join('; ')),
    notRun,
  );
}

/** Who is held to which document. */
export function contracts(basis: Basis): Section | undefined {
  const { backend } = basis;
  const { text, lost } = contractTests(backend);
  if (text === '') return undefined;
  const events = backend.processes.events.length;
  return section(
    { id: 'contracts', title: 'Contract tests', items: ['7.4'] },
    table(
      ['contract', 'parts', 'provider test', 'consumer test'],
      [
        [
          codeCell('4-api/openapi.json'),
          count(backend.api.endpoints.length, 'endpoints'),
          link('contract.test.ts', path('contract.test.ts')),
          'clients are generated from the released document; a change that breaks one is found by comparison',
        ],
        ...(events === 0
          ? []
          : [
              [
                codeCell('4-api/asyncapi.json'),
                count(events, 'events'),
                link('contract.test.ts', path('contract.test.ts')),
                consumerTests(backend).text === ''
                  ? 'no consumer is known'
                  : link('consumers.test.ts', path('consumers.test.ts')),
              ] satisfies readonly Cell[],
            ]),
      ],
    ),
    lost.length === 0
      ? undefined
      : unknown(`${lost.length} endpoints are not called: ${names(lost.slice(0, 5))}`),
    claimsOf(basis, 'openapi/examples', 'asyncapi/'),
    notRun,
  );
}

/** The matrix in numbers, and what each refusal must look like. */
export function authorisation(basis: Basis): Section | undefined {
  const { backend } = basis;
  const cases = authorisationMatrix(backend);
  if (cases.length === 0) return undefined;
  const roles = [...new Set(cases.map(({ role }) => role))];
  return section(
    {
      id: 'authorisation',
      title: 'Authorisation matrix',
      items: ['7.5'],
      answers: requirementsAbout(backend, 'policy', ['access']),
    },
    table(
      ['role', 'allowed', 'of these with a condition', 'refused'],
      roles.map((role): readonly Cell[] => {
        const own = cases.filter((each) => each.role === role);
        const allowed = own.filter(({ expect }) => expect === 'allow');
        return [
          role,
          count(allowed.length, `operations ${role} may call`),
          count(
            allowed.filter(({ condition }) => condition !== undefined).length,
            'with a condition on the object',
          ),
          count(own.length - allowed.length, `operations ${role} is refused`),
        ];
      }),
    ),
    paragraph(
      `All ${cases.length} pairs stand in \`authorisation.json\`. A refusal is 401 without a token, 403 for the wrong role, 404 for an object of somebody else; a conditional permission is tried twice, with an own object and a foreign one.`,
    ),
    table(
      ['file', 'what'],
      [
        [link('authorisation.json', path('authorisation.json')), 'the cases'],
        [link('authorisation.test.ts', path('authorisation.test.ts')), 'runs them'],
      ],
    ),
    untested(backend),
    claimsOf(basis, 'policy/'),
    notRun,
  );
}

function untested({ api, trust }: Backend) {
  const unknownAccess = api.endpoints.filter(({ access }) => access === 'unknown').length;
  const unresolved = api.endpoints.filter(({ pathResolved }) => !pathResolved).length;
  if (unresolved === 0 && (unknownAccess === 0 || trust.permissions.length > 0)) return undefined;
  return unknown(
    `Without a case: ${unknownAccess} endpoints whose access is not known, ${unresolved} whose path is not resolved.`,
  );
}
