import type { Repository, TextFile } from '../gather.ts';
import { parseXml } from '../xml.ts';
import type { XmlElement } from '../xml.ts';
import { parseYaml } from '../yaml.ts';
import type { YamlView } from '../yaml.ts';
import { formattedSql } from './formatted-sql.ts';

/** A file that lists changes, in any of the four languages, as the elements of the first one. */
export interface Changelog {
  readonly path: string;
  readonly root: XmlElement;
}

const marks = /databaseChangeLog/;

/** Every changelog of the repository that is no test, by path. Files of SQL count only where another one names them. */
export function changelogsOf(repository: Repository): ReadonlyMap<string, Changelog> {
  const found = new Map<string, Changelog>();
  for (const file of repository.files.values()) {
    if (!/\.(xml|ya?ml|json)$/.test(file.path) || !marks.test(file.text.slice(0, 20_000))) continue;
    if (/(^|\/)(src\/)?(test|tests|integrationTest)\//.test(file.path)) continue;
    const root = rootOf(file);
    if (root !== undefined) found.set(file.path, { path: file.path, root });
  }
  return found;
}

function rootOf({ path, text }: TextFile): XmlElement | undefined {
  if (path.endsWith('.xml')) return parseXml(text).children.find(({ name }) => name === 'databaseChangeLog');
  const view = parseYaml(text).documents[0]?.at('databaseChangeLog');
  return view?.exists === true ? listed('databaseChangeLog', view) : undefined;
}

/** A file of SQL that a changelog includes. */
export const sqlChangelog = ({ path, text }: TextFile): Changelog => ({ path, root: formattedSql(text) });

const element = (
  name: string,
  line: number,
  attributes: ReadonlyMap<string, string>,
  children: readonly XmlElement[],
  text = '',
): XmlElement => ({ name, attributes, children, text, line, textLine: line });

/** Lists that stand for their items: `columns: [{ column: … }]` is what `<column>` is. */
const transparent = /^(columns|changes)$/;

function listed(name: string, view: YamlView): XmlElement {
  const items = view.items();
  return items.length > 0 ? element(name, view.line, ...partsOf(items)) : mapped(name, view);
}

function partsOf(
  items: readonly YamlView[],
): readonly [attributes: ReadonlyMap<string, string>, children: readonly XmlElement[]] {
  const parts = items.flatMap((item) => item.entries().map(([key, value]) => [key, value] as const));
  const attributes = new Map<string, string>();
  const children: XmlElement[] = [];
  for (const [key, value] of parts) addPart(attributes, children, key, value);
  return [attributes, children];
}

function mapped(name: string, view: YamlView): XmlElement {
  const attributes = new Map<string, string>();
  const children: XmlElement[] = [];
  for (const [key, value] of view.entries()) addPart(attributes, children, key, value);
  return element(name, view.line, attributes, children, view.text() ?? '');
}

function addPart(
  attributes: Map<string, string>,
  children: XmlElement[],
  key: string,
  value: YamlView,
): void {
  const text = value.text();
  if (text !== undefined) {
    // `- sql: create table …` is a change whose text is written behind its name.
    if (key === 'sql' && /\s/.test(text)) children.push(element(key, value.line, new Map(), [], text));
    attributes.set(key, text);
  } else if (transparent.test(key)) children.push(...partsOf(value.items())[1]);
  else children.push(listed(key, value));
}
