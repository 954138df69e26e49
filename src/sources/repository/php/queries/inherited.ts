import type { SyntaxNode } from '../../languages/syntax.ts';
import { createKept } from '../../processes/kept.ts';
import type { QueryDraft } from '../../queries/draft.ts';
import { byMethod, mostPairs, readCalled } from '../../queries/inherited.ts';
import type { PhpClass, PhpMethod } from '../classes.ts';
import { kindNames, lineage, methodOf } from '../codebase.ts';
import { keyFor } from './graph.ts';
import type { Reading } from './types.ts';
import { propertyType } from './members.ts';
import { readMethodOf } from './walk.ts';

/** Methods that are read once for each of the classes that inherit them, by the names of these. */
export type Inherited = ReadonlyMap<SyntaxNode, ReadonlySet<string>>;

interface Pair {
  readonly method: PhpMethod;
  readonly heir: PhpClass;
}

/** Methods of a base class or a trait whose statements depend on the class below: `$this->model->find($id)`. */
export function inheritedPairs(reading: Reading): readonly Pair[] {
  const pairs: Pair[] = [];
  for (const { path, text } of reading.codebase.sources) {
    if (!/\bclass\s+\w+\s+extends\b|^\s+use\s+[A-Z]\w*/m.test(text)) continue;
    for (const heir of reading.codebase.file(path)?.classes.values() ?? [])
      if (pairs.length < mostPairs && heir.kind === 'class') pairs.push(...pairsOf(reading, heir));
  }
  return pairs;
}

export const inheritedOf = (pairs: readonly Pair[]): Inherited =>
  byMethod(pairs.map(({ method, heir }) => ({ node: method.node, heir: heir.name })));

function pairsOf(reading: Reading, heir: PhpClass): readonly Pair[] {
  const above = lineage(reading.codebase, heir).slice(1);
  return above.flatMap((base) => {
    if (!isOpen(reading, base, heir)) return [];
    return [...base.methods.values()].flatMap((method): readonly Pair[] => {
      if (method.body === undefined) return [];
      const runs = methodOf(reading.codebase, heir, method.name);
      const isRun = runs === method || runs?.node.text.includes('parent::') === true;
      return isRun ? [{ method, heir }] : [];
    });
  });
}

const members = new WeakMap<PhpClass, ReadonlySet<string>>();

/** Members that the methods of a class read. */
function membersOf(base: PhpClass): ReadonlySet<string> {
  const known = members.get(base);
  if (known !== undefined) return known;
  const found = new Set(
    [...base.node.text.matchAll(/\$this->(\w+)(?:->|::|\)|;)/g)].flatMap(([, name = '']) => name),
  );
  members.set(base, found);
  return found;
}

const ofRows =
  /\b(static|self)::(\w*[wW]here|query|create|find|all|first|with|on)\b|new (static|self)\b|\$this->(newQuery|where|save|update|delete)\(/;
const ofRepository = /\$this->(createQueryBuilder|find|findBy|findOneBy|findAll|count)\(/;

/** What the class stores is told by the class below. */
function isOpen(reading: Reading, base: PhpClass, heir: PhpClass): boolean {
  const { text } = base.node;
  const { entities, codebase } = reading;
  if (entities.of(heir.name) !== undefined && entities.of(base.name) === undefined && ofRows.test(text))
    return true;
  if (
    ofRepository.test(text) &&
    kindNames(codebase, heir).some((name) => /(ServiceEntity|Entity|Document)Repository$/.test(name))
  )
    return true;
  return [...membersOf(base)].some((name) => {
    const type = propertyType(reading, heir, name);
    if (type === undefined || type.kind === 'object') return false;
    if (type.kind === 'class' && entities.of(type.name) === undefined) return false;
    return propertyType(reading, base, name) === undefined;
  });
}

/** Statements that a method issues for one class only, where anything calls it for that class. */
export const readInherited = (reading: Reading, pairs: readonly Pair[]): void =>
  readCalled(
    reading,
    pairs,
    ({ method, heir }) => keyFor(reading, method, heir),
    ({ method, heir }) => {
      const drafts: QueryDraft[] = [];
      const own: Reading = {
        ...reading,
        kept: createKept(),
        drafts,
        unread: [],
        outcomes: new WeakMap(),
        returns: new Map(),
      };
      return { key: readMethodOf(own, method, heir), drafts };
    },
  );
