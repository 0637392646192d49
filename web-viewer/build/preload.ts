import type { HtmlTagDescriptor, Plugin } from 'vite';
import { isMapFile } from './maplibre.ts';

/** The part of a bundle entry that the preload tags need. */
interface Emitted {
  fileName: string;
  type: 'asset' | 'chunk';
  name?: string | undefined;
  /** Files that a script needs at once. */
  imports?: string[];
}

/** Makes a plugin that adds tags to the page for some files of the finished bundle. */
function tagsFor(name: string, make: (file: Emitted, all: Emitted[]) => HtmlTagDescriptor | null): Plugin {
  return {
    name,
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler(_html, context) {
        const files: Emitted[] = Object.values(context.bundle ?? {});
        return files.map((file) => make(file, files)).filter((tag) => tag !== null);
      },
    },
  };
}

/** Starts loading the map engine with the page, in parallel with the shell, and the part that it shares with its worker. */
export function mapPreload(): Plugin {
  return tagsFor('misto-map-preload', ({ fileName, type }, all) => {
    const engine = all.find((file) => file.type === 'chunk' && file.name === 'engine');
    if (type !== 'chunk' || (fileName !== engine?.fileName && !(isMapFile(fileName) && engine?.imports?.includes(fileName)))) return null;
    return { tag: 'link', attrs: { rel: 'modulepreload', href: `/${fileName}` }, injectTo: 'head' };
  });
}

/** Starts loading the two font files that every page shows, before the style sheet asks for them. */
export function fontPreload(): Plugin {
  return tagsFor('misto-font-preload', ({ fileName }) => {
    if (!/noto-sans-(cyrillic|latin)-400-normal-[\w-]+\.woff2$/.test(fileName)) return null;
    const attrs = { rel: 'preload', href: `/${fileName}`, as: 'font', type: 'font/woff2', crossorigin: '' };
    return { tag: 'link', attrs, injectTo: 'head' };
  });
}
