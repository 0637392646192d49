import { expect, test } from 'vitest';
import { isAborted, Problem, readProblem, toProblem } from './problem';

function answer(body: string, type: string, status = 400): Response {
  return new Response(body, { status, headers: { 'content-type': type } });
}

test('a problem body gives its title and detail', async () => {
  const body = JSON.stringify({ title: 'Задовгий запит', detail: 'Скоротіть його', status: 400 });
  const problem = await readProblem(answer(body, 'application/problem+json; charset=utf-8'));
  expect(problem).toMatchObject({ kind: 'http', status: 400, title: 'Задовгий запит', detail: 'Скоротіть його' });
});

test('an error page that is not a problem keeps its status alone', async () => {
  const problem = await readProblem(answer('<h1>Bad gateway</h1>', 'text/html', 502));
  expect(problem).toMatchObject({ status: 502, title: null, detail: null });
});

test('a problem body that is damaged or of another shape is survived', async () => {
  for (const body of ['{', 'null', '[1]', '{"title":7}']) {
    const problem = await readProblem(answer(body, 'application/problem+json'));
    expect(problem).toMatchObject({ status: 400, title: null });
  }
});

test('a very long detail is cut', async () => {
  const problem = await readProblem(answer(JSON.stringify({ detail: 'a'.repeat(9000) }), 'application/problem+json'));
  expect(problem.detail).toHaveLength(500);
});

test('a failed fetch is a network problem, a late one a timeout', () => {
  expect(toProblem(new TypeError('Failed to fetch')).kind).toBe('network');
  expect(toProblem(new DOMException('late', 'TimeoutError')).kind).toBe('timeout');
  expect(toProblem(new SyntaxError('not json')).kind).toBe('format');
});

test('a problem stays what it is', () => {
  const problem = new Problem('http', 404, 'Не знайдено');
  expect(toProblem(problem)).toBe(problem);
});

test('an abort is told from a failure', () => {
  expect(isAborted(new DOMException('gone', 'AbortError'))).toBe(true);
  expect(isAborted(new TypeError('Failed to fetch'))).toBe(false);
});
