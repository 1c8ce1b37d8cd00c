// Sends events to an XState 5 actor that goes back and forth between two states, with no rules; prints seconds and events.
import { createActor, createMachine } from 'xstate';

const events = Number(process.argv[2] ?? 200000);
const machine = createMachine({
  id: 'call',
  initial: 'one',
  states: { one: { on: { go: 'two' } }, two: { on: { back: 'one' } } },
});
const actor = createActor(machine).start();
const go = { type: 'go' };
const back = { type: 'back' };
let best = Infinity;
for (let round = 0; round < 5; round += 1) {
  const begin = process.hrtime.bigint();
  for (let i = 0; i < events; i += 1) actor.send(i % 2 === 0 ? go : back);
  best = Math.min(best, Number(process.hrtime.bigint() - begin) / 1e9);
}
console.log(JSON.stringify({ seconds: best, events }));
