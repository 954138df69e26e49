// A preview in a process of its own, which a test may kill: node preview-child.mjs <package> <data> <url of the provider>.
// Whoever is named in `Bearer role:id` is believed. It prints its address once it listens.
import { byWord } from '../preview/harness/by-word.ts';
import { integrationsOf } from '../preview/integrations/integrations.ts';
import { readPackage } from '../preview/package.ts';
import { startPreview } from '../preview/preview.ts';
import { processesOf } from '../preview/processes/processes.ts';

const [directory, data, psp] = process.argv.slice(2);

const fault = (error) => process.stderr.write(`${error?.stack ?? error}\n`);
let processes;
const preview = await startPreview(readPackage(directory), {
  port: 0,
  limits: false,
  data,
  parts: async (running) => {
    const integrations = integrationsOf(running, { urls: { psp }, latency: 0 });
    processes = await processesOf(running, { integrations, fault });
    return [{ authenticate: byWord }, integrations.part, processes.part];
  },
});
process.stdout.write(`${preview.url}\n`);
process.on('message', async (asked) => {
  if (asked.kind === 'script') await preview.running.database.script(asked.sql);
  else if (asked.kind === 'settle') await processes.settle();
  else if (asked.kind === 'rows') {
    const { rows } = await preview.running.database.query({}, asked.sql);
    return process.send({ id: asked.id, rows });
  }
  process.send({ id: asked.id });
});
