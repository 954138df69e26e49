import type { LanguageBound } from '../../../../model/legacy-code.ts';
import type { Origin } from '../../../../model/origin.ts';
import { inField, walkSyntax } from '../../languages/syntax.ts';
import type { SyntaxNode } from '../../languages/syntax.ts';
import type { PhpFile } from '../../php/classes.ts';
import type { PhpCodebase } from '../../php/codebase.ts';
import { originAt } from '../../php/value.ts';
import { lastSupportBelow } from '../../stack/support.ts';

/** Functions that a version took away: php.net/manual/en/migration54…84.incompatible. */
const removed: readonly (readonly [version: string, names: RegExp])[] = [
  [
    '5.4',
    /^(session_register|session_unregister|session_is_registered|define_syslog_variables|import_request_variables)$/,
  ],
  [
    '7.0',
    /^(mysql_(?!xdevapi)\w+|mssql_\w+|eregi?(_replace)?|spliti?|sql_regcase|call_user_method(_array)?|set_magic_quotes_runtime|magic_quotes_runtime|set_socket_blocking|dl)$/,
  ],
  ['7.2', /^mcrypt_\w+$/],
  [
    '8.0',
    /^(each|create_function|get_magic_quotes_(gpc|runtime)|money_format|is_real|fgetss|convert_cyr_string|hebrevc|ezmlm_hash|restore_include_path)$/,
  ],
];

/** Syntax that a version brought. */
const brought: readonly (readonly [version: string, type: string, words: string])[] = [
  ['8.1', 'enum_declaration', 'an enum'],
  ['8.1', 'readonly_modifier', 'a readonly property'],
  ['8.0', 'match_expression', 'match'],
  ['8.0', 'nullsafe_member_access_expression', '?->'],
  ['8.0', 'nullsafe_member_call_expression', '?->'],
  ['8.0', 'property_promotion_parameter', 'a promoted constructor parameter'],
  ['8.0', 'union_type', 'a union type'],
  ['7.4', 'arrow_function', 'an arrow function'],
  ['7.1', 'optional_type', 'a nullable type'],
  ['5.5', 'yield_expression', 'a generator'],
  ['5.3', 'namespace_definition', 'a namespace'],
  ['5.3', 'anonymous_function', 'a closure'],
];

interface Seen {
  readonly words: string;
  readonly origin: Origin;
  places: number;
}

/** Versions of PHP that the code needs by its syntax, and those on which a function it calls is gone. */
export function phpBounds(codebase: PhpCodebase, files: readonly PhpFile[]): readonly LanguageBound[] {
  const needs = new Map<string, Seen>();
  const gone = new Map<string, Seen>();
  for (const file of files)
    walkSyntax(file.root, (node) => {
      const need = needOf(node);
      if (need !== undefined) note(needs, need[0], need[1], originAt(file, node));
      const lost = goneIn(codebase, file, node);
      if (lost !== undefined) note(gone, lost[0], lost[1], originAt(file, node));
    });
  const most = [...needs].toSorted(([a], [b]) => compareVersions(b, a))[0];
  const least = [...gone].toSorted(([a], [b]) => compareVersions(a, b))[0];
  return [
    ...(most === undefined ? [] : [boundOf('at-least', most)]),
    ...(least === undefined ? [] : [boundOf('below', least)]),
  ];
}

function boundOf(
  kind: LanguageBound['kind'],
  [version, { words, origin, places }]: [string, Seen],
): LanguageBound {
  const because =
    kind === 'below'
      ? `${words}() is called, which PHP ${version} took away: where it runs on that or a later version, it fails unless an extension brings it back`
      : `${words} is written, which PHP ${version} brought`;
  const supportEnd = kind === 'below' ? lastSupportBelow('PHP', version) : undefined;
  return {
    technology: 'PHP',
    kind,
    version,
    because,
    origin,
    places,
    ...(supportEnd === undefined ? {} : { supportEnd }),
  };
}

function note(into: Map<string, Seen>, version: string, words: string, origin: Origin): void {
  const known = into.get(version);
  if (known === undefined) into.set(version, { words, origin, places: 1 });
  else known.places += 1;
}

function needOf(node: SyntaxNode): readonly [string, string] | undefined {
  const found = brought.find(([, type]) => type === node.type);
  if (found !== undefined) return [found[0], found[2]];
  if (node.type === 'property_declaration' && inField(node, 'type') !== undefined)
    return ['7.4', 'a typed property'];
  if (
    /^(method_declaration|function_definition)$/.test(node.type) &&
    inField(node, 'return_type') !== undefined
  )
    return ['7.0', 'a return type'];
  if (node.type === 'array_creation_expression' && node.text.startsWith('[')) return ['5.4', 'a short array'];
  const operator = inField(node, 'operator')?.text;
  if (operator === '??=') return ['7.4', '??='];
  return operator === '??' && node.type === 'binary_expression' ? ['7.0', '??'] : undefined;
}

/** A call of a function that is gone, unless the code has one of that name or asks whether there is one. */
function goneIn(
  codebase: PhpCodebase,
  file: PhpFile,
  node: SyntaxNode,
): readonly [string, string] | undefined {
  if (node.type !== 'function_call_expression') return undefined;
  const name = inField(node, 'function')?.text.toLowerCase().replace(/^\\/, '') ?? '';
  const found = removed.find(([, names]) => names.test(name));
  if (found === undefined || codebase.function(name) !== undefined) return undefined;
  const asks = new RegExp(
    String.raw`(function_exists|extension_loaded|is_callable)\(\s*['"](${name}|${name.replace(/_.*/, '')})['"]|PHP_VERSION|phpversion\(`,
  );
  return asks.test(file.root.text) ? undefined : [found[0], name];
}

/** By their numbers, part by part. */
export function compareVersions(a: string, b: string): number {
  const [left, right] = [a, b].map((text) => text.split('.').map(Number));
  for (let at = 0; at < Math.max(left?.length ?? 0, right?.length ?? 0); at += 1) {
    const difference = (left?.[at] ?? 0) - (right?.[at] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}
