import type { Language } from '../src/api/contract';
import { card, portal, search, tileJson, titles } from './answers.ts';
import { coordinates, exported, pictured, printed } from './files.ts';
import { collection, described, items, sortables } from './items.ts';
import { mockStyle } from './style.ts';
import { mockTile } from './tiles.ts';

/** What the mock server sends back. */
export interface Answer {
  status: number;
  type: string;
  body: string | Uint8Array;
  headers?: Record<string, string>;
}

/** Longest query of a search, in letters. */
const MAX_QUERY = 200;

function json(body: object): Answer {
  return { status: 200, type: 'application/json', body: JSON.stringify(body) };
}

function problem(status: number, code: string, title: string, detail: string): Answer {
  return { status, type: 'application/problem+json', body: JSON.stringify({ type: 'about:blank', title, status, detail, code }) };
}

function notFound(language: Language): Answer {
  return language === 'uk'
    ? problem(404, 'not_found', 'Не знайдено', 'Такого об’єкта немає в реєстрі або його вилучено.')
    : problem(404, 'not_found', 'Not found', 'The register has no such feature, or it was removed.');
}

function answerSearch(query: URLSearchParams, language: Language): Answer {
  const words = query.get('q') ?? '';
  if (words.length > MAX_QUERY) return problem(400, 'too_long', 'Задовгий запит', 'Скоротіть запит до 200 літер.');
  return json(search(words, Number(query.get('limit') ?? 10), language));
}

/** Answers as the server would; null when the address is not one of the server's. */
export function answer(url: URL): Answer | null {
  const language: Language = url.searchParams.get('lang') === 'en' ? 'en' : 'uk';
  const [first, second, third, fourth, fifth] = url.pathname.slice(1).split('/');
  if (url.pathname === '/api/portal') return json(portal());
  if (first === 'search') return answerSearch(url.searchParams, language);
  if (first === 'styles') return json(mockStyle(url.origin, language));
  if (first === 'tiles' && third === undefined) return json(tileJson(url.origin));
  if (first === 'tiles') {
    const body = mockTile(Number(third), Number(fourth), Number(fifth));
    return { status: 200, type: 'application/vnd.mapbox-vector-tile', body };
  }
  if (first === 'o') return orNotFound(card(second ?? '', Number(third), language), language);
  if (first === 'ogc') return orNotFound(ogc(third ?? '', fourth, url), language);
  if (url.pathname === '/print') return printed();
  if (url.pathname === '/map.png') return pictured(url);
  if (url.pathname === '/api/coordinates') return json(coordinates(url));
  if (url.pathname === '/api/titles') return json(titles(url.searchParams));
  if (first === 'api' && second === 'export') return exported(third ?? '', url) ?? notFound(language);
  if (first === 'api' && second === 'registers') return orNotFound(described(third ?? '', language), language);
  return null;
}

function ogc(register: string, part: string | undefined, url: URL): object | null {
  if (part === undefined) return collection(register, url.origin);
  return part === 'sortables' ? sortables(register) : items(register, url);
}

function orNotFound(body: object | null, language: Language): Answer {
  return body === null ? notFound(language) : json(body);
}
