import type { DeploymentUnit } from '../../../model/architecture.ts';
import type { TextFile } from '../gather.ts';
import { factsOf, listed, secretFacts, tagOf } from './facts.ts';
import type { InlineEnvironment } from './facts.ts';

interface Instruction {
  readonly word: string;
  readonly rest: string;
  readonly line: number;
}

interface Stage {
  readonly image: string;
  readonly name?: string;
  readonly line: number;
  readonly instructions: readonly Instruction[];
}

export const isDockerfile = (path: string): boolean =>
  /(^|\/)([\w.-]*\.)?(Dockerfile|Containerfile)(\.[\w.-]+)?$/i.test(path) &&
  !/\.(ya?ml|json|[cm]?[jt]s)$/.test(path);

/** One unit for each Dockerfile: what its last stage gives, with what it inherits from earlier stages. */
export function readDockerfile(file: TextFile): DeploymentUnit | undefined {
  const stages = stagesOf(file.text);
  const last = stages.at(-1);
  if (last === undefined) return undefined;
  const line = lineage(stages, last);
  const base = line.at(-1)?.image ?? last.image;
  const found = (word: string): readonly Instruction[] =>
    line.toReversed().flatMap(({ instructions }) => instructions.filter((one) => one.word === word));
  const user = found('USER').at(-1)?.rest;
  return {
    id: `dockerfile:${file.path}`,
    kind: 'dockerfile',
    name: file.path,
    runs: [],
    facts: factsOf({
      base,
      tag: base === 'scratch' ? 'none' : tagOf(base),
      user: user === undefined ? (/nonroot/.test(base) ? 'nonroot' : 'unset') : userOf(user),
      healthcheck: healthcheckOf(found('HEALTHCHECK').at(-1)),
      ports: listed(found('EXPOSE').flatMap(({ rest }) => rest.split(/\s+/).filter((port) => port !== ''))),
      install: installOf(stages),
      stages: String(stages.length),
      ...secretFacts([...found('ENV'), ...found('ARG')].flatMap(assignments)),
      command: commandOf(found('ENTRYPOINT').at(-1), found('CMD').at(-1)),
    }),
    origin: { kind: 'read', file: file.path, line: last.line },
  };
}

/** Image of the last stage: what the application runs on. */
export function baseImage(text: string): { readonly image: string; readonly line: number } | undefined {
  const stages = stagesOf(text);
  const last = stages.at(-1);
  const root = last === undefined ? undefined : lineage(stages, last).at(-1);
  return root === undefined ? undefined : { image: root.image, line: root.line };
}

function stagesOf(text: string): readonly Stage[] {
  const stages: { image: string; name?: string; line: number; instructions: Instruction[] }[] = [];
  const variables = new Map<string, string>();
  for (const instruction of instructionsOf(text)) {
    const { word, rest, line } = instruction;
    if (word === 'FROM') {
      const [, image = '', name] = /^(?:--\S+\s+)*(\S+)(?:\s+as\s+(\S+))?/i.exec(rest) ?? [];
      const known = substituted(image, variables);
      stages.push({ image: known, line, instructions: [], ...(name === undefined ? {} : { name }) });
    } else if (stages.length > 0) stages.at(-1)?.instructions.push(instruction);
    else if (word === 'ARG') {
      const [name = '', value] = rest.split('=');
      if (value !== undefined) variables.set(name.trim(), value.trim().replaceAll(/^"|"$/g, ''));
    }
  }
  return stages;
}

const substituted = (text: string, variables: ReadonlyMap<string, string>): string =>
  text.replaceAll(
    /\$\{(\w+)(?::-([^}]*))?\}|\$(\w+)/g,
    (whole: string, braced: string | undefined, fallback: string | undefined, plain: string | undefined) =>
      variables.get(braced ?? plain ?? '') ?? fallback ?? whole,
  );

/** The stage and those it is built from, innermost last. */
function lineage(stages: readonly Stage[], last: Stage): readonly Stage[] {
  const line = [last];
  for (let at = last; line.length <= stages.length;) {
    const before = stages.slice(0, stages.indexOf(at)).findLast(({ name }) => name === at.image);
    if (before === undefined) break;
    line.push(before);
    at = before;
  }
  return line;
}

function instructionsOf(text: string): readonly Instruction[] {
  const found: Instruction[] = [];
  let open: { text: string; line: number } | undefined;
  for (const [index, raw] of text.split('\n').entries()) {
    const line = raw.trim();
    if (line.startsWith('#') || (line === '' && open === undefined)) continue;
    const continued = line.endsWith('\\');
    const part = continued ? line.slice(0, -1) : line;
    const whole: { text: string; line: number } =
      open === undefined
        ? { text: part, line: index + 1 }
        : { text: `${open.text} ${part}`, line: open.line };
    open = continued ? whole : undefined;
    if (continued) continue;
    const [, word = '', rest = ''] = /^([A-Za-z]+)\s+(.*)$/.exec(whole.text) ?? [];
    if (word !== '') found.push({ word: word.toUpperCase(), rest: rest.trim(), line: whole.line });
  }
  return found;
}

const userOf = (text: string): string => {
  const name = text.split(':')[0]?.trim() ?? '';
  return name === '0' ? 'root' : name;
};

function healthcheckOf(instruction: Instruction | undefined): string {
  if (instruction === undefined) return 'no';
  return /^none$/i.test(instruction.rest) ? 'off' : 'yes';
}

/** `KEY=value KEY2="value"` and the old form `KEY value`. */
function assignments({ rest, line }: Instruction): readonly InlineEnvironment[] {
  if (!rest.includes('=')) {
    const [, key = '', value = ''] = /^(\w+)\s+(.*)$/.exec(rest) ?? [];
    return key === '' ? [] : [{ key, value, line }];
  }
  return [...rest.matchAll(/(\w+)=("[^"]*"|'[^']*'|\S*)/g)].map(([, key = '', value = '']) => ({
    key,
    value: value.replaceAll(/^["']|["']$/g, ''),
    line,
  }));
}

/** A tool that is put beside the application, such as a package manager: no lock file knows it. */
const globalInstall = /\b(npm|pnpm|yarn|bun)\s+(i|install|add)\b[^&;|]*\s(-g|--global)\b[^&;|]*/g;

function installOf(stages: readonly Stage[]): string | undefined {
  const runs = stages.flatMap(({ instructions }) =>
    instructions.filter(({ word }) => word === 'RUN').map(({ rest }) => rest.replaceAll(globalInstall, '')),
  );
  const installs = runs.filter((run) =>
    /\b(npm|pnpm|yarn|bun)\s+(ci|i|install)\b|\byarn\s*($|&&|--)/.test(run),
  );
  if (installs.length === 0) return undefined;
  const locked = /\bnpm ci\b|--frozen-lockfile|--immutable|--ci\b/;
  const plain = /\b(npm|pnpm)\s+(i|install)\s*($|&&|;|--)|\byarn(\s+install)?\s*($|&&|;|--)/;
  return installs.some((run) => !locked.test(run) && plain.test(run)) ? 'unlocked' : 'locked';
}

function commandOf(entry: Instruction | undefined, command: Instruction | undefined): string | undefined {
  const words = [entry, command].flatMap((one) =>
    one === undefined
      ? []
      : [
          one.rest
            .replaceAll(/[[\]",]+/g, ' ')
            .replaceAll(/\s+/g, ' ')
            .trim(),
        ],
  );
  const text = words.join(' ').trim();
  return text === '' ? undefined : text.slice(0, 80);
}
