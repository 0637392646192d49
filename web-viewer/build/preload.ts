import type { HtmlTagDescriptor, Plugin } from 'vite';

/** The part of a bundle entry that the preload tags need. */
interface Emitted {
  fileName: string;
  type: 'asset' | 'chunk';
}

/** Makes a plugin that adds tags to the page for some files of the finished bundle. */
function tagsFor(name: string, make: (file: Emitted) => HtmlTagDescriptor | null): Plugin {
  return {
    name,
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler(_html, context) {
        const files: Emitted[] = Object.values(context.bundle ?? {});
        return files.map(make).filter((tag) => tag !== null);
      },
    },
  };
}

/** Starts loading the map engine with the page, in parallel with the shell. */
export function mapPreload(): Plugin {
  return tagsFor('misto-map-preload', ({ fileName, type }) => {
    if (type !== 'chunk' || !/engine-[\w-]+\.js$/.test(fileName)) return null;
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
