import { crc32, deflateSync } from 'node:zlib';

/** Writes a PNG of white pixels with the given opacity, one byte a pixel, row by row. */
export function encodePng(alpha: Uint8Array, width: number, height: number): Uint8Array {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  // 8 bits a channel, grey with alpha.
  header.set([8, 4, 0, 0, 0], 8);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  const data = deflateSync(rows(alpha, width, height), { level: 9 });
  return Buffer.concat([signature, chunk('IHDR', header), chunk('IDAT', data), chunk('IEND', Buffer.alloc(0))]);
}

/** Scan lines: a filter byte (none), then grey and alpha of each pixel. */
function rows(alpha: Uint8Array, width: number, height: number): Buffer {
  const lines = Buffer.alloc(height * (1 + width * 2), 0xff);
  for (let y = 0; y < height; y++) {
    const start = y * (1 + width * 2);
    lines[start] = 0;
    for (let x = 0; x < width; x++) lines[start + 2 + x * 2] = alpha[y * width + x] ?? 0;
  }
  return lines;
}

/** One chunk: length, kind, data and the checksum of the last two. */
function chunk(kind: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(kind, 'latin1'), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}
