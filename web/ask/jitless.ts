import * as z from 'zod';

// Imported before every schema: a schema of objects would else try `new Function`, which the policy of pages refuses aloud.
z.config({ jitless: true });
