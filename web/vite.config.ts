import preact from '@preact/preset-vite';
import { defineConfig } from 'vite';
import { viteSingleFile } from 'vite-plugin-singlefile';

/** One HTML file with script and style inside: `dist/report.html`, the template every report is filled from. */
export default defineConfig({
  root: import.meta.dirname,
  plugins: [
    preact({ devToolsEnabled: false, prefreshEnabled: false }),
    viteSingleFile({ removeViteModuleLoader: true }),
  ],
  build: {
    outDir: '../dist',
    emptyOutDir: false,
    target: 'es2022',
    rollupOptions: { input: `${import.meta.dirname}/report.html` },
  },
});
