import { claimsOf, codeCell, judgement, link, names, section, table, warning } from '../blocks.ts';
import { csvText } from '../capped.ts';
import type { Artifact, Basis, Cell, Section } from '../deliverable.ts';
import { lossSection } from '../losses.ts';
import { requirementsAbout } from '../requirements.ts';
import { uniqueAnchors } from '../anchors.ts';
import { cedarPolicy, cedarPolicyPath } from '../../artifacts/cedar/policy.ts';
import { cedarSchema, cedarSchemaPath } from '../../artifacts/cedar/schema.ts';
import { policyDocument } from '../../artifacts/policy.ts';
import type { Backend } from '../../model/backend.ts';
import type { Operation } from '../../model/domain.ts';
import { compareText } from '../../model/text.ts';
import type { Permission } from '../../model/trust.ts';

const path = '3-security/policy.json';
const csvPath = '3-security/permissions.csv';

/** The matrix is made for operations; a recovered backend has guards instead, which are shown as they are. */
const hasMatrix = ({ trust, operations }: Backend): boolean =>
  trust.permissions.length > 0 && operations.length > 0;

const rolesOf = ({ trust }: Backend): readonly string[] =>
  [...new Set(trust.permissions.map(({ role }) => role))].toSorted(compareText);

function decisions(rows: readonly Permission[]): string {
  const allowed = rows.filter(({ effect }) => effect === 'allow');
  if (allowed.length === 0) return '–';
  const words = allowed.map(({ condition, mask }) =>
    [conditionWords[condition ?? 'none'], ...(mask === undefined ? [] : [`${mask} masked`])].join(', '),
  );
  return [...new Set(words)].join(' or ');
}

const conditionWords = {
  none: 'yes',
  owner: 'own',
  tenant: 'own tenant',
  team: 'own team',
  assigned: 'assigned',
} as const;

const files = table(
  ['file', 'use'],
  [
    [link('policy.json', path), 'executable: rules and matrix side by side; what is not allowed is denied'],
    [
      link('policy.cedar', cedarPolicyPath),
      'the same matrix for Cedar 4, one policy for each role, entity and condition; verifying this package does not run it',
    ],
    [
      link('policy.cedarschema', cedarSchemaPath),
      'types of callers, objects and actions, to validate the policies and requests against',
    ],
    [link('permissions.csv', csvPath), 'the matrix for a spreadsheet'],
  ],
);

/** Who may do what: one table for each context, the rules it follows from, and what was proved of it. */
export function permissions(basis: Basis): readonly (Section | undefined)[] {
  const { backend } = basis;
  if (!hasMatrix(backend)) return [];
  const contexts = [...new Set(backend.operations.map(({ context }) => context))].toSorted(compareText);
  const anchors = uniqueAnchors(contexts);
  return [
    section(
      {
        id: 'policy',
        title: 'Rules',
        items: ['3.3'],
        answers: requirementsAbout(backend, 'policy', ['access']),
      },
      table(
        ['who', 'may', 'what', 'only', 'masked'],
        backend.trust.rules.map(({ role, verbs, entities, where, mask }) => [
          role,
          verbs.includes('*') ? 'everything' : names(verbs),
          entities.includes('*') ? 'everything' : names(entities),
          where === undefined ? '–' : conditionWords[where],
          mask ?? '–',
        ]),
      ),
      claimsOf(basis, 'policy/'),
      files,
      judgement(
        'Decisions are taken in one place (the policy), enforced in the application and again by row policies of the database; a new operation without a row is denied.',
      ),
    ),
    ...contexts.map((context) =>
      section(
        {
          id: `matrix-${anchors.get(context) ?? context}`,
          title: `Matrix: ${backend.architecture.contexts.find(({ id }) => id === context)?.name ?? context}`,
        },
        table(
          ['operation', ...rolesOf(backend)],
          backend.operations
            .filter((operation) => operation.context === context)
            .map((operation) => matrixRow(backend, operation)),
        ),
      ),
    ),
    uncovered(backend),
    ...cedarArtifacts(backend).map(lossSection),
  ];
}

const matrixRow = (backend: Backend, { id }: Operation): readonly Cell[] => [
  codeCell(id),
  ...rolesOf(backend).map((role) =>
    decisions(backend.trust.permissions.filter((row) => row.operation === id && row.role === role)),
  ),
];

function uncovered({ operations, trust }: Backend): Section | undefined {
  const nobody = operations.filter(
    ({ id }) => !trust.permissions.some(({ operation, effect }) => operation === id && effect === 'allow'),
  );
  return section(
    { id: 'nobody', title: 'Operations nobody may call' },
    table(
      ['operation', 'what it is'],
      nobody.map(({ id, about }) => [codeCell(id), about ?? 'not described']),
    ),
    nobody.length === 0
      ? undefined
      : warning('Either a rule is missing or the operation is for processes only.'),
  );
}

const cedarArtifacts = (backend: Backend): readonly Artifact[] => [
  { path: cedarPolicyPath, items: [], ...cedarPolicy(backend) },
  { path: cedarSchemaPath, items: [], ...cedarSchema(backend) },
];

/** The policy as it is proved, and the matrix as a spreadsheet reads it. */
export function permissionArtifacts(backend: Backend): readonly Artifact[] {
  if (!hasMatrix(backend)) return [];
  const roles = rolesOf(backend);
  const rows = backend.operations.map(({ id, context }) => [
    context,
    id,
    ...roles.map((role) =>
      decisions(backend.trust.permissions.filter((row) => row.operation === id && row.role === role)),
    ),
  ]);
  return [
    { path, items: [], ...policyDocument(backend) },
    ...cedarArtifacts(backend),
    { path: csvPath, text: csvText([['context', 'operation', ...roles], ...rows]), lost: [], items: [] },
  ];
}
