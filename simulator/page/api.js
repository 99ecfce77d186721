// The control API of the simulator.

export async function read(name, query = {}) {
  const answer = await fetch(`/sim/${name}?${new URLSearchParams(query)}`);
  return unpack(answer);
}

export async function act(name, body) {
  const answer = await fetch(`/sim/${name}`, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify(body),
  });
  return unpack(answer);
}

async function unpack(answer) {
  const body = await answer.json();
  if (!answer.ok) throw new Error(body.description || answer.statusText);
  return body;
}

export async function follow(since, handle, onTrouble) {
  for (;;) {
    try {
      const { seq, events } = await read("events", { since, timeout: 25 });
      onTrouble(false);
      since = seq;
      for (const event of events) handle(event);
    } catch {
      onTrouble(true);
      await new Promise((done) => setTimeout(done, 1500));
    }
  }
}
