/** What the tests take for granted of the data of the running server; everything else they find out. */

/** The name that a street had before. */
export const FORMER_NAME = process.env.MISTO_FORMER_NAME ?? 'Карла Маркса';

/** A name typed in the wrong keyboard layout, the word that was meant, and what its street is called. */
export const WRONG_LAYOUT = { typed: 'Cj,jhyjcns', meant: 'соборності', title: 'Соборності' };

/** A place within the city: degrees of WGS 84 as they are typed, and as the search says them. */
export const PLACE = { typed: '47.9105 33.3965', said: '47.91050°, 33.39650°', link: /map=[\d.]+\/47\.910\d*\/33\.396\d*/ };
