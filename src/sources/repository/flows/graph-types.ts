import type { Repository } from '../gather.ts';
import type { Machine } from './machine.ts';
import type { Hit } from './sinks/sink.ts';

const types = /\btype\s+(\w+)[^{}\n]{0,200}\{([^{}]{1,8000})\}/g;
const known = new WeakMap<Repository, ReadonlyMap<string, readonly string[]>>();

/** Types of the schema language in the texts of a repository, by their names, with their fields. */
function typesOf(repository: Repository): ReadonlyMap<string, readonly string[]> {
  const before = known.get(repository);
  if (before !== undefined) return before;
  const found = new Map<string, readonly string[]>();
  for (const { text } of repository.files.values())
    if (/\btype\s+Query\b/.test(text) || /\btype\s+\w+\s*\{[^{}]*\bID\b/.test(text))
      for (const [, name = '', body = ''] of text.matchAll(types))
        found.set(
          plain(name),
          [...body.matchAll(/(\w+)\s*(?:\([^()]*\))?\s*:/g)].map(([, field = '']) => field),
        );
  known.set(repository, found);
  return found;
}

const plain = (name: string): string => name.toLowerCase().replace(/s$/, '');

/** Of the rows that a resolver answers, a schema lets through the fields of their type; nothing is told where none is called like them. */
export function asTyped({ codebase }: Machine, hit: Hit): readonly Hit[] {
  const { access } = hit;
  const fields = access === undefined ? undefined : typesOf(codebase.repository).get(plain(access.entity));
  if (access === undefined || fields === undefined) return [];
  const shown = access.fields?.filter((name) => fields.includes(name)) ?? fields;
  return [{ ...hit, access: { ...access, fields: shown } }];
}
