import type { Technology } from '../../../model/architecture.ts';
import type { Origin } from '../../../model/origin.ts';
import { baseImage, isDockerfile } from '../deployment/dockerfile.ts';
import { imageName, tagOf } from '../deployment/facts.ts';
import type { Repository, TextFile } from '../gather.ts';
import { parseJson } from '../json.ts';
import { supportEndOf } from './support.ts';

interface Said {
  readonly version: string;
  readonly origin: Origin;
}

/** Node.js: what an image is built on says most, then a version file, then `engines`. */
export function runtimeOf(repository: Repository): Technology | undefined {
  const files = [...repository.files.values()];
  const said = [
    ...files.flatMap(fromDockerfile),
    ...files.flatMap(fromVersionFile),
    ...files.flatMap(fromEngines),
  ];
  const first = said[0];
  if (first === undefined) return undefined;
  const end = supportEndOf('Node.js', first.version);
  return {
    name: 'Node.js',
    role: 'runtime',
    version: first.version,
    ...(end === undefined ? {} : { supportEnd: end }),
    origin: first.origin,
  };
}

function fromDockerfile(file: TextFile): readonly Said[] {
  if (!isDockerfile(file.path)) return [];
  const base = baseImage(file.text);
  if (base === undefined) return [];
  const origin: Origin = { kind: 'read', file: file.path, line: base.line };
  const distroless = /\/nodejs(\d+)-/.exec(base.image)?.[1];
  if (distroless !== undefined) return [{ version: distroless, origin }];
  const version = /^\d[\d.]*/.exec(tagOf(base.image))?.[0];
  return imageName(base.image) === 'node' && version !== undefined ? [{ version, origin }] : [];
}

function fromVersionFile({ path, text }: TextFile): readonly Said[] {
  if (!/(^|\/)(\.nvmrc|\.node-version)$/.test(path)) return [];
  const version = text.trim().split('\n')[0]?.trim() ?? '';
  if (version === '') return [];
  return [{ version: version.replace(/^v(?=\d)/, ''), origin: { kind: 'read', file: path, line: 1 } }];
}

function fromEngines({ path, text }: TextFile): readonly Said[] {
  if (!/(^|\/)package\.json$/.test(path)) return [];
  const json = parseJson(text);
  const version = json.at('volta').at('node').text() ?? json.at('engines').at('node').text();
  const line = text.slice(0, Math.max(text.search(/"node"\s*:/), 0)).split('\n').length;
  return version === undefined ? [] : [{ version, origin: { kind: 'read', file: path, line } }];
}
