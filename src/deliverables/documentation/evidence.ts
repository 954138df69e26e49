import { code, count, judgement, names, paragraph, section, table, unknown } from '../blocks.ts';
import type { Basis, Cell, Section } from '../deliverable.ts';
import { compareText } from '../../model/text.ts';

/** What was claimed, who settled it with which engine, on which files, and how to settle it again. */
export function evidence({ backend, claims, outcomes, findings }: Basis): readonly (Section | undefined)[] {
  const inputs = [...new Set(claims.flatMap((claim) => claim.inputs))].toSorted(compareText);
  return [
    proverSection(claims, outcomes),
    claims.length === 0
      ? undefined
      : section({ id: 'claims', title: 'Claims' }, { kind: 'claims', ids: claims.map(({ id }) => id) }),
    section(
      { id: 'inputs', title: 'Files that claims were settled on' },
      table(
        ['file', 'claims'],
        inputs.map((path): readonly Cell[] => [
          path,
          count(claims.filter((claim) => claim.inputs.includes(path)).length, `claims settled on ${path}`),
        ]),
      ),
      inputs.length === 0
        ? undefined
        : paragraph(
            'Each receipt in `receipts/` holds the sha256 of these files, the engine, the seed, the outcome and its own seal.',
          ),
    ),
    rules(findings),
    section(
      { id: 'again', title: 'Do it again' },
      code(
        'sh',
        [
          'plumbline verify <package>',
          `# rules, assumptions and the model: model.json (schema version ${backend.schemaVersion})`,
        ].join('\n'),
      ),
      judgement('What no claim covers was not executed; it carries the word judgement where it stands.'),
    ),
  ];
}

function rules(findings: Basis['findings']): Section | undefined {
  const ids = [...new Set(findings.map(({ rule }) => rule))].toSorted(compareText);
  return section(
    { id: 'rules', title: 'Rules that found something' },
    table(
      ['rule', 'findings', 'standards'],
      ids.map((rule): readonly Cell[] => {
        const own = findings.filter((finding) => finding.rule === rule);
        return [
          rule,
          count(own.length, `findings of ${rule}`),
          names([...new Set(own.flatMap(({ standards }) => standards))]),
        ];
      }),
    ),
  );
}

function proverSection(claims: Basis['claims'], outcomes: Basis['outcomes']): Section | undefined {
  const provers = [...new Set(claims.map(({ prover }) => prover))].toSorted(compareText);
  const settled = new Map(outcomes.map((outcome) => [outcome.claim, outcome]));
  const unsettled = claims.filter(({ id }) => !settled.has(id)).map(({ id }) => id);
  return section(
    { id: 'provers', title: 'Who settled what', items: outcomes.length > 0 ? ['8.12'] : [] },
    table(
      ['prover', 'oracle', 'engine', 'claims', 'proved', 'refuted', 'undecided'],
      provers.map((prover): readonly Cell[] => {
        const own = claims.filter((claim) => claim.prover === prover);
        const results = own.flatMap(({ id }) => settled.get(id) ?? []);
        const of = (kind: string) =>
          count(
            results.filter(({ verdict }) => verdict.kind === kind).length,
            `claims of ${prover} that are ${kind}`,
          );
        return [
          prover,
          names([...new Set(own.map(({ oracle }) => oracle))]),
          names([...new Set(results.map(({ engine }) => `${engine.name} ${engine.version}`))]),
          count(own.length, `claims of ${prover}`),
          of('proved'),
          of('refuted'),
          of('undecided'),
        ];
      }),
    ),
    unsettled.length === 0
      ? undefined
      : unknown(`Not settled in this run: ${names(unsettled.slice(0, 10))}.`),
  );
}
