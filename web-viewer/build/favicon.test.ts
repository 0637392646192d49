import { expect, test } from 'vitest';
import { drawFavicon } from './favicon';

test('the icon holds one PNG, where its header says', () => {
  const icon = Buffer.from(drawFavicon());
  expect([...icon.subarray(0, 8)]).toEqual([0, 0, 1, 0, 1, 0, 32, 32]);
  const [length, start] = [icon.readUInt32LE(14), icon.readUInt32LE(18)];
  expect(start + length).toBe(icon.length);
  expect(icon.subarray(start + 1, start + 4).toString('latin1')).toBe('PNG');
});
