import type { ProgramBranch, ProgramNode } from './program.ts';

/** Nodes written from the end to the beginning; equal nodes are one, so that equal futures are one state. */
export interface NodeWriter {
  readonly nodes: ProgramNode[];
  readonly write: (node: ProgramNode) => number;
  /** One of the branches; what all of them wait for first is waited for before the choice falls. */
  readonly choose: (branches: readonly ProgramBranch[]) => number;
  /** `body` is given where it begins and leads back there. */
  readonly loop: (body: (head: number) => number) => number;
}

export function nodeWriter(): NodeWriter {
  const nodes: ProgramNode[] = [];
  const known = new Map<string, number>();
  const write = (node: ProgramNode): number => {
    const key = JSON.stringify(node);
    const found = known.get(key);
    if (found !== undefined) return found;
    known.set(key, nodes.length);
    return nodes.push(node) - 1;
  };
  const settled = (at: number): number => {
    const node = nodes[at];
    return node?.kind === 'pass' && node.next !== at ? settled(node.next) : at;
  };
  const choose = (branches: readonly ProgramBranch[]): number => {
    const flat = merged(branches.flatMap((branch) => flattened(branch, nodes, settled)));
    const only = flat[0];
    if (only === undefined) throw new RangeError('a choice needs a branch that can be taken');
    return flat.length === 1 ? only.next : hoisted(flat, { nodes, write, choose });
  };
  const loop = (body: (head: number) => number): number => {
    // A head that leads to itself is one whose body is not written yet.
    const head = nodes.length;
    nodes.push({ kind: 'pass', next: head });
    nodes[head] = { kind: 'pass', next: withoutReturn(body(head), head, { nodes, choose }) };
    return head;
  };
  return { nodes, write, choose, loop };
}

function flattened(
  branch: ProgramBranch,
  nodes: readonly ProgramNode[],
  settled: (at: number) => number,
): readonly ProgramBranch[] {
  if (branch.probability <= 0) return [];
  const next = settled(branch.next);
  const node = nodes[next];
  if (node?.kind !== 'choose') return [{ probability: branch.probability, next }];
  return node.branches.map((inner) => ({ ...inner, probability: inner.probability * branch.probability }));
}

function merged(branches: readonly ProgramBranch[]): readonly ProgramBranch[] {
  const sums = new Map<number, number>();
  for (const { probability, next } of branches) sums.set(next, (sums.get(next) ?? 0) + probability);
  return [...sums].map(([next, probability]) => ({ probability, next }));
}

/**
 * Branches that wait for the same place first become one, and the choice among them falls when the place is had.
 * Nothing depends on it earlier, so this is exact, and a queue need not tell apart who waits in it.
 */
function hoisted(
  branches: readonly ProgramBranch[],
  { nodes, write, choose }: Pick<NodeWriter, 'nodes' | 'write' | 'choose'>,
): number {
  const doors = new Map<string, ProgramBranch[]>();
  for (const branch of branches) {
    const node = nodes[branch.next];
    const door = node?.kind === 'enter' ? `enter ${node.resource}` : `at ${branch.next}`;
    doors.set(door, [...(doors.get(door) ?? []), branch]);
  }
  const result = [...doors.values()].map((group) => {
    const probability = group.reduce((sum, branch) => sum + branch.probability, 0);
    const first = nodes[group[0]?.next ?? 0];
    if (group.length === 1 || first?.kind !== 'enter') return { probability, next: group[0]?.next ?? 0 };
    const inside = group.map((branch) => {
      const node = nodes[branch.next];
      return {
        probability: branch.probability / probability,
        next: node?.kind === 'enter' ? node.next : branch.next,
      };
    });
    return { probability, next: write({ kind: 'enter', resource: first.resource, next: choose(inside) }) };
  });
  const only = result[0];
  return result.length === 1 && only !== undefined ? only.next : write({ kind: 'choose', branches: result });
}

/** A turn of a loop in which nothing happens is not taken: the other branches share its probability. */
function withoutReturn(
  body: number,
  head: number,
  { nodes, choose }: Pick<NodeWriter, 'nodes' | 'choose'>,
): number {
  const node = nodes[body];
  if (node?.kind !== 'choose') return body;
  const others = node.branches.filter(({ next }) => next !== head);
  const total = others.reduce((sum, { probability }) => sum + probability, 0);
  return others.length === node.branches.length || total <= 0
    ? body
    : choose(others.map(({ probability, next }) => ({ probability: probability / total, next })));
}
