import { isRecord, nameAt } from '../located.ts';
import type { Located } from '../located.ts';
import type { Fact } from './fact.ts';
import type { SchemaCheck } from './kinds.ts';
import { valueText } from './shape.ts';

export function discriminatorFacts(old: readonly Located[], next: readonly Located[]): readonly Fact[] {
  const [before, after] = [old.at(0), next.at(0)];
  if (before === undefined && after === undefined) return [];
  const place = (at: Located | undefined): string => (at === undefined ? '#' : `${at.pointer}/discriminator`);
  const tell = (kind: SchemaCheck, words: string): Fact => ({
    kind,
    level: 'self',
    old: place(before ?? after),
    new: place(after ?? before),
    what: `The discriminator ${words}.`,
  });
  if (before === undefined) return [tell('discriminator-added', `\`${propertyOf(after)}\` is new`)];
  if (after === undefined) return [tell('discriminator-removed', `\`${propertyOf(before)}\` is gone`)];
  if (propertyOf(before) !== propertyOf(after))
    return [
      tell(
        'discriminator-property-changed',
        `is read from \`${propertyOf(after)}\` instead of \`${propertyOf(before)}\``,
      ),
    ];
  return mappingFacts(mappingOf(before), mappingOf(after), tell);
}

function mappingFacts(
  before: ReadonlyMap<string, string>,
  after: ReadonlyMap<string, string>,
  tell: (kind: SchemaCheck, words: string) => Fact,
): readonly Fact[] {
  // A mapping that one side leaves out is the names of the variants: the variants are compared.
  if (before.size === 0 || after.size === 0) return [];
  const names = [...new Set([...before.keys(), ...after.keys()])];
  return names.flatMap((name) => {
    const [from, to] = [before.get(name), after.get(name)];
    if (to === undefined) return [tell('discriminator-value-removed', `no longer knows ${name}`)];
    if (from === undefined) return [tell('discriminator-value-added', `knows ${name} as well`)];
    return from === to
      ? []
      : [tell('discriminator-value-retargeted', `takes ${name} for \`${to}\` instead of \`${from}\``)];
  });
}

const discriminatorOf = (at: Located | undefined) => {
  const found = at !== undefined && isRecord(at.value) ? at.value['discriminator'] : undefined;
  return isRecord(found) ? found : {};
};

const propertyOf = (at: Located | undefined): string =>
  valueText(discriminatorOf(at)['propertyName'] ?? '').replaceAll('"', '');

function mappingOf(at: Located): ReadonlyMap<string, string> {
  const { mapping } = discriminatorOf(at);
  return new Map(
    isRecord(mapping)
      ? Object.entries(mapping).map(([value, target]) => [value, nameAt(String(target))])
      : [],
  );
}
