import type { Endpoint } from '../model/api.ts';

/** Paths that differ by the names of their parameters only are one path: the first names hold. */
export function withOneNaming(endpoints: readonly Endpoint[]): readonly Endpoint[] {
  const first = new Map<string, string>();
  return endpoints.map((endpoint) => {
    const shape = endpoint.path.replace(/\{[^}]*\}/g, '{}');
    const path = first.get(shape) ?? endpoint.path;
    first.set(shape, path);
    if (path === endpoint.path) return endpoint;
    const names = [...path.matchAll(/\{([^}]*)\}/g)].map(([, name = '']) => name);
    const own = [...endpoint.path.matchAll(/\{([^}]*)\}/g)].map(([, name = '']) => name);
    const parameters = endpoint.parameters.map((parameter) =>
      parameter.in === 'path'
        ? { ...parameter, name: names[own.indexOf(parameter.name)] ?? parameter.name }
        : parameter,
    );
    return { ...endpoint, path, parameters };
  });
}
