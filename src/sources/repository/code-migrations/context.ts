import { replayDialect } from '../dialects/replay.ts';
import type { Machine } from '../javascript/machine.ts';
import { optionsOf, textOf } from '../javascript/value.ts';
import type { Site, Value } from '../javascript/value.ts';
import { tableIn } from '../schema/changes.ts';
import type { SchemaContext } from '../schema/columns.ts';
import { tell } from '../sql/draft.ts';
import type { TableDraft } from '../sql/draft.ts';
import { replayFile } from '../sql/replay.ts';
import { splitText } from '../sql/script.ts';

/** What a migration written in code works on while it is walked. */
export interface MigrationContext extends SchemaContext {
  readonly machine: Machine;
}

/** SQL that a migration hands to the server; several statements may stand in one text. */
export function applySql(on: MigrationContext, value: Value | undefined, site: Site): void {
  if (value === undefined) return;
  for (const option of optionsOf(value)) {
    const text = sqlText(option);
    if (text === undefined) {
      if (!/\b(insert|select|update|delete)\b/i.test(sourceOf(site)))
        tell(
          on.draft,
          `${site.origin.file}:${site.origin.line}`,
          'a statement whose text is only known at run time',
          site.origin,
        );
      continue;
    }
    if (!changesSchema.test(text)) continue;
    if (text.includes(hole))
      tell(
        on.draft,
        `${site.origin.file}:${site.origin.line}`,
        'parts of a statement are only known at run time',
        site.origin,
      );
    // Of the branches for several servers only ours is meant.
    if (on.dialect === 'postgresql' && on.machine.level > 0 && /`\w+`/.test(text)) continue;
    const file = { path: site.origin.file, text: withoutHoles(text), line: site.origin.line };
    if (on.dialect === 'postgresql') replayFile(on.draft, file);
    else replayDialect(on.draft, file, on.dialect);
  }
}

/** Statements that only move rows need no reading. */
const changesSchema = /(^|;)\s*(begin\b\s*;?\s*)?(create|alter|drop|rename|comment|do|grant)\b/im;

const sourceOf = ({ file, node }: Site): string =>
  file.text.slice(node.start, Math.min(node.end, node.start + 4_000));

/** Stands where a part of a text is only known at run time. */
const hole = '\uE000';

/** Statements with a hole in them are left out; a hole before one is a statement that is not known. */
function withoutHoles(text: string): string {
  if (!text.includes(hole)) return text;
  return splitText(text)
    .map((part) => {
      const rest = part.text.replace(/^[\s\uE000;]*\uE000/, (found) => found.replaceAll(hole, ''));
      return rest.includes(hole) ? rest.replaceAll(/[^\n]/g, '') : rest;
    })
    .join('');
}

/** The text, also of a statement that is made by a tag or a helper (`sql\`…\``, `knex.raw('…')`). */
function sqlText(value: Value): string | undefined {
  const text = textOf(value);
  if (text !== undefined) return text;
  if (value.kind === 'text')
    return value.parts.map((part) => (typeof part === 'string' ? part : hole)).join('');
  if (value.kind === 'result') {
    const [first] = value.args;
    return first === undefined ? undefined : sqlText(first);
  }
  if (value.kind === 'object') {
    const inner = value.fields.get('text') ?? value.fields.get('sql') ?? value.fields.get('query');
    return inner === undefined ? undefined : sqlText(inner);
  }
  return undefined;
}

export const sqlTextOf = sqlText;

/** The table that a step changes; told when it is not known. */
export const tableOf = (
  on: MigrationContext,
  name: string | undefined,
  site: Site,
): TableDraft | undefined => {
  if (name === undefined) {
    tell(
      on.draft,
      `${site.origin.file}:${site.origin.line}`,
      'a table whose name is only known at run time is altered',
      site.origin,
    );
    return undefined;
  }
  return tableIn(on.draft, name, site.origin);
};

/** Callbacks of transactions and connections are walked with what they are given. */
export function callBack(
  on: MigrationContext,
  args: readonly Value[],
  given: readonly Value[],
  site: Site,
): Value | undefined {
  const callback = args.findLast((arg) => arg.kind === 'function');
  return callback === undefined ? undefined : on.machine.call(callback, given, site);
}
