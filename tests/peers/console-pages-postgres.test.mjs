// The same pages, on PostgreSQL.

process.env.CONSOLE_ENGINE = 'postgres';
await import('./console-pages.test.mjs');
