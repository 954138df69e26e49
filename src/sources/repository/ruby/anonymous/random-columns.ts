import type { Lineage } from '../code.ts';
import type { Call } from '../syntax.ts';

/** `attribute :slug, default: -> { SecureRandom.base58(14) }`, `has_secure_token :door`, `self.slug ||= SecureRandom.hex`. */
const made = [
  /\battribute\s+:(\w+)[^\n]*\bdefault:\s*(?:->|lambda)\s*\{\s*(?:SecureRandom\.(?!uuid|random_number|rand)|Devise\.friendly_token|Nanoid)/g,
  /\bhas_secure_token\s+:(\w+)/g,
  /\bself\.(\w+)\s*(?:\|\|)?=\s*(?:SecureRandom\.(?!uuid|random_number|rand)|Devise\.friendly_token|Nanoid)/g,
];

const known = new WeakMap<Lineage['find'], Map<string, ReadonlySet<string>>>();

/** Columns of a model that hold what nobody can guess: who knows one was sent it, or read it where all are shown. */
function randomColumns(find: Lineage['find'], model: string): ReadonlySet<string> {
  const models = known.get(find) ?? new Map<string, ReadonlySet<string>>();
  known.set(find, models);
  const before = models.get(model);
  if (before !== undefined) return before;
  const bodies = find(model, '').map(({ node }) => node.text);
  const found = new Set(
    bodies.flatMap((body) => made.flatMap((each) => [...body.matchAll(each)].map((match) => match[1] ?? ''))),
  );
  models.set(model, found);
  return found;
}

/** The column of that kind by which a call looks something up that a caller has named. */
export function lookedUpAtRandom({ find }: Lineage, { name, pairs, receiver }: Call): string | undefined {
  const model = /^(?:::)?([A-Z][\w:]*)/.exec(receiver?.text ?? '')?.[1];
  if (model === undefined) return undefined;
  const column = /^find_by_(\w+?)!?$/.exec(name)?.[1];
  if (column === undefined && !/^(find_by!?|where|exists\?)$/.test(name)) return undefined;
  const asked =
    column === undefined
      ? pairs.flatMap((pair) => (/\bparams\b/.test(pair.value.text) ? [pair.name] : []))
      : [column];
  return asked.find((each) => randomColumns(find, model).has(each));
}
