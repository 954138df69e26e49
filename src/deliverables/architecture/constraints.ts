import { list, names, paragraph, present, section, source, table, unknown } from '../blocks.ts';
import type { Basis, Cell, Section } from '../deliverable.ts';
import type { Backend } from '../../model/backend.ts';
import { provenance } from '../provenance.ts';
import { requirementsAbout } from '../requirements.ts';

/** arc42 chapter 2: what is fixed, what was assumed, what is open and what contradicts itself. */
export function constraints({ backend }: Basis): readonly (Section | undefined)[] {
  const { requirements } = backend;
  const rows = constraintRows(backend);
  const known = rows.length > 0 && (requirements.assumptions.length > 0 || backend.source === 'recovered');
  return [
    section(
      {
        id: 'constraints',
        title: 'Constraints',
        items: known ? ['1.2'] : [],
        answers: [
          ...requirementsAbout(backend, 'constraint'),
          ...requirementsAbout(backend, 'policy', ['residency']),
        ],
      },
      table(['subject', 'constraint', 'source'], rows),
    ),
    section(
      {
        id: 'assumptions',
        title: 'Assumption register',
        items: rows.length === 0 && requirements.assumptions.length > 0 ? ['1.2'] : [],
      },
      table(
        ['id', 'subject', 'taken as', 'because', 'changes when wrong'],
        requirements.assumptions.map(({ id, subject, value, because, affects }) => [
          id,
          subject,
          value,
          because,
          names(affects),
        ]),
      ),
    ),
    section(
      { id: 'provenance', title: 'Where the values of the model come from' },
      table(
        ['origin', 'values'],
        provenance(backend).map(({ kind, values }) => [kind, values]),
      ),
    ),
    questions(backend),
    contradictions(backend),
    section(
      { id: 'not-understood', title: 'Not understood' },
      list(requirements.unread.map(({ text, why }) => `"${text}": ${why}`)),
    ),
    gaps(backend),
  ];
}

function constraintRows(backend: Backend): readonly (readonly Cell[])[] {
  const { must, avoid, teamSize, oncall, budget, deadline, residency, compliance, pins } =
    backend.requirements;
  const quantities = [
    ['team size', teamSize],
    ['budget', budget],
  ] as const;
  return [
    ...Object.entries(must).map(([role, { value, origin }]) => [role, `must be ${value}`, source(origin)]),
    ...avoid.map(({ value, origin }) => ['avoid', value, source(origin)]),
    ...quantities.flatMap(([name, value]) =>
      value === undefined ? [] : [[name, value, source(value.origin)]],
    ),
    ...present(
      oncall && ['on-call', oncall.value ? 'yes' : 'no', source(oncall.origin)],
      deadline && ['deadline', deadline.value, source(deadline.origin)],
      residency && ['residency', `data stays in ${residency.value}`, source(residency.origin)],
    ),
    ...compliance.map(({ value, origin }) => ['compliance', value, source(origin)]),
    ...pins.map(({ topic, choose, because, origin }) => [
      topic,
      `${choose}, because ${because}`,
      source(origin),
    ]),
    ...(backend.source === 'recovered'
      ? backend.stack
          .filter(({ role }) => role !== 'library' && role !== 'other')
          .map(({ name, role, version, origin }) => [
            role,
            `exists: ${name}${version === undefined ? '' : ` ${version}`}`,
            source(origin),
          ])
      : []),
  ];
}

function questions({ requirements }: Backend): Section | undefined {
  return section(
    { id: 'open-questions', title: 'Open questions' },
    table(
      ['id', 'question', 'holds until answered', 'effect', 'impact', 'affects'],
      requirements.questions.map(({ id, ask, default: value, effect, impact, affects }) => [
        id,
        ask,
        value,
        effect,
        impact,
        names(affects),
      ]),
    ),
  );
}

function contradictions({ requirements }: Backend): Section | undefined {
  return section(
    { id: 'contradictions', title: 'Contradictions' },
    table(
      ['id', 'what', 'why', 'question', 'between'],
      requirements.contradictions.map(({ id, what, why, ask, between }) => [
        id,
        what,
        why,
        ask,
        names(between.map(source)),
      ]),
    ),
  );
}

/** Gaps by kind with their first subjects: told by name and count, not hidden behind a total. */
function gaps({ gaps: all }: Backend): Section | undefined {
  const kinds = [...new Set(all.map(({ kind }) => kind))].toSorted();
  return section(
    { id: 'gaps', title: 'What could not be read' },
    all.length === 0
      ? undefined
      : paragraph('Statements of this report leave these out; the whole list is in model.json.'),
    table(
      ['kind', 'count', 'first subjects', 'why'],
      kinds.map((kind) => {
        const of = all.filter((gap) => gap.kind === kind);
        return [
          kind,
          String(of.length),
          names(of.slice(0, 5).map(({ subject }) => subject)),
          of[0]?.why ?? '',
        ];
      }),
    ),
    all.length === 0 ? undefined : unknown('What these would have added to the model is not known.'),
  );
}
