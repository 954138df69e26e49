// Loads the check of migrations from sources (Node 24) or from dist/ (`npm run build` first).
const fromSource = Boolean(process.features.typescript);
/** A module of ours. */
export const from = (path) =>
  import(
    process.env.PLUMBLINE_DIST === undefined
      ? fromSource
        ? `../../src/${path}.ts`
        : `../../dist/${path}.js`
      : `${process.env.PLUMBLINE_DIST}/${path}.js`
  );

const { checkMigration } = await from('provers/migration/check');
const { defaultVersion, readVersion } = await from('provers/migration/lint/version');

/** Checks one text; options are those of the command line. */
export const check = (text, options = {}) =>
  checkMigration({
    file: options.file ?? 'migration.sql',
    text,
    onlyText: options.onlyText ?? false,
    settings: {
      pgVersion: options.pgVersion === undefined ? defaultVersion : readVersion(options.pgVersion),
      assumeInTransaction: options.assumeInTransaction ?? false,
      include: new Set(options.include ?? []),
    },
    ...(options.sizes === undefined ? {} : { sizes: options.sizes }),
    ...(options.schema === undefined ? {} : { schema: { file: 'schema.sql', text: options.schema } }),
  });
