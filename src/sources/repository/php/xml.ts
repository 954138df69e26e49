export interface XmlElement {
  readonly name: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: readonly XmlElement[];
  readonly text: string;
  readonly line: number;
}

const mostElements = 20_000;

/** The elements of an XML file, without namespaces in their names; what is not well-formed ends where it stands. */
export function parseXml(source: string): XmlElement {
  const root: Open = { name: '', attributes: new Map(), children: [], text: '', line: 1 };
  const open: Open[] = [root];
  let count = 0;
  let [line, counted] = [1, 0];
  for (const match of source.matchAll(/<!--[\s\S]*?-->|<([/!?]?)([\w:.-]+)([^<>]*?)(\/?)>|([^<]+)/g)) {
    const [, mark = '', name = '', rest = '', closed = '', plain] = match;
    const top = open.at(-1) ?? root;
    if (plain !== undefined) top.text += plain.trim();
    if (plain !== undefined || name === '' || mark === '!' || mark === '?') continue;
    line += countLines(source, counted, match.index);
    counted = match.index;
    const short = name.split(':').at(-1) ?? name;
    if (mark === '/') {
      if (open.length > 1) open.pop();
      continue;
    }
    count += 1;
    if (count > mostElements || open.length > 60) break;
    const element: Open = { name: short, attributes: attributesOf(rest), children: [], text: '', line };
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
}

function countLines(source: string, from: number, to: number): number {
  let lines = 0;
  for (let at = source.indexOf('\n', from); at !== -1 && at < to; at = source.indexOf('\n', at + 1))
    lines += 1;
  return lines;
}

const attributesOf = (rest: string): ReadonlyMap<string, string> =>
  new Map(
    [...rest.matchAll(/([\w:.-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g)].map(
      (match) => [match[1]?.split(':').at(-1) ?? '', match[2] ?? match[3] ?? ''] as const,
    ),
  );

export const elementsNamed = (element: XmlElement, name: string): readonly XmlElement[] =>
  element.children.flatMap((child) => [
    ...(child.name === name ? [child] : []),
    ...elementsNamed(child, name),
  ]);
