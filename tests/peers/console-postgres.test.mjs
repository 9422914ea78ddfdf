// The same work in the console, on PostgreSQL.

process.env.CONSOLE_ENGINE = 'postgres';
await import('./console.test.mjs');
