import { expect, test } from 'vitest';
import type { Card } from '../api/contract';
import { uk } from '../i18n/uk';
import { reportAddress } from './report';

const CARD = { register_title: 'Вулиці', title: 'вул. Миру & Co?', version: 3 } as Card;

test('a letter names the feature, its version and its page, and nothing of them becomes a header', () => {
  const address = reportAddress('gis@example.org?bcc=x@example.org', CARD, '/o/street/7?lang=uk', uk);
  const url = new URL(address);
  expect([...url.searchParams.keys()]).toEqual(['subject', 'body']);
  expect(url.searchParams.get('subject')).toContain('Вулиці: вул. Миру & Co?');
  expect(url.searchParams.get('body')).toContain('/o/street/7?lang=uk');
  expect(url.searchParams.get('body')).toContain('3');
});
