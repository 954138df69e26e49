import { promela } from '../../model-checking/promela.ts';
import { tlaPlus } from '../../model-checking/tla.ts';
import type { FlowSpec } from './language/flow-spec.ts';
import { buildMachine } from './machine/build-machine.ts';

export interface ExportedFlow {
  readonly language: 'promela' | 'tla';
  /** By the name each file must have. */
  readonly files: readonly { readonly name: string; readonly text: string }[];
  /** What finds as many states with it as the search does. */
  readonly run: string;
}

/** The machine that is searched, for another checker to search as well. */
export function exportFlow(flow: FlowSpec, language: ExportedFlow['language']): ExportedFlow {
  const machine = buildMachine(flow);
  if (language === 'promela') {
    const name = `${flow.name}.pml`;
    const run = `spin -a ${name} && gcc -O2 -DSAFETY -o pan pan.c && ./pan -m1000000`;
    return { language, files: [{ name, text: promela(machine) }], run };
  }
  const { name, module, config } = tlaPlus(machine);
  return {
    language,
    files: [
      { name: `${name}.tla`, text: module },
      { name: `${name}.cfg`, text: config },
    ],
    run: `java -cp tla2tools.jar tlc2.TLC -deadlock ${name}`,
  };
}
