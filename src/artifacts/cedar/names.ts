/**
 * Words that cannot name an entity type in Cedar 4: its key words, `Action`, and built-in types, whose name a type of
 * ours would hide. Source: the grammar of policies and of schemas, https://docs.cedarpolicy.com/policies/syntax-grammar.html
 */
const reserved: ReadonlySet<string> = new Set(
  'if then else in is like has true false __cedar Action Long String Bool Boolean Set Record Entity Extension ipaddr decimal datetime duration'.split(
    ' ',
  ),
);

/** An identifier of Cedar that is no reserved word and not taken. */
function typeName(wanted: string, taken: ReadonlySet<string>): string {
  const plain = wanted.replace(/[^A-Za-z0-9_]/g, '_').replace(/^(?=\d|$)/, '_');
  let name = reserved.has(plain) ? `${plain}_` : plain;
  while (taken.has(name)) name += '_';
  return name;
}

/** Types of the schema: those of objects by name of their entity, and those that tell who asks. */
export interface TypeNames {
  readonly objects: ReadonlyMap<string, string>;
  readonly caller: string;
  readonly role: string;
  readonly tenant: string;
  readonly team: string;
}

/** Objects keep the names of their entities as far as Cedar lets them; the types of callers give way. */
export function typeNames(entities: readonly string[]): TypeNames {
  const taken = new Set<string>();
  const next = (wanted: string): string => {
    const name = typeName(wanted, taken);
    taken.add(name);
    return name;
  };
  const objects = new Map(entities.map((entity) => [entity, next(entity)]));
  return {
    objects,
    caller: next('Caller'),
    role: next('Role'),
    tenant: next('Tenant'),
    team: next('Team'),
  };
}

const escapes: ReadonlyMap<string, string> = new Map([
  ['\\', '\\\\'],
  ['"', '\\"'],
  ['\n', '\\n'],
  ['\r', '\\r'],
  ['\t', '\\t'],
  ['\0', '\\0'],
]);

/** A string literal. */
export const cedarString = (text: string): string =>
  `"${text.replace(/[\\"\n\r\t\0]/g, (character) => escapes.get(character) ?? character)}"`;
