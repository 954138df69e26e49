import { count } from './counterexample.ts';
import type { FlowSpec, StoredRecord } from './language/flow-spec.ts';
import {
  copiesName,
  issuedName,
  outboxName,
  outboxSlotName,
  queueName,
  recordName,
  versionName,
} from './machine/names.ts';
import type { SettledFlow } from './settle-flow.ts';

type OutOfRange = Extract<SettledFlow['checked'], { kind: 'out-of-range' }>;

/** A value for which there is no room: nothing is known of what comes after it. */
export function outOfRange({ flow }: SettledFlow, { variable, says, trace }: OutOfRange): string {
  const record = flow.records.find(({ name }) => recordName(name) === variable);
  const way = `after ${count(trace.length, 'step')}, when ${says.from} ${says.words}`;
  return record === undefined
    ? `there would be more ${counted(flow, variable)} than are told apart, ${way}; lower the bounds, or leave out what sends or writes again and again`
    : `${record.name} would leave its values, ${valuesText(record)}, ${way}; nothing is at fault before that. Give it more values, or say with require or if what keeps it within them`;
}

const valuesText = ({ words, least, most, counts }: StoredRecord): string =>
  counts
    ? 'times, which tells two from more only where nothing is taken off'
    : (words?.join(', ') ?? `${least}..${most}`);

/** What a variable of the machine counts, in words of the flow. */
function counted({ channels, processes, records, locks }: FlowSpec, variable: string): string {
  const messages = channels.flatMap((channel) => channel.messages);
  const named: readonly (readonly [string, string])[] = [
    ...messages.flatMap((message) =>
      processes.map(({ name }) => [copiesName(message, name), `copies of ${message}`] as const),
    ),
    ...messages.map((message) => [outboxName(message), `rows of ${message} in the outbox`] as const),
    ...records.map(({ name }) => [versionName(name), `versions of ${name}`] as const),
    ...locks.map(({ name }) => [issuedName(name), `numbers of ${name}`] as const),
    ...channels.flatMap(({ name }) =>
      [outboxSlotName(name, 0), ...processes.map(({ at }) => queueName(name, at, 0))].map(
        (queue) => [`${queue}_BEYOND`, `messages waiting in ${name}`] as const,
      ),
    ),
  ];
  return named.find(([name]) => name === variable)?.[1] ?? variable;
}
