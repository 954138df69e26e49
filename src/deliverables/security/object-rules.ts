import { claimsOf, codeCell, judgement, names, section } from '../blocks.ts';
import { cappedTable } from '../capped.ts';
import type { Basis, Cell, Section } from '../deliverable.ts';
import { endpointGroups } from '../endpoint-groups.ts';
import { nameOf } from '../database/tables.ts';
import { pathNames } from '../../artifacts/http.ts';
import { ownerFields } from '../../artifacts/owner-fields.ts';
import { plural, words } from '../../artifacts/words.ts';
import type { Finding } from '../../findings/finding.ts';
import { readRule } from './read-object-rule.ts';
import type { Endpoint } from '../../model/api.ts';
import type { Backend } from '../../model/backend.ts';
import type { Entity } from '../../model/domain.ts';

/**
 * Names of parameters that pick one object: those of the path, and ids in query or body whose name is that of a
 * table or entity (`member_id`, `orderId`).
 */
export function idParameters(
  backend: Backend,
  { path, parameters, pathResolved }: Endpoint,
): readonly string[] {
  const inPath = pathNames(path).filter((name) => pathResolved || name !== 'unresolved');
  const other = parameters
    .filter(({ in: place }) => place === 'query' || place === 'body')
    .map(({ name }) => name)
    .filter((name) => namesObject(backend, name));
  return [...new Set([...inPath, ...other])];
}

function namesObject({ data, entities }: Backend, parameter: string): boolean {
  const parts = words(parameter);
  if (parts.length < 2 || parts.at(-1) !== 'id') return false;
  const wanted = parts.slice(0, -1).join('');
  const known = [...data.tables, ...entities].map(({ name }) => words(name).join(''));
  return known.some((name) => name === wanted || name === plural(wanted));
}

export interface ObjectRule {
  readonly endpoint: Endpoint;
  readonly parameter: string;
  readonly rule: string;
  readonly enforced: string;
  readonly known: boolean;
}

/** For each id a caller can choose: whose objects it may pick, and what enforces that (API1:2023). */
export function objectRules(basis: Basis): readonly (Section | undefined)[] {
  const { backend } = basis;
  const rules = rulesOf(backend, basis.findings);
  const whole = rules.length > 0 && rules.every(({ known }) => known);
  return endpointGroups(backend).map(({ anchor, title, endpoints }, index) => {
    const own = rules.filter(({ endpoint }) => endpoints.includes(endpoint));
    return section(
      { id: `objects-${anchor}`, title: `Object rules: ${title}`, items: whole ? ['3.4'] : [] },
      ...cappedTable(
        ['operation', 'id', 'may pick', 'enforced by'],
        own.map(({ endpoint, parameter, rule, enforced }): readonly Cell[] => [
          codeCell(endpoint.id),
          codeCell(parameter),
          rule,
          enforced,
        ]),
        backend.source === 'designed' ? '3-security/policy.json' : '3-security/access.csv',
      ),
      index === 0 ? claimsOf(basis, 'policy/own-objects-only') : undefined,
      own.length === 0
        ? undefined
        : judgement(
            backend.source === 'designed'
              ? 'An object of somebody else answers 404, as one that does not exist: the difference would tell which ids are taken.'
              : 'A guard before the handler seldom knows the object; where none is seen, the check must stand in the handler or its query and was not settled.',
          ),
    );
  });
}

export function rulesOf(backend: Backend, findings: readonly Finding[] = []): readonly ObjectRule[] {
  return backend.api.endpoints
    .filter(({ protocol }) => protocol === 'http')
    .flatMap((endpoint) =>
      idParameters(backend, endpoint).map((parameter) =>
        endpoint.operation === undefined
          ? readRule(backend, findings, endpoint, parameter)
          : designedRule(backend, endpoint, parameter),
      ),
    );
}

function designedRule(backend: Backend, endpoint: Endpoint, parameter: string): ObjectRule {
  const entity = backend.entities.find(({ name }) => name === endpoint.entity);
  const allowed = backend.trust.permissions.filter(
    ({ operation, effect }) => operation === endpoint.operation && effect === 'allow',
  );
  const owner = ownerPath(backend, entity);
  const words = allowed.map(({ role, condition, mask }) => {
    const whose =
      condition === undefined
        ? 'any'
        : condition === 'owner'
          ? `${owner} = caller`
          : `${condition} of the caller`;
    return `${role}: ${whose}${mask === undefined ? '' : ` (${mask} masked)`}`;
  });
  const tables = backend.data.tables.filter(
    ({ entity: name, rowSecurity }) =>
      name !== undefined && name === endpoint.entity && (rowSecurity?.policies.length ?? 0) > 0,
  );
  const open = endpoint.access === 'public';
  return {
    endpoint,
    parameter,
    rule: open ? 'anybody: any' : words.length === 0 ? 'nobody' : names([...new Set(words)]),
    enforced: open
      ? 'no rule needed: open to all'
      : tables.length === 0
        ? 'the policy and the where clause of the statement'
        : `the policy and row security of ${names(tables.map(nameOf))}`,
    known: open || words.length > 0,
  };
}

/** `CartItem.cart.customer`: references are followed until the owner is a person, at most five of them. */
const ownerPath = (backend: Backend, entity: Entity | undefined): string =>
  entity?.owner === undefined ? 'the owner' : [entity.name, ...ownerFields(backend, entity)].join('.');
