/** Found first by every connection of the preview, so that `now()` is the time the preview goes by. */
export const previewPath = 'preview, pg_catalog, public';
