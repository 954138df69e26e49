import type { TraceStep } from '../../model-checking/machine.ts';
import type { FlowSpec, StoredRecord } from './language/flow-spec.ts';
import { placeName, recordName } from './machine/names.ts';
import { valuesAfter } from './settle-flow.ts';
import type { SettledFlow } from './settle-flow.ts';

type Violated = Extract<SettledFlow['checked'], { kind: 'violated' }>;

/** `order 2` where there are several; nothing where there is one. */
function whose({ flow, instances }: SettledFlow, instance: number): string {
  if (instance === 0 || instances === 1) return '';
  return `${flow.each} ${instance}: `;
}

function line(settled: SettledFlow, step: TraceStep): string {
  const { from, to, words } = step.says;
  return `${whose(settled, step.instance)}${from}${to === undefined ? '' : ` → ${to}`}: ${words}`;
}

const numbered = (lines: readonly string[], first: number): readonly string[] => {
  const width = String(first + lines.length - 1).length;
  return lines.map((text, index) => `${String(first + index).padStart(width)}. ${text}`);
};

/** The way to the fault as a numbered list, and how things stand there. */
export function counterexampleText(settled: SettledFlow, violated: Violated): string {
  const steps = numbered(
    violated.trace.map((step) => line(settled, step)),
    1,
  );
  const again = violated.loop ?? [];
  const loop =
    again.length === 0
      ? []
      : [
          'and then for ever:',
          ...numbered(
            again.map((step) => line(settled, step)),
            violated.trace.length + 1,
          ),
        ];
  return [`${broken(violated)}`, ...steps, ...loop, ...endOf(settled, violated)].join('\n');
}

/** What is broken; what must hold at the end may hold on the way round, and there is no end. */
function broken({ property, says, loop }: Violated): string {
  if (property !== 'ends')
    return loop === undefined ? `this does not hold: ${says}` : `this never comes about: ${says}`;
  return loop === undefined
    ? `nothing more happens, and this does not hold: ${says}`
    : `this goes on for ever, and never comes to an end where this holds: ${says}`;
}

/** What the records hold at the end, and who waits for ever. */
function endOf(settled: SettledFlow, { trace, property, loop }: Violated): readonly string[] {
  const { flow, machine } = settled;
  const values = valuesAfter(machine, trace);
  const touched = new Set(trace.map(({ instance }) => instance).filter((instance) => instance > 0));
  const lines: string[] = [];
  const shared = flow.records.filter((record) => record.shared);
  if (shared.length > 0) lines.push(`left: ${recordsText(shared, values, '')}`);
  for (const instance of touched) {
    const own = flow.records.filter((record) => !record.shared);
    const waits = property === 'ends' && loop === undefined ? waiting(settled, values, instance) : [];
    const said = [...(own.length === 0 ? [] : [recordsText(own, values, `[${instance}]`)]), ...waits];
    if (said.length > 0) lines.push(`left: ${whose(settled, instance)}${said.join('; ')}`);
  }
  return lines;
}

const recordsText = (
  records: readonly StoredRecord[],
  values: ReadonlyMap<string, number>,
  suffix: string,
): string =>
  records
    .map(
      (record) =>
        `${record.name} = ${wordOf(record, values.get(`${recordName(record.name)}${suffix}`) ?? 0)}`,
    )
    .join(', ');

const wordOf = ({ words, least }: StoredRecord, value: number): string =>
  words?.[value] ?? String(value + least);

/** Processes that have begun and stand still. */
function waiting(
  { flow, machine }: SettledFlow,
  values: ReadonlyMap<string, number>,
  instance: number,
): readonly string[] {
  return flow.processes.flatMap(({ name, once }) => {
    const at = placeName(name, 1);
    const place = values.get(once ? at : `${at}[${instance}]`) ?? 0;
    const words = [...machine.local, ...machine.global].find((each) => each.name === at)?.words?.[place];
    return place === 0 ? [] : [`${name} stands still ${words ?? String(place)}`];
  });
}

/** Whether a diagram is written for a program that draws it, or for whoever reads its text on a terminal. */
type DiagramFor = 'drawing' | 'reading';

/** The same as a sequence diagram of Mermaid. */
export function sequenceDiagram(
  settled: SettledFlow,
  violated: Violated,
  purpose: DiagramFor = 'drawing',
): string {
  const plain = signs[purpose];
  const steps = [...violated.trace, ...(violated.loop ?? [])];
  const names = [
    ...new Set(steps.flatMap(({ says: { from, to } }) => (to === undefined ? [from] : [from, to]))),
  ];
  const id = (name: string): string => `p${names.indexOf(name) + 1}`;
  return [
    'sequenceDiagram',
    ...names.map((name) => `  participant ${id(name)} as ${plain(name)}`),
    ...steps.flatMap((step, index) => [
      ...(index === violated.trace.length ? ['  loop for ever'] : []),
      `  ${message(settled, step, id, plain)}`,
    ]),
    ...(violated.loop === undefined ? [] : ['  end']),
    ...(names[0] === undefined ? [] : [`  Note over ${id(names[0])}: ${plain(broken(violated))}`]),
  ].join('\n');
}

function message(
  settled: SettledFlow,
  { says: { from, to, words }, instance }: TraceStep,
  id: (name: string) => string,
  plain: (text: string) => string,
): string {
  const text = plain(`${whose(settled, instance)}${words}`);
  return to === undefined ? `Note over ${id(from)}: ${text}` : `${id(from)}->>${id(to)}: ${text}`;
}

/**
 * Mermaid ends a text at a semicolon and has entities for what it takes for its own. Nobody reads entities: on a
 * terminal a comma stands for the semicolon and the rest as it is, which Mermaid draws, too, unless words look like tags.
 */
const signs: Readonly<Record<DiagramFor, (text: string) => string>> = {
  drawing: (text) => text.replace(/[#;<>{}"\n]/g, (sign) => `#${sign.charCodeAt(0)};`),
  reading: (text) => text.replaceAll(';', ',').replaceAll('\n', ' '),
};

/** Steps of the way, for machines. */
export const traceJson = ({ trace }: Violated) =>
  trace.map(({ instance, says: { from, to, words }, changed }) => ({
    instance,
    from,
    ...(to !== undefined && { to }),
    words,
    changed,
  }));

/** `for 2 orders, 1 crash, 1 duplicate and 1 loss`. */
export function boundText({ each, bounds }: FlowSpec, instances: number = bounds.instances): string {
  const { crashes, duplicates, losses } = bounds;
  const parts = [
    count(instances, each),
    count(crashes, 'crash', 'crashes'),
    count(duplicates, 'duplicate'),
    count(losses, 'loss', 'losses'),
  ];
  return `for ${parts.slice(0, -1).join(', ')} and ${parts.at(-1) ?? ''}`;
}

/** `2 orders`; a name that ends in a hiss takes another syllable. */
export function count(
  value: number,
  one: string,
  many = `${one}${/(?:s|x|ch|sh)$/.test(one) ? 'es' : 's'}`,
): string {
  return `${value} ${value === 1 ? one : many}`;
}
