/** Starting values of the 32 parallel FNV-1a sums (checksumBaseOffsets in src/include/storage/checksum_impl.h). */
const offsets = Uint32Array.of(
  0x5b1f36e9,
  0xb8525960,
  0x02ab50aa,
  0x1de66d2a,
  0x79ff467a,
  0x9bb9f8a3,
  0x217e7cd2,
  0x83e13d2c,
  0xf8d4474f,
  0xe39eb970,
  0x42c6ae16,
  0x993216fa,
  0x7b093b5d,
  0x98daff3c,
  0xf718902a,
  0x0b1c9cdb,
  0xe58f764b,
  0x187636bc,
  0x5d7b3bb1,
  0xe73de7de,
  0x92bec979,
  0xcca6c0b2,
  0x304a0979,
  0x85aa43d4,
  0x783125bb,
  0x6ca8eaa2,
  0xe407eac6,
  0x4b5cfc3e,
  0x9fbf8c76,
  0x15ca20be,
  0xf2ca9fd3,
  0x959bd756,
);
const lanes = 32;
const prime = 16_777_619;
/** Bytes of a page (BLCKSZ). */
export const pageBytes = 8192;
/** Where a page header holds its own checksum (pd_checksum), which counts as zero in the sum. */
const checksumAt = 8;

const mixed = (sum: number, value: number): number => {
  const next = sum ^ value;
  return Math.imul(next, prime) ^ (next >>> 17);
};

/** Writes the checksum of a page, as PostgreSQL verifies it when it reads block `block` of a relation. */
export function sealPage(page: Uint8Array, block: number): void {
  const view = new DataView(page.buffer, page.byteOffset, pageBytes);
  view.setUint16(checksumAt, 0, true);
  const sums = Uint32Array.from(offsets);
  for (let at = 0; at < pageBytes; at += lanes * 4)
    for (let lane = 0; lane < lanes; lane++)
      sums[lane] = mixed(sums[lane] ?? 0, view.getUint32(at + lane * 4, true));
  for (let round = 0; round < 2; round++)
    for (let lane = 0; lane < lanes; lane++) sums[lane] = mixed(sums[lane] ?? 0, 0);
  const all = sums.reduce((sum, each) => (sum ^ each) >>> 0, 0);
  view.setUint16(checksumAt, (((all ^ block) >>> 0) % 65_535) + 1, true);
}
