import { expect, test } from 'vitest';
import { Problem } from '../api/problem';
import { en } from '../i18n/en';
import { uk } from '../i18n/uk';
import { problemSentences, problemWords } from './problem-words';

test('the server\'s words come first', () => {
  const problem = new Problem('http', 400, 'Задовгий запит', 'Скоротіть його');
  expect(problemWords(problem, uk)).toEqual({ title: 'Задовгий запит', detail: 'Скоротіть його' });
});

test('without words of the server each problem has ours, in the language of the page', () => {
  expect(problemWords(new Problem('network'), uk).title).toBe('Немає зв’язку з сервером');
  expect(problemWords(new Problem('timeout'), en).title).toBe('The server did not answer in time');
  expect(problemWords(new Problem('http', 503), en).title).toBe('The server is overloaded at the moment');
  expect(problemWords(new Problem('http', 404), uk).title).toBe('Не знайдено');
  expect(problemWords(new Problem('http', 500), en).title).toBe('Server error (500)');
});

test('a problem in a sentence ends with one full stop', () => {
  expect(problemSentences(new Problem('http', 422, 'Забагато', 'Уточніть умови.'), uk)).toBe('Забагато. Уточніть умови.');
  expect(problemSentences(new Problem('http', 500), uk)).toBe('Помилка сервера (500). Спробуйте ще раз; якщо не допоможе, оновіть сторінку.');
});
