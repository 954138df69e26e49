import type { Json } from '../model/origin.ts';
import { documentParts } from '../preview/http/document-parts.ts';
import type { Preview } from '../preview/preview.ts';

/** A request that can be sent over and over. */
export interface PlannedCall {
  readonly method: string;
  readonly path: string;
  readonly headers: () => Readonly<Record<string, string>>;
  readonly body?: () => unknown;
}

type Ask = (name: string, input: Readonly<Record<string, Json>>) => Promise<unknown>;

/** What tests ask of a preview beside its API. */
export const controlOf =
  ({ url, key }: Preview): Ask =>
  async (name, input) => {
    const answer = await fetch(`${url}/_preview/${name}`, {
      method: 'POST',
      headers: { 'x-preview-key': key, 'content-type': 'application/json' },
      body: JSON.stringify(input),
    });
    const value: unknown = await answer.json();
    return answer.ok ? value : undefined;
  };

let count = 0;

/** The documented example of an operation with objects that are there, as who may; undefined = it has none here. */
export async function plannedCall(preview: Preview, operation: string): Promise<PlannedCall | undefined> {
  const { backend, package: delivered } = preview.running;
  const endpoint = backend.api.endpoints.find(
    (each) => each.operation === operation && each.protocol === 'http',
  );
  if (endpoint === undefined) return undefined;
  const ask = controlOf(preview);
  const role =
    backend.trust.permissions.find((each) => each.operation === operation && each.effect === 'allow')?.role ??
    'anonymous';
  const token = role === 'anonymous' ? undefined : await ask('token', { role });
  let path = endpoint.path;
  for (const [parameter, name = ''] of endpoint.path.matchAll(/\{(\w+)\}/g)) {
    const stem = name.replace(/_id$/, '').replaceAll('_', '');
    const entity =
      backend.entities.find((each) => each.name.toLowerCase() === stem)?.name ?? endpoint.entity ?? '';
    const id = await ask('object', { entity, role, owned: true });
    if (typeof id !== 'string') return undefined;
    path = path.replace(parameter, id);
  }
  const parts = documentParts(delivered.openApi);
  const query = parts
    .parameters(endpoint.path, endpoint.method)
    .filter((each) => each.place === 'query' && each.required)
    .map((each) => `${each.name}=text`);
  const [media] = parts.bodyMedia(endpoint.path, endpoint.method);
  const example =
    media === undefined ? undefined : exampleAt(delivered.openApi, endpoint.path, endpoint.method, media);
  return {
    method: endpoint.method,
    path: query.length === 0 ? path : `${path}?${query.join('&')}`,
    headers: () => ({
      ...(typeof token === 'string' && { authorization: token }),
      ...(media !== undefined && { 'content-type': media }),
      ...(endpoint.idempotencyKey && { 'idempotency-key': `load-${String((count += 1)).padStart(10, '0')}` }),
    }),
    ...(example !== undefined && { body: () => example }),
  };
}

type Loose = Readonly<Record<string, unknown>>;
const looseOf = (value: unknown): Loose => (typeof value === 'object' && value !== null ? { ...value } : {});

function exampleAt(document: Loose, path: string, method: string, media: string): unknown {
  const operation = looseOf(looseOf(looseOf(document['paths'])[path])[method.toLowerCase()]);
  return looseOf(looseOf(looseOf(operation['requestBody'])['content'])[media])['example'];
}
