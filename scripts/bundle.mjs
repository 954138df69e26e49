// `dist/` after tsc holds a file for each module: to find and read a thousand of them takes longer than to run what is
// asked for. Here they are joined into a few chunks, and the files that Node starts from are made to load these.
import { readFileSync, writeFileSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import { parseSync } from 'oxc-parser';
import { build } from 'vite';

const dist = resolve('dist');
const chunks = resolve('dist/chunks');
/** What Node starts from: the command, the library and the threads. */
const entries = {
  command: 'cli/main.js',
  library: 'index.js',
  prover: 'provers/threads/worker.js',
  simulator: 'provers/capacity/threads/worker.js',
  draughtsman: 'road/drawing/worker.js',
  parser: 'sources/repository/parallel/worker.js',
};

/** A module finds the files beside it where they are, whichever chunk it is in. */
const ownPlace = {
  name: 'own-place',
  transform(code, id) {
    if (!code.includes('import.meta') || !id.startsWith(dist)) return undefined;
    const place = `new URL(${JSON.stringify(relative(chunks, id))}, import.meta.url).href`;
    const { importMetas } = parseSync(id, code).module;
    return importMetas.toReversed().reduce((text, { start, end }) => {
      const rest = text.slice(end);
      if (!rest.startsWith('.url')) throw new Error(`${id}: only import.meta.url is known to be moved`);
      return `${text.slice(0, start)}${place}${rest.slice('.url'.length)}`;
    }, code);
  },
};

await build({
  configFile: false,
  logLevel: 'warn',
  plugins: [ownPlace],
  build: {
    ssr: true,
    outDir: chunks,
    target: 'node20',
    minify: false,
    emptyOutDir: true,
    rollupOptions: {
      input: Object.fromEntries(Object.entries(entries).map(([name, file]) => [name, resolve(dist, file)])),
      output: { format: 'esm', entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
      external: [/^node:/],
    },
  },
});
for (const [name, file] of Object.entries(entries)) {
  const path = resolve(dist, file);
  const shebang = /^#!.*\n/.exec(readFileSync(path, 'utf8'))?.[0] ?? '';
  const from = relative(resolve(path, '..'), resolve(chunks, `${name}.js`));
  const what = `${JSON.stringify(from.startsWith('.') ? from : `./${from}`)};\n`;
  writeFileSync(path, `${shebang}${name === 'library' ? `export * from ${what}` : `import ${what}`}`);
}
