import type { Endpoint } from '../../model/api.ts';
import type { Backend } from '../../model/backend.ts';
import { bySubject } from '../places.ts';
import type { Together } from '../places.ts';
import type { Fault, Rule } from '../rule.ts';
import { wayOf } from './flow-faults.ts';
import { accessesOf, isAuthorised, isChecked, namesOwner, tableOf } from './owned-records.ts';
import type { EndpointAccess } from './owned-records.ts';
import { storedOf } from './owners-by-use.ts';

export const massAssignment: Rule = {
  id: 'mass-assignment',
  summary: 'A record takes every field that a request sends.',
  severity: 'blocker',
  standards: ['CWE-915', 'API3:2023', 'ASVS-5.0-15.3.3'],
  remedy: {
    title: 'Name the fields that a request may set',
    impact: 4,
    effort: { low: 0.1, high: 0.5 },
    risk: 'low',
    rollback: 'take the list of fields out again',
  },
  harm: { confidentiality: 'none', integrity: 'high', availability: 'none' },
  check: (backend) =>
    bySubject(
      accessesOf(backend, 'mass-assignment').filter(
        ({ endpoint }) => !isAuthorised(endpoint, backend.trust.callerChecks) && !isValidated(endpoint),
      ),
      ({ endpoint, access }) => `${endpoint.id}: ${access.entity}`,
    ).flatMap((group) => faultOf(backend, group)),
};

/** A schema before the handler says which fields there are, as far as anybody can see. */
const isValidated = ({ guards }: Endpoint): boolean =>
  guards.some(
    ({ kind, name }) => kind === 'validation' && !/json|urlencoded|parser|multer|upload|text|raw/i.test(name),
  );

/** Columns that decide what somebody may do, whose a record is or what it is worth. */
const powerful =
  /^_?(role|roles|role_?id|is_?admin|admin|is_?super_?user|superuser|is_?staff|permissions?|scopes?|access_?level|user_?type|verified|is_?verified|email_?verified|is_?active|balance|credits?|wallet|price|amount|total|plan|tier|owner(_?id)?|user(_?id)?|tenant_?id|org(anization)?_?id|account_?id|approved|is_?approved|password(_?hash)?)$/i;

/** What whoever wrote a list of fields by hand means to be set. */
const wanted = /^_?(price|amount|total|plan|tier|password(_?hash)?)$/i;

/** Columns that code names elsewhere, where one of them is powerful; there may be others. */
function storedColumns(backend: Backend, entity: string): readonly string[] | undefined {
  const columns = storedOf(backend, entity)?.columns.filter(
    (name) => powerful.test(name) && !wanted.test(name),
  );
  return columns === undefined || columns.length === 0 ? undefined : columns;
}

function faultOf(backend: Backend, group: Together<EndpointAccess>): readonly Fault[] {
  const { endpoint, flow, access } = group.first;
  const table = tableOf(backend.data, access.entity);
  const { fields, except = [] } = access;
  const known = fields ?? table?.columns.map(({ name }) => name) ?? storedColumns(backend, access.entity);
  const columns = (known ?? []).filter(
    (name) => powerful.test(name) && !except.includes(name) && !(fields !== undefined && wanted.test(name)),
  );
  const isKnown = known !== undefined;
  if (isKnown && columns.length === 0) return [];
  // Whose it is may be what the handler compares with the caller.
  if (
    isKnown &&
    columns.every((name) => namesOwner(name)) &&
    isChecked(endpoint, backend.trust.callerChecks ?? [])
  )
    return [];
  const names = columns.slice(0, 4).join(', ');
  return [
    {
      subject: group.subject,
      ...(isKnown ? {} : { severity: 'warning' }),
      confidence: isKnown ? 'likely' : 'possible',
      what: `${endpoint.id} writes all fields of the body to ${access.entity === '' ? 'a record' : access.entity}${isKnown ? `, also ${names}` : ''}.`,
      why: 'Whoever sends the request sets columns that no form shows: roles, owners, prices, flags.',
      next: 'Take the fields that may be set from the body by name, or parse it with a schema that drops the others.',
      evidence: wayOf(flow),
      reachedBy: [endpoint.id],
    },
  ];
}
