import type { ContainerKind, DeploymentUnit } from '../../../model/architecture.ts';
import type { Origin } from '../../../model/origin.ts';
import type { TextFile } from '../gather.ts';
import type { Deployment } from './facts.ts';
import { factsOf } from './facts.ts';
import { containerKind } from './images.ts';

export const isProcfile = (path: string): boolean => /(^|\/)Procfile$/.test(path);

/** Process types as containers; a release command runs once and is none. */
export function readProcfile(file: TextFile): Deployment {
  const processes = file.text.split('\n').flatMap((text, index) => {
    const [, name, command] = /^([\w-]+):\s*(\S.*)$/.exec(text) ?? [];
    if (name === undefined || command === undefined) return [];
    const origin: Origin = { kind: 'read', file: file.path, line: index + 1 };
    return [{ name, command: command.trim(), origin }];
  });
  const kindOf = (name: string, command: string): ContainerKind =>
    name === 'web' ? 'application' : containerKind(undefined, name, command);
  return {
    containers: processes
      .filter(({ name }) => name !== 'release')
      .map(({ name, command, origin }) => ({
        id: name,
        name,
        kind: kindOf(name, command),
        technology: 'process of a Procfile',
        purpose: 'runs the code of this repository',
        contexts: [],
        origin,
      })),
    connections: [],
    units: processes.map(({ name, command, origin }): DeploymentUnit => ({
      id: `procfile:${file.path}#${name}`,
      kind: 'procfile',
      name,
      runs: name === 'release' ? [] : [name],
      facts: factsOf({ command: command.slice(0, 80) }),
      origin,
    })),
    gaps: [],
  };
}
