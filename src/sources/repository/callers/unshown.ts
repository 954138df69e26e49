import type { Table } from '../../../model/data.ts';
import type { TextFile } from '../gather.ts';

const hides =
  /json:"-|bson:"-|@JsonIgnore|WRITE_ONLY|@JsonView|@JsonFilter|MarshalJSON|serialize\s*=\s*false|\btransient\b/;

/** Signs a class may have between its name and what it hides. */
const longest = 20_000;

/**
 * Columns of a table that its class of Go or Java leaves out when it is written as JSON; `*` where it decides that in
 * another way.
 */
export function unshownColumns(
  files: ReadonlyMap<string, TextFile>,
  tableOf: (name: string) => Table | undefined,
): (entity: string) => readonly string[] {
  const found = new Map<string, string[]>();
  for (const [file, { text }] of files) {
    if (!/\.(go|java)$/.test(file) || !hides.test(text)) continue;
    for (const { name, body } of classesIn(text)) {
      const table = tableOf(name);
      if (table !== undefined) found.set(table.name, [...(found.get(table.name) ?? []), ...hiddenIn(body)]);
    }
  }
  return (entity) => found.get(entity) ?? [];
}

/** Each class with the text up to the next one. */
function classesIn(text: string): readonly { readonly name: string; readonly body: string }[] {
  const starts = [
    ...text.matchAll(/^type (\w+) struct\b|\bclass (\w+)|^func \(\w+ \*?(\w+)\) MarshalJSON/gm),
  ];
  return starts.map((start, at) => {
    const before = at === 0 ? Math.max(0, start.index - 500) : start.index;
    const end = Math.min(starts[at + 1]?.index ?? text.length, start.index + longest);
    return { name: start[1] ?? start[2] ?? start[3] ?? '', body: text.slice(before, end) };
  });
}

function hiddenIn(body: string): readonly string[] {
  if (/@JsonView|@JsonFilter|\) MarshalJSON/.test(body)) return ['*'];
  const listed = /@JsonIgnoreProperties\(([^)]*)\)/.exec(body)?.[1] ?? '';
  return [
    ...[...listed.matchAll(/"(\w+)"/g)].map(([, name = '']) => name),
    ...[...body.matchAll(/^\s*(\w+)\s+[^`\n]*`[^`\n]*(?:json|bson):"-[",]/gm)].map(([, name = '']) => name),
    ...[
      ...body.matchAll(
        /(?:@JsonIgnore\b(?!Properties)|WRITE_ONLY|serialize\s*=\s*false)[^;{}]{0,300}?\b(?:get|is|set)?(\w+)\s*(?:[;=]|\([^)]*\)\s*\{)/g,
      ),
    ].map(([, name = '']) => name),
    ...[...body.matchAll(/\btransient\s+[\w<>]+\s+(\w+)\s*[;=]/g)].map(([, name = '']) => name),
  ];
}
