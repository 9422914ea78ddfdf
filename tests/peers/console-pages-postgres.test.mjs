// The same pages of help and oversight, on PostgreSQL.

process.env.CONSOLE_ENGINE = 'postgres';
await import('./console-pages.test.mjs');
