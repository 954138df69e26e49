import type { Method } from '../../../model/api.ts';

const known: readonly Method[] = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS', 'QUERY', 'ANY'];

export const methodNamed = (name: string): Method | undefined =>
  known.find((method) => method === name.trim().toUpperCase());

/** `GET|POST`, `GET,POST`, `*` and lists of these. */
export function methodsNamed(names: readonly string[]): readonly Method[] {
  const found = names
    .flatMap((name) => name.split(/[|,\s]+/))
    .flatMap((name) => (name === '*' ? ['ANY' as const] : (methodNamed(name) ?? [])));
  return found.length > 1 ? found.filter((method) => method !== 'HEAD' || !found.includes('GET')) : found;
}
