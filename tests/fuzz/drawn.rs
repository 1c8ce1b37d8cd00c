//! Drawn scripts with rules, played with drawn events: observers and snapshots. Whatever is drawn, nothing may panic; looking at the clock
//! in between, or stopping and going on from a snapshot, changes nothing that is to be seen.

use super::naive::dice::Dice;
use super::naive::script::{Event, Script, Stream};
use super::naive::{actual, generate, stream};
use huashu::runtime::{Effect, Machine, Session};
use std::sync::{Arc, OnceLock};

/// How many scripts there are; the first byte names one.
const SCRIPTS: usize = 256;

/// Rules and limits watch a call or the house: the clock is looked at at any instant in between, and at what is due and one ms beside it.
pub fn observers(bytes: &[u8]) {
    let Some(mut drawn) = Drawn::of(bytes) else { return };
    let (mut whole, mut polled) = (drawn.begin(), drawn.begin());
    for event in &drawn.stream.events {
        for _ in 0..drawn.dice.below(3) {
            let due = polled.next_deadline().filter(|_| drawn.dice.chance(60));
            let at = due.map_or(polled.now() + drawn.dice.below(2000) as i64, |due| due + drawn.dice.between(0, 2) as i64 - 1);
            if polled.now() <= at && at < event.at {
                polled.advance(at).expect("time goes on");
            }
        }
        let what = actual::told(&drawn.machine, &event.what, event.at);
        assert_eq!(whole.send(&what, event.at), polled.send(&what, event.at), "polling changes what is refused");
    }
    assert_eq!(log(&mut whole), log(&mut polled), "polling changes what is told");
    assert_eq!(whole.verdicts(), polled.verdicts(), "polling changes what is judged");
    assert_eq!(whole.snapshot(), polled.snapshot(), "polling changes what is kept");
    assert_eq!(standing(&whole), standing(&polled), "polling changes how it stands");
}

/// A call is frozen after any of its events and goes on from there; then a snapshot is damaged.
pub fn restore(bytes: &[u8]) {
    let Some(mut drawn) = Drawn::of(bytes) else { return };
    let (mut whole, mut frozen) = (drawn.begin(), drawn.begin());
    for event in &drawn.stream.events {
        let what = actual::told(&drawn.machine, &event.what, event.at);
        assert_eq!(whole.send(&what, event.at), frozen.send(&what, event.at), "restoring changes what is refused");
        assert_eq!(log(&mut whole), log(&mut frozen), "restoring changes what is told");
        if drawn.dice.chance(60) {
            let snapshot = frozen.snapshot();
            frozen = Session::restore(drawn.machine.clone(), &snapshot).expect("its own snapshot");
            assert_eq!(frozen.snapshot(), snapshot, "a snapshot changes by being restored");
            assert_eq!(frozen.next_deadline(), whole.next_deadline(), "a deadline changes by being restored");
        }
    }
    assert_eq!(whole.verdicts(), frozen.verdicts(), "restoring changes what is judged");
    assert_eq!(standing(&whole), standing(&frozen), "restoring changes how it stands");
    drawn.damaged(&whole.snapshot().to_string());
    if let Ok(json) = serde_json::from_slice(bytes) {
        let _ = Session::restore(drawn.machine.clone(), &json);
    }
}

/// A script, a stream of events for it, and choices that are left.
struct Drawn {
    script: &'static Script,
    machine: Arc<Machine>,
    stream: Stream,
    dice: Dice,
}

impl Drawn {
    fn of(bytes: &[u8]) -> Option<Self> {
        let (first, rest) = bytes.split_first()?;
        let (script, machine) = scripts()[usize::from(*first) % SCRIPTS].get_or_init(|| script(u64::from(*first) % SCRIPTS as u64));
        let mut dice = Dice::of(rest);
        let stream = stream::stream(&mut dice, script, &script.lengths());
        Some(Self { script, machine: machine.clone(), stream, dice })
    }

    fn begin(&self) -> Session {
        actual::begin(self.script, &self.machine, &self.stream)
    }

    /// Puts other characters into a snapshot; what is restored all the same is played.
    fn damaged(&mut self, snapshot: &str) {
        for _ in 0..4 {
            let mut chars: Vec<char> = snapshot.chars().collect();
            for _ in 0..self.dice.between(1, 3) {
                let at = self.dice.below(256) * 256 + self.dice.below(256);
                let with = self.dice.pick(&['0', '1', '9', '-', '"', ',', '}', ']', 'n', '.', '甲']);
                let len = chars.len();
                chars[at % len] = with;
            }
            let text: String = chars.into_iter().collect();
            let Ok(json) = serde_json::from_str(&text) else { continue };
            let Ok(mut session) = Session::restore(self.machine.clone(), &json) else { continue };
            let mut at = session.now();
            for Event { what, .. } in &self.stream.events {
                at = at.saturating_add(self.dice.below(3000) as i64);
                let _ = session.send(&actual::told(&self.machine, what, at), at);
                let _ = (session.view(), session.snapshot(), session.verdicts());
            }
        }
    }
}

/// What a host shows of a call: where it stands, what is owed, what it scores.
fn standing(session: &Session) -> String {
    format!("{:?} {:?} {:?}", session.view(), session.obligations(), session.score())
}

fn log(session: &mut Session) -> Vec<Effect> {
    session.take_effects()
}

type Compiled = (Script, Arc<Machine>);

fn scripts() -> &'static [OnceLock<Compiled>] {
    static ALL: OnceLock<Vec<OnceLock<Compiled>>> = OnceLock::new();
    ALL.get_or_init(|| (0..SCRIPTS).map(|_| OnceLock::new()).collect())
}

/// The first script with rules that checks without an error, of those that a number stands for.
fn script(seed: u64) -> Compiled {
    let mut dice = Dice::seeded(seed);
    loop {
        let script = generate::script(&mut dice);
        let watched = !script.rules.is_empty() || script.limited();
        if let (true, Ok(machine)) = (watched, actual::compile(&script)) {
            return (script, machine);
        }
    }
}
