import { named } from '../../queries/paraphrase.ts';
import type { Entities, Entity } from './entities.ts';

/** Words of a query are written in any case, names of entities begin with a capital letter. */
const anyCase = (words: string): string =>
  words.replaceAll(/[a-z]/g, (letter) => `[${letter}${letter.toUpperCase()}]`);

const ends = anyCase('where|join|left|right|inner|on|set|group|order|fetch|cross|and|or|having|limit|from');
const source = new RegExp(
  `\\b(${anyCase('from|join|update|into')})(\\s+${anyCase('fetch')})?\\s+([A-Z][\\w.]*)(?:\\s+(?:${anyCase('as')}\\s+)?(?!(?:${ends})\\b)(\\w+))?`,
  'g',
);
const path =
  /\bjoin\s+(?:fetch\s+)?(\w+)\.(\w+)(?:\s+(?:as\s+)?(?!(?:where|join|left|right|inner|on|with|group|order|fetch)\b)(\w+))?(?:\s+(on|with)\b)?/gi;

/** A query of objects (JPQL, HQL) as SQL: entities are tables, properties columns, joined properties tables. */
export function objectQuery(entities: Entities, text: string, self?: Entity): string {
  const aliases = new Map<string, Entity>();
  let known = text
    .replaceAll(/#\{\s*#entityName\s*\}/g, self?.of.name ?? 'entity')
    .replaceAll(/\bnew\s+[\w.]+\s*\(/gi, '(');
  known = known.replaceAll(source, (found, word: string, _fetch, name: string, alias?: string) => {
    const entity = entities.named(name.slice(name.lastIndexOf('.') + 1));
    if (entity === undefined) return found;
    if (alias !== undefined) aliases.set(alias, entity);
    return `${word} ${named(entity.table)}${alias === undefined ? '' : ` ${alias}`}`;
  });
  known = known.replaceAll(path, (found, owner: string, property: string, alias?: string, on?: string) => {
    const from = aliases.get(owner);
    const target = from === undefined ? undefined : entities.related(from.of, property);
    if (target === undefined) return found.replace(/\bfetch\s+/i, '');
    if (alias !== undefined) aliases.set(alias, target);
    return `join ${named(target.table)}${alias === undefined ? '' : ` ${alias}`} on ${on === undefined ? 'true' : ''}`.trim();
  });
  known = known.replaceAll(/\b(\w+)\.(\w+(?:\.\w+)*)/g, (found, owner: string, properties: string) => {
    const entity = aliases.get(owner);
    const column = entity === undefined ? undefined : entities.columnOf(entity.of, properties.split('.'));
    return column === undefined ? found : `${owner}.${named(column)}`;
  });
  return /^\s*from\b/i.test(known) ? `select * ${known.trim()}` : known;
}
