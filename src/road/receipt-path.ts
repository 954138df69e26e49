/** Where the receipt of a claim lies in the package: `plan/list Product` becomes `receipts/plan/list-product.json`. */
export function receiptPath(claim: string): string {
  const parts = claim.split('/').map((part) => part.replace(/[^\w.-]+/g, '-').replace(/^[.-]+|-+$/g, ''));
  return `receipts/${parts.filter((part) => part !== '').join('/')}.json`;
}
