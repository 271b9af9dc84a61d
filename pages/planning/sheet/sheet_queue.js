// What is on its way to the page: one message at a time, the next when it has answered, so that none is lost or overtaken.
const PATIENCE = 10_000; // milliseconds after which a message is sent again, in case the connection was lost

const makeQueue = () => ({ name: Math.random().toString(36).slice(2), count: 0, waiting: [], underWay: null, sentAt: 0 });

function enqueue(queue, trigger, value, send) {
  queue.count += 1;
  queue.waiting.push({ trigger, value: { ...value, nonce: `${queue.name}-${queue.count}` } });
  pump(queue, send);
}

function pump(queue, send) {
  if (queue.underWay && Date.now() - queue.sentAt < PATIENCE) return;
  queue.underWay ??= queue.waiting.shift() ?? null;
  if (!queue.underWay) return;
  queue.sentAt = Date.now();
  send(queue.underWay.trigger, queue.underWay.value);
}

// The message that the page has answered, which is then no longer under way; null where it is another's answer.
function takeAnswered(queue, nonce) {
  const message = queue.underWay;
  if (message?.value.nonce !== nonce) return null;
  queue.underWay = null;
  return message;
}

const isFor = (post, column) => (entry) => entry.post === post && entry.column === column;

// What was typed last into a cell and is not answered yet; undefined where nothing is.
function pendingEntry(queue, post, column) {
  const messages = [queue.underWay, ...queue.waiting].filter((message) => message?.value.entries);
  return messages.flatMap((message) => message.value.entries).findLast(isFor(post, column))?.entry;
}
