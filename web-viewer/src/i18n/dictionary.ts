import type { uk } from './uk';

/** The texts that each language must have; a missing one does not compile. */
export type Dictionary = typeof uk;
