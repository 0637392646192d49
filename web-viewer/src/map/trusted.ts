/** The part of the Trusted Types API that is used here; not every browser has it. */
interface TrustedTypes {
  createPolicy(name: string, rules: { createScriptURL(url: string): string | null }): unknown;
}

let trusted: string | null = null;

/**
 * Lets one script start as a worker, and no other: under `require-trusted-types-for 'script'` every address of a
 * script passes here. Returns the full address.
 */
export function trustWorker(path: string): string {
  const url = new URL(path, location.href).href;
  const types = (globalThis as { trustedTypes?: TrustedTypes }).trustedTypes;
  if (trusted === null) types?.createPolicy('default', { createScriptURL: (asked) => (asked === trusted ? asked : null) });
  trusted = url;
  return url;
}
