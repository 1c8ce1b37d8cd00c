//! Draws what happens in the house: days long, with instants at which the calendar turns.

use super::START;
use crate::naive::calendar::{Calendar, DAY, HOUR};
use crate::naive::dice::Dice;
use crate::naive::generate::marks;
use crate::naive::script::{Event, Script, Stream, What};

/// A stream of some ten events over some days.
pub(super) fn stream(dice: &mut Dice, script: &Script, lengths: &[i64]) -> Stream {
    let marks = script.limits.calendar.as_ref().map_or_else(|| vec![0], marks);
    // Now and then the year is nearly over, and nobody knows the next one.
    let mut at = if dice.chance(12) { Calendar::on(Calendar::of_month(23, dice.between(24, 31) as i64), 9 * HOUR) } else { START };
    let mut events: Vec<Event> = Vec::new();
    for _ in 0..dice.between(3, 12) {
        at = instant(dice, at, &events, lengths, &marks);
        events.push(Event { at, what: what(dice, at, lengths) });
    }
    let at = at + dice.pick(&[HOUR, DAY, 3 * DAY, 5 * DAY]);
    events.push(Event { at, what: What::Advance });
    Stream { given: dice.chance(50), absent: super::absent(dice), events }
}

/// Not before `at`: the same instant, a tick later, where the calendar turns, or a length after something that happened.
fn instant(dice: &mut Dice, at: i64, events: &[Event], lengths: &[i64], marks: &[i64]) -> i64 {
    let beside = |dice: &mut Dice, t: i64| (t + dice.between(0, 4) as i64 - 2).max(at);
    match dice.below(10) {
        0 | 1 => at,
        2 => at + dice.between(1, 2) as i64,
        3 => at + dice.between(1, 30) as i64 * HOUR / 2,
        4..=6 => {
            let date = Calendar::date(at) + dice.below(4) as i64;
            let mark = Calendar::on(date, dice.pick(marks));
            beside(dice, mark)
        }
        _ => {
            let from = if events.is_empty() || dice.chance(30) { START } else { events[dice.below(events.len())].at };
            let length = dice.pick(lengths);
            beside(dice, from + length)
        }
    }
}

fn what(dice: &mut Dice, at: i64, lengths: &[i64]) -> What {
    match dice.below(20) {
        0..=14 => What::Host(dice.below(4), dice.below(2)),
        15 | 16 => What::Promise(dice.below(2), at + dice.pick(lengths) * dice.between(0, 2) as i64 + dice.between(0, 2) as i64 - 1),
        17 => What::Erased(dice.below(2)),
        _ => What::Advance,
    }
}
