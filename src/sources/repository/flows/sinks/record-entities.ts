import type { Trace, Value } from '../value.ts';
import { wholeText } from '../value.ts';
import type { CallFact } from './sink.ts';

/** What says nothing of what is stored. */
const plain =
  /^(this|self|db|database|repo|repository|model|models|collection|col|dao|store|em|manager|entityManager|client|prisma|knex|pool|connection|conn|trx|tx|orm|query|queryBuilder|qb|service|super)$/i;

const suffix =
  /(_?(repository|repo|model|dao|collection|schema|entity|store|service|controller|resolver|table|mapper|manager|handler))+$/i;

const trimmed = (name: string): string => name.replace(suffix, '').replace(/^_+/, '');

/** What a call stores or looks up, by the names that the code gives it; empty where none tells. */
export function entityOf(call: CallFact): string {
  const [first] = call.args;
  return (
    classOf(first) ??
    chosen(call.trace) ??
    byPrisma(call) ??
    named(call.written) ??
    trimmed(call.frame.home?.node.id?.name ?? '')
  );
}

const classOf = (value: Value | undefined): string | undefined => {
  const [made] = value?.callables ?? [];
  return made?.kind === 'class' ? made.shape.node.id?.name : undefined;
};

/** Whether a model, table or collection was chosen by name on the way to a call. */
export const isChosen = (trace: Trace | undefined): boolean => chosen(trace) !== undefined;

/** `mongoose.model('Order', …)`, `db.collection('orders')`, `getRepository(Order)`, `knex('orders')`. */
function chosen(trace: Trace | undefined): string | undefined {
  let steps = 0;
  for (let at = trace; at !== undefined && steps < 12; at = at.on, steps += 1) {
    if (
      !/([#.](model|collection|getRepository|define|table|from|into)|knex#\(\))\(\)$|^lowdb#.*\.get\(\)$/.test(
        at.name,
      )
    )
      continue;
    const [name] = at.args ?? [];
    const text = name === undefined ? undefined : (wholeText(name) ?? classOf(name));
    if (text !== undefined && text !== '') return text;
  }
  return undefined;
}

const byPrisma = ({ name }: CallFact): string | undefined =>
  /PrismaClient\(\)\.([a-z]\w*)\./.exec(name)?.[1] ?? undefined;

function named(written: string): string | undefined {
  const last = written.split('.').at(-1) ?? '';
  if (last === '' || plain.test(last)) return undefined;
  const name = trimmed(last);
  return name === '' ? undefined : name;
}
