/** @type {import('@sveltejs/vite-plugin-svelte').SvelteConfig} */
export default {
  compilerOptions: {
    runes: true,
    // Build nodes one by one: the page's policy allows no markup from strings, not even the compiler's own.
    fragments: 'tree',
  },
};
