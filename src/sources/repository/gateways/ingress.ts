import type { GatewayRoute } from '../../../model/architecture.ts';
import type { YamlView } from '../yaml.ts';

const checks = /auth-(url|type|signin|tls-secret)|whitelist-source-range|allowlist-source-range/;

/** Rules of a Kubernetes Ingress. */
export function readIngress(file: string, resource: YamlView): readonly GatewayRoute[] {
  if (resource.at('kind').text() !== 'Ingress') return [];
  const annotations = resource.at('metadata').at('annotations').entries();
  const found = annotations.map(([name]) => name.split('/').at(-1) ?? '').filter((name) => checks.test(name));
  const rewritten = annotations.find(([name]) => name.endsWith('/rewrite-target'))?.[1].text();
  return resource
    .at('spec')
    .at('rules')
    .items()
    .flatMap((rule) => {
      const host = rule.at('host').text();
      return rule
        .at('http')
        .at('paths')
        .items()
        .map((entry): GatewayRoute => {
          const backend = entry.at('backend');
          return {
            gateway: 'ingress',
            ...(host === undefined ? {} : { host }),
            path: entry.at('path').text() ?? '/',
            match: matchOf(entry.at('pathType').text()),
            to: backend.at('service').at('name').text() ?? backend.at('serviceName').text() ?? 'a service',
            ...(rewritten === undefined ? {} : { rewrittenTo: rewritten }),
            checks: found,
            origin: { kind: 'read', file, line: entry.line },
          };
        });
    });
}

const matchOf = (type: string | undefined): GatewayRoute['match'] =>
  type === 'Exact' ? 'exact' : type === 'ImplementationSpecific' ? 'expression' : 'prefix';
