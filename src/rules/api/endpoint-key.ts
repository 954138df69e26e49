/** Code and document may name parameters differently and end in a slash or not; the endpoint is the same. */
export const endpointKey = (method: string, path: string): string =>
  `${method.toUpperCase()} ${path.replace(/\{[^}]*\}/g, '{}').replace(/\/$/, '')}`;
