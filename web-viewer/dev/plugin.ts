import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Connect, Plugin } from 'vite';
import { drawSprite } from '../build/sprites.ts';
import { answer } from './routes.ts';

/** The policy that the page must live under; the server of the product sends the same. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "font-src 'self'",
  "connect-src 'self'",
  "worker-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'self'",
  "require-trusted-types-for 'script'",
  'trusted-types default',
].join('; ');

function addressOf(request: IncomingMessage): URL {
  return new URL(request.url ?? '/', `http://${request.headers.host ?? 'localhost'}`);
}

function answerApi(request: IncomingMessage, response: ServerResponse, next: Connect.NextFunction): void {
  const found = answer(addressOf(request));
  if (found === null) return next();
  response.writeHead(found.status, { 'content-type': found.type, 'cache-control': 'no-store', ...found.headers });
  response.end(found.body);
}

/** Serves the sprite that a build would hold. */
function answerSprite(request: IncomingMessage, response: ServerResponse, next: Connect.NextFunction): void {
  const name = addressOf(request).pathname.slice(1);
  const file = drawSprite().find((candidate) => candidate.name === name);
  if (file === undefined) return next();
  response.end(file.bytes);
}

/** Plays the server with a made-up city, while developing and for tests in a browser. */
export function mockCity(): Plugin {
  return {
    name: 'misto-mock-city',
    configureServer(server) {
      server.middlewares.use('/sprites', (request, response, next) => answerSprite(request, response, next));
      server.middlewares.use(answerApi);
    },
    configurePreviewServer(server) {
      server.middlewares.use((_request, response, next) => {
        response.setHeader('content-security-policy', POLICY);
        response.setHeader('x-content-type-options', 'nosniff');
        next();
      });
      server.middlewares.use(answerApi);
    },
  };
}
