import { Refusal } from '../http/problems.ts';
import type { FieldFault } from '../http/problems.ts';
import type { Mutant } from './mutant.ts';

/** Refusals of a check that concern something else only. */
const without = (error: unknown, ignored: (fault: FieldFault) => boolean): void => {
  if (!(error instanceof Refusal) || !error.errors.every(ignored)) throw error;
};

/** Faults of what stands before operations: who calls, what they may, how often, and what they say. */
export const gateMutants: readonly Mutant[] = [
  {
    id: 'guard-dropped',
    what: 'every role may do everything',
    suite: 'authorisation',
    part: () => ({
      gates: (gates) => ({
        ...gates,
        policy: (caller, operation) => {
          const decision = gates.policy(caller, operation);
          const role = caller.kind === 'known' ? (caller.roles[0] ?? 'admin') : 'anonymous';
          return decision.kind === 'denied' ? { kind: 'allowed', role } : decision;
        },
      }),
    }),
  },
  {
    id: 'guard-of-one-operation-dropped',
    what: 'one operation may be done by whoever is signed in',
    suite: 'authorisation',
    part: ({ backend }) => ({
      gates: (gates) => ({
        ...gates,
        policy: (caller, operation) => {
          const decision = gates.policy(caller, operation);
          const last = backend.operations.findLast(({ verb }) => verb === 'process');
          return decision.kind === 'denied' && caller.kind === 'known' && operation.id === last?.id
            ? { kind: 'allowed', role: caller.roles[0] ?? 'admin' }
            : decision;
        },
      }),
    }),
  },
  {
    id: 'sign-in-not-asked',
    what: 'reading asks for no sign-in',
    suite: 'authorisation',
    part: () => ({
      gates: (gates) => ({
        ...gates,
        policy: (caller, operation) =>
          caller.kind === 'anonymous' && operation.verb === 'list'
            ? { kind: 'allowed', role: 'anonymous' }
            : gates.policy(caller, operation),
      }),
    }),
  },
  {
    id: 'owner-condition-dropped',
    what: 'a rule for own objects holds for all, and the database is asked as the service',
    suite: 'authorisation',
    running: (running) => ({ ...running, roles: { ...running.roles, ofActor: () => undefined } }),
    part: () => ({
      gates: (gates) => ({
        ...gates,
        policy: (caller, operation) => {
          const decision = gates.policy(caller, operation);
          return decision.kind === 'allowed' ? { kind: 'allowed', role: decision.role } : decision;
        },
      }),
    }),
  },
  {
    id: 'mask-dropped',
    what: 'fields that a role may not see are shown',
    suite: 'authorisation',
    part: () => ({
      gates: (gates) => ({
        ...gates,
        policy: (caller, operation) => {
          const decision = gates.policy(caller, operation);
          if (decision.kind === 'denied') return decision;
          const { mask: _mask, ...rest } = decision;
          return rest;
        },
      }),
    }),
  },
  {
    id: 'forged-token-accepted',
    what: 'a token that cannot be verified is taken for that of an administrator',
    suite: 'authorisation',
    part: ({ ids }) => ({
      gates: (gates) => ({
        ...gates,
        authenticate: (request) =>
          gates
            .authenticate(request)
            .catch(() => ({ kind: 'known', id: ids.next(), roles: ['admin'], address: request.ip })),
      }),
    }),
  },
  {
    id: 'webhook-signature-not-checked',
    what: 'whoever calls the webhook of a peer is taken for that peer',
    suite: 'authorisation',
    part: ({ backend, ids }) => ({
      gates: (gates) => ({
        ...gates,
        authenticate: async (request) => {
          const signed = backend.api.endpoints.find(
            ({ path, guards }) =>
              path === request.routeOptions.url && guards.some(({ name }) => name.includes('signature')),
          );
          const role = backend.trust.permissions.find(
            ({ operation, effect }) => operation === signed?.operation && effect === 'allow',
          )?.role;
          return role === undefined
            ? gates.authenticate(request)
            : { kind: 'known', id: ids.next(), roles: [role], address: request.ip };
        },
      }),
    }),
  },
  {
    id: 'body-not-validated',
    what: 'bodies are not held to their schema',
    suite: 'contract',
    part: () => ({
      gates: (gates) => ({ ...gates, validation: { ...gates.validation, body: () => undefined } }),
    }),
  },
  {
    id: 'unknown-fields-accepted',
    what: 'fields that no schema names are taken in silence',
    suite: 'contract',
    part: () => ({
      gates: (gates) => ({
        ...gates,
        validation: {
          ...gates.validation,
          body: (path, method, media, value) => {
            try {
              gates.validation.body(path, method, media, value);
            } catch (error) {
              without(error, ({ detail }) => detail === 'is not accepted');
            }
          },
        },
      }),
    }),
  },
  {
    id: 'bounds-not-checked',
    what: 'lengths and limits of fields are not checked before they are stored',
    suite: 'contract',
    part: () => ({
      gates: (gates) => ({
        ...gates,
        validation: {
          ...gates.validation,
          body: (path, method, media, value) => {
            try {
              gates.validation.body(path, method, media, value);
            } catch (error) {
              without(error, ({ detail }) => /must (NOT have|be [<>]=)/.test(detail));
            }
          },
        },
      }),
    }),
  },
  {
    id: 'parameters-not-validated',
    what: 'parameters are not held to their schema',
    suite: 'lists',
    part: () => ({
      gates: (gates) => ({ ...gates, validation: { ...gates.validation, parameters: () => undefined } }),
    }),
  },
  {
    id: 'no-rate-limit',
    what: 'nobody is limited',
    suite: 'limits',
    part: () => ({ gates: (gates) => ({ ...gates, limit: () => ({ headers: {} }) }) }),
  },
  {
    id: 'rate-limit-not-told',
    what: 'callers are limited and not told',
    suite: 'limits',
    part: () => ({
      gates: (gates) => ({
        ...gates,
        limit: (caller, operation) => {
          gates.limit(caller, operation);
          return { headers: {} };
        },
      }),
    }),
  },
  {
    id: 'rate-limit-too-strict',
    what: 'each request counts twice',
    suite: 'limits',
    part: () => ({
      gates: (gates) => ({
        ...gates,
        limit: (caller, operation) => {
          gates.limit(caller, operation);
          return gates.limit(caller, operation);
        },
      }),
    }),
  },
];
