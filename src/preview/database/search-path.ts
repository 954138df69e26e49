/**
 * The path of every connection of the preview: `preview` before `pg_catalog`, so that `now()` is the time the preview goes
 * by; `public` before both, so that tables which a design puts into no schema do not lie among those of the preview itself.
 */
export const previewPath = 'public, preview, pg_catalog';
