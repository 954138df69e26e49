import { effectiveFlows, effectsPath, effectsText, hasEffects } from '../../artifacts/effects.ts';
import type { Flow, FlowStep } from '../../model/domain.ts';
import type { Effects } from '../../model/effects.ts';
import { anchor, claimsOf, code, count, judgement, link, paragraph, section, table } from '../blocks.ts';
import type { Artifact, Basis, Cell, Section } from '../deliverable.ts';

const path = '6-integration/effects.md';

export const effectArtifacts = ({ backend }: Basis): readonly Artifact[] =>
  hasEffects(backend) ? [{ path: effectsPath, text: effectsText(backend), lost: [], items: ['6.4'] }] : [];

/** What steps, consumers and operations do, statement by statement: what a preview runs is what is read here. */
export function effectSections(basis: Basis): readonly (Section | undefined)[] {
  const { backend } = basis;
  if (!hasEffects(backend)) return [];
  const flows = effectiveFlows(backend);
  return [
    overview(basis, flows),
    ...flows.map((flow) => flowSection(basis, flow)),
    consumers(basis),
    operations(basis),
  ];
}

function overview(basis: Basis, flows: readonly Flow[]): Section | undefined {
  return section(
    { id: 'effects', title: 'What each step does', items: ['6.4'] },
    paragraph(
      'Statements run in the database of the context that is named beside them; `:name` is a value of the request, of the message, or a column that an earlier statement gave. Whatever a statement asks of its rows and does not find is refused with the problem named behind it.',
    ),
    table(
      ['flow', 'steps', 'that say what they do', 'in words alone'],
      flows.map((flow): readonly Cell[] => {
        const told = flow.steps.filter((step) => step.kind === 'publish' || step.effects !== undefined);
        const rest = flow.steps.filter((step) => !told.includes(step));
        return [
          link(flow.name, `${path}#${anchor(`effects-${flow.id}`)}`),
          count(flow.steps.length, `steps of ${flow.id}`),
          count(told.length, `steps of ${flow.id} with effects or events`),
          rest.map(({ action }) => action).join('; ') || 'none',
        ];
      }),
    ),
    table(['file', 'what'], [[link('effects.json', effectsPath), 'all of it as data, for whoever runs it']]),
    claimsOf(basis, 'effects/statements'),
    judgement(
      'What a peer or a part of the process answers to a call is not known here. The claims below hold for one scene of each flow; what several of them do to each other is left to the locks and guards in the statements.',
    ),
  );
}

const flowSection = (basis: Basis, flow: Flow): Section | undefined =>
  section(
    { id: anchor(`effects-${flow.id}`), title: flow.name },
    code('sql', flow.steps.map(stepText).join('\n\n')),
    claimsOf(basis, `effects/flow/${flow.id}`),
  );

function stepText(step: FlowStep, index: number): string {
  const { kind, action, at, on, effects, undo } = step;
  const words =
    kind === 'publish' ? `publish ${action}` : `${action} (${at.replace('integration:', 'peer ')})`;
  return [
    `-- ${index + 1}. ${words}${on === undefined ? '' : `; waits for ${on}`}`,
    ...linesOf(effects),
    ...(undo === undefined ? [] : ['-- taken back by', ...linesOf(undo)]),
  ].join('\n');
}

function linesOf(effects: Effects | undefined): readonly string[] {
  if (effects === undefined) return [];
  const { condition, each, call, flow, statements } = effects;
  return [
    ...(condition === undefined ? [] : [`-- only if ${condition}`]),
    ...(each === undefined ? [] : [`-- for each of ${each}`]),
    ...(call === undefined
      ? []
      : [
          `-- asks for ${call.request} with ${listed(call.with)}${call.gives.length === 0 ? '' : `, which gives ${listed(call.gives)}`}`,
        ]),
    ...statements.map(({ sql, at, rows, otherwise }) => {
      const asked =
        rows === undefined
          ? ''
          : ` -- ${rows === 'one' ? 'one row' : `${rows} rows`}, else ${otherwise ?? 'conflict'}`;
      return `${at === undefined ? '' : `-- at ${at}\n`}${sql};${asked}`;
    }),
    ...(flow === undefined ? [] : [`-- runs the flow ${flow}`]),
  ];
}

const listed = (names: readonly string[]): string => names.join(', ') || 'nothing';

function consumers({ backend }: Basis): Section | undefined {
  const texts = backend.processes.events.flatMap(({ name, consumers: all }) =>
    all.flatMap(({ context, action, effects }) =>
      effects === undefined ? [] : [[`-- ${context}, on ${name}: ${action}`, ...linesOf(effects)].join('\n')],
    ),
  );
  return texts.length === 0
    ? undefined
    : section(
        { id: 'effects-of-consumers', title: 'Consumers' },
        paragraph('Each in the transaction in which the consumer remembers the message.'),
        code('sql', texts.join('\n\n')),
      );
}

function operations({ backend }: Basis): Section | undefined {
  const texts = backend.operations.flatMap(({ id, sets = [], effects }) => {
    if (sets.length === 0 && effects === undefined) return [];
    const before = sets.length === 0 ? [] : ['-- before its own statement', ...linesOf({ statements: sets })];
    return [[`-- ${id}`, ...before, ...linesOf(effects)].join('\n')];
  });
  return texts.length === 0
    ? undefined
    : section(
        { id: 'effects-of-operations', title: 'Operations' },
        paragraph(
          'Without statements of their own here, operations insert, change or delete their row; what a statement before it gives under the name of a column is stored there.',
        ),
        code('sql', texts.join('\n\n')),
      );
}
