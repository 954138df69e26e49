import { type Action, instancesOf } from './actions.ts';
import { guardSource, refusalSource, takeSource, wordList } from './generate-action.ts';
import { conditionSource } from './generate-expression.ts';
import { type Layout, packStart } from './layout.ts';
import type { Expression, Goal, Invariant, Machine } from './machine.ts';
import { addSource, grown, type StateStore, stateStore } from './state-store.ts';
import type { Canonical } from './symmetry.ts';

/** The part of a search that is generated for a machine: states in, successors found or added. */
export interface Kernel {
  readonly store: () => StateStore;
  readonly counts: () => {
    readonly states: number;
    /** Successors found, known ones too. */
    readonly transitions: number;
    /** Index of the first state found in which an invariant does not hold, or -1. */
    readonly broken: number;
    /** A new state found no room. */
    readonly full: boolean;
  };
  /** Distinct states so far; asked once a state, hence apart from the other counts. */
  readonly states: () => number;
  /** An invariant does not hold, or there is no room. */
  readonly isStopped: () => boolean;
  /** Adds the start. */
  readonly begin: () => void;
  /** Adds all successors of a state: whether a step that is no fault could be taken. */
  readonly expand: (index: number) => boolean;
  /** Writes into `refusals`, for each action, 0 where it can be taken, else which part of its condition does not hold. */
  readonly look: (index: number, refusals: Uint16Array) => void;
  /** After `look`: adds the successors by one action; whether one of them has not been expanded yet. */
  readonly take: (action: number) => boolean;
  /** Which invariant does not hold in a state: its place in the list from 1, or 0. */
  readonly brokenInvariant: (index: number) => number;
  readonly endsHold: (index: number) => boolean;
  /** Whether a condition of `watched` holds in a state. */
  readonly holds: (watched: number, index: number) => boolean;
  /** With `recordsEdges`: the edges found so far, in the order of expansion. */
  readonly edges: () => Edges;
  /** The first outcome left out because it would leave a range: its state and transition, -1 for none. */
  readonly overflow: () => { readonly state: number; readonly transition: number };
  /** By action: 1 where it could be taken. */
  readonly taken: () => Uint8Array;
  /** By goal: 1 where a state met it. */
  readonly reached: () => Uint8Array;
}

export interface Edges {
  readonly count: number;
  readonly targets: Int32Array;
  readonly labels: Uint16Array;
}

export interface KernelOptions {
  readonly mostStates: number;
  /** Which state stands for all states alike. */
  readonly canonical: Canonical;
  readonly recordsEdges: boolean;
  /** Conditions that `holds` can be asked for. */
  readonly watched: readonly { readonly holds: Expression; readonly instance: number }[];
}

export function kernelOf(
  machine: Machine,
  layout: Layout,
  actions: readonly Action[],
  options: KernelOptions,
): Kernel {
  const source = kernelSource(machine, layout, actions, options);
  const store = stateStore(layout.words, options.mostStates);
  // Code made from whole numbers and names of ours alone (see `valueSource`); a third of the time of walking closures.
  // oxlint-disable-next-line typescript/no-implied-eval
  const kernel: Kernel = new Function('store', 'grown', 'start', 'canonical', source)(
    store,
    grown,
    packStart(layout),
    options.canonical.of,
  );
  return kernel;
}

/** The text of a kernel. Words of the expanded state are `s0`, …, those of a successor `n0`, …. */
export function kernelSource(
  machine: Machine,
  layout: Layout,
  actions: readonly Action[],
  options: KernelOptions,
): string {
  const words = wordList(layout, 's');
  const goals = machine.goals ?? [];
  const load = `const at=index*${layout.words};const ${loads(layout, 'states', 'at')};`;
  const record = 'if(edges===targets.length)moreEdges();targets[edges]=found;edgeLabels[edges++]=label;';
  return `"use strict";
${variablesSource(layout, actions.length, goals.length)}
function makeRoom(){
  const next=grown(store);
  if(next===undefined)return false;
  store=next;({states,parents,labels,table,capacity}=store);rehash();
  return true;
}
function moreEdges(){
  const more=new Int32Array(edges*2),moreLabels=new Uint16Array(edges*2);
  more.set(targets);moreLabels.set(edgeLabels);targets=more;edgeLabels=moreLabels;
}
${addSource(layout.words, {
  prepare: options.canonical.source,
  record: options.recordsEdges ? record : '',
  inspect: machine.invariants.length === 0 ? 'false' : `inspect(${wordList(layout, 'n')})!==0`,
  found: goals.length === 0 ? '' : `if(sought>0)seek(${wordList(layout, 'n')});`,
})}
function left(transition){if(overflowAt<0){overflowAt=current;overflowBy=transition;}}
function seek(${words}){${goals.map((goal, at) => seekSource(machine, layout, goal, at)).join('')}}
function inspect(${words}){${machine.invariants.map((each, at) => inspectSource(machine, layout, each, at + 1)).join('')}return 0;}
function ends(${words}){return ${machine.ends === undefined ? 'true' : everySource(machine, layout, machine.ends)};}
${actions.map((action) => takeSource(machine, layout, action)).join('\n')}
${watchedSource(layout, options)}
${expandSource(layout, actions, load)}
return{
  store:()=>store,
  states:()=>count,
  isStopped:()=>broken>=0||full,
  counts:()=>({states:count,transitions:emitted,broken,full}),
  begin(){add(${loads(layout, 'start', '0').replaceAll(/s\d+=/g, '')},0);emitted=0;edges=0;},
  expand,
  look(index,refusals){${load}current=index;${wordsFrom(layout)}
    ${actions.map((action) => `refusals[${action.index}]=${refusalSource(layout, action)};`).join('\n    ')}
  },
  take(action){ahead=false;takeOne(action);return ahead;},
  brokenInvariant(index){${load}return inspect(${words});},
  endsHold(index){${load}return ends(${words});},
  holds(watched,index){${load}return watch(watched,${words});},
  edges:()=>({count:edges,targets,labels:edgeLabels}),
  overflow:()=>({state:overflowAt,transition:overflowBy}),
  taken:()=>taken,
  reached:()=>reached,
};`;
}

/** What the functions of a kernel share. */
const variablesSource = (layout: Layout, actions: number, goals: number): string => `
let {states,parents,labels,table,capacity}=store,mask=table.length-1;
let count=0,emitted=0,current=0,broken=-1,full=false,ahead=false;
let edges=0,targets=new Int32Array(1024),edgeLabels=new Uint16Array(1024);
let overflowAt=-1,overflowBy=-1;
const taken=new Uint8Array(${actions}),reached=new Uint8Array(${goals});
let sought=${goals};
let ${wordList(layout, 'w')};
const renamed=new Int32Array(${layout.words});`;

const loads = (layout: Layout, from: string, at: string): string =>
  Array.from({ length: layout.words }, (_, word) => `s${word}=${from}[${at}+${word}]`).join(',');

const wordsFrom = (layout: Layout): string =>
  Array.from({ length: layout.words }, (_, word) => `w${word}=s${word};`).join('');

const everySource = (machine: Machine, layout: Layout, property: Pick<Invariant, 'each' | 'holds'>): string =>
  instancesOf(machine, property.each)
    .map((instance) => conditionSource(property.holds, { layout, instance }))
    .join('&&');

const inspectSource = (machine: Machine, layout: Layout, invariant: Invariant, place: number): string =>
  `if(!(${everySource(machine, layout, invariant)}))return ${place};`;

/** A goal is not looked for any more once it is reached. */
function seekSource(machine: Machine, layout: Layout, goal: Goal, at: number): string {
  const some = instancesOf(machine, goal.each).map((instance) =>
    conditionSource(goal.holds, { layout, instance }),
  );
  return `if(reached[${at}]===0&&(${some.join('||')})){reached[${at}]=1;sought--;}`;
}

function watchedSource(layout: Layout, { watched }: KernelOptions): string {
  const cases = watched.map(
    ({ holds, instance }, at) => `case ${at}:return ${conditionSource(holds, { layout, instance })};`,
  );
  return `function watch(watched,${wordList(layout, 's')}){switch(watched){${cases.join('')}}return false;}`;
}

/** V8 leaves functions beyond some 60 KB of bytecode unoptimised: actions are tried in groups. */
const groupSize = 64;

function expandSource(layout: Layout, actions: readonly Action[], load: string): string {
  const words = wordList(layout, 's');
  const groups = Array.from({ length: Math.ceil(actions.length / groupSize) }, (_, group) =>
    actions.slice(group * groupSize, (group + 1) * groupSize),
  );
  const tries = groups.map((group, at) => {
    const lines = group.map((action) => {
      const moved = action.step.isFault ? '' : 'moved=true;';
      return `if(${guardSource(layout, action)}){${moved}take${action.index}(${words});}`;
    });
    return `function try${at}(${words}){let moved=false;\n${lines.join('\n')}\nreturn moved;}`;
  });
  const calls = groups.map((_, at) => `if(try${at}(${words}))moved=true;`);
  const takes = actions.map(({ index }) => `case ${index}:return take${index}(${wordList(layout, 'w')});`);
  return `${tries.join('\n')}
function expand(index){${load}current=index;let moved=false;${calls.join('')}return moved;}
function takeOne(action){switch(action){${takes.join('')}}}`;
}
