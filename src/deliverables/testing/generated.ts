import { journeys } from '../../artifacts/journeys/journeys.ts';
import { authorisationMatrix } from '../../artifacts/tests/authorisation-matrix.ts';
import { suiteData } from '../../artifacts/tests/suite-data.ts';
import { openIdeas, stateRules } from '../../artifacts/tests/subjects.ts';
import {
  claimsOf,
  code,
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
import type { Basis, Block, Cell, Section } from '../deliverable.ts';
import type { Backend } from '../../model/backend.ts';
import { requirementsAbout } from '../requirements.ts';
import { hasConsumers, hasWorkflows, suitePath as path } from './suite-files.ts';

/** What to type, and what that needs. A recovered backend runs somewhere: its harness is the project's own. */
function howToRun({ source }: Backend): Block {
  return source === 'designed'
    ? code('sh', 'plumbline prove .   # against the preview of this package, nothing to install')
    : judgement(
        'The tests parse and type-check; they were not run, because the system they test is not executed here. They run once a harness is connected (`harness.ts`).',
      );
}

/** What the property tests hold the system to. */
export function properties({ backend }: Basis): Section | undefined {
  if (suiteData(backend).text === '') return undefined;
  const checked = backend.data.tables.filter(({ checks }) => checks.length > 0);
  const ideas = openIdeas(backend);
  const file = link('invariants.test.ts', path('invariants.test.ts'));
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
          file,
        ]),
        ...stateRules(backend).map(({ entity, field, transitions }): readonly Cell[] => [
          entity.name,
          `${field}: ${names(transitions.map(([from, to]) => `${from} → ${to}`))}`,
          file,
        ]),
      ],
    ),
    ideas.length === 0
      ? undefined
      : list(ideas.map(({ id, kind, statement }) => `To be written by hand (${kind}, ${id}): ${statement}`)),
    howToRun(backend),
  );
}

/** Who is held to which document. */
export function contracts(basis: Basis): Section | undefined {
  const { backend } = basis;
  const { text, lost } = suiteData(backend);
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
          names(['contract.test.ts', 'objects.test.ts', 'lists.test.ts', 'hostile.test.ts']),
          'clients are generated from the released document; a change that breaks one is found by comparison',
        ],
        ...(hasWorkflows(backend)
          ? [
              [
                codeCell('4-api/arazzo.json'),
                count(journeys(backend, []).length, 'workflows'),
                link('workflows.test.ts', path('workflows.test.ts')),
                'each is run from its first step to its last, as a client would',
              ] satisfies readonly Cell[],
            ]
          : []),
        ...(events === 0
          ? []
          : [
              [
                codeCell('4-api/asyncapi.json'),
                count(events, 'events'),
                link('messages.test.ts', path('messages.test.ts')),
                hasConsumers(backend)
                  ? link('consumers.test.ts', path('consumers.test.ts'))
                  : 'no consumer is known',
              ] satisfies readonly Cell[],
            ]),
      ],
    ),
    lost.length === 0 ? undefined : unknown(lost.join('; ')),
    claimsOf(basis, 'openapi/examples', 'asyncapi/'),
    howToRun(backend),
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
    howToRun(backend),
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
