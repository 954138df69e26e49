import type { ClassDeclaration } from '../classes.ts';
import { lastName } from '../code.ts';
import type { World } from '../world.ts';
import type { CalledStatement } from './called.ts';

/** Statements that files of MyBatis write for the methods of an interface. */
export interface Mappers {
  /** Names of the interfaces. */
  readonly names: ReadonlySet<string>;
  readonly statement: (of: ClassDeclaration, method: string) => CalledStatement | undefined;
}

const mapper = /<mapper\s[^>]*namespace\s*=\s*["']([\w.]+)["']/;
const element = /<(select|insert|update|delete)\b([^>]*)>([\s\S]*?)<\/\1>/g;
const part = /<sql\s[^>]*\bid\s*=\s*["'](\w+)["'][^>]*>([\s\S]*?)<\/sql>/g;

export function mappersOf(world: World): Mappers {
  const statements = new Map<string, CalledStatement>();
  const names = new Set<string>();
  for (const { path, text } of world.repository.files.values()) {
    if (!path.endsWith('.xml') || /(^|\/)(target|build)\//.test(path)) continue;
    const namespace = mapper.exec(text)?.[1];
    if (namespace === undefined) continue;
    names.add(namespace.slice(namespace.lastIndexOf('.') + 1));
    const parts = new Map([...text.matchAll(part)].map(([, id = '', body = '']) => [id, body]));
    for (const [, , head = '', body = ''] of text.matchAll(element)) {
      const id = /\bid\s*=\s*["'](\w+)["']/.exec(head)?.[1];
      if (id !== undefined) statements.set(`${namespace}#${id}`, statementOf(body, parts));
    }
  }
  for (const path of world.paths) {
    const text = world.text(path);
    if (!(text.includes('@Mapper') && /\bibatis\b/.test(text)) && !/@Sql(Query|Update|Batch)\b/.test(text))
      continue;
    const name = /\binterface\s+(\w+)/.exec(text)?.[1];
    if (name !== undefined) names.add(name);
  }
  return {
    names,
    statement: (of, method) =>
      givenOnly(of, method, statements.get(`${of.qualified}#${method}`) ?? annotated(of, method)),
  };
}

/** Only a text that the caller hands over itself may hold anything; a property of an object is set by code. */
function givenOnly(
  of: ClassDeclaration,
  name: string,
  statement: CalledStatement | undefined,
): CalledStatement | undefined {
  if (statement?.interpolates === undefined) return statement;
  const { interpolates, ...rest } = statement;
  const parameters = of.methods.find((each) => each.name === name)?.parameters ?? [];
  const texts = parameters
    .filter(({ type }) => type !== undefined && lastName(type.name) === 'String')
    .map((each) => {
      const told = each.annotations.find((annotation) => lastName(annotation.name) === 'Param')?.args[0]
        ?.value;
      return told?.kind === 'text' ? told.value : each.name;
    });
  const open = interpolates.filter((each) => texts.includes(each));
  return open.length === 0 ? rest : { ...rest, interpolates: open };
}

/** `@Select("…")` of MyBatis or `@SqlQuery("…")` of JDBI on a method of an interface that has no entity. */
function annotated(of: ClassDeclaration, name: string): CalledStatement | undefined {
  const method = of.methods.find((each) => each.name === name);
  const found = method?.annotations.find((each) =>
    /^(Select|Insert|Update|Delete|SqlQuery|SqlUpdate|SqlBatch)$/.test(each.name),
  );
  if (
    found === undefined ||
    !of.file.imports.some(({ name: from }) => /^org\.(apache\.ibatis|jdbi)/.test(from))
  )
    return undefined;
  const value = found.args[0]?.value;
  const items = value?.kind === 'list' ? value.items : value === undefined ? [] : [value];
  const text = items.map((item) => (item.kind === 'text' ? item.value : '')).join(' ');
  if (text.trim() === '') return undefined;
  if (!found.name.startsWith('Sql')) return statementOf(text, new Map());
  // What JDBI puts in as it is, code defines.
  const { sql } = statementOf(text.replaceAll(/<[a-zA-Z#][^<>\n]*>/g, ' '), new Map());
  return { sql };
}

/** The text with every part that may be in it; elements that choose are taken for all they may say. */
function statementOf(body: string, parts: ReadonlyMap<string, string>): CalledStatement {
  const included = (text: string, depth: number): string =>
    depth > 4
      ? text
      : text.replaceAll(
          /<include\s[^>]*refid\s*=\s*["']([\w.]+)["'][^>]*?(?:\/>|>[\s\S]*?<\/include>)/g,
          (_, id: string) => included(parts.get(id.slice(id.lastIndexOf('.') + 1)) ?? '', depth + 1),
        );
  const text = included(body, 0)
    .replaceAll(/<!--[\s\S]*?-->|<selectKey[\s\S]*?<\/selectKey>/g, ' ')
    .replaceAll(/<!\[CDATA\[([\s\S]*?)\]\]>/g, '$1')
    .replaceAll(/<foreach\b[^>]*>[\s\S]*?<\/foreach>/g, '(?)')
    .replaceAll(/<where\b[^>]*>\s*/g, ' where true ')
    .replaceAll(/<set\b[^>]*>/g, ' set ')
    .replaceAll(/<trim\s[^>]*prefix\s*=\s*["']([^"']+)["'][^>]*>/g, ' $1 ')
    .replaceAll(/<[^>]+>/g, ' ')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
  const open = [...text.matchAll(/\$\{\s*([\w.]+)[^}]*\}/g)].map(([, name = '']) => name);
  const sql = text
    .replaceAll(/\$\{\s*([\w.]+)[^}]*\}/g, '{$1}')
    .replaceAll(/#\{[^}]*\}/g, '?')
    .replaceAll(/\s+/g, ' ')
    .replaceAll(/where true (and|or) /gi, 'where ')
    .replaceAll(/where true \(\?\)/gi, 'where …')
    .trim();
  return { sql, ...(open.length === 0 ? {} : { interpolates: open }) };
}
