import type { GatewayRoute } from '../../../model/architecture.ts';
import type { Facts } from '../../facts.ts';
import type { Repository, TextFile } from '../gather.ts';
import { isTestFile } from '../javascript/tests.ts';
import { parseYaml } from '../yaml.ts';
import { isHtaccess, readHtaccess } from './htaccess.ts';
import { readIngress } from './ingress.ts';
import { isKong, readKong } from './kong.ts';
import { isNginx, readNginx } from './nginx.ts';
import { lostHeaders } from './nginx-headers.ts';
import { readTraefik, readTraefikLabels } from './traefik.ts';

/** What gateways and reverse proxies in front of the services let in. */
export function readGateways(repository: Repository): Facts {
  const files = [...repository.files.values()].filter(({ path }) => !isTestFile(path, []));
  return {
    architecture: { gatewayRoutes: files.flatMap(routesOf) },
    trust: { settings: files.filter(isNginx).flatMap(lostHeaders) },
  };
}

function routesOf(file: TextFile): readonly GatewayRoute[] {
  if (isNginx(file)) return readNginx(file);
  if (isHtaccess(file.path)) return readHtaccess(file);
  if (!/\.(ya?ml|json)$/.test(file.path)) return [];
  const roots = (): ReturnType<typeof parseYaml>['documents'] => parseYaml(file.text).documents;
  if (isKong(file)) return roots().flatMap((root) => readKong(file.path, root));
  if (/^\s*kind:\s*Ingress\s*$/m.test(file.text) && !file.text.includes('{{'))
    return roots().flatMap((root) => readIngress(file.path, root));
  if (file.text.includes('traefik.http.routers'))
    return roots().flatMap((root) => readTraefikLabels(file.path, root));
  if (/^http:/m.test(file.text) && /^\s+routers:/m.test(file.text))
    return roots().flatMap((root) => readTraefik(file.path, root));
  return [];
}
