// A mail server that keeps what it is given, so that links can be followed as people follow them.

import { createServer } from 'node:net';

const bytes_of = (text) => Buffer.from(text, 'latin1');
const from_quoted = (text) =>
  text.replaceAll(/=\r?\n/g, '').replaceAll(/=([0-9A-F]{2})/g, (_, code) => String.fromCharCode(parseInt(code, 16)));

/** The texts of a message's parts, whatever they were wrapped in (RFC 2045, 6). */
function text_in(message) {
  return message
    .split(/^Content-Transfer-Encoding: /im)
    .slice(1)
    .map((part) => {
      const [, coding, body] = /^(\S+)[\s\S]*?\r\n\r\n([\s\S]*?)(?:\r\n--|$)/.exec(part);
      if (coding === 'base64') return Buffer.from(body, 'base64').toString();
      return bytes_of(coding === 'quoted-printable' ? from_quoted(body) : body).toString();
    })
    .join('\n');
}

/** Speaks as much SMTP (RFC 5321) as a relay on the same machine has to. */
export async function mailbox() {
  const letters = [];
  const server = createServer((socket) => {
    let heard = '';
    let to = [];
    let is_letter = false;
    const say = (line) => socket.write(`${line}\r\n`);
    const hear_line = (line) => {
      const verb = line.slice(0, 4).toUpperCase();
      if (verb === 'RCPT') to.push(/<(.*)>/.exec(line)[1]);
      is_letter = verb === 'DATA';
      say(is_letter ? '354 go on' : verb === 'QUIT' ? '221 good bye' : '250 well');
    };
    const hear_letter = (message) => {
      letters.push({ to, text: text_in(message) });
      to = [];
      is_letter = false;
      say('250 kept');
    };
    socket.setEncoding('latin1').on('error', () => {});
    socket.on('data', (piece) => {
      heard += piece;
      for (let mark; (mark = heard.indexOf(is_letter ? '\r\n.\r\n' : '\r\n')) >= 0; ) {
        const part = heard.slice(0, mark);
        heard = heard.slice(mark + (is_letter ? 5 : 2));
        (is_letter ? hear_letter : hear_line)(part);
      }
    });
    say('220 mailbox');
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  server.unref(); // a walk that fails at its beginning stops nothing
  return {
    settings: { SELATAN_SMTP_URL: `smtp://127.0.0.1:${server.address().port}`, SELATAN_SMTP_TLS: 'none' },
    /** The path of the newest link to `where` that was mailed to an address; waits for it. */
    async link(to, where) {
      const wanted = new RegExp(`${where}/[\\w-]{20,}`);
      for (let waited = 0; waited < 30_000; waited += 100) {
        const found = letters.findLast((letter) => letter.to.includes(to) && wanted.test(letter.text));
        if (found) return wanted.exec(found.text)[0];
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
      throw new Error(`no link to ${where} was mailed to ${to}; mailed to: ${letters.map((letter) => letter.to)}`);
    },
    stop: () => server.close(),
  };
}
