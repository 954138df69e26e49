export interface XmlElement {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly XmlElement[];
  readonly text: string;
  readonly line: number;
  /** Line on which its text begins. */
  readonly textLine: number;
}

const mostElements = 300_000;

const parts =
  /<!--[\s\S]*?-->|<!\[CDATA\[([\s\S]*?)\]\]>|<([/!?]?)([\w:.-]+)((?:"[^"]*"|'[^']*'|[^<>"'])*?)(\/?)>|([^<]+)/g;

/** The elements of an XML file, without namespaces in their names; what is not well-formed ends where it stands. */
export function parseXml(source: string): XmlElement {
  const root = opened('', '', 1);
  const open: Open[] = [root];
  let count = 0;
  let [line, counted] = [1, 0];
  for (const match of source.matchAll(parts)) {
    const [, data, mark = '', name = '', rest = '', closed = '', plain] = match;
    const top = open.at(-1) ?? root;
    line += countLines(source, counted, match.index);
    counted = match.index;
    if (plain !== undefined || data !== undefined) addText(top, data, plain, line);
    if (name === '' || mark === '!' || mark === '?') continue;
    if (mark === '/') {
      if (open.length > 1) open.pop();
      continue;
    }
    count += 1;
    if (count > mostElements || open.length > 60) break;
    const element = opened(name.split(':').at(-1) ?? name, rest, line);
    top.children.push(element);
    if (closed === '') open.push(element);
  }
  return root;
}

interface Open {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: Open[];
  text: string;
  readonly line: number;
  textLine: number;
}

const opened = (name: string, rest: string, line: number): Open => ({
  name,
  attributes: attributesOf(rest),
  children: [],
  text: '',
  line,
  textLine: line,
});

function addText(to: Open, data: string | undefined, plain: string | undefined, line: number): void {
  const text = data ?? decoded(plain?.trim() ?? '');
  if (text === '') return;
  const before = data === undefined ? /^\s*/.exec(plain ?? '')?.[0] : '';
  if (to.text === '') to.textLine = line + (before?.split('\n').length ?? 1) - 1;
  to.text += text;
}

const entities: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

const decoded = (text: string): string =>
  text.includes('&')
    ? text.replaceAll(/&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|(\w+));/gi, (whole, hex, decimal, name) => {
        const code = hex === undefined ? Number(decimal) : Number.parseInt(String(hex), 16);
        if (Number.isInteger(code) && code > 0 && code <= 0x10_ff_ff) return String.fromCodePoint(code);
        return (Object.hasOwn(entities, String(name)) ? entities[String(name)] : undefined) ?? String(whole);
      })
    : text;

function countLines(source: string, from: number, to: number): number {
  let lines = 0;
  for (let at = source.indexOf('\n', from); at !== -1 && at < to; at = source.indexOf('\n', at + 1))
    lines += 1;
  return lines;
}

const attributesOf = (rest: string): ReadonlyMap<string, string> =>
  new Map(
    [...rest.matchAll(/([\w:.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g)].map(
      (match) => [match[1]?.split(':').at(-1) ?? '', decoded(match[2] ?? match[3] ?? '')] as const,
    ),
  );

export const elementsNamed = (element: XmlElement, name: string): readonly XmlElement[] =>
  element.children.flatMap((child) => [
    ...(child.name === name ? [child] : []),
    ...elementsNamed(child, name),
  ]);
