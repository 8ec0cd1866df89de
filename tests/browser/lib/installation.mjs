// An example installation of its own for each file of tests: nothing is shared, nothing is left.

import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const program = process.env.SELATAN_PROGRAM;

/** Serves a fresh example; `password` is everybody's, `stop` ends it and removes its data. `settings`: more of the environment. */
export async function serve(settings = {}) {
  if (!program) throw new Error('SELATAN_PROGRAM names the program to test; tests/browser/run sets it');
  const folder = mkdtempSync(join(tmpdir(), 'selatan-browser-'));
  // Only what is said here: a developer's own settings are not what is tested.
  const env = { PATH: process.env.PATH, SELATAN_DATA: join(folder, 'data'), SELATAN_PORT: '0', SELATAN_LOG_REQUESTS: 'no', ...settings };
  execFileSync(program, ['init', '--example'], { env, stdio: ['ignore', 'ignore', 'ignore'] });
  const server = spawn(program, ['serve'], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const end = new Promise((resolve) => server.once('exit', resolve));
  let errors = '';
  server.stderr.on('data', (piece) => (errors += piece));

  const greeting = await new Promise((resolve, reject) => {
    let said = '';
    server.stdout.on('data', (piece) => {
      said += piece;
      if (/password of each is: .*\n/.test(said)) resolve(said);
    });
    end.then((code) => reject(new Error(`selatan ended with ${code} before it served:\n${errors}`)));
  });
  return {
    base: `http://127.0.0.1:${/Listening on port (\d+)/.exec(greeting)[1]}`,
    password: /password of each is: (.*)/.exec(greeting)[1].trim(),
    /** Lines of the log that tell of a failure of the program's own. */
    failures: () => errors.split('\n').filter((line) => /"event":"(bug|failure|exception)|"status":5\d\d/.test(line)),
    async stop() {
      server.kill('SIGTERM');
      await end;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
