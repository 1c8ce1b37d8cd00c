//! Draws what happens: instants that fall exactly on a limit, one tick beside it, and several events at one instant.

mod house;

use super::dice::Dice;
use super::script::{Entry, Event, Script, Stream, What, Who};

/// When every call begins.
pub const START: i64 = 1_772_672_400_000;

/// A stream of up to some fifteen events, with instants made of the lengths that the script speaks of.
pub fn stream(dice: &mut Dice, script: &Script, lengths: &[i64]) -> Stream {
    if script.house {
        return house::stream(dice, script, lengths);
    }
    let mut at = START;
    let mut line = Line {
        gaps: dice.chance(30),
        speech: script.speaks(),
        promises: script.limited() || script.promises(),
        whole: script.acts(),
        ..Line::default()
    };
    let mut events: Vec<Event> = Vec::new();
    for _ in 0..dice.between(3, 15) {
        at = instant(dice, at, &events, lengths);
        let what = line.what(dice, at);
        let ended = what == What::Ended;
        events.push(Event { at, what: what.clone() });
        if let What::Gap(ms) = what {
            // Nothing is told of what a gap hides; something may be told of its edge.
            at += ms;
        }
        if ended && dice.chance(80) {
            break;
        }
    }
    let at = at + 20_000;
    events.push(Event { at, what: What::Advance });
    Stream { given: dice.chance(50), absent: absent(dice), events }
}

/// Roles that nobody has; there is always a head.
fn absent(dice: &mut Dice) -> Vec<usize> {
    (0..2).filter(|_| dice.chance(20)).collect()
}

/// Not before `at`: the same instant, a tick later, or a length after something that happened, exactly or beside it.
fn instant(dice: &mut Dice, at: i64, events: &[Event], lengths: &[i64]) -> i64 {
    match dice.below(10) {
        0..=2 => at,
        3 => at + dice.between(1, 2) as i64,
        4 => at + dice.between(1, 4000) as i64,
        _ => {
            let from = if events.is_empty() || dice.chance(30) { START } else { events[dice.below(events.len())].at };
            let length = dice.pick(lengths) * if dice.chance(15) { 2 } else { 1 };
            (from + length + dice.between(0, 4) as i64 - 2).max(at)
        }
    }
}

/// What a telephone can do next.
#[derive(Default)]
struct Line {
    /// Whose turn is open.
    open: [bool; 2],
    answered: bool,
    down: bool,
    held: bool,
    /// In some streams people speak words, and turns are told whole.
    speech: bool,
    /// Some streams have gaps.
    gaps: bool,
    /// No turn stays open: what a rule does is done when it is due.
    whole: bool,
    /// Somebody may promise an instant.
    promises: bool,
}

impl Line {
    fn what(&mut self, dice: &mut Dice, at: i64) -> What {
        let who = dice.pick(&[Who::Customer, Who::Agent]);
        match dice.below(if self.speech { 49 } else { 43 }) {
            43.. => What::Say(who, dice.below(3)),
            42 if self.gaps && !self.down && !self.open.contains(&true) => What::Gap(dice.between(1, 3000) as i64),
            40 | 41 if !self.down => {
                self.held = !self.held;
                if self.held { What::Hold(Who::Agent) } else { What::Resume(Who::Agent) }
            }
            0..=11 => What::Choose(dice.below(4)),
            12..=22 => What::Host(dice.below(4), dice.below(2)),
            23 if self.promises => What::Promise(dice.below(2), at + dice.between(0, 6) as i64 * 1000),
            23..=25 => What::Reply(if dice.chance(90) { Some(dice.below(2)) } else { None }),
            26 => What::Enter(dice.pick(&[Entry::Text, Entry::Text, Entry::Number, Entry::Misfit])),
            27 => What::Submit,
            28..=30 => What::Result(dice.below(2)),
            31 if !self.answered && !self.down => {
                self.answered = true;
                What::Answer
            }
            32 | 33 if self.speech || self.whole => What::Say(who, dice.below(3)),
            32 | 33 => {
                let i = usize::from(who == Who::Agent);
                let what = if self.open[i] { What::Finish(who) } else { What::Begin(who) };
                self.open[i] = !self.open[i];
                what
            }
            34 | 35 => What::Mood(dice.below(4)),
            36 if !self.answered && !self.down => What::Ring(dice.between(1, 3) as u32),
            37 if dice.chance(60) => {
                self.open = [false; 2];
                self.down = true;
                What::Hangup(who)
            }
            38 if dice.chance(50) => {
                self.open = [false; 2];
                self.down = true;
                What::Ended
            }
            _ => What::Advance,
        }
    }
}
