// An example installation of its own for each file of tests: nothing is shared, nothing is left.

import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const program = process.env.SELATAN_PROGRAM;

// What the command `faketime` loads into a program. Itself it stays beside the program, and takes the signals meant for that.
const faketime = /^LD_PRELOAD=(.*)$/m.exec(spawnSync('faketime', ['-f', '-1d', 'env'], { encoding: 'utf8' }).stdout ?? '')?.[1];

/** Whether the program can be run in the past: `days_ago` wants the command `faketime`. */
export const has_past = Boolean(faketime);

/** The environment of a program whose clock is so many days slow. A sanitized one would rather be the first library. */
const clock = (days_ago) => (days_ago ? { LD_PRELOAD: faketime, FAKETIME: `-${days_ago}d`, ASAN_OPTIONS: 'verify_asan_link_order=0' } : {});

/**
 * Serves a fresh example; `password` is everybody's, `stop` ends it and removes its data, `travel` ends it and begins again so many
 * days ago. `settings`: more of the environment.
 */
export async function serve(settings = {}, days_ago = 0) {
  if (!program) throw new Error('SELATAN_PROGRAM names the program to test; tests/browser/run sets it');
  const folder = mkdtempSync(join(tmpdir(), 'selatan-browser-'));
  // Only what is said here: a developer's own settings are not what is tested.
  const env = { PATH: process.env.PATH, SELATAN_DATA: join(folder, 'data'), SELATAN_PORT: '0', SELATAN_LOG_REQUESTS: 'no', ...settings };
  execFileSync(program, ['init', '--example'], { env: { ...env, ...clock(days_ago) }, stdio: ['ignore', 'ignore', 'ignore'] });
  let errors = '';
  let server;
  let end;
  const it = {
    base: '',
    password: '',
    /** Lines of the log that tell of a failure of the program's own. */
    failures: () => errors.split('\n').filter((line) => /"event":"(bug|failure|exception)|"status":5\d\d/.test(line)),
    async travel(to_days_ago) {
      server.kill('SIGTERM');
      await end;
      await begin(to_days_ago);
    },
    async stop() {
      server.kill('SIGTERM');
      await end;
      rmSync(folder, { recursive: true, force: true });
    },
  };
  async function begin(at_days_ago) {
    server = spawn(program, ['serve'], { env: { ...env, ...clock(at_days_ago) }, stdio: ['ignore', 'pipe', 'pipe'] });
    end = new Promise((resolve) => server.once('exit', resolve));
    server.stderr.on('data', (piece) => (errors += piece));
    const greeting = await new Promise((resolve, reject) => {
      let said = '';
      server.stdout.on('data', (piece) => {
        said += piece;
        if (/password of each is: .*\n/.test(said)) resolve(said);
      });
      end.then((code) => reject(new Error(`selatan ended with ${code} before it served:\n${errors}`)));
    });
    it.base = `http://127.0.0.1:${/Listening on port (\d+)/.exec(greeting)[1]}`;
    it.password = /password of each is: (.*)/.exec(greeting)[1].trim();
  }
  await begin(days_ago);
  return it;
}
