import type { Backend } from '../model/backend.ts';
import type { Origin } from '../model/origin.ts';

const at = (origin: Origin): string =>
  origin.kind === 'read' ? `${origin.file}:${origin.line}` : origin.kind;

const within = ({ name, schema }: { readonly name: string; readonly schema?: string }): string =>
  schema === undefined ? name : `${schema}.${name}`;

/** Who may do what in the database, and what else of a schema is no table. */
export const accessParts = ({ data }: Backend): readonly string[] => [
  ...(data.installed ?? []).map(
    ({ name, schema, origin }) =>
      `extension ${name}${schema === undefined ? '' : ` in ${schema}`}  ${at(origin)}`,
  ),
  ...data.enums.flatMap(({ name, changes = [] }) =>
    changes.length === 0 ? [] : [`enum ${name} changed at ${changes.map(at).join(', ')}`],
  ),
  ...(data.views ?? []).map(
    (view) =>
      `${view.materialized ? 'materialized view' : 'view'} ${within(view)}${view.securityInvoker ? ' of its invoker' : ''} reads ${view.reads.join(', ') || 'nothing'}  ${at(view.origin)}`,
  ),
  ...(data.functions ?? []).map(
    ({ language, securityDefiner, searchPath, origin, ...named }) =>
      `function ${within(named)} ${language}${securityDefiner ? ' security definer' : ''}${searchPath === undefined ? '' : ` search_path '${searchPath}'`}  ${at(origin)}`,
  ),
  ...(data.sequences ?? []).map(
    ({ type, max, increment, cycles, at: value, origin, ...named }) =>
      `sequence ${within(named)} ${type}${max === undefined ? '' : ` to ${max}`}${increment === 1 ? '' : ` by ${increment}`}${cycles ? ' cycle' : ''}${value === undefined ? '' : ` at ${value}`}  ${at(origin)}`,
  ),
  ...data.roles.flatMap(({ name, login, attributes = [], memberOf = [], grants, origin }) => [
    `role ${name}${login ? ' login' : ''}${attributes.length === 0 ? '' : ` ${attributes.join(' ')}`}${memberOf.length === 0 ? '' : ` acts as ${memberOf.join(', ')}`}  ${at(origin)}`,
    ...grants.map(({ table, privileges }) => `  ${privileges.join(', ')} on ${table}`),
  ]),
  ...data.tables.flatMap((table) => {
    const security = table.rowSecurity;
    if (security === undefined) return [];
    return [
      `row security of ${within(table)} ${security.enabled ? 'enabled' : 'disabled'}${security.forced ? ' forced' : ''}`,
      ...security.policies.map(
        ({ name, permissive, command, roles, using, withCheck }) =>
          `  ${name} ${permissive ? '' : 'restrictive '}${command} to ${roles.join(', ')}${using === undefined ? '' : ` using ${using}`}${withCheck === undefined ? '' : ` check ${withCheck}`}`,
      ),
    ];
  }),
];
