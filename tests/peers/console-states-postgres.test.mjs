// The same seldom states of pages, on PostgreSQL.

process.env.CONSOLE_ENGINE = 'postgres';
await import('./console-states.test.mjs');
