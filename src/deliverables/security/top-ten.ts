import { drifts } from '../api/drift.ts';
import { flowDiagrams } from './authentication-flows.ts';
import { addressFields } from './inputs.ts';
import { idParameters, rulesOf } from './object-rules.ts';
import { flowsOf } from './data-flow.ts';
import { unbounded } from '../../artifacts/json-schema.ts';
import { writes } from '../../artifacts/http.ts';
import type { Backend } from '../../model/backend.ts';

/** How one risk of the list is answered: by what the model holds, or why it cannot occur, or not at all. */
export type Answer =
  | { readonly kind: 'answered'; readonly words: string; readonly to: string }
  | { readonly kind: 'not-applicable'; readonly reason: string }
  | { readonly kind: 'unknown'; readonly words: string };

export interface ApiRisk {
  readonly id: string;
  readonly title: string;
  readonly answer: (backend: Backend) => Answer;
}

const answered = (words: string, to: string): Answer => ({ kind: 'answered', words, to: `3-security/${to}` });
const notApplicable = (reason: string): Answer => ({ kind: 'not-applicable', reason });
const unknown = (words: string): Answer => ({ kind: 'unknown', words });
const designed = ({ source }: Backend): boolean => source === 'designed';

/** OWASP API Security Top 10, 2023 (CC BY-SA 4.0): ids and titles are theirs, the answers are ours. */
export const topTen: readonly ApiRisk[] = [
  { id: 'API1:2023', title: 'Broken object level authorization', answer: objectLevel },
  { id: 'API2:2023', title: 'Broken authentication', answer: authentication },
  { id: 'API3:2023', title: 'Broken object property level authorization', answer: propertyLevel },
  { id: 'API4:2023', title: 'Unrestricted resource consumption', answer: consumption },
  { id: 'API5:2023', title: 'Broken function level authorization', answer: functionLevel },
  { id: 'API6:2023', title: 'Unrestricted access to sensitive business flows', answer: sensitiveFlows },
  { id: 'API7:2023', title: 'Server side request forgery', answer: requestForgery },
  { id: 'API8:2023', title: 'Security misconfiguration', answer: misconfiguration },
  { id: 'API9:2023', title: 'Improper inventory management', answer: inventory },
  { id: 'API10:2023', title: 'Unsafe consumption of APIs', answer: consumedApis },
];

function objectLevel(backend: Backend): Answer {
  const rules = rulesOf(backend);
  if (!backend.api.endpoints.some((endpoint) => idParameters(backend, endpoint).length > 0))
    return notApplicable('no endpoint takes the id of an object');
  const known = rules.filter((rule) => rule.known).length;
  return known === rules.length
    ? answered(`${known} of ${rules.length} id parameters have a rule`, 'authorisation.md')
    : unknown(`${known} of ${rules.length} id parameters have a known rule`);
}

function authentication(backend: Backend): Answer {
  const { trust, api } = backend;
  const methods = trust.authentication.map(({ method }) => method);
  const flows = flowDiagrams(backend).map(({ title }) => title);
  if (flows.length > 0)
    return answered(`${methods.join(', ')}; drawn: ${flows.join('; ')}`, 'authentication.md');
  if (methods.length > 0) return unknown(`${methods.join(', ')}; lifetimes and recovery are not known`);
  return api.endpoints.some(({ access }) => access !== 'public')
    ? unknown('how callers prove who they are is not known')
    : notApplicable('every endpoint is open: nobody signs in');
}

function propertyLevel(backend: Backend): Answer {
  const { api, trust } = backend;
  const bodies = api.endpoints.filter(
    ({ method, requestSchema }) => writes(method) && requestSchema !== undefined,
  );
  const masked = trust.permissions.filter(({ mask }) => mask !== undefined).length;
  if (bodies.length === 0) return unknown('what a body may hold is not known of any endpoint');
  return answered(
    `${bodies.length} bodies with a closed list of fields (unknown ones refused)${masked === 0 ? '' : `; ${masked} permissions mask fields`}`,
    'inputs.md',
  );
}

function consumption(backend: Backend): Answer {
  const { api, trust } = backend;
  const used = new Set(api.endpoints.map(({ requestSchema }) => requestSchema));
  const open = api.schemas.filter((schema) => used.has(schema.name) && unbounded(schema).length > 0).length;
  const paged = api.endpoints.filter(({ pagination }) => pagination === 'cursor').length;
  const limited = api.endpoints.filter(({ guards }) =>
    guards.some(({ kind }) => kind === 'rate-limit'),
  ).length;
  if (trust.rateLimits.length === 0 && limited === 0) return unknown('no rate limit is known');
  return answered(
    `${trust.rateLimits.length + limited} limits, ${paged} lists in pages, ${open} bodies without a bound`,
    'limits.md',
  );
}

function functionLevel(backend: Backend): Answer {
  const { trust, operations, api } = backend;
  const open = api.endpoints.filter(({ access }) => access === 'unknown').length;
  if (open > 0) return unknown(`of ${open} endpoints it is not known who may call them`);
  if (trust.permissions.length > 0 && operations.length > 0)
    return answered(`${operations.length} operations × roles, denied unless allowed`, 'authorisation.md');
  return api.endpoints.length > 0
    ? answered(`access of all ${api.endpoints.length} endpoints is known`, 'authorisation.md')
    : unknown('no endpoint is known');
}

function sensitiveFlows(backend: Backend): Answer {
  const sensitive = backend.operations.filter((operation) => operation.sensitive).length;
  if (sensitive > 0) return answered(`${sensitive} sensitive operations with abuse cases`, 'limits.md');
  return designed(backend)
    ? notApplicable('no operation is marked as a sensitive flow')
    : unknown('which flows are sensitive is knowledge of the business, not of the code');
}

function requestForgery(backend: Backend): Answer {
  const fields = addressFields(backend);
  if (fields.length > 0)
    return answered(
      `${fields.length} ${fields.length === 1 ? 'field of a body holds' : 'fields of bodies hold'} an address; one rule for all`,
      'inputs.md',
    );
  return designed(backend)
    ? notApplicable('no input holds an address, and outgoing calls have fixed destinations')
    : unknown('whether an input becomes an address is settled by rules on the code, see findings');
}

function misconfiguration(backend: Backend): Answer {
  const flows = flowsOf(backend);
  const known = flows.filter(({ encrypted }) => encrypted === true).length;
  if (flows.length === 0) return unknown('no connection is known');
  return known === flows.length
    ? answered(
        `${known} of ${flows.length} connections are encrypted; what containers and pipeline owe is in the supply chain policy`,
        'data-protection.md',
      )
    : unknown(`${known} of ${flows.length} connections are known to be encrypted`);
}

function inventory(backend: Backend): Answer {
  const found = drifts(backend);
  const apart = found.reduce(
    (total, { undocumented, absent }) => total + undocumented.length + absent.length,
    0,
  );
  const unresolved = backend.api.endpoints.filter(({ pathResolved }) => !pathResolved).length;
  if (backend.api.endpoints.length === 0) return unknown('no endpoint is known');
  if (unresolved > 0) return unknown(`the path of ${unresolved} endpoints is not known`);
  const drift = found.length === 0 ? '' : `; ${apart} differ from the documents`;
  return {
    kind: 'answered',
    words: `${backend.api.endpoints.length} endpoints in one document${drift}`,
    to: '4-api/contracts.md',
  };
}

function consumedApis(backend: Backend): Answer {
  const outside = flowsOf(backend).filter(({ to }) =>
    backend.architecture.containers.some(({ id, kind }) => id === to && kind === 'external'),
  );
  const { calls, integrations } = backend.processes;
  if (outside.length + calls.length + integrations.length === 0)
    return designed(backend)
      ? notApplicable('no API of somebody else is called')
      : unknown('no outgoing call was found');
  const all = [...outside, ...calls];
  const timed = all.filter(({ timeout }) => timeout !== undefined).length;
  const words = `${integrations.length} ${integrations.length === 1 ? 'peer' : 'peers'}; ${timed} of ${all.length} calls have a timeout`;
  return timed === all.length ? answered(words, 'data-protection.md') : unknown(words);
}
